//! All differences of two dashboards, with their panels paired wherever they stand.
//!
//! Left out is what Grafana writes anew by itself: the numbers of the dashboard (`id`, `version`, `iteration`) and those of its panels,
//! as long as no query names a panel by its number in another way than before.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::panels::{Panel, pair, panels};
use super::raw::{Difference, Nature, Spot, differences};
use crate::grafana::json::Step;

/// All differences of two dashboards.
pub(super) fn all<'a>(before: &'a Value, after: &'a Value) -> Vec<Difference<'a>> {
    let (old, new) = (panels(before), panels(after));
    let paired = pair(&old, &new);
    let mut pairs = paired.pairs.clone();
    pairs.sort_unstable();
    let both: Vec<(&Panel<'a>, &Panel<'a>)> =
        pairs.iter().filter_map(|(left, right)| Some((old.get(*left)?, new.get(*right)?))).collect();

    let mut found = differences((Vec::new(), before), (Vec::new(), after), &passes_of_dashboard);
    let ids = Ids::of(&old, &new, &both);
    for (left, right) in &both {
        let passes = |key: &str, old: Option<&Value>, new: Option<&Value>| {
            are_panels(key, old, new) || (!ids.matter && key == "id" && is_number(old) && is_number(new))
        };
        found.extend(differences((left.way.clone(), left.value), (right.way.clone(), right.value), &passes));
    }
    found.retain(|difference| !ids.is_renumbered(difference));
    found.extend(order_and_rows(&pairs, &old, &new, before, after));
    let one = |panel: &Panel<'a>, is_old: bool| {
        let spot = |is_there: bool| Spot { way: panel.way.clone(), value: is_there.then_some(panel.value) };
        Difference { before: spot(is_old), after: spot(!is_old), nature: Nature::Value }
    };
    found.extend(paired.before.iter().filter_map(|index| Some(one(old.get(*index)?, true))));
    found.extend(paired.after.iter().filter_map(|index| Some(one(new.get(*index)?, false))));
    found
}

fn passes_of_dashboard(key: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    are_panels(key, old, new) || (["id", "version", "iteration"].contains(&key) && is_number(old) && is_number(new))
}

/// Whether an entry of a dashboard or row is panels that are compared one by one. An empty list that comes or goes has no panels
/// that could stand for it.
fn are_panels(key: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    key == "panels"
        && match (old, new) {
            (Some(Value::Array(_)), Some(Value::Array(_))) => true,
            (Some(Value::Array(panels)), None) | (None, Some(Value::Array(panels))) => !panels.is_empty(),
            _ => false,
        }
}

/// Whether something is a number, or not there.
fn is_number(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_number() || value.is_null())
}

/// What became of the numbers of panels.
struct Ids {
    /// Old and new numbers of one panel.
    renumbered: BTreeSet<(i64, i64)>,
    /// Whether a query names another panel by its number now.
    matter: bool,
}

impl Ids {
    fn of(old: &[Panel<'_>], new: &[Panel<'_>], both: &[(&Panel<'_>, &Panel<'_>)]) -> Self {
        let number = |panel: &Panel<'_>| panel.id().and_then(Value::as_i64);
        let renumbered: BTreeSet<(i64, i64)> =
            both.iter().filter_map(|(left, right)| Some((number(left)?, number(right)?))).collect();
        let map: BTreeMap<i64, i64> = renumbered.iter().copied().collect();
        let named = |panels: &[Panel<'_>]| -> BTreeSet<i64> { panels.iter().flat_map(|panel| named_by(panel.value)).collect() };
        let meant: BTreeSet<i64> = named(old).iter().map(|id| map.get(id).copied().unwrap_or(*id)).collect();
        let matter = map.iter().any(|(old, new)| old != new) && meant != named(new);
        Self { renumbered, matter }
    }

    /// Whether a difference is only the new number of the panel that was meant before.
    fn is_renumbered(&self, difference: &Difference<'_>) -> bool {
        let number = |spot: &Spot<'_>| spot.value.and_then(Value::as_i64);
        difference.after.way.last() == Some(&Step::Key("panelId"))
            && number(&difference.before)
                .zip(number(&difference.after))
                .is_some_and(|numbers| !self.matter && self.renumbered.contains(&numbers))
    }
}

/// The panels whose results the queries of a panel show.
fn named_by(panel: &Value) -> Vec<i64> {
    let targets = panel.get("targets").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    targets.iter().filter_map(|target| target.get("panelId")?.as_i64()).collect()
}

/// Panels that went into a row or came out of one, and lists of panels in another order.
fn order_and_rows<'a>(
    pairs: &[(usize, usize)],
    old: &[Panel<'a>],
    new: &[Panel<'a>],
    before: &'a Value,
    after: &'a Value,
) -> Vec<Difference<'a>> {
    let partner: BTreeMap<usize, usize> = pairs.iter().copied().collect();
    let mut found = Vec::new();
    // The last panel seen of each row, and whether its list was told already.
    let mut last: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let mut told: BTreeSet<Option<usize>> = BTreeSet::new();
    for (left, right) in pairs {
        let (Some(old_panel), Some(new_panel)) = (old.get(*left), new.get(*right)) else { continue };
        let row = old_panel.row.map(|row| partner.get(&row).copied());
        let stayed = match (row, new_panel.row) {
            (None, None) => true,
            (Some(Some(row)), Some(new_row)) => row == new_row,
            _ => false,
        };
        if !stayed {
            found.push(Difference {
                before: Spot { way: old_panel.way.clone(), value: Some(old_panel.value) },
                after: Spot { way: new_panel.way.clone(), value: Some(new_panel.value) },
                nature: Nature::Holder,
            });
            continue;
        }
        let is_earlier = last.insert(old_panel.row, *right).is_some_and(|earlier| earlier > *right);
        if is_earlier && told.insert(old_panel.row) {
            found.push(Difference {
                before: list_of(old_panel, before),
                after: list_of(new_panel, after),
                nature: Nature::Order,
            });
        }
    }
    found
}

/// The list that a panel stands in.
fn list_of<'a>(panel: &Panel<'a>, root: &'a Value) -> Spot<'a> {
    let way: Vec<Step<'a>> = panel.way.iter().take(panel.way.len().saturating_sub(1)).copied().collect();
    Spot { value: value_at(root, &way), way }
}

/// The value that `way` leads to.
pub(super) fn value_at<'a>(root: &'a Value, way: &[Step<'_>]) -> Option<&'a Value> {
    way.iter().try_fold(root, |value, step| match step {
        Step::Key(key) => value.get(*key),
        Step::Index(index) => value.get(*index),
    })
}

#[cfg(test)]
mod tests {
    use super::all;
    use crate::diff::raw::Nature;
    use serde_json::{Value, json};

    fn found(before: &Value, after: &Value) -> Vec<String> {
        let shown = |pointer: Option<crate::diag::Pointer>| pointer.map_or("-".to_owned(), |pointer| pointer.to_string());
        let lines = all(before, after).into_iter().map(|difference| {
            let nature = match difference.nature {
                Nature::Value => "",
                Nature::Order => " order",
                Nature::Holder => " row",
            };
            format!("{} {}{nature}", shown(difference.before.pointer()), shown(difference.after.pointer()))
        });
        lines.collect()
    }

    fn panel(id: u32, title: &str) -> Value {
        json!({"id": id, "title": title, "type": "stat"})
    }

    #[test]
    fn new_numbers_are_no_difference() {
        let before = json!({"id": 7, "version": 3, "iteration": 1, "panels": [panel(1, "A"), panel(2, "B")]});
        let after = json!({"id": null, "version": 4, "panels": [panel(11, "A"), panel(12, "B")]});
        assert_eq!(found(&before, &after), Vec::<String>::new());
    }

    #[test]
    fn a_reference_to_a_panel_follows_its_number() {
        let showing = |id: u32| json!({"id": id + 1, "title": "S", "type": "stat", "targets": [{"refId": "A", "panelId": id}]});
        let before = json!({"panels": [panel(1, "A"), showing(1)]});
        assert_eq!(found(&before, &json!({"panels": [panel(5, "A"), showing(5)]})), Vec::<String>::new());
        // The panels were numbered anew, and the query names another one now.
        let other = json!({"panels": [panel(5, "A"), {"id": 1, "title": "S", "type": "stat", "targets": [{"refId": "A", "panelId": 1}]}]});
        assert_eq!(found(&before, &other), ["/panels/0/id /panels/0/id", "/panels/1/id /panels/1/id"]);
    }

    #[test]
    fn a_panel_that_moves_into_a_row_is_told_once() {
        let before = json!({"panels": [{"type": "row", "title": "R", "panels": []}, panel(2, "A")]});
        let after = json!({"panels": [{"type": "row", "title": "R", "panels": [panel(2, "A")]}]});
        assert_eq!(found(&before, &after), ["/panels/1 /panels/0/panels/0 row"]);
        assert_eq!(found(&after, &before), ["/panels/0/panels/0 /panels/1 row"]);
    }

    #[test]
    fn another_order_of_panels_is_one_difference() {
        let before = json!({"panels": [panel(1, "A"), panel(2, "B"), panel(3, "C")]});
        let after = json!({"panels": [panel(3, "C"), panel(2, "B"), panel(1, "A")]});
        assert_eq!(found(&before, &after), ["/panels /panels order"]);
    }

    #[test]
    fn whatever_stands_in_the_place_of_panels_is_a_difference() {
        assert_eq!(found(&json!({"panels": []}), &json!({})), ["/panels -"]);
        assert_eq!(found(&json!({"panels": [panel(1, "A")]}), &json!({})), ["/panels/0 -"]);
        assert_eq!(found(&json!({"panels": []}), &json!({"panels": 3})), ["/panels /panels"]);
        assert_eq!(found(&json!({"panels": [null]}), &json!({"panels": [3]})), ["/panels/0 /panels/0"]);
    }
}
