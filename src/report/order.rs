//! From what was found, in the order in which it was found, to the order in which it is told, with its places looked up.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Report;
use super::spot::{Lookup, Spot};
use crate::diag::{Diagnostic, Place};

/// All that there is to tell.
pub(super) struct Ordered<'a> {
    pub(super) findings: Vec<Finding<'a>>,
    pub(super) unchecked: Vec<NotChecked<'a>>,
}

/// A diagnostic whose places have been looked up.
pub(super) struct Finding<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    pub(super) spot: Option<Spot<'a>>,
    /// The related places, in their order.
    pub(super) related: Vec<Spot<'a>>,
}

/// What was not checked for one reason.
pub(super) struct NotChecked<'a> {
    /// What it is, in the singular.
    pub(super) what: &'a str,
    pub(super) reason: &'a str,
    /// Where, by file and position; never empty.
    pub(super) spots: Vec<Spot<'a>>,
}

/// Sorts by file, position and severity, and drops what is said twice. What belongs to no file comes first.
pub(super) fn ordered<'a>(report: &Report<'a>) -> Ordered<'a> {
    let mut lookup = Lookup::new(report.sources);
    let distinct = distinct(report.diagnostics).into_iter();
    let mut findings: Vec<_> = distinct
        .map(|diagnostic| Finding {
            diagnostic,
            spot: diagnostic.place.as_ref().map(|place| lookup.spot(place)),
            related: diagnostic.related.iter().map(|related| lookup.spot(&related.place)).collect(),
        })
        .collect();
    findings.sort_by(|left, right| position(left).cmp(&position(right)));
    Ordered { findings, unchecked: unchecked(report, &mut lookup) }
}

/// Each diagnostic once, by all that it says.
pub(super) fn distinct(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut distinct: Vec<_> = diagnostics.iter().collect();
    distinct.sort_by(|left, right| content(left).cmp(&content(right)));
    distinct.dedup();
    distinct
}

/// How many things were not checked; the same one at the same place counts once.
pub(super) fn count_unchecked(report: &Report<'_>) -> usize {
    by_reason(report).values().map(Vec::len).sum()
}

fn content(diagnostic: &Diagnostic) -> impl Ord + '_ {
    let Diagnostic { rule, severity, message, place, label, related, help } = diagnostic;
    (Reverse(severity), rule, message, place, label, related, help)
}

/// Those of one position stay in the order of what they say.
fn position<'a>(finding: &'a Finding<'_>) -> impl Ord + 'a {
    finding.spot.as_ref().map(by_position)
}

fn by_position<'a>(spot: &'a Spot<'_>) -> (&'a str, Option<(usize, usize)>) {
    (&spot.place.file, spot.range.as_ref().map(|range| (range.start, range.end)))
}

fn by_reason<'a>(report: &Report<'a>) -> BTreeMap<(&'a str, &'a str), Vec<&'a Place>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for unchecked in report.unchecked {
        groups.entry((unchecked.what, unchecked.reason.as_str())).or_default().push(&unchecked.place);
    }
    for places in groups.values_mut() {
        places.sort();
        places.dedup();
    }
    groups
}

fn unchecked<'a>(report: &Report<'a>, lookup: &mut Lookup<'a>) -> Vec<NotChecked<'a>> {
    let groups = by_reason(report).into_iter();
    groups
        .map(|((what, reason), places)| {
            let mut spots: Vec<_> = places.into_iter().map(|place| lookup.spot(place)).collect();
            spots.sort_by(|left, right| by_position(left).cmp(&by_position(right)));
            NotChecked { what, reason, spots }
        })
        .collect()
}
