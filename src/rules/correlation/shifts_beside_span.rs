//! Shifts of time that leave a part of the span out.

use super::shift::{END, START, shifts};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ShiftsBesideSpan;

impl Rule for ShiftsBesideSpan {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/shifts-beside-span");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for shifts in shifts(datasource) {
            let (Some(start), Some(end)) = (shifts.start(), shifts.end()) else { continue };
            // Where they are inverted there is nothing to leave out.
            if start > end {
                continue;
            }
            if start > 0 {
                let text = shifts.start.unwrap_or_default();
                let message =
                    format!("the range of `{}` begins `{text}` after the span does: a shorter span lies before it", shifts.key);
                found.value(&shifts.at(datasource, START), message).help(format!("to begin before the span, write `-{text}`"));
            } else if end < 0 {
                let text = shifts.end.unwrap_or_default();
                let forth = text.trim_start_matches('-');
                let message =
                    format!("the range of `{}` ends `{forth}` before the span does: a shorter span lies after it", shifts.key);
                found.value(&shifts.at(datasource, END), message).help(format!("to end after the span, write `{forth}`"));
            }
        }
    }
}
