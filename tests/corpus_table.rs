//! The table of `docs/rules/corpus.md`, held against the corpus, where there is one: what each rule finds there, counted, with each
//! example among it, and with a judgement. With `SPANBOARD_BLESS=1` the counts are written anew; judgements and examples never are,
//! for a person has to look at what changed.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a file that can't be read or a page that is not as it should be fails the test, and one that did not run says so"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use spanboard::diag::position::{Positions, line_column};
use spanboard::diag::{Place, Sources};
use spanboard::foreign::{Text, walk};
use spanboard::pipeline::check::{self, Outcome};
use spanboard::rules::RuleSettings;

/// What was found under one name: a rule's id, or why something was not checked.
#[derive(Default)]
struct Found {
    severity: String,
    count: usize,
    /// `path:line`, or the path alone where the whole file is meant.
    places: Vec<String>,
}

/// A row of the page.
struct Row {
    line: usize,
    name: String,
    severity: String,
    count: String,
    examples: Vec<String>,
    judged: String,
}

/// The corpus; `None` where there is none, which is a failure under CI.
fn corpus() -> Option<PathBuf> {
    let named = env::var_os("SPANBOARD_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(env::var_os("CI").is_none(), "no corpus at {}", folder.display());
    eprintln!("NOT RUN: no corpus at {}; set SPANBOARD_CORPUS", folder.display());
    None
}

/// Checks the whole folder. Paths are those below it.
fn checked(folder: &Path) -> Outcome {
    let (files, problems) = walk::files(&[folder.to_path_buf()]);
    assert!(problems.is_empty(), "{problems:?}");
    let texts = files.iter().map(|file| {
        let text = walk::read(file).unwrap_or_else(|problem| panic!("{}", problem.message));
        let below = file.path.strip_prefix(folder).unwrap().to_string_lossy();
        Text { shown: below.replace(std::path::MAIN_SEPARATOR, "/"), ..text }
    });
    check::files(texts.collect(), &RuleSettings::default(), None)
}

fn told(place: &Place, sources: &Sources) -> String {
    let text = sources.text(&place.file).unwrap_or_default();
    let at = Positions::read(text).locate(&place.at).map(|range| line_column(text, range.start));
    at.map_or_else(|| place.file.clone(), |(line, _)| format!("{}:{line}", place.file))
}

/// What was found, by rule and by what was not checked.
fn found(outcome: &Outcome) -> BTreeMap<String, Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let sources = &outcome.sources;
    let findings = outcome.diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.place.as_ref().map(|place| told(place, sources)).unwrap_or_default();
        (diagnostic.rule.to_string(), diagnostic.severity.to_string(), place)
    });
    let unchecked = outcome.unchecked.iter().map(|unchecked| {
        (format!("{}: {}", unchecked.what, unchecked.reason), "not checked".to_owned(), told(&unchecked.place, sources))
    });
    for (name, severity, place) in findings.chain(unchecked) {
        let entry = found.entry(name).or_default();
        entry.severity = severity;
        entry.count += 1;
        entry.places.push(place);
    }
    found
}

/// The rows of five cells that the page's tables have: name, severity, count, examples, judgement.
fn rows(page: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, text) in page.lines().enumerate() {
        let cells: Vec<&str> = text.split('|').map(str::trim).collect();
        let [_, name, severity, count, examples, judged, _] = cells[..] else { continue };
        // Neither a head nor the line below it.
        if !count.chars().all(|character| character.is_ascii_digit()) {
            continue;
        }
        let examples = examples.split("<br>").map(|example| example.trim().trim_matches('`').to_owned());
        rows.push(Row {
            line,
            name: name.trim_start_matches('[').split(']').next().unwrap_or_default().trim_matches('`').to_owned(),
            severity: severity.to_owned(),
            count: count.to_owned(),
            examples: examples.filter(|example| !example.is_empty()).collect(),
            judged: judged.to_owned(),
        });
    }
    rows
}

/// What is wrong with a row, apart from its count.
fn faults(row: &Row, found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    if row.severity != found.severity {
        faults.push(format!("{}: it is {}, not {}", row.name, found.severity, row.severity));
    }
    if row.judged.is_empty() {
        faults.push(format!("{}: nobody has judged it", row.name));
    }
    let places = found.places.iter().collect::<BTreeSet<_>>().len();
    if row.examples.len() < places.min(3) {
        faults.push(format!("{}: {} examples, of {places} places", row.name, row.examples.len()));
    }
    for (index, example) in row.examples.iter().enumerate() {
        if !found.places.contains(example) {
            faults.push(format!("{}: not found at {example}, but at\n  {}", row.name, found.places.join("\n  ")));
        }
        if row.examples[..index].contains(example) {
            faults.push(format!("{}: {example} stands there twice", row.name));
        }
    }
    faults
}

/// The line of the page that counts what was looked at and found.
fn totals(outcome: &Outcome, found: &BTreeMap<String, Found>) -> String {
    let of = |severity: &str| found.values().filter(|found| found.severity == severity).map(|found| found.count).sum::<usize>();
    let counts = outcome.counts;
    format!(
        "In all: {} dashboards, {} data source files, {} provider files; {} errors, {} warnings, {} infos, {} not checked.",
        counts.dashboards,
        counts.datasources,
        counts.providers,
        of("error"),
        of("warning"),
        of("info"),
        of("not checked"),
    )
}

#[test]
fn the_table_of_the_corpus_says_what_is_found_there() {
    let Some(folder) = corpus() else { return };
    let bless = env::var_os("SPANBOARD_BLESS").is_some();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules/corpus.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = page.lines().map(ToOwned::to_owned).collect();
    let outcome = checked(&folder);
    let found = found(&outcome);
    let mut wrong = Vec::new();

    let rows = rows(&page);
    for (name, found) in &found {
        if rows.iter().filter(|row| row.name == *name).count() != 1 {
            wrong.push(format!(
                "{name}: {} {} without a row, or with two:\n  {}",
                found.count,
                found.severity,
                found.places.join("\n  ")
            ));
        }
    }
    for row in &rows {
        let Some(found) = found.get(&row.name) else {
            wrong.push(format!("{}: finds nothing; take the row out", row.name));
            continue;
        };
        wrong.extend(faults(row, found));
        if row.count == found.count.to_string() {
            continue;
        }
        if bless {
            let cells: Vec<&str> = lines[row.line].split('|').collect();
            let count = format!(" {} ", found.count);
            lines[row.line] = [cells[0], cells[1], cells[2], &count, cells[4], cells[5], cells[6]].join("|");
        } else {
            wrong.push(format!("{}: {}, not {}:\n  {}", row.name, found.count, row.count, found.places.join("\n  ")));
        }
    }

    let totals = totals(&outcome, &found);
    let place = lines.iter().position(|line| line.starts_with("In all: ")).unwrap();
    if bless {
        lines[place] = totals;
        fs::write(&path, lines.join("\n") + "\n").unwrap();
    } else if lines[place] != totals {
        wrong.push(totals);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
