//! Thresholds whose first step begins at zero.

use crate::grafana::dashboard::Threshold;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct ThresholdBaseZero;

impl Rule for ThresholdBaseZero {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/threshold-base-zero");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for setting in &panel.thresholds {
            let first = setting.value.steps.as_deref().and_then(<[_]>::first);
            if first.and_then(Threshold::number) == Some(0.0) {
                let at = setting.at.key("steps").index(0).key("value");
                let message = "the first threshold begins at 0, and Grafana uses its colour for negative values too";
                found.value(&at, message).help("write `null`, which says the same");
            }
        }
    }
}
