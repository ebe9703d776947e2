//! Which panel of a dashboard became which panel of another.
//!
//! From: the panels before and after, those in rows included. To: pairs. Grafana numbers panels anew at its own pleasure, so an id is
//! trusted only where most panels that kept their title kept their id as well; then come title and type, then what the panels ask
//! and say.

use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::align::Open;
use super::equal::{fingerprint, likeness};
use crate::grafana::json::Step;

/// From how much in common of titles, queries and contents on two panels are one.
const ALIKE: f64 = 0.5;

/// The same for panels that have one id.
const ALIKE_BY_ID: f64 = 0.2;

/// A panel of a dashboard.
pub(super) struct Panel<'a> {
    /// The way to it from the dashboard's root.
    pub way: Vec<Step<'a>>,
    pub value: &'a Value,
    /// The row that it stands in, as place in the list of all panels.
    pub row: Option<usize>,
    telling: OnceCell<Vec<u64>>,
}

impl<'a> Panel<'a> {
    pub fn title(&self) -> &'a str {
        text(self.value, "title")
    }

    pub fn kind(&self) -> &'a str {
        text(self.value, "type")
    }

    pub fn id(&self) -> Option<&'a Value> {
        self.value.get("id").filter(|id| id.is_number())
    }

    /// Title and type, where it has both.
    fn name(&self) -> Option<u64> {
        let (title, kind) = (self.title(), self.kind());
        (!title.is_empty()).then(|| hashed(&(title, kind)))
    }

    /// What it asks and says, word by word: sorted numbers.
    fn telling(&self) -> &[u64] {
        self.telling.get_or_init(|| {
            let mut words = Vec::new();
            add_words(self.value, &mut words);
            words.sort_unstable();
            words
        })
    }

    fn likeness(&self, other: &Self) -> f64 {
        likeness(self.telling(), other.telling())
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Keys whose texts tell a panel from others of its dashboard.
const TELLING: [&str; 13] = [
    "content",
    "expr",
    "expression",
    "legendFormat",
    "operation",
    "query",
    "queryText",
    "rawSql",
    "service",
    "tags",
    "target",
    "title",
    "url",
];

fn add_words(value: &Value, words: &mut Vec<u64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| add_words(item, words)),
        Value::Object(entries) => {
            for (key, entry) in entries {
                match entry {
                    Value::String(text) if TELLING.contains(&key.as_str()) => {
                        let parts = text.split(|character: char| !(character.is_alphanumeric() || character == '_'));
                        words.extend(parts.filter(|part| !part.is_empty()).map(|part| hashed(&part)));
                    }
                    // The panels of a row are panels of their own.
                    _ if key == "panels" => {}
                    entry => add_words(entry, words),
                }
            }
        }
        _ => {}
    }
}

/// The panels of a dashboard, those of each row after it.
pub(super) fn panels(dashboard: &Value) -> Vec<Panel<'_>> {
    let mut found = Vec::new();
    add_panels(&mut found, dashboard, &[], None);
    found
}

fn add_panels<'a>(found: &mut Vec<Panel<'a>>, holder: &'a Value, way: &[Step<'a>], row: Option<usize>) {
    let Some(Value::Array(panels)) = holder.get("panels") else { return };
    for (index, value) in panels.iter().enumerate() {
        let own: Vec<Step<'a>> = way.iter().copied().chain([Step::Key("panels"), Step::Index(index)]).collect();
        let place = found.len();
        found.push(Panel { way: own.clone(), value, row, telling: OnceCell::new() });
        add_panels(found, value, &own, Some(place));
    }
}

/// Pairs the panels of two dashboards.
pub(super) fn pair(before: &[Panel<'_>], after: &[Panel<'_>]) -> Open {
    let mut open = Open::new(before.len(), after.len());
    let (old, new) = (|index: usize| before.get(index), |index: usize| after.get(index));
    let identity = |panel: &Panel<'_>| Some(hashed(&(fingerprint(panel.id()?), panel.title(), panel.kind())));
    open.unique(|index| old(index).and_then(identity), |index| new(index).and_then(identity));
    if trusts_ids(&open, before, after) {
        by_id(&mut open, before, after);
    }
    open.unique(|index| old(index)?.name(), |index| new(index)?.name());
    // Panels that ask and say the same.
    let said = |panel: &Panel<'_>| (!panel.telling().is_empty()).then(|| hashed(&(panel.telling(), panel.kind())));
    open.unique(|index| old(index).and_then(said), |index| new(index).and_then(said));
    // Of panels that share title and type, the likest.
    open.likest(|left, right| {
        let (left, right) = (old(left)?, new(right)?);
        (left.title() == right.title() && left.kind() == right.kind()).then(|| {
            let same_id = if left.id().is_some() && left.id() == right.id() { 0.5 } else { 0.0 };
            left.likeness(right) + same_id
        })
    });
    in_order(&mut open, before, after);
    open.likest(|left, right| {
        let (left, right) = (old(left)?, new(right)?);
        Some(left.likeness(right)).filter(|score| *score >= ALIKE && !left.telling().is_empty())
    });
    by_id(&mut open, before, after);
    open
}

/// Where more panels share title and type than can be compared, the first goes with the first.
fn in_order(open: &mut Open, before: &[Panel<'_>], after: &[Panel<'_>]) {
    let mut places: HashMap<u64, VecDeque<usize>> = HashMap::new();
    for index in &open.after {
        if let Some(name) = after.get(*index).and_then(Panel::name) {
            places.entry(name).or_default().push_back(*index);
        }
    }
    let partner = |index: &usize| Some((*index, places.get_mut(&before.get(*index)?.name()?)?.pop_front()?));
    let pairs = open.before.iter().filter_map(partner).collect();
    open.take(pairs);
}

/// Whether ids are more than numbers in a row: most panels that have their title and type for themselves kept their ids.
fn trusts_ids(paired: &Open, before: &[Panel<'_>], after: &[Panel<'_>]) -> bool {
    let mut renamed = Open { pairs: Vec::new(), before: paired.before.clone(), after: paired.after.clone() };
    renamed.unique(|index| before.get(index)?.name(), |index| after.get(index)?.name());
    paired.pairs.len() >= renamed.pairs.len()
}

/// Pairs panels of one id that have something in common besides.
fn by_id(open: &mut Open, before: &[Panel<'_>], after: &[Panel<'_>]) {
    let mut found = Open { pairs: Vec::new(), before: open.before.clone(), after: open.after.clone() };
    let id = |panel: &Panel<'_>| panel.id().map(fingerprint);
    found.unique(|index| before.get(index).and_then(id), |index| after.get(index).and_then(id));
    found.pairs.retain(|(left, right)| match (before.get(*left), after.get(*right)) {
        (Some(left), Some(right)) => {
            (left.title() == right.title() && !left.title().is_empty()) || left.likeness(right) >= ALIKE_BY_ID
        }
        _ => false,
    });
    open.take(found.pairs);
}

#[cfg(test)]
mod tests {
    use super::{pair, panels};
    use serde_json::{Value, json};

    fn paired(before: &Value, after: &Value) -> Vec<(usize, usize)> {
        let mut pairs = pair(&panels(before), &panels(after)).pairs;
        pairs.sort_unstable();
        pairs
    }

    fn panel(id: u32, title: &str, query: &str) -> Value {
        json!({"id": id, "title": title, "type": "timeseries", "targets": [{"refId": "A", "expr": query}]})
    }

    fn dashboard(panels: &[Value]) -> Value {
        json!({ "panels": panels })
    }

    #[test]
    fn a_panel_put_in_front_of_others_does_not_rename_them_all() {
        let before = dashboard(&[panel(1, "A", "rate(a[5m])"), panel(2, "B", "rate(b[5m])"), panel(3, "C", "rate(c[5m])")]);
        let after = dashboard(&[
            panel(1, "New", "rate(n[5m])"),
            panel(2, "A", "rate(a[5m])"),
            panel(3, "B", "rate(b[5m])"),
            panel(4, "C", "rate(c[5m])"),
        ]);
        assert_eq!(paired(&before, &after), [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn a_kept_id_goes_before_a_title_that_another_panel_has_now() {
        let before = dashboard(&[panel(1, "A", "rate(a[5m])"), panel(2, "B", "rate(b[5m])"), panel(3, "C", "rate(c[5m])")]);
        let after = dashboard(&[
            panel(1, "A per second", "rate(a[5m])"),
            panel(2, "B", "rate(b[5m])"),
            panel(3, "C", "rate(c[5m])"),
            panel(9, "A", "sum(other)"),
        ]);
        assert_eq!(paired(&before, &after), [(0, 0), (1, 1), (2, 2)]);
    }

    #[test]
    fn a_panel_with_a_new_id_and_title_is_known_by_its_query() {
        let before = dashboard(&[panel(1, "Requests", "sum(rate(http_requests_total[5m]))")]);
        let after = dashboard(&[panel(7, "Requests per second", "sum(rate(http_requests_total[5m]))")]);
        assert_eq!(paired(&before, &after), [(0, 0)]);
    }

    #[test]
    fn a_panel_that_took_the_id_of_a_removed_one_is_new() {
        let before = dashboard(&[panel(1, "Requests", "sum(rate(http_requests_total[5m]))")]);
        let after = dashboard(&[panel(1, "Memory", "process_resident_memory_bytes")]);
        assert_eq!(paired(&before, &after), []);
    }

    #[test]
    fn a_panel_that_moved_into_a_row_is_the_same_panel() {
        let before = json!({"panels": [{"type": "row", "title": "R", "panels": []}, panel(2, "A", "a")]});
        let after = json!({"panels": [{"type": "row", "title": "R", "panels": [panel(2, "A", "a")]}]});
        assert_eq!(paired(&before, &after), [(0, 0), (1, 1)]);
    }
}
