//! A unit for all fields of a search of Jaeger, which the column of durations does not take.

use crate::grafana::units;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerDefaultUnit;

impl Rule for JaegerDefaultUnit {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/jaeger-default-unit");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if !panel.shows_jaeger_search() {
            return;
        }
        for setting in panel.units.iter().filter(|setting| setting.matcher.is_none()) {
            let unit = setting.value;
            if unit != "µs" && units::is_time(unit) {
                let message =
                    format!("the unit `{unit}` does not reach the column `Duration`, on which Jaeger's data source sets `µs`");
                found.value(&setting.at, message).help("take it out; only an override changes what a data source sets");
            }
        }
    }
}
