//! The commands as a person meets them. `tests/cli/<command>/<what-it-shows>.trycmd` holds commands and what they print; the
//! folder of the same name that ends with `.in` holds the files that they find, and the one that ends with `.out` the files
//! that they leave beside these. An empty file there stands for one of any text, which another test looks at. Where there is no such folder, nothing is written and nothing changed.
//!
//! Each transcript runs in a copy of its files. `TRYCMD=overwrite cargo test --test cli` writes what happens now into the
//! transcripts and the folders `.out`.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn transcripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

/// What lies below `folder`, by relative path. `.keep` only keeps a folder in the repository.
fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for path in entries(&next) {
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name() != Some(OsStr::new(".keep")) {
                found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
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

/// The transcripts of a folder that holds one folder a command.
fn cases(folder: &Path) -> Vec<PathBuf> {
    let files = entries(folder).into_iter().flat_map(|command| entries(&command));
    files.filter(|path| path.extension() == Some(OsStr::new("trycmd"))).collect()
}

/// What the commands have written or changed in `work`, which was a copy of `before`.
fn left(before: &Path, work: &Path) -> Files {
    let before = files(before);
    let mut left = files(work);
    for path in before.keys() {
        assert!(left.contains_key(path), "{} of {} was removed", path.display(), work.display());
    }
    left.retain(|path, text| before.get(path) != Some(text));
    left
}

fn write(folder: &Path, wanted: &Files) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (path, text) in wanted {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn commands_print_and_leave_what_the_transcripts_say() {
    let bless = std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite");
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    if work.exists() {
        fs::remove_dir_all(&work).unwrap();
    }
    copy(&transcripts(), &work);
    for case in cases(&work) {
        fs::create_dir_all(case.with_extension("in")).unwrap();
        if case.with_extension("out").exists() {
            fs::remove_dir_all(case.with_extension("out")).unwrap();
        }
    }
    assert!(!cases(&work).is_empty());
    // It runs when the cases are dropped, and panics where they fail, also after writing them anew.
    let ran = std::panic::catch_unwind(|| {
        trycmd::TestCases::new().case(work.join("*/*.trycmd"));
    });
    if let (false, Err(failed)) = (bless, ran) {
        std::panic::resume_unwind(failed);
    }

    let mut wrong = Vec::new();
    for case in cases(&work) {
        let source = transcripts().join(case.strip_prefix(&work).unwrap());
        let mut left = left(&source.with_extension("in"), &case.with_extension("in"));
        let wanted = files(&source.with_extension("out"));
        for (path, text) in &mut left {
            if wanted.get(path).is_some_and(Vec::is_empty) {
                text.clear();
            }
        }
        if bless {
            fs::copy(&case, &source).unwrap();
            write(&source.with_extension("out"), &left);
            continue;
        }
        let paths = left.keys().chain(wanted.keys()).filter(|path| left.get(*path) != wanted.get(*path));
        wrong.extend(paths.map(|path| format!("{}: {}", source.with_extension("out").display(), path.display())));
    }
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "these files were left otherwise; `TRYCMD=overwrite cargo test --test cli` accepts that:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_folder_belongs_to_a_transcript() {
    for folder in entries(&transcripts()).iter().flat_map(|command| entries(command)).filter(|path| path.is_dir()) {
        assert!(folder.with_extension("trycmd").exists(), "{} belongs to no transcript", folder.display());
    }
}

#[test]
fn no_transcript_shows_a_secret() {
    for case in cases(&transcripts()) {
        let text = fs::read_to_string(&case).unwrap();
        assert!(!text.contains("hunter"), "{} shows the secret of its files", case.display());
    }
}
