//! Every difference of two JSON values, whatever they mean.
//!
//! From: two values. To: [`Difference`]s, which together are all that differs. Nothing else looks for differences: what is explained
//! later is taken from these, so what nobody explains is still there.

use serde_json::{Map, Value};

use super::align::{self, Aligned};
use super::equal::same;
use crate::diag::Pointer;
use crate::grafana::json::Step;

/// A place in one of the two documents: the way to it from the document's root, and what is there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot<'a> {
    pub way: Vec<Step<'a>>,
    /// `None` where there is nothing. Then the way leads to where it would be, and its last step says nothing in a list.
    pub value: Option<&'a Value>,
}

/// One difference. At least one side is there: what is only before was removed, what is only after was added.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference<'a> {
    pub before: Spot<'a>,
    pub after: Spot<'a>,
    /// What differs where both sides are there.
    pub nature: Nature,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// The value itself.
    Value,
    /// The order of what is in the list on both sides.
    Order,
    /// The list that holds it.
    Holder,
}

impl Spot<'_> {
    /// Where it stands; `None` where there is nothing.
    pub fn pointer(&self) -> Option<Pointer> {
        self.value.map(|_| pointer(&self.way))
    }
}

/// The written form of a way.
pub(super) fn pointer(way: &[Step<'_>]) -> Pointer {
    way.iter().fold(Pointer::root(), |at, step| match step {
        Step::Key(key) => at.key(key),
        Step::Index(index) => at.index(*index),
    })
}

impl<'a> Difference<'a> {
    /// The side that says more: the new one, or else the old one.
    pub fn spot(&self) -> &Spot<'a> {
        if self.after.value.is_some() { &self.after } else { &self.before }
    }

    /// The same difference, seen from the other side.
    pub fn flipped(self) -> Self {
        Self { before: self.after, after: self.before, nature: self.nature }
    }
}

/// Which entries of the first object are passed over, by key and what stands there on both sides.
pub(super) type Passes<'p> = &'p dyn Fn(&str, Option<&Value>, Option<&Value>) -> bool;

/// A walk through two values side by side.
pub(super) struct Walk<'a, 'p> {
    pub found: Vec<Difference<'a>>,
    before: Vec<Step<'a>>,
    after: Vec<Step<'a>>,
    /// How long the ways were at the beginning.
    base: usize,
    passes: Passes<'p>,
}

/// All differences of two values; in the object at the top, the entries that `passes` names are passed over.
pub(super) fn differences<'a>(
    before: (Vec<Step<'a>>, &'a Value),
    after: (Vec<Step<'a>>, &'a Value),
    passes: Passes<'_>,
) -> Vec<Difference<'a>> {
    let base = before.0.len();
    let mut walk = Walk { found: Vec::new(), before: before.0, after: after.0, base, passes };
    walk.pair(before.1, after.1);
    walk.found
}

/// Lists whose entries are told one by one where the whole list is new or gone, and what leads to such lists.
const OPENED: [&str; 28] = [
    "annotations",
    "correlations",
    "datasources",
    "defaults",
    "deleteDatasources",
    "derivedFields",
    "exemplarTraceIdDestinations",
    "fieldConfig",
    "jsonData",
    "links",
    "list",
    "mappings",
    "overrides",
    "panels",
    "properties",
    "providers",
    "queries",
    "secureJsonData",
    "steps",
    "tags",
    "targets",
    "templating",
    "thresholds",
    "time",
    "tracesToLogsV2",
    "tracesToMetrics",
    "transformations",
    "gridPos",
];

const NO_ENTRIES: &Value = &Value::Null;

impl<'a> Walk<'a, '_> {
    fn pair(&mut self, before: &'a Value, after: &'a Value) {
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => self.objects(before, after),
            (Value::Array(old), Value::Array(new)) => self.lists(before, after, old, new),
            _ if same(before, after) => {}
            _ => self.add(Some(before), Some(after), Nature::Value),
        }
    }

    fn add(&mut self, before: Option<&'a Value>, after: Option<&'a Value>, nature: Nature) {
        let before = Spot { way: self.before.clone(), value: before };
        let after = Spot { way: self.after.clone(), value: after };
        self.found.push(Difference { before, after, nature });
    }

    /// Goes to an entry on both sides, and comes back. A side where it is not there goes along, and is not told.
    fn at(&mut self, before: Step<'a>, after: Step<'a>, look: impl FnOnce(&mut Self)) {
        self.before.push(before);
        self.after.push(after);
        look(self);
        self.before.pop();
        self.after.pop();
    }

    fn objects(&mut self, before: &'a Map<String, Value>, after: &'a Map<String, Value>) {
        let is_top = self.before.len() == self.base;
        for (key, old) in before {
            let new = after.get(key);
            if is_top && (self.passes)(key, Some(old), new) {
                continue;
            }
            self.at(Step::Key(key), Step::Key(key), |walk| match new {
                Some(new) => walk.pair(old, new),
                None => walk.one_sided(key, old, |walk, value| walk.add(Some(value), None, Nature::Value)),
            });
        }
        for (key, new) in after {
            if before.contains_key(key) || (is_top && (self.passes)(key, None, Some(new))) {
                continue;
            }
            self.at(Step::Key(key), Step::Key(key), |walk| {
                walk.one_sided(key, new, |walk, value| walk.add(None, Some(value), Nature::Value));
            });
        }
    }

    /// What only one side has: as a whole, or entry by entry where its entries have names of their own. An empty list or object
    /// has no entries that could stand for it.
    fn one_sided(&mut self, key: &str, value: &'a Value, add: impl Fn(&mut Self, &'a Value) + Copy) {
        match value {
            Value::Array(items) if OPENED.contains(&key) && !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    self.at(Step::Index(index), Step::Index(index), |walk| add(walk, item));
                }
            }
            Value::Object(entries) if OPENED.contains(&key) && !entries.is_empty() => {
                for (key, entry) in entries {
                    self.at(Step::Key(key), Step::Key(key), |walk| walk.one_sided(key, entry, add));
                }
            }
            whole => add(self, whole),
        }
    }

    fn lists(&mut self, before: &'a Value, after: &'a Value, old: &'a [Value], new: &'a [Value]) {
        let Aligned { pairs, removed, added, is_reordered } = align::align(self.list(), old, new);
        if is_reordered {
            self.add(Some(before), Some(after), Nature::Order);
        }
        let entry = |list: &'a [Value], index: usize| list.get(index).unwrap_or(NO_ENTRIES);
        for (left, right) in pairs {
            self.at(Step::Index(left), Step::Index(right), |walk| walk.pair(entry(old, left), entry(new, right)));
        }
        for index in removed {
            self.at(Step::Index(index), Step::Index(index), |walk| walk.add(Some(entry(old, index)), None, Nature::Value));
        }
        for index in added {
            self.at(Step::Index(index), Step::Index(index), |walk| walk.add(None, Some(entry(new, index)), Nature::Value));
        }
    }

    /// The key of the list that the walk stands at.
    fn list(&self) -> &'a str {
        match self.before.last() {
            Some(Step::Key(key)) => key,
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Difference, Nature, Spot, differences};
    use serde_json::{Value, json};

    fn written(difference: &Difference<'_>) -> String {
        let side = |spot: &Spot<'_>| spot.pointer().map_or("-".to_owned(), |pointer| pointer.to_string());
        let nature = if difference.nature == Nature::Order { " order" } else { "" };
        format!("{} {}{nature}", side(&difference.before), side(&difference.after))
    }

    fn found(before: &Value, after: &Value) -> Vec<String> {
        differences((Vec::new(), before), (Vec::new(), after), &|_, _, _| false).iter().map(written).collect()
    }

    #[test]
    fn each_difference_is_found_at_its_place() {
        let before = json!({"a": 1, "b": {"c": [1, {"d": "x"}]}, "gone": null});
        let after = json!({"a": 1.0, "b": {"c": [1, {"d": "y"}], "e": []}, "new": [1]});
        assert_eq!(found(&before, &after), ["/b/c/1/d /b/c/1/d", "- /b/e", "/gone -", "- /new"]);
    }

    #[test]
    fn what_has_names_is_told_one_by_one_where_all_of_it_is_new() {
        let after = json!({"targets": [{"refId": "A"}, {"refId": "B"}], "links": []});
        assert_eq!(found(&json!({}), &after), ["- /links", "- /targets/0", "- /targets/1"]);
        assert_eq!(found(&after, &json!({})), ["/links -", "/targets/0 -", "/targets/1 -"]);
    }

    #[test]
    fn another_order_is_a_difference_of_the_list() {
        assert_eq!(found(&json!({"tags": ["a", "b"]}), &json!({"tags": ["b", "a"]})), ["/tags /tags order"]);
    }

    #[test]
    fn a_value_of_another_type_is_one_difference() {
        assert_eq!(found(&json!({"a": [1]}), &json!({"a": {"0": 1}})), ["/a /a"]);
        assert_eq!(found(&json!([]), &json!(null)), [" "]);
    }
}
