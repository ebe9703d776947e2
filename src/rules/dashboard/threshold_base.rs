//! Thresholds whose first step has a value.

use crate::grafana::dashboard::Threshold;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct ThresholdBase;

impl Rule for ThresholdBase {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/threshold-base");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for setting in &panel.thresholds {
            let first = setting.value.steps.as_deref().and_then(<[_]>::first);
            // Zero is told apart: there is nothing below it in most of what is shown.
            if let Some(value) = first.and_then(Threshold::number).filter(|value| *value != 0.0) {
                let at = setting.at.key("steps").index(0).key("value");
                let message =
                    format!("the first threshold begins at {value}, and Grafana uses its colour for everything below it too");
                found.value(&at, message).help("begin with a step whose `value` is `null`, for what lies below");
            }
        }
    }
}
