//! Two sides, file by file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::change::{Action, Change, Comparison, FileDiff, FileKind, FileState, PlacePair, Signal, Subject, Unread};
use super::file::{File, Pairs, Parsed, Side, pairs};
use super::group::groups;
use super::queries::Queries;
use super::raw::{Difference, Nature, Spot, differences};
use super::{dashboard, equal, lines, tell};
use crate::diag::Pointer;
use crate::foreign::{Part, PartKind};
use crate::grafana::json::Step;
use crate::parallel;

/// Compares two sides: files by path, else by the uid of what is in them.
#[must_use]
pub fn compare(before: &Side, after: &Side) -> Comparison {
    compare_pairs(before, after, &pairs(before, after), true)
}

/// Compares two files, whatever they are called: another name is no change.
#[must_use]
pub fn compare_files(before: &Side, after: &Side) -> Comparison {
    let both = (0..before.files.len().min(after.files.len())).map(|index| (index, index)).collect();
    compare_pairs(before, after, &Pairs { both, ..Pairs::default() }, false)
}

/// What came of one file, or one pair of files.
enum Outcome {
    Same,
    /// The bytes differ, and say the same.
    Rewritten,
    Differs(Box<FileDiff>),
    Unread(Vec<Unread>),
}

fn compare_pairs(before: &Side, after: &Side, pairs: &Pairs, names_count: bool) -> Comparison {
    let both = pairs.both.iter().map(|(left, right)| (Some(*left), Some(*right)));
    let removed = pairs.removed.iter().map(|index| (Some(*index), None));
    let added = pairs.added.iter().map(|index| (None, Some(*index)));
    let work: Vec<(Option<usize>, Option<usize>)> = both.chain(removed).chain(added).collect();
    let outcomes = parallel::map(&work, |(left, right)| {
        let left = left.and_then(|index| before.files.get(index));
        let right = right.and_then(|index| after.files.get(index));
        one(left, right, (&before.name, &after.name), names_count)
    });
    let mut comparison = Comparison::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Same => comparison.unchanged += 1,
            Outcome::Rewritten => {
                comparison.unchanged += 1;
                comparison.rewritten += 1;
            }
            Outcome::Differs(file) => comparison.files.push(*file),
            Outcome::Unread(unread) => comparison.unread.extend(unread),
        }
    }
    comparison.files.sort_by(|one, other| one.path.cmp(&other.path));
    comparison.unread.sort();
    comparison
}

fn one(before: Option<&File>, after: Option<&File>, names: (&str, &str), names_count: bool) -> Outcome {
    let is_renamed = names_count && matches!((before, after), (Some(before), Some(after)) if before.path != after.path);
    if let (Some(old), Some(new)) = (before.and_then(File::bytes), after.and_then(File::bytes))
        && old == new
        && !is_renamed
    {
        return Outcome::Same;
    }
    let mut unread = Vec::new();
    let mut parse = |file: Option<&File>, side: &str| {
        let file = file?;
        let parsed = file.parse();
        parsed.map_err(|reason| unread.push(Unread { path: file.path.clone(), side: side.to_owned(), reason })).ok()
    };
    let (old, new) = (parse(before, names.0), parse(after, names.1));
    if !unread.is_empty() {
        return Outcome::Unread(unread);
    }
    let Some(path) = after.or(before).map(|file| file.path.clone()) else { return Outcome::Same };
    let renamed_from = before.filter(|_| is_renamed).map(|file| file.path.clone());
    let state = match (before, after) {
        (None, _) => FileState::Added,
        (_, None) => FileState::Removed,
        _ => FileState::Changed,
    };
    let mut file = FileDiff {
        path,
        renamed_from,
        state,
        kind: FileKind::Text,
        title: None,
        changes: Vec::new(),
        needs: BTreeSet::new(),
        needs_no_more: BTreeSet::new(),
    };
    match (old, new) {
        (Some(Parsed::Text(old)), Some(Parsed::Text(new))) => file.changes.extend(lines::change(&old, &new)),
        (old, new) => {
            let parts = |parsed: Option<Parsed>| match parsed {
                Some(Parsed::Parts(parts)) => parts,
                Some(Parsed::Text(text)) => vec![text_part(text)],
                None => Vec::new(),
            };
            add_parts(&mut file, &parts(old), &parts(new));
        }
    }
    if let Some(from) = &file.renamed_from {
        file.changes.insert(0, renamed(from, &file.path));
    }
    if file.changes.is_empty() { Outcome::Rewritten } else { Outcome::Differs(Box::new(file)) }
}

/// A text in the place of values.
fn text_part(text: String) -> Part {
    Part { name: String::new(), at: Pointer::root(), kind: PartKind::Other, value: Value::String(text) }
}

fn renamed(from: &str, to: &str) -> Change {
    Change {
        subject: Subject::File,
        action: Action::Moved,
        what: "path".to_owned(),
        old: Some(from.to_owned()),
        new: Some(to.to_owned()),
        words: Vec::new(),
        breaking: None,
        places: vec![PlacePair { before: Some(Pointer::root()), after: Some(Pointer::root()) }],
    }
}

/// A part before and after.
type PartPair<'p> = (Option<&'p Part>, Option<&'p Part>);

/// Compares the parts of a file, by name.
fn add_parts(file: &mut FileDiff, before: &[Part], after: &[Part]) {
    let kinds = before.iter().chain(after).map(|part| part.kind);
    file.kind = kinds.min().map_or(FileKind::Text, FileKind::from);
    let title = |parts: &[Part]| {
        let dashboard = parts.iter().find(|part| part.kind == PartKind::Dashboard)?;
        Some(dashboard.value.get("title")?.as_str()?.to_owned())
    };
    file.title = title(after).or_else(|| title(before));
    // Of several parts of one name, the first goes with the first.
    let mut by_name: BTreeMap<(&str, usize), PartPair<'_>> = BTreeMap::new();
    for (parts, is_old) in [(before, true), (after, false)] {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for part in parts {
            let number = seen.entry(part.name.as_str()).or_default();
            let entry = by_name.entry((part.name.as_str(), *number)).or_default();
            if is_old {
                entry.0 = Some(part);
            } else {
                entry.1 = Some(part);
            }
            *number += 1;
        }
    }
    for (old, new) in by_name.into_values() {
        let PartDiff { changes, needs, needs_no_more } = part(old, new);
        file.changes.extend(changes);
        file.needs.extend(needs);
        file.needs_no_more.extend(needs_no_more);
    }
}

/// What differs in one part.
#[derive(Debug, Default)]
struct PartDiff {
    changes: Vec<Change>,
    needs: BTreeSet<Signal>,
    needs_no_more: BTreeSet<Signal>,
}

fn part(before: Option<&Part>, after: Option<&Part>) -> PartDiff {
    let (old, new) = (before.map(|part| &part.value), after.map(|part| &part.value));
    let kind = match (before, after) {
        (Some(before), Some(after)) if before.kind != after.kind => PartKind::Other,
        (Some(part), _) | (_, Some(part)) => part.kind,
        (None, None) => return PartDiff::default(),
    };
    let (mut changes, queries) = match (old, new) {
        (Some(old), Some(new)) => values(kind, old, new),
        _ => (whole(kind, old, new), Queries::read(kind, old, new)),
    };
    let base = |part: Option<&Part>| part.map_or_else(Pointer::root, |part| part.at.clone());
    for place in changes.iter_mut().flat_map(|change| &mut change.places) {
        place.before = place.before.take().map(|pointer| pointer.below(&base(before)));
        place.after = place.after.take().map(|pointer| pointer.below(&base(after)));
    }
    let (needs, needs_no_more) = if changes.is_empty() { Default::default() } else { queries.signals() };
    PartDiff { changes, needs, needs_no_more }
}

/// What differs between two documents of one kind.
#[must_use]
pub fn compare_values(kind: PartKind, before: &Value, after: &Value) -> Vec<Change> {
    values(kind, before, after).0
}

fn values<'a>(kind: PartKind, before: &'a Value, after: &'a Value) -> (Vec<Change>, Queries<'a>) {
    let found = all(kind, before, after);
    if found.is_empty() {
        return (Vec::new(), Queries::default());
    }
    let queries = Queries::read(kind, Some(before), Some(after));
    (tell::tell(groups(kind, before, after, found), &queries), queries)
}

/// All differences of two documents. They are looked for in one direction, whichever way round they are asked for, so that both
/// speak of the same places.
fn all<'a>(kind: PartKind, before: &'a Value, after: &'a Value) -> Vec<Difference<'a>> {
    let in_order = |before: &'a Value, after: &'a Value| match kind {
        PartKind::Dashboard => dashboard::all(before, after),
        _ => differences((Vec::new(), before), (Vec::new(), after), &|_, _, _| false),
    };
    if equal::order(before, after).is_gt() {
        in_order(after, before).into_iter().map(Difference::flipped).collect()
    } else {
        in_order(before, after)
    }
}

/// A document that came or went: each of its data sources or providers, or else the document itself.
fn whole(kind: PartKind, before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    let Some(value) = after.or(before) else { return Vec::new() };
    let list = match kind {
        PartKind::Datasources => "datasources",
        PartKind::Providers => "providers",
        PartKind::Dashboard | PartKind::Other => "",
    };
    let entries = value.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_old = after.is_none();
    let each: Vec<Difference<'_>> = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let way = vec![Step::Key(list), Step::Index(index)];
            let spot = |is_there: bool| Spot { way: way.clone(), value: is_there.then_some(entry) };
            Difference { before: spot(is_old), after: spot(!is_old), nature: Nature::Value }
        })
        .collect();
    let mut changes = tell::tell(groups(kind, value, value, each), &Queries::default());
    changes.insert(0, tell::document(kind, value, is_old));
    changes
}
