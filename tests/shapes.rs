//! Two accounts of one shape, held against each other: what fits the models, the schemas made from them accept.
#![expect(clippy::unwrap_used, reason = "an unreadable file fails the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use spanboard::grafana::dashboard::Dashboard;
use spanboard::grafana::datasource::DatasourceFile;
use spanboard::grafana::json::Json;
use spanboard::grafana::provider::ProviderFile;
use spanboard::plan::FileKind;
use spanboard::{verify, yaml};

/// What each kind of value looks like in JSON, with the edges of numbers.
fn values() -> Vec<Value> {
    let numbers = [json!(0), json!(1), json!(-1), json!(4_294_967_295_u64), json!(i64::MIN), json!(2.5), json!(-1e-300)];
    let others = [json!(null), json!(true), json!(false), json!(""), json!("x"), json!([]), json!({})];
    let nested =
        [json!([null]), json!(["x"]), json!([1]), json!([{}]), json!({"x": null}), json!({"type": "x"}), json!({"id": 5})];
    numbers.into_iter().chain(others).chain(nested).collect()
}

/// Numbers that the schemas take as integers and the models do not: a model would write them otherwise than they were read.
fn odd_numbers() -> [Value; 4] {
    [json!(1.0), json!(-1e300), json!(u64::MAX), json!(1e3)]
}

/// One kind of file, and both accounts of its shape.
struct Shape {
    schema: Value,
    validator: Validator,
    fits: fn(&Value) -> bool,
}

impl Shape {
    fn of(kind: FileKind) -> Self {
        let schema = verify::schema(kind);
        let fits = match kind {
            FileKind::Dashboard => Dashboard::fits,
            FileKind::Datasources => DatasourceFile::fits,
            FileKind::Providers => ProviderFile::fits,
            FileKind::Rust => |_: &Value| true,
        };
        Self { validator: Validator::new(&schema).unwrap(), schema, fits }
    }

    /// Whether the file fits. What fits, the schema accepts.
    #[track_caller]
    fn holds(&self, file: &Value) -> bool {
        let fits = (self.fits)(file);
        if fits {
            let error = self.validator.iter_errors(file).next();
            assert!(error.is_none(), "fits, and the schema says: {}\n{file:#}", error.unwrap());
        }
        fits
    }

    /// The law, and its reverse: what does not fit, the schema refuses.
    #[track_caller]
    fn holds_both_ways(&self, file: &Value) -> bool {
        let fits = self.holds(file);
        assert!(fits || !self.validator.is_valid(file), "does not fit, and the schema accepts\n{file:#}");
        fits
    }
}

/// Goes through a schema, and asks at every place that it knows about every kind of value there.
struct Walk<'a> {
    shape: &'a Shape,
    seen: BTreeSet<&'a str>,
    fitting: usize,
    refused: usize,
}

impl<'a> Walk<'a> {
    /// `schema` speaks of the place `at`; `file` is all around it, as far as the schema depends on that. A model is gone into once,
    /// and `again` under each condition that leads to it.
    fn place(&mut self, schema: &'a Value, file: &Value, at: &str, again: bool) {
        let shape = self.shape;
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let model = shape.schema.pointer(name.trim_start_matches('#')).unwrap();
            if self.seen.insert(name) || again {
                self.place(model, file, at, false);
            } else {
                self.ask(model, file, at);
            }
            return;
        }
        self.ask(schema, file, at);
        for (key, below) in entries(schema, "properties") {
            self.place(below, &with(file, at, |place| set(place, key, Value::Null)), &format!("{at}/{key}"), again);
        }
        if let Some(below) = schema.get("additionalProperties") {
            self.place(below, &with(file, at, |place| set(place, "any", Value::Null)), &format!("{at}/any"), again);
        }
        if let Some(below) = schema.get("items") {
            self.place(below, &with(file, at, |place| *place = json!([null])), &format!("{at}/0"), again);
        }
        for below in ["allOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten() {
            self.place(below, file, at, again);
        }
        if let (Some(condition), Some(then)) = (schema.get("if"), schema.get("then")) {
            self.place(then, &with(file, at, |place| meet(condition, place)), at, true);
        }
    }

    fn ask(&mut self, schema: &Value, file: &Value, at: &str) {
        let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten().cloned();
        for value in values().into_iter().chain(listed) {
            let fits = self.shape.holds_both_ways(&with(file, at, |place| *place = value));
            *(if fits { &mut self.fitting } else { &mut self.refused }) += 1;
        }
        for value in odd_numbers() {
            self.shape.holds(&with(file, at, |place| *place = value));
        }
    }
}

fn entries<'a>(schema: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    schema.get(key).and_then(Value::as_object).into_iter().flatten()
}

fn with(file: &Value, at: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut file = file.clone();
    change(file.pointer_mut(at).unwrap());
    file
}

fn set(place: &mut Value, key: &str, value: Value) {
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    place[key] = value;
}

/// Makes of a place what a condition asks for.
fn meet(condition: &Value, place: &mut Value) {
    if let Some(text) = condition.get("const") {
        *place = text.clone();
    }
    for (key, below) in entries(condition, "properties") {
        set(place, key, Value::Null);
        meet(below, &mut place[key]);
    }
}

/// Asks at every place; the numbers of answers are given along so that a schema that was not gone through is noticed.
#[track_caller]
fn assert_agreed(kind: FileKind, at_least: usize) {
    let shape = Shape::of(kind);
    let mut walk = Walk { shape: &shape, seen: BTreeSet::new(), fitting: 0, refused: 0 };
    walk.place(&shape.schema, &Value::Null, "", false);
    assert_eq!(walk.seen.len(), entries(&shape.schema, "definitions").count(), "every model is gone through");
    assert!(walk.fitting > at_least && walk.refused > at_least, "{} fit, {} do not", walk.fitting, walk.refused);
}

#[test]
fn at_every_place_of_a_dashboard_what_fits_is_what_the_schema_accepts() {
    assert_agreed(FileKind::Dashboard, 3000);
}

#[test]
fn at_every_place_of_a_data_source_file_what_fits_is_what_the_schema_accepts() {
    assert_agreed(FileKind::Datasources, 500);
}

#[test]
fn at_every_place_of_a_provider_file_what_fits_is_what_the_schema_accepts() {
    assert_agreed(FileKind::Providers, 40);
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
}

/// Dashboards: those that the project's own specs become, unusual ones, and those of the corpus, where there is one.
#[expect(clippy::print_stderr, reason = "a test that asked less must say so")]
fn dashboards() -> Vec<Value> {
    let mut found = Vec::new();
    for folder in ["generated", "examples", "tests/scenarios", "tests/lossless/fixtures"] {
        files(&root().join(folder), "json", &mut found);
    }
    let corpus = std::env::var_os("SPANBOARD_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if corpus.is_dir() {
        files(&corpus, "json", &mut found);
    } else {
        eprintln!("asked only about dashboards of our own: no corpus at {}; set SPANBOARD_CORPUS", corpus.display());
    }
    let values = found.iter().map(|path| serde_json::from_str::<Value>(&std::fs::read_to_string(path).unwrap()).unwrap());
    values.filter(|file| file.get("panels").is_some()).collect()
}

/// Data source and provider files that the project's own specs become.
fn provisioning(list: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for folder in ["generated", "examples", "tests/scenarios"] {
        files(&root().join(folder), "yaml", &mut found);
    }
    let values = found.iter().filter_map(|path| yaml::parse(&std::fs::read_to_string(path).unwrap()).ok());
    values.filter(|file| file.get("apiVersion").is_some() && file.get(list).is_some()).collect()
}

/// The places of a value, itself and all below it.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(entries) => {
            for (key, below) in entries {
                places(below, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                places(below, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Changes real files at a few places each: puts another value there, be it one from elsewhere in the file or a plain one. Asks
/// after each change. Says how many fit.
fn asked_about_changed(shape: &Shape, files: &[Value], seeds: &[(usize, usize, usize)]) -> usize {
    assert!(!files.is_empty(), "no file to change");
    let plain: Vec<Value> = values().into_iter().chain(odd_numbers()).collect();
    let mut fitting = 0;
    for file in files {
        let mut changed = file.clone();
        for (place, source, take) in seeds {
            let mut found = Vec::new();
            places(&changed, "", &mut found);
            let value = if take % 3 == 0 {
                changed.pointer(&found[source % found.len()]).unwrap().clone()
            } else {
                plain[source % plain.len()].clone()
            };
            let place = &found[place % found.len()];
            // A change at the root ends the file.
            let next = with(&changed, place, |place| *place = value);
            fitting += usize::from(shape.holds(&next));
            if !place.is_empty() && (take % 2 == 0 || (shape.fits)(&next)) {
                changed = next;
            }
        }
    }
    fitting
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(4);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_schema_accepts_what_fits_of_files_that_were_changed_anyhow(
        seeds in prop::collection::vec((0_usize..100_000, 0_usize..100_000, 0_usize..6), 12),
    ) {
        let dashboards = asked_about_changed(&Shape::of(FileKind::Dashboard), &dashboards(), &seeds);
        let datasources = asked_about_changed(&Shape::of(FileKind::Datasources), &provisioning("datasources"), &seeds);
        let providers = asked_about_changed(&Shape::of(FileKind::Providers), &provisioning("providers"), &seeds);
        prop_assert!(dashboards + datasources + providers > 0, "nothing that was changed fitted");
    }
}

#[test]
fn what_the_project_writes_fits() {
    let written = root().join("generated");
    let mut dashboards = Vec::new();
    files(&written, "json", &mut dashboards);
    let read = dashboards.iter().filter(|path| path.file_name().is_some_and(|name| name != "MANIFEST.json"));
    let read: Vec<Value> = read.map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect();
    assert!(!read.is_empty() && read.iter().all(Dashboard::fits));
    assert!(provisioning("datasources").iter().all(DatasourceFile::fits));
    assert!(provisioning("providers").iter().all(ProviderFile::fits));
}
