//! Thresholds on the durations of a search of Jaeger that look like milliseconds.

use crate::grafana::dashboard::{Threshold, ThresholdsMode};
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerDurationThreshold;

impl Rule for JaegerDurationThreshold {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/jaeger-duration-threshold");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        /// 10 ms in microseconds. Few services are so fast that somebody marks what is slower in red.
        const LEAST: f64 = 10_000.0;

        if !panel.shows_jaeger_search() {
            return;
        }
        for setting in panel.thresholds.iter().filter(|setting| setting.is_for("Duration") || setting.is_for("duration")) {
            let steps = setting.value.steps.as_deref().unwrap_or_default();
            let greatest = steps.iter().filter_map(Threshold::number).fold(0.0, f64::max);
            if setting.value.mode != Some(ThresholdsMode::Percentage) && greatest > 0.0 && greatest < LEAST {
                let message = format!(
                    "the column `Duration` holds microseconds, so that the last threshold is at {} ms",
                    greatest / 1000.0
                );
                found.key(&setting.at.key("steps"), message).help("write thresholds in microseconds: 500 ms are 500000");
            }
        }
    }
}
