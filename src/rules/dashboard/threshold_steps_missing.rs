//! Thresholds without steps.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct ThresholdStepsMissing;

impl Rule for ThresholdStepsMissing {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/threshold-steps-missing");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for setting in &panel.thresholds {
            let has_steps = setting.value.steps.as_ref().is_some_and(|steps| !steps.is_empty());
            if !has_steps && !setting.value.extra.contains_key("steps") {
                found.key(&setting.at, "these thresholds have no steps, so that Grafana has no colour for any value");
            }
        }
    }
}
