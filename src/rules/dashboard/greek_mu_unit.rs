//! A unit with the wrong one of the two signs for micro.

use crate::grafana::units;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct GreekMuUnit;

impl Rule for GreekMuUnit {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/greek-mu-unit");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for setting in &panel.units {
            let unit = setting.value;
            if let Some(meant) = units::with_other_mu(unit) {
                let sign = if meant.contains('\u{b5}') { "the micro sign U+00B5" } else { "the Greek letter U+03BC" };
                let message =
                    format!("Grafana does not know the unit `{unit}`, shows it as a word and scales nothing: its own has {sign}");
                found.value(&setting.at, message).label(format!("`{meant}`, which looks the same, is the one to copy"));
            }
        }
    }
}
