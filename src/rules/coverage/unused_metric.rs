//! A declared metric that no query asks for.

use std::collections::BTreeSet;

use crate::query::regular_expression::re2;
use crate::rules::{About, Context, Facts, Findings, Rule, Usage, about};
use crate::signals::Contract;
use crate::signals::contract::Origin;

pub struct UnusedMetric;

impl Rule for UnusedMetric {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "coverage/unused-metric");
        &ABOUT
    }

    fn across(&self, files: &[Facts], around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract else { return };
        let mut usage = Usage::default();
        files.iter().for_each(|file| usage.extend(&file.usage));
        let used = used(contract, &usage);
        // A metric has several series, and one place.
        let mut told = BTreeSet::new();
        for series in contract.all_series().filter(|series| series.origin != Origin::Scrape) {
            let place = series.place();
            if !used.contains(series.metric.name.as_str()) && told.insert(place.clone()) {
                found.report(place, format!("no dashboard and no link asks for `{}`", series.metric.name));
            }
        }
    }
}

/// The metrics, by name, of which a series is asked for.
fn used<'c>(contract: &'c Contract, usage: &Usage) -> BTreeSet<&'c str> {
    let mut used = BTreeSet::new();
    for name in &usage.series {
        used.extend(contract.series(name).map(|series| series.metric.name.as_str()));
    }
    for pattern in usage.series_patterns.iter().filter_map(|pattern| re2(pattern).ok()) {
        let matching = contract.all_series().filter(|series| pattern.matches(series.name) == Some(true));
        used.extend(matching.map(|series| series.metric.name.as_str()));
    }
    used
}
