//! Folders of files made by others, held against all rules: `tests/foreign/<folder>/expected.txt` lists what is found.
//!
//! `hsi-snippets` are the data sources of the HSI backend's own document, as they stand there: with a `$` that Grafana eats and
//! tags that no query uses. Rules on what the code emits ask the backend's contract. `SPANBOARD_BLESS=1 cargo test --test foreign`
//! writes the lists anew; read what it writes.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use spanboard::diag::position::{Positions, line_column};
use spanboard::diag::{Diagnostic, Sources};
use spanboard::foreign::Text;
use spanboard::pipeline::check;
use spanboard::rules::RuleSettings;
use spanboard::signals::Contract;
use spanboard::spec::FilePath;
use spanboard::spec::loader;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn contract() -> Contract {
    let shown = "observability/signals.yaml".to_owned();
    let (file, _) = loader::signals(&root(), &FilePath { origin: shown.clone(), shown: shown.clone() }, None).unwrap();
    Contract::new(shown, file.spec)
}

/// The files of a folder, and not its list.
fn texts(folder: &Path) -> Vec<Text> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().unwrap() != "expected.txt");
    paths.sort();
    let texts = paths.iter().map(|path| Text {
        shown: path.file_name().unwrap().to_str().unwrap().to_owned(),
        text: fs::read_to_string(path).unwrap(),
        is_named: false,
    });
    texts.collect()
}

fn listed(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic.place.as_ref().unwrap();
    let text = sources.text(&place.file).unwrap_or_default();
    let at = Positions::read(text).locate(&place.at).map(|range| line_column(text, range.start));
    let at = at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    let label = diagnostic.label.as_deref().map_or_else(String::new, |label| format!(" ({label})"));
    format!("{}{at}: {}[{}]: {}{label}", place.file, diagnostic.severity, diagnostic.rule, diagnostic.message)
}

#[test]
fn each_folder_gives_the_findings_of_its_list() {
    let contract = contract();
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("tests/foreign")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    let mut wrong = Vec::new();
    for folder in folders {
        let outcome = check::files(texts(&folder), &RuleSettings::default(), Some(&contract));
        // What of the contract a folder does not use is no fault of its files.
        let in_files = |one: &&Diagnostic| one.place.as_ref().is_some_and(|place| place.file != contract.file());
        let found = outcome.diagnostics.iter().filter(in_files);
        let mut found: Vec<String> = found.map(|one| listed(one, &outcome.sources)).collect();
        found.sort();
        found.push(String::new());
        let found = found.join("\n");
        let path = folder.join("expected.txt");
        if env::var_os("SPANBOARD_BLESS").is_some() {
            fs::write(&path, &found).unwrap();
        } else if fs::read_to_string(&path).unwrap() != found {
            wrong.push(format!("{}:\n{found}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
