//! From diagnostics in the order in which they were found to the order in which they are told, with their bytes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::position::Positions;
use crate::diag::{Diagnostic, Place, Sources};

/// A diagnostic whose places have been looked up.
pub(super) struct Finding<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    /// The bytes of its place; `None` where the place is a whole file, or the text is not known or cannot be parsed.
    pub(super) range: Option<Range<usize>>,
    /// The same of its related places, in their order.
    pub(super) related: Vec<Option<Range<usize>>>,
}

/// Sorts by file, position and severity, and drops what is said twice. What belongs to no file comes first.
pub(super) fn ordered<'a>(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> Vec<Finding<'a>> {
    let mut known = BTreeMap::new();
    let mut findings: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| Finding {
            diagnostic,
            range: diagnostic.place.as_ref().and_then(|place| locate(place, sources, &mut known)),
            related: diagnostic.related.iter().map(|related| locate(&related.place, sources, &mut known)).collect(),
        })
        .collect();
    findings.sort_by(|left, right| key(left).cmp(&key(right)));
    findings.dedup_by(|left, right| left.diagnostic == right.diagnostic);
    findings
}

/// Compares everything that a diagnostic says, so that equal ones come to stand side by side.
fn key<'a>(finding: &'a Finding<'_>) -> impl Ord + 'a {
    let Diagnostic { rule, severity, message, place, label, related, help } = finding.diagnostic;
    let position = finding.range.as_ref().map(|range| (range.start, range.end));
    let file = place.as_ref().map(|place| &place.file);
    ((file, position, Reverse(severity), rule, message), (place, label, related, help))
}

/// Each text's positions are read once, however many findings point into it.
fn locate<'a>(place: &'a Place, sources: &'a Sources, known: &mut BTreeMap<&'a str, Positions<'a>>) -> Option<Range<usize>> {
    let text = sources.text(&place.file)?;
    known.entry(&place.file).or_insert_with(|| Positions::read(text)).locate(&place.at)
}
