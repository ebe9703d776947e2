//! What `spanboard diff` says of folders of files.
//!
//! `tests/diff/<what-it-shows>/` holds the folders `before` and `after`, and what is said of them in `expected.txt`.
//! `SPANBOARD_BLESS=1 cargo test --test diff` writes these anew; read what it writes.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use spanboard::diff::{self, Content, File, Side};
use spanboard::report::{DiffFormat, DiffReport, render_diff};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A side of the files of a folder, whatever they are called.
fn side(folder: &Path, name: &str) -> Side {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let shown = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(File { path: shown, content: Content::Bytes(fs::read(&path).unwrap()) });
            }
        }
    }
    // It only keeps a folder in the repository.
    files.retain(|file| file.path != ".keep");
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Side { name: name.to_owned(), files }
}

#[test]
fn each_folder_gives_what_it_expects() {
    let mut wrong = Vec::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("tests/diff")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    for folder in folders {
        let (before, after) = (side(&folder.join("before"), "before"), side(&folder.join("after"), "after"));
        let comparison = diff::compare(&before, &after);
        let report = DiffReport { comparison: &comparison, before: "before", after: "after", is_stat: false };
        let found = render_diff(DiffFormat::Text, &report, false);
        let expected = folder.join("expected.txt");
        if env::var_os("SPANBOARD_BLESS").is_some() {
            fs::write(&expected, &found).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_files_that_say_the_same_are_the_same_whatever_they_are_called() {
    let side = |path: &str, text: &str| Side {
        name: String::new(),
        files: vec![File { path: path.to_owned(), content: Content::Bytes(text.as_bytes().to_vec()) }],
    };
    let text = r#"{"title": "A", "uid": "a", "panels": []}"#;
    let same = diff::compare_files(&side("a.json", text), &side("b.json", text));
    assert!(same.is_same() && same.unchanged == 1);
    // In folders another path is a change: Grafana may sort dashboards into folders by it.
    assert!(!diff::compare(&side("a.json", text), &side("b.json", text)).is_same());
}
