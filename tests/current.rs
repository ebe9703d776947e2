//! What is written by commands and committed is up to date. Each failure names the command that mends it.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use spanboard::render::TEMPLATES;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the command in the package's folder, and fails with what it says where it finds something.
fn check(arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_spanboard")).args(arguments).current_dir(root()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mend = arguments.iter().filter(|argument| **argument != "--check").copied().collect::<Vec<_>>().join(" ");
    assert!(
        output.status.success(),
        "{}{}\n`cargo run -- {mend}` brings them up to date",
        text(&output.stdout),
        text(&output.stderr)
    );
}

/// The project files of a folder's subfolders.
fn projects(folder: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path().join("spanboard.yaml"));
    let mut projects: Vec<PathBuf> = folders.filter(|project| project.exists()).collect();
    projects.sort();
    projects
}

#[test]
fn the_generated_files_are_up_to_date() {
    let mut projects = projects(&root().join("examples"));
    assert!(!projects.is_empty(), "there is no example");
    projects.extend([root().join("spanboard.yaml")].into_iter().filter(|project| project.exists()));
    for project in projects {
        let config = project.strip_prefix(root()).unwrap().to_str().unwrap();
        check(&["generate", "--check", "--config", config]);
    }
}

#[test]
fn the_schemas_are_up_to_date() {
    check(&["schema", "--check"]);
}

#[test]
fn no_other_schema_lies_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let command = || Command::new(env!("CARGO_BIN_EXE_spanboard"));
    assert!(command().args(["schema", "--out"]).arg(folder.path()).output().unwrap().status.success());
    let names =
        |folder: &Path| -> BTreeSet<_> { fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect() };
    assert_eq!(
        names(&root().join("schemas")),
        names(folder.path()),
        "remove from schemas/ what `spanboard schema` does not write"
    );
}

#[test]
fn the_binary_carries_every_template_of_the_folder() {
    let folder = root().join("templates");
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let carried: BTreeSet<String> = TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, carried, "list the templates of templates/ in src/render/embedded.rs");
}

#[test]
fn every_type_of_panel_has_a_template() {
    for name in spanboard::spec::PanelKind::NAMES {
        let template = format!("grafana/panels/{name}.json.j2");
        assert!(TEMPLATES.iter().any(|(known, _)| *known == template), "write templates/{template}");
    }
}

/// The word after `$schema=` in the first line of a spec file.
fn schema_of(text: &str) -> Option<&str> {
    text.lines().next()?.strip_prefix("# yaml-language-server: $schema=")
}

#[test]
fn the_spec_files_of_examples_name_the_schema_for_editors() {
    let mut folders = vec![root().join("examples")];
    let mut checked = 0;
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && name != "generated" {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                let text = fs::read_to_string(&path).unwrap();
                let schema = schema_of(&text).unwrap_or_else(|| panic!("{} names no schema in its first line", path.display()));
                assert!(path.parent().unwrap().join(schema).exists(), "{}: there is no {schema}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 0, "nothing was checked");
}
