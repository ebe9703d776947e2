//! Two thresholds that begin at the same value.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct ThresholdDuplicate;

impl Rule for ThresholdDuplicate {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/threshold-duplicate");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for setting in &panel.thresholds {
            let steps = setting.value.steps.as_deref().unwrap_or_default();
            for (index, pair) in steps.windows(2).enumerate() {
                let [before, step] = pair else { continue };
                let Some(value) = step.number() else { continue };
                if before.value == step.value {
                    let at = setting.at.key("steps").index(index + 1).key("value");
                    let message = format!("two thresholds begin at {value}: the colour of the first one is never seen");
                    found.value(&at, message);
                }
            }
        }
    }
}
