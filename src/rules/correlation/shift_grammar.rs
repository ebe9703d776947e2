//! A shift of time that Grafana can't read.

use super::shift::{END, START, milliseconds, shifts};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ShiftGrammar;

impl Rule for ShiftGrammar {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/shift-grammar");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for shifts in shifts(datasource) {
            for (key, text) in [(START, shifts.start), (END, shifts.end)] {
                let Some(text) = text.filter(|text| !text.is_empty() && milliseconds(text).is_none()) else { continue };
                let message = format!("`{text}` is no shift of time: Grafana throws an error where it makes the links of a span");
                let without_plus = text.strip_prefix('+').filter(|rest| milliseconds(rest).is_some());
                found
                    .value(&shifts.at(datasource, key), message)
                    .label_if(without_plus.map(|text| format!("did you mean `{text}`?")))
                    .help("write a number, with `-` before it or nothing, and one of `ms s m h d w M y`: `-5m`");
            }
        }
    }
}
