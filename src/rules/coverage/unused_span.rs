//! A declared span that no search finds.

use crate::rules::{About, Context, Facts, Findings, Rule, Usage, about};

pub struct UnusedSpan;

impl Rule for UnusedSpan {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "coverage/unused-span");
        &ABOUT
    }

    fn across(&self, files: &[Facts], around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract else { return };
        let mut usage = Usage::default();
        files.iter().for_each(|file| usage.extend(&file.usage));
        for span in contract.spans() {
            let is_found = usage.spans.iter().any(|(service, operation)| {
                service.as_deref().is_none_or(|service| span.is_of(service))
                    && operation.as_deref().is_none_or(|operation| span.is_named(operation))
            });
            // What automatic instrumentation makes is found by whoever looks at a trace, and has no name of its own.
            if let (false, Some(name)) = (is_found, &span.spec.name) {
                found.report(span.place(), format!("no dashboard searches for `{name}`"));
            }
        }
    }
}
