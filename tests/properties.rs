//! What holds for every project: it gives the same bytes each time, panels keep their numbers, and every text is what its
//! author wrote once Grafana has read it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a refused project fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use spanboard::grafana::expand::{Empty, expand};
use spanboard::pipeline::{self, Built, DashboardSource, Project, Settings};
use spanboard::render::Artifact;
use spanboard::rules::rules;
use spanboard::spec::panel::{PanelFrame, QuerySpec, TextSpec};
use spanboard::spec::provider::ProviderOptionsSpec;
use spanboard::spec::{
    DashboardSpec, DatasourceSpec, DatasourcesSpec, FilePath, OutputsSpec, PanelSpec, ProjectSpec, ProviderSpec,
    RuleSeveritySpec, SpecFile, TargetSpec,
};
use spanboard::yaml;

/// The texts of a small project.
#[derive(Debug, Clone)]
struct Texts {
    datasource: String,
    url: String,
    setting: String,
    key: String,
    folder: String,
    title: String,
    description: String,
    /// Title, query, legend of each panel.
    panels: Vec<(String, String, String)>,
}

/// Any text, and often one that Grafana, YAML, JSON or the template engine could take for something else.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "$",
        "$$",
        "${",
        "}",
        "$__env{HOME}",
        "$__file{/etc/passwd}",
        "${HOME}",
        "$1",
        "{{ x }}",
        "{% raw %}",
        "\"",
        "\\",
        "'",
        "#",
        ": ",
        "- ",
        "\n",
        "\t",
        "\u{0}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "~",
        "yes",
        "0x1F",
        "1e3",
        "null",
        "<b>",
        "&amp;",
        "µ",
        "\u{1F525}",
        " ",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat()), "[a-z]{1,8}"]
}

/// The same where a text may not be empty or blank.
fn names() -> impl Strategy<Value = String> {
    texts().prop_map(|text| format!("n{text}"))
}

fn projects() -> impl Strategy<Value = Texts> {
    let panels = prop::collection::btree_map(names(), (texts(), texts()), 0..6);
    let panels = panels.prop_map(|panels| panels.into_iter().map(|(title, (query, legend))| (title, query, legend)).collect());
    // The name of a variable is no name of a data source.
    let short = names().prop_map(|name| name.chars().take(150).collect::<String>());
    (short, texts(), texts(), names(), names(), names(), texts(), panels).prop_map(
        |(datasource, url, setting, key, folder, title, description, panels)| Texts {
            datasource,
            url: url.chars().take(200).collect(),
            setting,
            key,
            folder,
            title,
            description,
            panels,
        },
    )
}

fn file<T>(path: &str, spec: T) -> SpecFile<T> {
    SpecFile { path: FilePath { origin: path.to_owned(), shown: path.to_owned() }, spec }
}

fn panel((title, query, legend): &(String, String, String)) -> PanelSpec {
    let target = TargetSpec::new(query.as_str()).legend_format(legend.as_str());
    PanelSpec::new(title.as_str(), spanboard::spec::PanelKind::Timeseries(QuerySpec::new([target])))
}

fn project(texts: &Texts, panels: Vec<PanelSpec>) -> Project {
    let datasource = DatasourceSpec::new(texts.datasource.as_str(), "example").url(texts.url.as_str()).is_default(true);
    let settings = Value::from_iter([(texts.key.clone(), Value::from(texts.setting.as_str()))]);
    let datasource = datasource.json_data(settings.as_object().unwrap().clone());
    let prometheus = DatasourceSpec::new("Prometheus", "prometheus");
    let asks = |panel: &PanelSpec| matches!(panel.kind, spanboard::spec::PanelKind::Timeseries(_));
    let panels =
        panels.into_iter().map(|panel| if asks(&panel) { panel.datasource("Prometheus") } else { panel }).collect::<Vec<_>>();
    let dashboard = DashboardSpec::new(texts.title.as_str()).description(texts.description.as_str()).panels(panels);
    let provider = ProviderSpec::default().name("team").folder(texts.folder.as_str());
    let provider = provider.options(ProviderOptionsSpec::default().path("/dashboards"));
    let outputs = OutputsSpec::default()
        .manifest("generated/MANIFEST.json")
        .datasources("generated/datasources.yaml")
        .providers("generated/providers.yaml")
        .dashboards("generated/dashboards");
    let spec =
        ProjectSpec::default().datasources("datasources.yaml").dashboards("dashboards").providers([provider]).outputs(outputs);
    // What is asked here is whether texts come through, and not whether they mean something.
    let spec = spec.rules(rules().iter().map(|rule| (rule.about().id, RuleSeveritySpec::Off)));
    Project {
        project: file("spanboard.yaml", spec),
        datasources: file("datasources.yaml", DatasourcesSpec::default().datasources([datasource, prometheus])),
        dashboards: vec![DashboardSource::Built(Box::new(file("dashboards/shop.yaml", dashboard)))],
        ..Project::default()
    }
}

fn build(project: &Project) -> Built {
    pipeline::build(project, &Settings::default()).unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics))
}

fn is_json(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "json")
}

/// The file's value as Grafana holds it.
fn read(artifact: &Artifact) -> Value {
    if is_json(&artifact.path) {
        return serde_json::from_str(&artifact.text).unwrap();
    }
    expanded(yaml::parse(&artifact.text).unwrap())
}

fn expanded(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(expand(&text, &Empty).unwrap()),
        Value::Array(items) => items.into_iter().map(expanded).collect(),
        Value::Object(entries) => entries.into_iter().map(|(key, entry)| (key, expanded(entry))).collect(),
        other => other,
    }
}

fn dashboard(built: &Built) -> Value {
    read(built.artifacts.iter().find(|artifact| is_json(&artifact.path)).unwrap())
}

/// Every panel by its title, with its number.
fn ids(dashboard: &Value) -> BTreeMap<String, u64> {
    let panels = dashboard["panels"].as_array().unwrap().iter();
    panels.map(|panel| (panel["title"].as_str().unwrap().to_owned(), panel["id"].as_u64().unwrap())).collect()
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn two_runs_give_the_same_bytes(texts in projects()) {
        let project = project(&texts, texts.panels.iter().map(panel).collect());
        prop_assert_eq!(build(&project).artifacts, build(&project).artifacts);
    }

    #[test]
    fn every_text_is_what_its_author_wrote(texts in projects()) {
        let built = build(&project(&texts, texts.panels.iter().map(panel).collect()));
        let files: BTreeMap<&str, Value> = built.artifacts.iter().map(|file| (file.path.as_str(), read(file))).collect();

        let datasource = &files["generated/datasources.yaml"]["datasources"][0];
        prop_assert_eq!(&datasource["name"], &Value::from(texts.datasource.as_str()));
        prop_assert_eq!(&datasource["url"], &Value::from(texts.url.as_str()));
        prop_assert_eq!(&datasource["jsonData"][&texts.key], &Value::from(texts.setting.as_str()));
        prop_assert_eq!(&files["generated/providers.yaml"]["providers"][0]["folder"], &Value::from(texts.folder.as_str()));

        let dashboard = &files["generated/dashboards/shop.json"];
        prop_assert_eq!(&dashboard["title"], &Value::from(texts.title.as_str()));
        prop_assert_eq!(&dashboard["description"], &Value::from(texts.description.as_str()));
        prop_assert_eq!(dashboard["panels"].as_array().unwrap().len(), texts.panels.len());
        for (panel, (title, query, legend)) in dashboard["panels"].as_array().unwrap().iter().zip(&texts.panels) {
            prop_assert_eq!(&panel["title"], &Value::from(title.as_str()));
            prop_assert_eq!(&panel["targets"][0]["expr"], &Value::from(query.as_str()));
            prop_assert_eq!(&panel["targets"][0]["legendFormat"], &Value::from(legend.as_str()));
        }
    }

    #[test]
    fn a_panel_that_is_inserted_changes_no_other_panels_number(
        texts in projects(),
        at in any::<prop::sample::Index>(),
        kind in 0..3,
    ) {
        let before: Vec<PanelSpec> = texts.panels.iter().map(panel).collect();
        let mut after = before.clone();
        let added = match kind {
            0 => PanelSpec::new("Added", TextSpec::new("x")),
            1 => panel(&("Added".to_owned(), "up".to_owned(), String::new())).frame(|frame: PanelFrame| frame.width(3_u32)),
            _ => PanelSpec::new("Added", spanboard::spec::panel::RowSpec::default()),
        };
        after.insert(at.index(before.len() + 1), added);
        let before = ids(&dashboard(&build(&project(&texts, before))));
        let mut after = ids(&dashboard(&build(&project(&texts, after))));
        prop_assert!(after.remove("Added").is_some());
        prop_assert_eq!(&before, &after);
        prop_assert_eq!(after.values().collect::<BTreeSet<_>>().len(), after.len());
    }
}
