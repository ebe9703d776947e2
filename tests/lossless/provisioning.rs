//! Data source and provider files: YAML text, to its value, to its meaning, to the model, and all the way back.
#![expect(clippy::unwrap_used, reason = "an unreadable fixture fails the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};
use spanboard::grafana::datasource::{Datasource, DatasourceFile, JsonData};
use spanboard::grafana::json::Json;
use spanboard::grafana::meaning::{read, write};
use spanboard::grafana::provider::ProviderFile;
use spanboard::yaml;

/// What a YAML file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Datasources,
    Providers,
    /// Rules, contact points and policies, which are no concern of these models.
    Alerting,
    /// Documents for Kubernetes, some of which carry provisioning files.
    Kubernetes,
    /// Values of a Helm chart, which may carry provisioning files.
    HelmValues,
    /// No YAML before Helm has filled it in.
    HelmTemplate,
    AnsibleTasks,
}

/// A provisioning document, wherever it stood.
enum Document {
    Datasources(Value),
    Providers(Value),
    /// One data source alone, as the Grafana operator's resources hold it.
    Datasource(Value),
}

fn list(value: &Value, key: &str) -> bool {
    value.get(key).is_some_and(Value::is_array)
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

/// What the file is, and its documents.
fn classify(text: &str) -> Result<(Kind, Vec<Value>), String> {
    let documents = match yaml::parse_all(text) {
        Ok(documents) => documents,
        Err(error) if fails_at_a_template_action(text, &error) => return Ok((Kind::HelmTemplate, Vec::new())),
        Err(error) => return Err(error.to_string()),
    };
    let kinds: Vec<_> = documents.iter().map(kind).collect();
    match kinds.as_slice() {
        [Some(one)] => Ok((*one, documents)),
        [_, ..] if kinds.iter().all(|kind| *kind == Some(Kind::Kubernetes)) => Ok((Kind::Kubernetes, documents)),
        _ => Err(format!("of no known kind: {kinds:?}")),
    }
}

/// Whether the text stops being YAML at a `{{`, and not at something else further down.
fn fails_at_a_template_action(text: &str, error: &yaml::YamlError) -> bool {
    let until = error.line.unwrap_or_default();
    let actions = text.lines().take(until).filter(|line| line.contains("{{")).count();
    let plain: String = text.lines().take(until).filter(|line| !line.contains("{{")).collect::<Vec<_>>().join("\n");
    actions > 0 && yaml::parse_all(&plain).is_ok()
}

fn kind(document: &Value) -> Option<Kind> {
    let alerting = ["groups", "contactPoints", "policies"].iter().any(|key| list(document, key));
    let chart =
        ["persistence", "rbac", "service", "datasources"].iter().any(|key| document.get(key).is_some_and(Value::is_object));
    if list(document, "datasources") {
        Some(Kind::Datasources)
    } else if list(document, "providers") {
        Some(Kind::Providers)
    } else if alerting && document.get("apiVersion") == Some(&json!(1)) {
        Some(Kind::Alerting)
    } else if text(document, "kind").is_some() && text(document, "apiVersion").is_some() {
        Some(Kind::Kubernetes)
    } else if document.as_array().is_some_and(|tasks| !tasks.is_empty() && tasks.iter().all(|task| text(task, "name").is_some()))
    {
        Some(Kind::AnsibleTasks)
    } else if chart {
        Some(Kind::HelmValues)
    } else {
        None
    }
}

/// The provisioning documents in a file's document.
fn provisioning(kind: Kind, document: Value) -> Result<Vec<Document>, String> {
    match kind {
        Kind::Datasources => Ok(vec![Document::Datasources(document)]),
        Kind::Providers => Ok(vec![Document::Providers(document)]),
        Kind::Kubernetes if text(&document, "kind") == Some("GrafanaDatasource") => document
            .pointer("/spec/datasource")
            .cloned()
            .map(|one| vec![Document::Datasource(one)])
            .ok_or("no data source".into()),
        Kind::Kubernetes if text(&document, "kind") == Some("ConfigMap") => carried_as_text(&document),
        Kind::HelmValues => Ok(carried_as_values(&document)),
        Kind::Kubernetes | Kind::Alerting | Kind::HelmTemplate | Kind::AnsibleTasks => Ok(Vec::new()),
    }
}

fn carried_as_text(config_map: &Value) -> Result<Vec<Document>, String> {
    let mut found = Vec::new();
    for (name, entry) in config_map.get("data").and_then(Value::as_object).into_iter().flatten() {
        let is_yaml = Path::new(name).extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if let (true, Some(text)) = (is_yaml, entry.as_str()) {
            let document = yaml::parse(text).map_err(|error| format!("{name}: {error}"))?;
            let kind = kind(&document).ok_or_else(|| format!("{name}: of no known kind"))?;
            found.extend(provisioning(kind, document)?);
        }
    }
    Ok(found)
}

fn carried_as_values(values: &Value) -> Vec<Document> {
    let groups = values.as_object().into_iter().flat_map(|values| values.values());
    let entries = groups.filter_map(Value::as_object).flat_map(|group| group.values());
    entries
        .filter_map(|entry| match kind(entry)? {
            Kind::Datasources => Some(Document::Datasources(entry.clone())),
            Kind::Providers => Some(Document::Providers(entry.clone())),
            _ => None,
        })
        .collect()
}

/// Reads the value into the model and compares what the model writes.
fn survives<T: Json>(file: &Value) -> Result<T, String> {
    let model = T::from_json(read(file.clone())).map_err(|_| "not of the model's shape".to_owned())?;
    let written = write(model.to_json());
    if written == *file { Ok(model) } else { Err(format!("read:\n{file:#}\nwritten:\n{written:#}")) }
}

/// How many of each were read.
#[derive(Debug, Default)]
struct Tally {
    kinds: BTreeMap<Kind, usize>,
    documents: BTreeMap<&'static str, usize>,
    /// By the type that `jsonData` was read as.
    settings: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn add(&mut self, text: &str) -> Result<(), String> {
        let (kind, documents) = classify(text)?;
        *self.kinds.entry(kind).or_default() += 1;
        for document in documents {
            for document in provisioning(kind, document)? {
                *self.documents.entry(self_check(&document)?).or_default() += 1;
                self.count_settings(&document)?;
            }
        }
        Ok(())
    }

    fn count_settings(&mut self, document: &Document) -> Result<(), String> {
        let Document::Datasources(file) = document else { return Ok(()) };
        for datasource in survives::<DatasourceFile>(file)?.datasources.iter().flat_map(|list| list.iter()) {
            let kind = datasource.json_data.as_ref().map(|settings| settings.kind().unwrap_or("others"));
            *self.settings.entry(kind.unwrap_or("none")).or_default() += 1;
        }
        Ok(())
    }
}

fn self_check(document: &Document) -> Result<&'static str, String> {
    match document {
        Document::Datasources(file) => survives::<DatasourceFile>(file).map(|_| "data source files"),
        Document::Providers(file) => survives::<ProviderFile>(file).map(|_| "provider files"),
        Document::Datasource(one) => survives::<Datasource>(one).map(|_| "single data sources"),
    }
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            found.push(path);
        }
    }
}

/// Puts every YAML file below `folder` to the test.
#[track_caller]
fn assert_all_survive(folder: &Path) -> (usize, Tally) {
    let mut files = Vec::new();
    yaml_files(folder, &mut files);
    files.sort();
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for file in &files {
        if let Err(error) = tally.add(&fs::read_to_string(file).unwrap()) {
            failures.push(format!("{}: {error}", file.display()));
        }
    }
    assert!(failures.is_empty(), "{} of {} files failed:\n{}", failures.len(), files.len(), failures.join("\n"));
    (files.len(), tally)
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lossless/fixtures/provisioning")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(fixtures().join(name)).unwrap()
}

fn fixture_model<T: Json>(name: &str) -> T {
    survives(&yaml::parse(&fixture(name)).unwrap()).unwrap()
}

/// The folder of files made by others, if it is there. Where `CI` is set it must be.
fn corpus() -> Option<PathBuf> {
    let named = env::var_os("SPANBOARD_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(env::var_os("CI").is_none(), "no corpus at {}", folder.display());
    None
}

#[test]
#[expect(clippy::print_stderr, reason = "says how many files were read, or that none were")]
fn every_provisioning_file_of_the_corpus_survives() {
    let Some(folder) = corpus() else {
        eprintln!("NOT CHECKED: there is no corpus of files by others; SPANBOARD_CORPUS can name one");
        return;
    };
    let (count, tally) = assert_all_survive(&folder);
    eprintln!("{count} YAML files of the corpus: {tally:#?}");
    for kind in [Kind::Datasources, Kind::Providers] {
        assert!(tally.kinds.contains_key(&kind), "the corpus holds no {kind:?}");
    }
}

#[test]
fn every_fixture_survives_and_each_kind_is_among_them() {
    let (_, tally) = assert_all_survive(&fixtures());
    for kind in [
        Kind::Datasources,
        Kind::Providers,
        Kind::Alerting,
        Kind::Kubernetes,
        Kind::HelmValues,
        Kind::HelmTemplate,
        Kind::AnsibleTasks,
    ] {
        assert!(tally.kinds.contains_key(&kind), "no {kind:?}");
    }
    for settings in ["prometheus", "loki", "jaeger", "tempo", "others", "none"] {
        assert!(tally.settings.contains_key(settings), "no {settings}");
    }
}

/// Holds the model's debug text against what it would show of a field that was not read: every field is set, and nothing
/// was left over.
#[track_caller]
fn assert_fully_typed(shown: &str) {
    assert!(!shown.contains(": None"), "a field is missing: {shown}");
    assert!(!shown.replace("extra: {}", "").contains("extra: {"), "a field was not typed: {shown}");
}

#[test]
fn every_known_field_of_the_four_typed_data_sources_is_typed() {
    for name in ["prometheus.yaml", "loki.yaml", "jaeger.yaml", "tempo.yaml"] {
        let file: DatasourceFile = fixture_model(name);
        let settings = file.datasources.unwrap()[0].json_data.clone().unwrap();
        assert!(!matches!(settings, JsonData::Other(_)), "{name}");
        assert_fully_typed(&format!("{settings:?}"));
    }
}

#[test]
fn every_known_field_around_the_settings_is_typed() {
    let file: DatasourceFile = fixture_model("prometheus.yaml");
    assert_fully_typed(&format!("{file:?}"));
}

#[test]
fn every_known_field_of_a_provider_is_typed() {
    assert_fully_typed(&format!("{:?}", fixture_model::<ProviderFile>("providers.yaml")));
}

#[test]
fn the_schemas_accept_the_fixtures_that_are_as_they_should_be() {
    let datasources = spanboard::grafana::json::schema_generator().into_root_schema_for::<DatasourceFile>().to_value();
    for name in ["prometheus.yaml", "loki.yaml", "jaeger.yaml", "tempo.yaml"] {
        jsonschema::validate(&datasources, &yaml::parse(&fixture(name)).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let providers = spanboard::grafana::json::schema_generator().into_root_schema_for::<ProviderFile>().to_value();
    assert!(jsonschema::is_valid(&providers, &yaml::parse(&fixture("providers.yaml")).unwrap()));
    assert!(!jsonschema::is_valid(&datasources, &yaml::parse(&fixture("odd-shapes.yaml")).unwrap()));
    assert!(!jsonschema::is_valid(&providers, &yaml::parse(&fixture("providers-odd.yaml")).unwrap()));
}

#[test]
fn a_literal_secret_survives_and_is_not_shown() {
    let text = fixture("literal-secret.yaml");
    assert!(text.contains("sourdough"));
    let file: DatasourceFile = fixture_model("literal-secret.yaml");
    let shown = format!("{file:?} {file:#?}");
    assert!(!shown.contains("sourdough") && !shown.contains("1876"), "{shown}");
    let secure = file.datasources.unwrap()[0].secure_json_data.clone().unwrap();
    assert_eq!(secure.secrets.keys().collect::<Vec<_>>(), ["httpHeaderValue4", "tlsClientKey"]);
}

#[test]
fn what_grafana_would_lose_is_not_taken_for_what_it_says() {
    let file: DatasourceFile = fixture_model("unescaped-dollars.yaml");
    let datasources = file.datasources.unwrap();
    let Some(JsonData::Loki(loki)) = &datasources[1].json_data else { panic!("{datasources:?}") };
    let field = &loki.derived_fields.as_ref().unwrap()[0];
    assert_eq!((&field.url, &field.extra["url"]), (&None, &json!({"$__expanded": "${__value.raw}"})));
}

#[test]
fn escaped_text_is_what_grafana_will_hold() {
    let file: DatasourceFile = fixture_model("jaeger.yaml");
    let datasources = file.datasources.unwrap();
    let Some(JsonData::Jaeger(jaeger)) = &datasources[0].json_data else { panic!("{datasources:?}") };
    let queries = jaeger.traces_to_metrics.as_ref().unwrap().queries.as_ref().unwrap();
    assert_eq!(queries[0].query.as_deref(), Some("sum(rate(bakery_loaves_total{$__tags}[1m])) * 60"));
}
