//! Shifts of time that turn a span's time round.

use super::shift::{END, START, shifts};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct InvertedShifts;

impl Rule for InvertedShifts {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/inverted-shifts");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for shifts in shifts(datasource) {
            let (Some(start), Some(end)) = (shifts.start(), shifts.end()) else { continue };
            if start > end {
                let key = shifts.key;
                let message = format!(
                    "the range of `{key}` ends before it begins, for every span shorter than the time between the shifts"
                );
                found
                    .value(&shifts.written_at(datasource), message)
                    .help(format!("move the start back and the end forth: `{START}: '-5m'`, `{END}: '5m'`"));
            }
        }
    }
}
