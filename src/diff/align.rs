//! Which entry of a list became which entry of another.
//!
//! From: the list's name and its entries before and after. To: pairs, and what is left on either side. First come entries that say
//! the same, then those of one name (`refId` for queries), then those that are alike.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use super::equal::{features, fingerprint, likeness};

/// The entries of two lists, in pairs as far as they belong together. Numbers are places in the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Aligned {
    /// In the order of the first list.
    pub pairs: Vec<(usize, usize)>,
    /// Only in the first list.
    pub removed: Vec<usize>,
    /// Only in the second list.
    pub added: Vec<usize>,
    /// Whether what is in both lists stands in another order.
    pub is_reordered: bool,
}

/// From how much in common on two entries without a common name are one.
const ALIKE: f64 = 0.5;

/// More comparisons of entries than this are not made: what is left then is removed and added.
pub(super) const MOST_COMPARED: usize = 20_000;

/// Pairs the entries of two lists that stand at the key `list`.
pub(super) fn align(list: &str, before: &[Value], after: &[Value]) -> Aligned {
    let mut open = Open::new(before.len(), after.len());
    equal_ones(&mut open, before, after);
    for key in names(list) {
        let named = |item: &Value| item.get(*key).filter(|name| is_name(name)).map(fingerprint);
        open.unique(|index| before.get(index).and_then(named), |index| after.get(index).and_then(named));
    }
    alike_ones(&mut open, before, after);
    same_place(&mut open, before, after, names(list));
    open.aligned()
}

/// The keys that tell the entries of the list from one another, the surest first.
fn names(list: &str) -> &'static [&'static str] {
    match list {
        "targets" => &["refId"],
        "overrides" => &["matcher"],
        "steps" => &["color", "value"],
        "datasources" | "deleteDatasources" => &["uid", "name"],
        "derivedFields" | "exemplarTraceIdDestinations" | "providers" | "__inputs" => &["name"],
        "queries" => &["name", "refId"],
        "links" | "dataLinks" => &["title"],
        "tags" => &["key"],
        "panels" => &["id", "title"],
        "options" => &["value", "text"],
        "mappings" | "transformations" => &["id", "type"],
        _ => &["uid", "id", "refId", "name", "key", "title", "field", "text", "value"],
    }
}

fn is_name(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Number(_) | Value::Object(_) => true,
        Value::Null | Value::Bool(_) | Value::Array(_) => false,
    }
}

/// What is not paired yet.
pub(super) struct Open {
    pub pairs: Vec<(usize, usize)>,
    pub before: Vec<usize>,
    pub after: Vec<usize>,
}

impl Open {
    pub fn new(before: usize, after: usize) -> Self {
        Self { pairs: Vec::new(), before: (0..before).collect(), after: (0..after).collect() }
    }

    /// Takes up pairs, each side of which is still open.
    pub fn take(&mut self, pairs: Vec<(usize, usize)>) {
        if pairs.is_empty() {
            return;
        }
        let mut left: Vec<usize> = pairs.iter().map(|(left, _)| *left).collect();
        let mut right: Vec<usize> = pairs.iter().map(|(_, right)| *right).collect();
        left.sort_unstable();
        right.sort_unstable();
        self.before.retain(|index| left.binary_search(index).is_err());
        self.after.retain(|index| right.binary_search(index).is_err());
        self.pairs.extend(pairs);
    }

    /// Pairs what has one name that nothing else on its side has.
    pub fn unique(&mut self, before: impl Fn(usize) -> Option<u64>, after: impl Fn(usize) -> Option<u64>) {
        let left = unique_of(&self.before, before);
        let right = unique_of(&self.after, after);
        let mut pairs: Vec<(usize, usize)> =
            left.iter().filter_map(|(name, index)| Some(((*index)?, (*right.get(name)?)?))).collect();
        pairs.sort_unstable();
        self.take(pairs);
    }

    /// Pairs what is likest first, as long as `score` says that it is like enough.
    pub fn likest(&mut self, score: impl Fn(usize, usize) -> Option<f64>) {
        if self.before.len().saturating_mul(self.after.len()) > MOST_COMPARED {
            return;
        }
        let mut scored: Vec<(f64, usize, usize)> = Vec::new();
        for left in &self.before {
            for right in &self.after {
                scored.extend(score(*left, *right).map(|score| (score, *left, *right)));
            }
        }
        scored.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (_, left, right) in scored {
            if pairs.iter().all(|(taken_left, taken_right)| *taken_left != left && *taken_right != right) {
                pairs.push((left, right));
            }
        }
        self.take(pairs);
    }

    pub fn aligned(mut self) -> Aligned {
        self.pairs.sort_unstable();
        let is_reordered = self.pairs.windows(2).any(|two| matches!(two, [(_, one), (_, next)] if one > next));
        Aligned { pairs: self.pairs, removed: self.before, added: self.after, is_reordered }
    }
}

/// The open entries by name; `None` where several have one.
fn unique_of(open: &[usize], name: impl Fn(usize) -> Option<u64>) -> HashMap<u64, Option<usize>> {
    let mut found: HashMap<u64, Option<usize>> = HashMap::new();
    for index in open {
        if let Some(name) = name(*index) {
            found.entry(name).and_modify(|several| *several = None).or_insert(Some(*index));
        }
    }
    found
}

/// Of entries that say the same, the first goes with the first.
fn equal_ones(open: &mut Open, before: &[Value], after: &[Value]) {
    let mut places: HashMap<u64, VecDeque<usize>> = HashMap::new();
    for (index, item) in after.iter().enumerate() {
        places.entry(fingerprint(item)).or_default().push_back(index);
    }
    let pairs = before.iter().enumerate().filter_map(|(index, item)| {
        let place = places.get_mut(&fingerprint(item))?.pop_front()?;
        Some((index, place))
    });
    let pairs = pairs.collect();
    open.take(pairs);
}

fn alike_ones(open: &mut Open, before: &[Value], after: &[Value]) {
    let of = |list: &[Value], indices: &[usize]| -> HashMap<usize, Vec<u64>> {
        let objects = indices.iter().filter_map(|index| Some((*index, list.get(*index).filter(|item| item.is_object())?)));
        objects.map(|(index, item)| (index, features(item))).collect()
    };
    let (left, right) = (of(before, &open.before), of(after, &open.after));
    open.likest(|one, other| Some(likeness(left.get(&one)?, right.get(&other)?)).filter(|score| *score >= ALIKE));
}

/// Lists at one place of both lists are one, whatever is in them now, and so are objects that have no name.
fn same_place(open: &mut Open, before: &[Value], after: &[Value], names: &[&str]) {
    let is_nameless = |item: &Value| !names.iter().any(|name| item.get(name).is_some());
    let is_pair = |index: &usize| match (before.get(*index), after.get(*index)) {
        (Some(Value::Array(_)), Some(Value::Array(_))) => true,
        (Some(left @ Value::Object(_)), Some(right @ Value::Object(_))) => is_nameless(left) && is_nameless(right),
        _ => false,
    };
    let shared = open.before.iter().filter(|index| open.after.binary_search(index).is_ok() && is_pair(index));
    let pairs = shared.map(|index| (*index, *index)).collect();
    open.take(pairs);
}

#[cfg(test)]
mod tests {
    use super::{Aligned, align};
    use serde_json::{Value, json};

    fn aligned(list: &str, before: Value, after: Value) -> Aligned {
        let items = |value: Value| match value {
            Value::Array(items) => items,
            other => vec![other],
        };
        align(list, &items(before), &items(after))
    }

    #[test]
    fn entries_are_found_by_their_name_wherever_they_stand() {
        let before = json!([{"refId": "A", "expr": "x"}, {"refId": "B", "expr": "y"}]);
        let after = json!([{"refId": "C", "expr": "new"}, {"refId": "B", "expr": "y2"}, {"refId": "A", "expr": "x2"}]);
        assert_eq!(
            aligned("targets", before, after),
            Aligned { pairs: vec![(0, 2), (1, 1)], removed: vec![], added: vec![0], is_reordered: true }
        );
    }

    #[test]
    fn an_entry_whose_name_changed_is_found_by_the_rest() {
        let before = json!([{"name": "a", "type": "query", "query": "q", "multi": true}]);
        let after = json!([{"name": "b", "type": "query", "query": "q", "multi": true}]);
        assert_eq!(aligned("list", before, after).pairs, [(0, 0)]);
    }

    #[test]
    fn plain_values_are_in_or_out() {
        assert_eq!(
            aligned("tags", json!(["a", "b", "c"]), json!(["a", "x", "c"])),
            Aligned { pairs: vec![(0, 0), (2, 2)], removed: vec![1], added: vec![1], is_reordered: false }
        );
    }

    #[test]
    fn of_repeated_entries_each_has_one_partner() {
        let found = aligned("x", json!([1, 1, 2]), json!([1, 2, 2]));
        assert_eq!((found.pairs, found.removed, found.added), (vec![(0, 0), (2, 1)], vec![1], vec![2]));
    }

    #[test]
    fn a_threshold_is_found_by_its_colour_or_else_by_its_value() {
        let before = json!([{"color": "green"}, {"color": "yellow", "value": 5}, {"color": "red", "value": 9}]);
        let after = json!([{"color": "green"}, {"color": "orange", "value": 5}, {"color": "red", "value": 7}]);
        assert_eq!(aligned("steps", before, after).pairs, [(0, 0), (1, 1), (2, 2)]);
    }

    #[test]
    fn many_entries_without_a_name_take_no_time() {
        let list = |from: usize| -> Vec<Value> { (from..from + 20_000).map(|number| json!({"name": number})).collect() };
        let start = std::time::Instant::now();
        assert_eq!(align("numbers", &list(0), &list(10)).pairs.len(), 19_990);
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
    }
}
