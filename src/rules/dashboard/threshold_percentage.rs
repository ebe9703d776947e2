//! Thresholds in percent that can never be reached, or are fractions.

use crate::grafana::dashboard::{Threshold, ThresholdsMode};
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct ThresholdPercentage;

impl Rule for ThresholdPercentage {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/threshold-percentage");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let settings = panel.thresholds.iter().filter(|setting| setting.value.mode == Some(ThresholdsMode::Percentage));
        for setting in settings {
            let steps = setting.value.steps.as_deref().unwrap_or_default();
            for (index, step) in steps.iter().enumerate() {
                if let Some(value) = step.number().filter(|value| *value > 100.0) {
                    let at = setting.at.key("steps").index(index).key("value");
                    let message = format!("no value is ever {value} % of the way from the least to the greatest");
                    found.value(&at, message).help("percentages are 0 to 100; use the mode `absolute` for values as they are");
                }
            }
            let greatest = steps.iter().filter_map(Threshold::number).fold(0.0, f64::max);
            if greatest > 0.0 && greatest <= 1.0 {
                let message = format!("these thresholds end at {greatest} %, as if they were written as fractions");
                found.key(&setting.at.key("steps"), message).help("percentages are 0 to 100");
            }
        }
    }
}
