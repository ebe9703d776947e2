//! The pages of the rules, held against the rules: every rule has its page, and the page's examples give what it says.
//!
//! An example is a run of fenced blocks, each with a language and a file's name (`yaml loki.yaml`); a block `signals.yaml` is the
//! contract. Under `## Fails` a block `text found` follows, which lists the rule's findings: `file:line:column: message`. Under
//! `## Passes` the rule finds nothing. Headings of the third level begin a new example. With `SPANBOARD_BLESS=1` the lists are
//! written anew.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a page that is not as it should be fails the test")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use spanboard::diag::position::{Positions, line_column};
use spanboard::diag::{Diagnostic, Sources};
use spanboard::foreign::Text;
use spanboard::pipeline::check;
use spanboard::rules::{RuleSettings, rules};
use spanboard::signals::{self, Contract};
use spanboard::spec::FilePath;
use spanboard::spec::loader;

/// One example of a page.
#[derive(Default)]
struct Example {
    fails: bool,
    files: Vec<(String, String)>,
    /// The lines of the page between which the list of findings stands, and the list.
    found: Option<(usize, usize, Vec<String>)>,
    line: usize,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}

fn examples(page: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut current = Example::default();
    let lines: Vec<&str> = page.lines().collect();
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        if line.starts_with("## ") || line.starts_with("### ") {
            let fails = if line.starts_with("## ") { line == "## Fails" } else { current.fails };
            found.push(std::mem::replace(&mut current, Example { fails, line: index + 1, ..Example::default() }));
        } else if let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) {
            let end = index + 1 + lines[index + 1..].iter().position(|line| *line == "```").unwrap();
            let body = &lines[index + 1..end];
            match info.split_once(' ') {
                Some(("text", "found")) => {
                    current.found = Some((index + 1, end, body.iter().map(ToString::to_string).collect()));
                }
                Some((_, name)) => current.files.push((name.to_owned(), body.join("\n") + "\n")),
                None => {}
            }
            index = end;
        }
        index += 1;
    }
    found.push(current);
    found.into_iter().filter(|example| !example.files.is_empty()).collect()
}

/// What the rule `id` finds in an example, as a page lists it.
fn findings(id: &str, example: &Example) -> Vec<String> {
    let files = example.files.iter().filter(|(name, _)| name != "signals.yaml");
    // An example is a whole folder, and no files that were named one by one.
    let texts = files.map(|(name, text)| Text { shown: name.clone(), text: text.clone(), is_named: false });
    let texts: Vec<Text> = texts.collect();
    let wanted = texts.len();
    let contract = example.files.iter().find(|(name, _)| name == "signals.yaml").map(|(_, text)| contract(id, text));
    let outcome = check::files(texts, &RuleSettings::default(), contract.as_ref());
    let counts = outcome.counts;
    assert!(counts.dashboards + counts.datasources + counts.providers >= wanted, "line {}: not all files are read", example.line);
    for other in &outcome.diagnostics {
        assert!(!other.rule.starts_with("file/") || other.rule == id, "an example of {id} can't be read: {}", other.message);
    }
    let mut found: Vec<String> = outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.rule == id)
        .map(|diagnostic| listed(diagnostic, &outcome.sources))
        .collect();
    found.sort();
    found
}

/// The contract that an example holds.
fn contract(id: &str, text: &str) -> Contract {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("signals.yaml"), text).unwrap();
    let path = FilePath { origin: "signals.yaml".to_owned(), shown: "signals.yaml".to_owned() };
    let read = loader::signals(folder.path(), &path, None);
    let (file, _) = read.unwrap_or_else(|refused| panic!("{id}: {:?}", refused.diagnostics));
    let wrong = signals::validate("signals.yaml", &file.spec);
    assert!(wrong.is_empty(), "{id}: {wrong:?}");
    Contract::new("signals.yaml", file.spec)
}

fn listed(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic.place.as_ref().unwrap();
    let text = sources.text(&place.file).unwrap_or_default();
    let at = Positions::read(text).locate(&place.at).map(|range| line_column(text, range.start));
    let at = at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    let label = diagnostic.label.as_deref().map_or_else(String::new, |label| format!(" ({label})"));
    format!("{}{at}: {}{label}", place.file, diagnostic.message)
}

#[test]
fn the_examples_of_each_page_give_what_the_page_says() {
    let bless = env::var_os("SPANBOARD_BLESS").is_some();
    let mut wrong = Vec::new();
    for rule in rules() {
        let id = rule.about().id;
        let path = folder().join(format!("{id}.md"));
        let page = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = page.lines().map(ToOwned::to_owned).collect();
        let examples = examples(&page);
        for fails in [true, false] {
            assert!(examples.iter().any(|example| example.fails == fails), "{id}: no example that fails or none that passes");
        }
        // From the last to the first, so that line numbers stay right while lists are written anew.
        for example in examples.iter().rev() {
            let found = findings(id, example);
            if !example.fails {
                if !found.is_empty() {
                    wrong.push(format!("{id}, line {}: should pass, and gives\n  {}", example.line, found.join("\n  ")));
                }
                continue;
            }
            let (start, end, listed) =
                example.found.as_ref().unwrap_or_else(|| panic!("{id}, line {}: no block `text found`", example.line));
            if found.is_empty() {
                wrong.push(format!("{id}, line {}: should fail, and gives nothing", example.line));
            } else if bless {
                lines.splice(start..end, found);
            } else if found != *listed {
                wrong.push(format!("{id}, line {}: gives\n  {}", example.line, found.join("\n  ")));
            }
        }
        if bless {
            fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_has_its_rule_and_says_its_severity() {
    let ids: BTreeSet<String> = rules().iter().map(|rule| rule.about().id.to_owned()).collect();
    let mut pages = BTreeSet::new();
    for category in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for page in fs::read_dir(&category).unwrap().map(|entry| entry.unwrap().path()) {
            let name = page.strip_prefix(folder()).unwrap().with_extension("");
            pages.insert(name.to_string_lossy().into_owned());
        }
    }
    assert_eq!(pages, ids);
    for rule in rules() {
        let about = rule.about();
        assert!(about.page.starts_with(&format!("# {}\n\n", about.id)), "{}: the first line is not its id", about.id);
        assert!(about.page.contains(&format!("\nSeverity: {}\n", about.severity)), "{}: another severity", about.id);
        let summary = about.summary();
        assert!(summary.ends_with('.') && summary.len() < 160, "{}: the summary is not one short sentence: {summary}", about.id);
    }
}

#[test]
fn rules_are_listed_in_the_order_of_their_ids() {
    let ids: Vec<&str> = rules().iter().map(|rule| rule.about().id).collect();
    let sorted: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids, sorted.into_iter().collect::<Vec<_>>());
}

#[test]
fn explain_prints_the_page_of_each_rule() {
    for rule in rules().iter().step_by(10) {
        let about = rule.about();
        let output = Command::new(env!("CARGO_BIN_EXE_spanboard")).args(["explain", about.id]).output().unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), about.page.trim_end());
    }
}

#[test]
fn the_index_of_rules_is_what_the_rules_say() {
    let mut index = "# Rules\n\nWhat `spanboard check` and `spanboard generate` look for. What each finds in real files: [corpus.md](corpus.md).\n\
                     Written by `SPANBOARD_BLESS=1 cargo test --test rules`.\n"
        .to_owned();
    let mut category = "";
    for rule in rules() {
        let about = rule.about();
        let (of, problem) = about.id.split_once('/').unwrap();
        if of != category {
            category = of;
            write!(index, "\n## {category}\n\n| rule | severity | finds |\n|---|---|---|\n").unwrap();
        }
        let summary = about.summary().replace('|', "\\|");
        writeln!(index, "| [{problem}]({}.md) | {} | {summary} |", about.id, about.severity).unwrap();
    }
    let path = folder().join("README.md");
    if env::var_os("SPANBOARD_BLESS").is_some() {
        fs::write(&path, &index).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), index, "`SPANBOARD_BLESS=1 cargo test --test rules` writes it");
}
