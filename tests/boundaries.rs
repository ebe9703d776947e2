//! The tables of ARCHITECTURE.md, held against the code: who imports whom, who reads, writes, prints and runs programs, which
//! library is used where, how long files are, and why there are dependencies.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path below `src/`, and its text without tests and comments.
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

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let files = rust_files(&folder).into_iter();
    let sources = files.map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        Source { path: path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"), code: code(&text) }
    });
    sources.filter(|source| !is_tests(&source.path)).collect()
}

fn is_tests(path: &str) -> bool {
    path.ends_with("tests.rs")
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
    let table = table("module");
    let mut problems = Vec::new();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        if matches!(source.path.as_str(), "main.rs" | "lib.rs") {
            continue;
        }
        let module = source.module();
        let Some(row) = table.get(module) else {
            problems.push(format!("src/{}: the module `{module}` is not in the table", source.path));
            continue;
        };
        let allowed = listed(&row[0]);
        for import in imported(&source.code) {
            // What is no module of ours is a macro.
            if import == module || !table.contains_key(&import) {
                continue;
            }
            if !allowed.contains(&import) {
                problems.push(format!("src/{} imports `{import}`, which `{module}` may not", source.path));
            }
            used.entry(module.to_owned()).or_default().insert(import);
        }
    }
    for (module, row) in &table {
        let unused = listed(&row[0]).into_iter().filter(|import| !used.get(module).is_some_and(|used| used.contains(import)));
        problems.extend(unused.map(|import| format!("the table lets `{module}` import `{import}`, which it does not")));
    }
    assert!(problems.is_empty(), "{}\nARCHITECTURE.md holds the table", problems.join("\n"));
}

#[test]
fn the_table_has_no_circle() {
    let mut left: BTreeMap<String, BTreeSet<String>> =
        table("module").into_iter().map(|(module, row)| (module, listed(&row[0]))).collect();
    while !left.is_empty() {
        let free: Vec<String> = left.iter().filter(|(_, imports)| imports.is_empty()).map(|(module, _)| module.clone()).collect();
        assert!(!free.is_empty(), "these import one another: {:?}", left.keys());
        left.retain(|module, _| !free.contains(module));
        for imports in left.values_mut() {
            imports.retain(|import| !free.contains(import));
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
    let table = table("module");
    let mut problems = Vec::new();
    for source in sources() {
        let Some(row) = table.get(source.module()) else { continue };
        let allowed = listed(&row[1]);
        for (what, words) in [("reads", &READS[..]), ("writes", &WRITES), ("prints", &PRINTS), ("runs", &RUNS)] {
            let may_write = source.module() != "cli" || ["cli/schema.rs", "cli/signals.rs"].contains(&source.path.as_str());
            let allowed = allowed.contains(what) && (what != "writes" || may_write);
            for word in words.iter().filter(|word| !allowed && source.code.contains(**word)) {
                problems.push(format!("src/{} {what}: `{word}`", source.path));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Whether `path` stands in `code`, and not as the end of a longer name.
fn names(code: &str, path: &str) -> bool {
    let is_of_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    code.match_indices(path).any(|(at, _)| !code[..at].ends_with(is_of_name))
}

#[test]
fn libraries_stay_behind_their_doors() {
    let mut problems = Vec::new();
    for (library, row) in table("library") {
        let doors = listed(&row[0]);
        let mut is_used = false;
        for source in sources() {
            let path = format!("src/{}", source.path);
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
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for path in rust_files(&root().join("src")) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut dependencies = BTreeSet::new();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if matches!(section, "[dependencies]" | "[dev-dependencies]" | "[build-dependencies]")
            && let Some((name, _)) = line.split_once(['.', ' ', '='])
        {
            dependencies.insert(name.to_owned());
        }
    }
    let reasons = table("dependency");
    assert!(reasons.values().all(|row| row[0].len() > 10), "a reason is missing");
    assert_eq!(dependencies, reasons.into_keys().collect(), "ARCHITECTURE.md has a line for each dependency and no other");
}
