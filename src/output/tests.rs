//! What a run leaves behind when it is killed, and what a run that fails takes back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::manifest::Before;
use super::plan::{Plan, Step, plan};
use super::{Mode, apply, execute, path};
use crate::render::Artifact;

const MANIFEST: &str = "out/MANIFEST.json";
const WRITE: Mode = Mode::Write { force: false };

fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
    let artifact = |(path, text): &(&str, &str)| Artifact {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
        template: "t.j2".to_owned(),
        origin: "spec.yaml".to_owned(),
    };
    files.iter().map(artifact).collect()
}

/// All files below `root` with their texts, and all folders, whose names end with `/`.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let full = entry.unwrap().path();
            let name = full.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if full.is_dir() {
                found.insert(name + "/", String::new());
                folders.push(full);
            } else {
                found.insert(name, fs::read_to_string(full).unwrap());
            }
        }
    }
    found
}

/// Everything that a run changes: it creates, updates, removes, moves, and turns a file into a folder and a folder into a file.
const OLD: &[(&str, &str)] = &[
    ("out/same", "same"),
    ("out/text", "old"),
    ("out/gone/deep/x", "x"),
    ("out/file", "f"),
    ("out/folder/y", "y"),
    ("moved", "m"),
];
const NEW: &[(&str, &str)] =
    &[("out/same", "same"), ("out/text", "new"), ("out/fresh/z", "z"), ("out/file/inner", "i"), ("out/folder", "now a file")];
const OTHER: &[(&str, &str)] = &[("out/text", "third"), ("out/file", "f2"), ("out/fresh", "a file"), ("out/folder/y", "back")];

/// Takes the first `count` steps from [`OLD`] to [`NEW`] below `root`; `half` leaves the last one unfinished if that is possible.
/// Says whether there were so many.
fn killed(root: &Path, count: usize, half: bool) -> bool {
    apply(root, MANIFEST, &artifacts(OLD), WRITE).unwrap();
    let before = Before::read(root, MANIFEST, false).unwrap();
    let new = artifacts(NEW);
    let plan = plan(root, MANIFEST, &before, &new, false).unwrap();
    let steps: Vec<&Step<'_>> = plan.prepare.iter().chain(&plan.commit).collect();
    let Some(taken) = steps.get(..count) else { return false };
    for (index, step) in taken.iter().enumerate() {
        match step {
            Step::WriteTemporary { path, text } if half && index + 1 == count => {
                fs::write(root.join(path::temporary(path)), &text[..text.len() / 2]).unwrap();
            }
            step => execute::take(root, step).unwrap(),
        }
    }
    true
}

#[test]
fn killed_after_any_step_there_are_only_whole_files_and_the_next_run_mends_it() {
    let mut runs = 0;
    for half in [false, true] {
        for next in [NEW, OLD, OTHER, &[]] {
            let clean = tempfile::tempdir().unwrap();
            apply(clean.path(), MANIFEST, &artifacts(next), WRITE).unwrap();
            for count in 0.. {
                let folder = tempfile::tempdir().unwrap();
                let root = folder.path();
                if !killed(root, count, half) {
                    assert!(count > 20, "only {count} steps");
                    break;
                }
                for (name, text) in tree(root) {
                    let known = OLD.iter().chain(NEW).any(|(path, whole)| *path == name && *whole == text);
                    let own = name == MANIFEST || name.contains("/.spanboard-") || name.ends_with('/');
                    assert!(known || own, "after {count} steps {name} holds {text:?}");
                }
                let applied = apply(root, MANIFEST, &artifacts(next), WRITE);
                assert!(applied.is_ok(), "after {count} steps: {applied:?}");
                assert_eq!(tree(root), tree(clean.path()), "after {count} steps, half: {half}");
                assert!(apply(root, MANIFEST, &artifacts(next), Mode::Check).unwrap().is_current());
                runs += 1;
            }
        }
    }
    assert!(runs > 150, "only {runs} runs");
}

#[test]
fn the_manifest_is_whole_at_every_moment() {
    for count in 0.. {
        let folder = tempfile::tempdir().unwrap();
        if !killed(folder.path(), count, true) {
            break;
        }
        assert!(Before::read(folder.path(), MANIFEST, false).is_ok(), "after {count} steps");
    }
}

#[test]
fn a_hand_made_change_after_a_kill_is_still_seen() {
    let folder = tempfile::tempdir().unwrap();
    assert!(killed(folder.path(), 12, false));
    fs::write(folder.path().join("out/text"), "mine").unwrap();
    let problems = apply(folder.path(), MANIFEST, &artifacts(NEW), WRITE).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.rule.as_ref()).collect::<Vec<_>>(), ["output/edited-by-hand"]);
}

#[test]
fn a_run_that_cannot_prepare_all_files_takes_back_what_it_prepared_and_tells_every_problem() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    apply(root, MANIFEST, &artifacts(OLD), WRITE).unwrap();
    // Folders in place of temporary files can't be removed as files.
    fs::create_dir(root.join(path::temporary("out/text"))).unwrap();
    fs::create_dir(root.join(path::temporary("out/folder"))).unwrap();
    let before = tree(root);
    let problems = apply(root, MANIFEST, &artifacts(NEW), WRITE).unwrap_err();
    let writing: Vec<&str> =
        problems.iter().map(|problem| problem.message.as_str()).filter(|text| text.starts_with("can't write")).collect();
    assert_eq!(writing.len(), 2, "{problems:?}");
    assert_eq!(tree(root), before);
}

#[test]
fn what_is_unchanged_needs_no_step() {
    let folder = tempfile::tempdir().unwrap();
    apply(folder.path(), MANIFEST, &artifacts(OLD), WRITE).unwrap();
    let before = Before::read(folder.path(), MANIFEST, false).unwrap();
    let old = artifacts(OLD);
    let Plan { prepare, commit, .. } = plan(folder.path(), MANIFEST, &before, &old, false).unwrap();
    assert_eq!((prepare, commit), (vec![], vec![]));
}

#[test]
fn each_needed_folder_is_created_once() {
    let folder = tempfile::tempdir().unwrap();
    let before = Before::default();
    let new = artifacts(&[("a/b/1", ""), ("a/b/2", ""), ("a/c/3", "")]);
    let plan = plan(folder.path(), MANIFEST, &before, &new, false).unwrap();
    let created: Vec<&str> =
        plan.prepare.iter().filter_map(|step| if let Step::CreateFolder(folder) = step { Some(*folder) } else { None }).collect();
    assert_eq!(created, ["out", "a", "a/b", "a/c"]);
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_temporary_file_is_not_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(folder.path().join("victim"), "v").unwrap();
    std::os::unix::fs::symlink("../victim", root.join(path::temporary("a"))).unwrap();
    apply(&root, MANIFEST, &artifacts(&[("a", "1")]), WRITE).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("victim")).unwrap(), "v");
    assert!(!fs::symlink_metadata(root.join("a")).unwrap().is_symlink());
}
