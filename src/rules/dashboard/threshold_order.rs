//! Thresholds that do not rise.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct ThresholdOrder;

impl Rule for ThresholdOrder {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/threshold-order");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for setting in &panel.thresholds {
            let steps = setting.value.steps.as_deref().unwrap_or_default();
            for (index, pair) in steps.windows(2).enumerate() {
                let [before, step] = pair else { continue };
                let at = || setting.at.key("steps").index(index + 1);
                match (before.number(), step.number()) {
                    (Some(before), Some(value)) if value < before => {
                        let message = format!(
                            "the threshold {value} stands after {before}, and Grafana stops at the first one not reached"
                        );
                        found.value(&at().key("value"), message).help("sort the steps by their values");
                    }
                    (_, None) if !step.extra.contains_key("value") && step.value_expr.is_none() => {
                        let message = "this threshold is not the first and has no value to begin at";
                        found.value(&at(), message).help("give it the value from which it applies");
                    }
                    _ => {}
                }
            }
        }
    }
}
