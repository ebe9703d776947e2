//! Declared log lines that no query selects.

use crate::rules::{About, Context, Facts, Findings, Rule, Usage, about};
use crate::signals::contract::Log;

pub struct UnusedLog;

impl Rule for UnusedLog {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "coverage/unused-log");
        &ABOUT
    }

    fn across(&self, files: &[Facts], around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract else { return };
        let mut usage = Usage::default();
        files.iter().for_each(|file| usage.extend(&file.usage));
        for log in contract.logs().filter(|log| !is_selected(log, &usage)) {
            let message = format!("no dashboard and no link asks for these log lines of `{}`", log.source.name);
            found.report(log.place.clone(), message);
        }
    }
}

/// Whether a query selects by one of the stream's labels, with a value that the label can have.
fn is_selected(log: &Log<'_>, usage: &Usage) -> bool {
    usage.streams.iter().any(|(label, value)| {
        let Some(values) = log.label(label) else { return false };
        match (values.known(), value) {
            (Some(known), Some(value)) => known.contains(value),
            _ => true,
        }
    })
}
