//! Whole projects. Every folder `tests/scenarios/<what-it-shows>/` holds a project and what comes of it: the folder `generated/`,
//! or, where the project is refused, `expected.txt` with the findings. A new folder is a new test.
//!
//! `SPANBOARD_BLESS=1 cargo test --test scenarios` writes what comes of the projects now; an empty `expected.txt` says that a
//! new project is to be refused, as does a name that begins with `bad-`.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use spanboard::output::{self, Mode};
use spanboard::pipeline::{self, Built, Project, Settings};
use spanboard::plan::FileKind;
use spanboard::report::{self, Format, Report};
use spanboard::spec::loader::Refused;
use spanboard::{verify, yaml};

const SCENARIOS: &str = "tests/scenarios";

type Files = BTreeMap<String, String>;

fn scenarios() -> Vec<PathBuf> {
    // Tests run in the package's folder; a relative path keeps what is shown the same everywhere.
    let folders = fs::read_dir(SCENARIOS).unwrap().map(|entry| entry.unwrap().path());
    let mut scenarios: Vec<PathBuf> = folders.filter(|folder| folder.join("spanboard.yaml").exists()).collect();
    scenarios.sort();
    scenarios
}

fn is_refused(scenario: &Path) -> bool {
    let name = scenario.file_name().unwrap().to_str().unwrap();
    name.starts_with("bad-") || scenario.join("expected.txt").exists()
}

fn build(scenario: &Path) -> Result<Built, Refused> {
    let project = Project::read(&scenario.join("spanboard.yaml"))?;
    pipeline::build(&project, &Settings::default())
}

fn findings(scenario: &Path, refused: &Refused) -> String {
    let Refused { diagnostics, sources } = refused;
    let report = Report::of(diagnostics, sources);
    let text = report::render(Format::Human, &report, false);
    format!("{text}\n{}\n", report::summary(&report)).replace(&format!("{}/", scenario.display()), "")
}

/// Every file below `folder`, by its path below it.
fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// What a project writes into a folder of its own.
fn written(built: &Built) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let write = || output::apply(folder.path(), &built.outputs.manifest, &built.artifacts, Mode::Write { force: false }).unwrap();
    write();
    assert!(write().is_current(), "a second run writes again");
    files(folder.path())
}

fn bless(scenario: &Path, written: &Files, findings: Option<&str>) {
    if scenario.join("generated").exists() {
        fs::remove_dir_all(scenario.join("generated")).unwrap();
    }
    for (path, text) in written {
        let path = scenario.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    if let Some(findings) = findings {
        fs::write(scenario.join("expected.txt"), findings).unwrap();
    }
}

/// What differs between what is written and what is expected, in words.
fn compare(scenario: &Path, problems: &mut Vec<String>) {
    let name = scenario.display();
    let mut problem = |what: String| problems.push(format!("{name}: {what}"));
    let (built, again) = (build(scenario), build(scenario));
    let (written, findings) = match (&built, &again) {
        (Ok(built), Ok(again)) => {
            if built.artifacts != again.artifacts {
                problem("two runs give different files".to_owned());
            }
            (written(built), None)
        }
        (Err(refused), Err(again)) => {
            let text = findings(scenario, refused);
            if text != findings(scenario, again) {
                problem("two runs give different findings".to_owned());
            }
            (Files::new(), Some(text))
        }
        _ => return problem("one run is refused and the other is not".to_owned()),
    };
    match (&findings, is_refused(scenario)) {
        (Some(findings), false) => return problem(format!("it is refused:\n{findings}")),
        (None, true) => return problem("it is not refused".to_owned()),
        _ => {}
    }
    if std::env::var_os("SPANBOARD_BLESS").is_some() {
        return bless(scenario, &written, findings.as_deref());
    }
    let expected: Files =
        files(&scenario.join("generated")).into_iter().map(|(path, text)| (format!("generated/{path}"), text)).collect();
    for path in written.keys().filter(|path| !expected.contains_key(*path)) {
        problem(format!("`{path}` is written and not expected"));
    }
    for (path, text) in &expected {
        match written.get(path) {
            None => problem(format!("`{path}` is expected and not written any more")),
            Some(now) if now != text => problem(format!("`{path}` is not as expected: {}", first_difference(text, now))),
            Some(_) => {}
        }
    }
    if let Some(now) = findings {
        let expected = fs::read_to_string(scenario.join("expected.txt")).unwrap_or_default();
        if now != expected {
            problem(format!("`expected.txt` is not what is found: {}", first_difference(&expected, &now)));
        }
    }
}

fn first_difference(expected: &str, now: &str) -> String {
    let line = expected.lines().zip(now.lines()).take_while(|(left, right)| left == right).count();
    let shown = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    format!("line {}\n  expected: {}\n  now:      {}", line + 1, shown(expected), shown(now))
}

#[test]
fn projects_give_what_is_expected_twice_the_same() {
    let scenarios = scenarios();
    assert!(!scenarios.is_empty());
    let mut problems = Vec::new();
    for scenario in &scenarios {
        compare(scenario, &mut problems);
    }
    assert!(problems.is_empty(), "{}\n`SPANBOARD_BLESS=1 cargo test --test scenarios` accepts it", problems.join("\n"));
}

fn is_json(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "json")
}

fn kind(path: &str, value: &Value) -> Option<FileKind> {
    match path {
        _ if path.ends_with("MANIFEST.json") => None,
        _ if is_json(path) => Some(FileKind::Dashboard),
        _ if value.get("providers").is_some() => Some(FileKind::Providers),
        _ => Some(FileKind::Datasources),
    }
}

#[test]
fn every_expected_file_is_of_the_shape_that_grafana_reads() {
    let validator = |kind| jsonschema::validator_for(&verify::schema(kind)).unwrap();
    let validators = [FileKind::Dashboard, FileKind::Datasources, FileKind::Providers].map(|kind| (kind, validator(kind)));
    let mut checked = 0;
    for scenario in scenarios() {
        // Whether Rust compiles, `tests/rust_constants.rs` shows.
        let is_rust = |path: &str| path.ends_with(".rs");
        for (path, text) in files(&scenario.join("generated")).into_iter().filter(|(path, _)| !is_rust(path)) {
            let parsed = if is_json(&path) { serde_json::from_str(&text).ok() } else { yaml::parse(&text).ok() };
            let value = parsed.unwrap_or_else(|| panic!("{} can't be parsed", scenario.join(&path).display()));
            let Some(kind) = kind(&path, &value) else { continue };
            let (_, validator) = validators.iter().find(|(known, _)| *known == kind).unwrap();
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", scenario.join(&path).display());
            checked += 1;
        }
    }
    assert!(checked > 0, "nothing was checked");
}

/// The numbers of a dashboard's panels, by title.
fn panel_ids(dashboard: &str) -> BTreeMap<String, u64> {
    let text =
        fs::read_to_string(Path::new(SCENARIOS).join("panel-ids-are-stable/generated/dashboards").join(dashboard)).unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap().iter();
    panels.map(|panel| (panel["title"].as_str().unwrap().to_owned(), panel["id"].as_u64().unwrap())).collect()
}

#[test]
fn a_panel_that_is_inserted_changes_no_other_panels_id() {
    let (before, mut after) = (panel_ids("before.json"), panel_ids("after.json"));
    assert!(after.remove("Errors").is_some_and(|id| !before.values().any(|other| *other == id)));
    assert_eq!(before, after);
}
