//! The tables of ARCHITECTURE.md, held against the code of both crates: who imports whom, who reads, writes, prints and runs programs,
//! which library is used where, how long files are, and why there are dependencies.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A crate of this repository.
#[derive(Debug, Clone, Copy)]
struct Crate {
    /// The folder of its sources.
    sources: &'static str,
    manifest: &'static str,
    /// What the heads of its tables begin with.
    head: &'static str,
    /// The files that may write, of those in `cli`.
    writers: &'static [&'static str],
}

const CRATES: [Crate; 2] = [
    Crate { sources: "src", manifest: "Cargo.toml", head: "", writers: &["cli/schema.rs", "cli/signals.rs"] },
    Crate { sources: "backend/src", manifest: "backend/Cargo.toml", head: "backend ", writers: &["cli/demo.rs"] },
];

/// A source file: its path below the folder of its crate, and its text without tests and comments.
struct Source {
    path: String,
    code: String,
}

impl Source {
    /// The module that the file belongs to: `spec` for `spec/panel/mod.rs` and `spec.rs`.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources(of: Crate) -> Vec<Source> {
    let folder = root().join(of.sources);
    let files = rust_files(&folder).into_iter();
    let sources = files.map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        Source { path: path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"), code: code(&text) }
    });
    sources.filter(|source| !is_tests(&source.path)).collect()
}

fn is_tests(path: &str) -> bool {
    path.ends_with("tests.rs") || path.contains("/tests/")
}

/// The text up to its tests, without comments. By the house's habit tests stand at the end of a file.
fn code(text: &str) -> String {
    let own = text.find("\n#[cfg(test)]\nmod tests").map_or(text, |tests| &text[..tests]);
    let lines = own.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The rows of the table of ARCHITECTURE.md whose head begins with `head`.
fn table(head: &str) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let lines = text.lines().skip_while(|line| !line.starts_with(&format!("| {head} |"))).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|')).map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        (cells.next().unwrap(), cells.collect())
    });
    let rows: BTreeMap<_, _> = rows.collect();
    assert!(!rows.is_empty(), "ARCHITECTURE.md has no table of `{head}`");
    rows
}

fn listed(cell: &str) -> BTreeSet<String> {
    cell.split(',').map(str::trim).filter(|name| *name != "-").map(ToOwned::to_owned).collect()
}

/// The modules of this crate that a text names: `crate::a::b`, `crate::{a, b::c}`, `use spanboard::a`.
fn imported(code: &str) -> BTreeSet<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(top_of_group(group).into_iter().map(name)),
            None => drop(found.insert(name(rest))),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The beginnings of the entries of `{a::{b, c}, d}`, without the first brace.
fn top_of_group(group: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut entries) = (0, 0, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                entries.push(group[begin..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                entries.push(group[begin..at].trim());
                begin = at + 1;
            }
            _ => {}
        }
    }
    entries
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "use crate::a::B;\nuse crate::{c, d::{E, f::G}, h};\nlet x = crate::i::J;\npub(crate) fn k() {}\n$crate::l::m!()";
    assert_eq!(imported(code).into_iter().collect::<Vec<_>>(), ["a", "c", "d", "h", "i", "l"]);
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let problems: Vec<String> = CRATES.into_iter().flat_map(import_problems).collect();
    assert!(problems.is_empty(), "{}\nARCHITECTURE.md holds the table", problems.join("\n"));
}

fn import_problems(of: Crate) -> Vec<String> {
    let table = table(&format!("{}module", of.head));
    let mut problems = Vec::new();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources(of) {
        if matches!(source.path.as_str(), "main.rs" | "lib.rs") {
            continue;
        }
        let module = source.module();
        let place = format!("{}/{}", of.sources, source.path);
        let Some(row) = table.get(module) else {
            problems.push(format!("{place}: the module `{module}` is not in the table"));
            continue;
        };
        let allowed = listed(&row[0]);
        for import in imported(&source.code) {
            // What is no module of ours is a macro.
            if import == module || !table.contains_key(&import) {
                continue;
            }
            if !allowed.contains(&import) {
                problems.push(format!("{place} imports `{import}`, which `{module}` may not"));
            }
            used.entry(module.to_owned()).or_default().insert(import);
        }
    }
    for (module, row) in &table {
        let unused = listed(&row[0]).into_iter().filter(|import| !used.get(module).is_some_and(|used| used.contains(import)));
        problems.extend(unused.map(|import| format!("the table lets `{module}` import `{import}`, which it does not")));
    }
    problems
}

#[test]
fn the_tables_have_no_circle() {
    for of in CRATES {
        let rows = table(&format!("{}module", of.head)).into_iter();
        let mut left: BTreeMap<String, BTreeSet<String>> = rows.map(|(module, row)| (module, listed(&row[0]))).collect();
        while !left.is_empty() {
            let free: Vec<String> =
                left.iter().filter(|(_, imports)| imports.is_empty()).map(|(module, _)| module.clone()).collect();
            assert!(!free.is_empty(), "these import one another: {:?}", left.keys());
            left.retain(|module, _| !free.contains(module));
            for imports in left.values_mut() {
                imports.retain(|import| !free.contains(import));
            }
        }
    }
}

const WRITES: [&str; 12] = [
    "fs::write(",
    "fs::create_dir",
    "fs::remove",
    "fs::rename(",
    "fs::copy(",
    "fs::hard_link(",
    "fs::set_permissions(",
    "File::create",
    "OpenOptions",
    "std::os::unix::fs::symlink",
    "tempfile",
    "set_current_dir",
];
const READS: [&str; 6] = ["fs::read", "fs::metadata", "fs::symlink_metadata", "File::open", ".read_dir(", "fs::canonicalize"];
const PRINTS: [&str; 7] = ["println!", "eprintln!", "print!(", "io::stdout(", "io::stderr(", "process::exit", "dbg!"];
const RUNS: [&str; 2] = ["Command::new(", "process::Command"];

#[test]
fn only_those_modules_touch_the_world_that_the_table_names() {
    let problems: Vec<String> = CRATES.into_iter().flat_map(touch_problems).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn touch_problems(of: Crate) -> Vec<String> {
    let table = table(&format!("{}module", of.head));
    let mut problems = Vec::new();
    for source in sources(of) {
        let Some(row) = table.get(source.module()) else { continue };
        let allowed = listed(&row[1]);
        for (what, words) in [("reads", &READS[..]), ("writes", &WRITES), ("prints", &PRINTS), ("runs", &RUNS)] {
            let may_write = source.module() != "cli" || of.writers.contains(&source.path.as_str());
            let allowed = allowed.contains(what) && (what != "writes" || may_write);
            for word in words.iter().filter(|word| !allowed && source.code.contains(**word)) {
                problems.push(format!("{}/{} {what}: `{word}`", of.sources, source.path));
            }
        }
    }
    problems
}

/// Whether `path` stands in `code`, and not as the end of a longer name.
fn names(code: &str, path: &str) -> bool {
    let is_of_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    code.match_indices(path).any(|(at, _)| !code[..at].ends_with(is_of_name))
}

#[test]
fn libraries_stay_behind_their_doors() {
    let problems: Vec<String> = CRATES.into_iter().flat_map(door_problems).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn door_problems(of: Crate) -> Vec<String> {
    let mut problems = Vec::new();
    for (library, row) in table(&format!("{}library", of.head)) {
        let doors = listed(&row[0]);
        let mut is_used = false;
        for source in sources(of) {
            let path = format!("{}/{}", of.sources, source.path);
            let names_it = names(&source.code, &format!("{library}::")) || source.code.contains(&format!("use {library}"));
            let behind =
                doors.iter().any(|door| path == *door || path.starts_with(&format!("{door}/")) || path == format!("{door}.rs"));
            is_used |= names_it && behind;
            if names_it && !behind {
                problems.push(format!("{path} uses `{library}`, whose door is {}", row[0]));
            }
        }
        if !is_used {
            problems.push(format!("nothing behind its door uses `{library}`"));
        }
    }
    problems
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for path in CRATES.iter().flat_map(|of| rust_files(&root().join(of.sources))) {
        let text = fs::read_to_string(&path).unwrap();
        // What is generated is as long as what it is generated from.
        let generated = text.starts_with("//! Written by `spanboard generate`");
        let lines = text.lines().count();
        assert!(lines <= 400 || generated, "{} has {lines} lines", path.display());
    }
}

#[test]
fn every_dependency_has_its_reason() {
    for of in CRATES {
        let reasons = table(&format!("{}dependency", of.head));
        assert!(reasons.values().all(|row| row[0].len() > 10), "a reason is missing");
        let reasons: BTreeSet<String> = reasons.into_keys().collect();
        assert_eq!(
            dependencies(of, &SECTIONS),
            reasons,
            "ARCHITECTURE.md has a line for each dependency of {} and no other",
            of.manifest
        );
    }
}

const SECTIONS: [&str; 3] = ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"];

fn dependencies(of: Crate, sections: &[&str]) -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join(of.manifest)).unwrap();
    let mut dependencies = BTreeSet::new();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if sections.contains(&section)
            && let Some((name, _)) = line.split_once(['.', ' ', '='])
            && !line.starts_with('#')
        {
            dependencies.insert(name.to_owned());
        }
    }
    dependencies
}

#[test]
fn every_dependency_of_a_program_is_used() {
    for of in CRATES {
        let sources = sources(of);
        for dependency in dependencies(of, &["[dependencies]"]) {
            let path = format!("{}::", dependency.replace('-', "_"));
            // `std::time::` is not the library `time`.
            let is_used = sources.iter().any(|source| names(&source.code.replace("std::", "std."), &path));
            assert!(is_used, "{} names {dependency}, which nothing uses", of.manifest);
        }
    }
}

#[test]
fn the_service_knows_nothing_of_the_tool_and_the_tool_nothing_of_the_service() {
    let [tool, service] = CRATES.map(|of| dependencies(of, &SECTIONS));
    assert!(!service.contains("spanboard") && !tool.contains("nemotron-backend"));
}

/// Two versions of it in one program do not see each other's spans.
#[test]
fn there_is_one_version_of_opentelemetry() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock.split("[[package]]").filter(|package| package.contains("name = \"opentelemetry")) {
        let value = |key: &str| package.lines().find_map(|line| line.strip_prefix(key)?.strip_suffix('"')).unwrap();
        versions.entry(value("name = \"")).or_default().push(value("version = \""));
    }
    assert!(versions.len() >= 4, "{versions:?}");
    let minor = |version: &str| version.rsplit_once('.').map(|(minor, _)| minor.to_owned());
    let all: BTreeSet<_> = versions.values().flatten().map(|version| minor(version)).collect();
    assert!(versions.values().all(|versions| versions.len() == 1) && all.len() == 1, "{versions:?}");
}
