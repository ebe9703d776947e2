//! A unit that Grafana does not know and shows as a word after the value.

use crate::diag::suggest::nearest;
use crate::grafana::units;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct UnknownUnit;

impl Rule for UnknownUnit {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/unknown-unit");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for setting in &panel.units {
            let unit = setting.value;
            let is_own = unit.is_empty() || unit.contains('$') || units::is_known(unit) || units::with_other_mu(unit).is_some();
            if is_own {
                continue;
            }
            // Few letters resemble too much: `qps` is no slip for packets, `pps`.
            let meant = if unit.chars().count() > 3 { nearest(unit, units::ids()) } else { None };
            let message = format!("Grafana has no unit `{unit}`: it shows the word after each value and scales nothing");
            found
                .value(&setting.at, message)
                .label_if(meant.map(|meant| format!("did you mean `{meant}`?")))
                .help(format!("write `suffix:{unit}` if that is what is meant"));
        }
    }
}
