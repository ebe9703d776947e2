//! The documents for people say what is true: their commands do what they show, what they quote stands in the quoted files, and
//! their links lead somewhere.
//!
//! In README.md and the guides of docs/how-to/, the blocks of the kind `console` are run one after the other in a new folder for
//! each document. A block that begins with ```` ```yaml file=PATH ```` is the text of a file in that folder, and one with `from=PATH`
//! is quoted from a file of this repository; a line `# …` in it stands for what is left out.
//!
//! `TRYCMD=overwrite cargo test --test documents` writes what the commands print now into the documents.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

/// What README.md's commands find beside what it shows itself.
const OF_THE_README: [&str; 4] = ["examples/hello", "tests/readme", "tests/foreign", "tests/diff/one-pull-request"];

/// A fenced block of a document.
struct Block {
    line: usize,
    info: String,
    text: String,
}

impl Block {
    /// The path that stands behind `key=` in the block's first line.
    fn path(&self, key: &str) -> Option<&str> {
        self.info.split_whitespace().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md")
}

/// README.md and the guides.
fn guides() -> Vec<PathBuf> {
    let guides: Vec<PathBuf> = entries(&root().join("docs/how-to")).into_iter().filter(|path| is_markdown(path)).collect();
    assert!(!guides.is_empty());
    [root().join("README.md")].into_iter().chain(guides).collect()
}

/// Every document at the root and below docs/.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.extend(entries(root()));
    found.retain(|path| is_markdown(path));
    found
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(Block { line: index + 1, info: info.trim().to_owned(), text: String::new() }),
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(block), None) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in entries(from) {
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).unwrap();
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Copies a document to `work`, and lays out beside it the folder that its commands run in.
fn lay_out(document: &Path, work: &Path) {
    let text = fs::read_to_string(document).unwrap();
    let copied = work.join(document.file_name().unwrap());
    let folder = copied.with_extension("in");
    write(&copied, &text);
    fs::create_dir_all(&folder).unwrap();
    for block in blocks(&text) {
        if let Some(path) = block.path("file") {
            write(&folder.join(path), &block.text);
        }
    }
    if document == root().join("README.md") {
        for path in OF_THE_README {
            copy(&root().join(path), &folder.join(path));
        }
    }
}

#[test]
fn the_commands_of_the_documents_print_what_they_show() {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    if work.exists() {
        fs::remove_dir_all(&work).unwrap();
    }
    let has_commands = |document: &&PathBuf| {
        let text = fs::read_to_string(document).unwrap();
        blocks(&text).iter().any(|block| block.info == "console")
    };
    let guides = guides();
    let run: Vec<&PathBuf> = guides.iter().filter(has_commands).collect();
    assert!(run.iter().any(|path| path.ends_with("README.md")), "README.md shows no command");
    for document in &run {
        lay_out(document, &work);
    }
    trycmd::TestCases::new().case(work.join("*.md"));
    if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
        for document in run {
            fs::copy(work.join(document.file_name().unwrap()), document).unwrap();
        }
    }
}

#[test]
fn what_the_documents_quote_stands_in_the_quoted_files() {
    let mut quoted = 0;
    for document in guides() {
        for block in blocks(&fs::read_to_string(&document).unwrap()) {
            let Some(path) = block.path("from") else { continue };
            let source = fs::read_to_string(root().join(path)).unwrap();
            for part in block.text.split("# …\n") {
                assert!(source.contains(part), "{}, line {}: {path} does not hold\n{part}", document.display(), block.line);
                quoted += 1;
            }
        }
    }
    assert!(quoted > 0, "nothing is quoted");
}

/// The targets of a document's links, outside of its blocks.
fn links(text: &str) -> Vec<String> {
    let mut outside = true;
    let lines = text.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        outside ^= is_fence;
        outside && !is_fence
    });
    let targets = lines.flat_map(|line| line.split("](").skip(1).filter_map(|rest| rest.split_once(')')));
    targets.map(|(target, _)| target.to_owned()).collect()
}

#[test]
fn the_links_of_the_documents_lead_to_files() {
    let mut broken = Vec::new();
    let mut followed = 0;
    for document in documents() {
        for link in links(&fs::read_to_string(&document).unwrap()) {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || link.contains("://") {
                continue;
            }
            followed += 1;
            if !document.parent().unwrap().join(path).exists() {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "these links lead nowhere:\n{}", broken.join("\n"));
    assert!(followed > 0, "there are no links");
}
