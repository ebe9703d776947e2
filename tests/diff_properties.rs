//! That every difference is told, and nothing else.
//!
//! Takes dashboards and data sources (those of the corpus, where there is one, and our own), changes something at random, and wants it
//! told. `SPANBOARD_ROUNDS=100` changes each of them so many times.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a file that is not there fails the test, and a corpus that is not there is said"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};
use spanboard::diff::{self, Change};
use spanboard::foreign::{self, PartKind, Text, walk};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Documents to change: dashboards and provisioning files.
fn documents() -> Vec<(String, PartKind, Value)> {
    let mut folders = vec![root().join("generated"), root().join("examples")];
    let scenarios = fs::read_dir(root().join("tests/diff")).unwrap();
    folders.extend(scenarios.map(|entry| entry.unwrap().path().join("before")));
    let named = env::var_os("SPANBOARD_CORPUS").map(PathBuf::from);
    let corpus = named.unwrap_or_else(|| root().join("../shared/corpus"));
    if corpus.exists() {
        folders.push(corpus);
    } else {
        eprintln!("ONLY OWN FILES: no corpus at {}; set SPANBOARD_CORPUS", corpus.display());
    }
    let (found, _) = walk::files(&folders);
    let mut documents = Vec::new();
    for found in found {
        let Ok(text) = walk::read(&found) else { continue };
        let shown = text.shown.clone();
        let Ok(parts) = foreign::parts(&Text { is_named: false, ..text }) else { continue };
        let grafana = parts.into_iter().filter(|part| part.kind != PartKind::Other);
        documents.extend(grafana.map(|part| (shown.clone(), part.kind, part.value)));
    }
    assert!(documents.len() > 5);
    documents
}

/// Random numbers that are the same in every run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// The pointers to all values within a value, itself first.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), found)),
        Value::Object(entries) => {
            for (key, entry) in entries {
                pointers(entry, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        _ => {}
    }
}

/// Changes the value at a random place in a random way; says how.
fn mutate(document: &mut Value, random: &mut Random) -> String {
    let mut places = Vec::new();
    pointers(document, "", &mut places);
    let at = places[random.below(places.len())].clone();
    let target = document.pointer_mut(&at).unwrap();
    let how = random.below(6);
    let what = match (how, &mut *target) {
        (0, _) => {
            *target = Value::Null;
            "null"
        }
        (1, Value::Array(items)) if !items.is_empty() => {
            items.remove(random.below(items.len()));
            "an entry less"
        }
        (2, Value::Array(items)) if items.len() > 1 => {
            let index = random.below(items.len() - 1);
            items.swap(index, index + 1);
            "two entries swapped"
        }
        (3, Value::Array(items)) if !items.is_empty() => {
            let copy = items[random.below(items.len())].clone();
            items.push(copy);
            "an entry twice"
        }
        (_, Value::Array(items)) => {
            items.insert(random.below(items.len() + 1), json!({"novel": true}));
            "an entry more"
        }
        (1 | 2, Value::Object(entries)) if !entries.is_empty() => {
            let key = entries.keys().nth(random.below(entries.len())).unwrap().clone();
            entries.remove(&key);
            "a key less"
        }
        (_, Value::Object(entries)) => {
            entries.insert("novel".to_owned(), json!([random.below(9)]));
            "a key more"
        }
        (1, leaf) => {
            *leaf = json!({ "was": leaf.clone() });
            "an object in its place"
        }
        (_, leaf) => {
            change_leaf(leaf);
            "another value"
        }
    };
    format!("{at}: {what}")
}

fn change_leaf(leaf: &mut Value) {
    *leaf = match &*leaf {
        Value::Null => json!(1),
        Value::Bool(value) => json!(!value),
        Value::Number(number) => json!(number.as_f64().unwrap() + 1.5),
        Value::String(text) => json!(format!("{text}x")),
        Value::Array(_) | Value::Object(_) => panic!("no leaf"),
    };
}

/// The document without what says nothing, by rules of its own: an object without an order of keys, whole numbers as such, and
/// without the numbers that Grafana gives.
fn meaning(kind: PartKind, value: &Value) -> Value {
    fn plain(value: &Value) -> Value {
        match value {
            Value::Number(number) => {
                let float = number.as_f64().unwrap();
                if float.fract() == 0.0 && float.abs() < 1e15 { json!(float) } else { Value::Number(number.clone()) }
            }
            Value::Array(items) => items.iter().map(plain).collect(),
            Value::Object(entries) => entries.iter().map(|(key, entry)| (key.clone(), plain(entry))).collect(),
            other => other.clone(),
        }
    }
    fn without_number(entries: &mut Map<String, Value>, key: &str) {
        if entries.get(key).is_some_and(|value| value.is_number() || value.is_null()) {
            entries.remove(key);
        }
    }
    fn without_ids(holder: &mut Value) {
        for panel in holder.get_mut("panels").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::Object(entries) = panel {
                without_number(entries, "id");
            }
            without_ids(panel);
        }
    }
    let mut value = plain(value);
    if kind == PartKind::Dashboard {
        without_ids(&mut value);
        if let Value::Object(entries) = &mut value {
            for key in ["id", "version", "iteration"] {
                without_number(entries, key);
            }
        }
    }
    value
}

fn places(changes: &[Change]) -> BTreeSet<(Option<String>, Option<String>)> {
    let text = |pointer: &Option<spanboard::diag::Pointer>| pointer.as_ref().map(ToString::to_string);
    changes.iter().flat_map(|change| &change.places).map(|place| (text(&place.before), text(&place.after))).collect()
}

fn flipped(places: BTreeSet<(Option<String>, Option<String>)>) -> BTreeSet<(Option<String>, Option<String>)> {
    places.into_iter().map(|(before, after)| (after, before)).collect()
}

/// How often a document is changed: large ones less often.
fn rounds(document: &Value) -> usize {
    let rounds = env::var("SPANBOARD_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    rounds.unwrap_or_else(|| (120_000 / document.to_string().len().max(1)).clamp(1, 12))
}

#[test]
fn no_change_goes_untold_and_both_directions_speak_of_the_same_places() {
    let mut random = Random(5);
    let mut tried = 0;
    for (path, kind, before) in documents() {
        for _ in 0..rounds(&before) {
            let mut after = before.clone();
            let how = mutate(&mut after, &mut random);
            let is_same = meaning(kind, &before) == meaning(kind, &after);
            let there = diff::compare_values(kind, &before, &after);
            let back = diff::compare_values(kind, &after, &before);
            if !is_same {
                assert!(!there.is_empty(), "{path}: {how} goes untold");
                tried += 1;
            }
            assert!(there.iter().all(|change| !change.places.is_empty()), "{path}: {how} has no place");
            assert_eq!(places(&there), flipped(places(&back)), "{path}: {how} is told of other places on the way back");
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn of_several_changes_each_is_told() {
    let mut random = Random(7);
    for (path, kind, before) in documents() {
        let mut all = Vec::new();
        pointers(&before, "", &mut all);
        let is_leaf = |at: &&String| {
            let value = before.pointer(at).unwrap();
            let is_number_of_grafana = ["/id", "/version", "/iteration", "/panelId"].iter().any(|end| at.ends_with(end));
            !value.is_array() && !value.is_object() && !(is_number_of_grafana && (value.is_number() || value.is_null()))
        };
        let leaves: Vec<&String> = all.iter().filter(is_leaf).collect();
        for _ in 0..rounds(&before).div_ceil(3) {
            let mut after = before.clone();
            let mutated: BTreeSet<&String> = (0..4).map(|_| leaves[random.below(leaves.len())]).collect();
            for at in &mutated {
                change_leaf(after.pointer_mut(at).unwrap());
            }
            let changes = diff::compare_values(kind, &before, &after);
            let told = places(&changes);
            for at in &mutated {
                // A place around it will do: a panel that is taken for another one, or a list of which an entry came and one went.
                let is_at = |place: &Option<String>| place.as_ref().is_some_and(|place| covers(place, at));
                assert!(told.iter().any(|(old, new)| is_at(old) || is_at(new)), "{path}: {at} goes untold");
            }
        }
    }
}

fn covers(place: &str, at: &str) -> bool {
    at.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The same document with its keys in another order, its whole numbers as floats and its panels numbered anew.
fn rewritten(value: &Value) -> String {
    fn text(value: &Value, out: &mut String) {
        match value {
            Value::Object(entries) => {
                let parts: Vec<String> = entries
                    .iter()
                    .rev()
                    .map(|(key, entry)| {
                        let mut part = format!("{} :\n\t", Value::String(key.clone()));
                        text(entry, &mut part);
                        part
                    })
                    .collect();
                out.extend(["{ ", &parts.join(" , "), " }"]);
            }
            Value::Array(items) => {
                let parts: Vec<String> = items
                    .iter()
                    .map(|item| {
                        let mut part = String::new();
                        text(item, &mut part);
                        part
                    })
                    .collect();
                out.extend(["[ ", &parts.join(" , "), " ]"]);
            }
            Value::Number(number) => match number.as_i64().filter(|number| number.abs() < 1 << 50) {
                Some(number) => out.extend([&number.to_string(), ".0e0"]),
                None => out.push_str(&number.to_string()),
            },
            other => out.push_str(&other.to_string()),
        }
    }
    let mut out = String::new();
    text(value, &mut out);
    out
}

#[test]
fn what_says_the_same_is_no_change() {
    for (path, kind, before) in documents() {
        let after: Value = serde_json::from_str(&rewritten(&before)).unwrap();
        assert_eq!(diff::compare_values(kind, &before, &after), [], "{path}");
        assert_eq!(diff::compare_values(kind, &before, &before), [], "{path}");
    }
}

#[test]
fn panels_that_are_numbered_anew_are_no_change() {
    fn renumber(holder: &mut Value, next: &mut i64) {
        for panel in holder.get_mut("panels").and_then(Value::as_array_mut).into_iter().flatten() {
            if panel.get("id").is_some_and(Value::is_number) {
                *next += 7;
                panel["id"] = Value::Number(Number::from(*next));
            }
            renumber(panel, next);
        }
    }
    let mut told = Vec::new();
    let mut all = 0;
    for (path, kind, before) in documents() {
        // Where a query names a panel by its number, new numbers mean something.
        if kind != PartKind::Dashboard || before.to_string().contains("\"panelId\"") {
            continue;
        }
        let mut after = before.clone();
        renumber(&mut after, &mut 1000);
        let changes = diff::compare_values(kind, &before, &after);
        all += 1;
        if !changes.is_empty() {
            told.push(path);
        }
    }
    assert!(all > 3, "{all}");
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn dashboards_that_have_nothing_to_do_with_one_another_are_compared_all_the_same() {
    let dashboards: Vec<(String, PartKind, Value)> =
        documents().into_iter().filter(|(_, kind, _)| *kind == PartKind::Dashboard).collect();
    for pair in dashboards.windows(2) {
        let [(_, kind, before), (path, _, after)] = pair else { continue };
        let there = places(&diff::compare_values(*kind, before, after));
        let back = places(&diff::compare_values(*kind, after, before));
        assert_eq!(there, flipped(back), "{path}");
        assert_eq!(there.is_empty(), meaning(*kind, before) == meaning(*kind, after), "{path}");
    }
}

/// Arbitrary JSON with the keys that mean something to the comparison, in any shape.
fn arbitrary() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..4).prop_map(Value::from),
        prop_oneof![Just(0.5), Just(1.0), Just(-2.0)].prop_map(Value::from),
        prop_oneof![Just("a"), Just("A"), Just(""), Just("sum(a)"), Just("row"), Just("µs")].prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "panels",
        "id",
        "title",
        "type",
        "targets",
        "refId",
        "expr",
        "gridPos",
        "x",
        "y",
        "w",
        "h",
        "fieldConfig",
        "defaults",
        "overrides",
        "properties",
        "matcher",
        "thresholds",
        "steps",
        "value",
        "color",
        "unit",
        "datasource",
        "uid",
        "name",
        "templating",
        "list",
        "annotations",
        "rows",
        "datasources",
        "jsonData",
        "panelId",
        "tags",
        "options",
        "min",
    ]);
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone().prop_map(ToOwned::to_owned), inner, 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whatever_is_compared_is_told_both_ways(before in arbitrary(), after in arbitrary()) {
        for kind in [PartKind::Dashboard, PartKind::Datasources, PartKind::Providers, PartKind::Other] {
            let there = diff::compare_values(kind, &before, &after);
            let back = diff::compare_values(kind, &after, &before);
            prop_assert_eq!(places(&there), flipped(places(&back)));
            prop_assert_eq!(diff::compare_values(kind, &before, &before), vec![]);
            if meaning(kind, &before) != meaning(kind, &after) {
                prop_assert!(!there.is_empty());
            }
        }
    }
}
