//! A unit other than microseconds on the durations that a search of Jaeger gives.

use crate::grafana::units;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerDurationUnit;

impl Rule for JaegerDurationUnit {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/jaeger-duration-unit");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if !panel.shows_jaeger_search() {
            return;
        }
        for setting in panel.units.iter().filter(|setting| setting.is_for("Duration") || setting.is_for("duration")) {
            let unit = setting.value;
            if unit != "µs" && units::is_time(unit) {
                let message =
                    format!("the column `Duration` holds microseconds, and the unit `{unit}` shows them as something else");
                found
                    .value(&setting.at, message)
                    .label("should be `µs`")
                    .help("leave the unit out: Jaeger's data source sets it");
            }
        }
    }
}
