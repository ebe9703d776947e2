//! Panels that are elsewhere or of another size.

use serde_json::Value;

use super::show::number_text;
use super::{Told, change};
use crate::diff::change::{Action, Change, Subject};
use crate::diff::group::Group;
use crate::diff::raw::Difference;
use crate::grafana::json::Step;

/// From how many panels on that moved up or down by the same number of rows they are told together: something was put in or taken
/// out above them.
const TOGETHER: usize = 3;

/// A whole number, also where it is written as a float.
fn whole(value: &Value) -> Option<i64> {
    number_text(value.as_number()?).parse().ok()
}

/// The four numbers of a panel's place, where it has them.
fn numbers(panel: Option<&Value>) -> Option<[i64; 4]> {
    let grid = panel?.get("gridPos")?;
    let number = |key: &str| grid.get(key).and_then(whole);
    Some([number("x")?, number("y")?, number("w")?, number("h")?])
}

fn is_number_of(difference: &Difference<'_>, keys: &[&str]) -> bool {
    let is_one = |way: &[Step<'_>]| matches!(way, [.., Step::Key("gridPos"), Step::Key(key)] if keys.contains(key));
    let is_number = |value: Option<&Value>| value.and_then(whole).is_some();
    is_one(&difference.after.way) && is_number(difference.before.value) && is_number(difference.after.value)
}

/// Takes the differences of a panel's place and size.
pub(super) fn take(group: &Group<'_>, left: &mut Vec<Difference<'_>>) -> Vec<Change> {
    let (Some([x, y, w, h]), Some([new_x, new_y, new_w, new_h])) = (numbers(group.before), numbers(group.after)) else {
        return Vec::new();
    };
    // What stayed the same is not told.
    let place = |column: i64, row: i64| match (x == new_x, y == new_y) {
        (true, _) => format!("row {row}"),
        (_, true) => format!("column {column}"),
        _ => format!("column {column}, row {row}"),
    };
    let size = |w: i64, h: i64| format!("{w} × {h}");
    let mut told = Vec::new();
    for (keys, what, old, new) in
        [(["x", "y"], "place", place(x, y), place(new_x, new_y)), (["w", "h"], "size", size(w, h), size(new_w, new_h))]
    {
        let taken: Vec<Difference<'_>> = left.extract_if(.., |difference| is_number_of(difference, &keys)).collect();
        if !taken.is_empty() {
            let words = Told { what: what.to_owned(), old: Some(old), new: Some(new), ..Told::default() };
            told.extend(change(&group.subject, Action::Moved, words, &taken));
        }
    }
    told
}

/// By how many rows a panel moved, if it stayed in its column.
fn shift(group: &Group<'_>) -> Option<i64> {
    let ([x, y, ..], [new_x, new_y, ..]) = (numbers(group.before)?, numbers(group.after)?);
    (x == new_x && y != new_y).then_some(new_y.saturating_sub(y))
}

/// Takes the differences of panels that went up or down together.
pub(super) fn take_shifts(groups: &mut [Group<'_>]) -> Vec<Change> {
    let mut shifts: Vec<i64> = groups.iter().filter_map(shift).collect();
    shifts.sort_unstable();
    let mut told = Vec::new();
    for together in shifts.chunk_by(|one, next| one == next).filter(|together| together.len() >= TOGETHER) {
        let Some(rows) = together.first() else { continue };
        let mut taken = Vec::new();
        for group in groups.iter_mut().filter(|group| shift(group) == Some(*rows)) {
            taken.extend(group.differences.extract_if(.., |difference| is_number_of(difference, &["y"])));
        }
        let direction = if *rows > 0 { "down" } else { "up" };
        let plural = if rows.unsigned_abs() == 1 { "row" } else { "rows" };
        let what = format!("{} panels", together.len());
        let new = Some(format!("{} {plural} {direction}", rows.unsigned_abs()));
        told.extend(change(&Subject::Dashboard, Action::Moved, Told { what, new, ..Told::default() }, &taken));
    }
    told
}
