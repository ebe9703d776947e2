//! What the writer does to a folder, seen from outside.
#![expect(clippy::unwrap_used, reason = "a test fails where something is not as it sets it up")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::{Strategy, prop};
use spanboard::diag::Diagnostic;
use spanboard::output::{Applied, Change, Mode, apply};
use spanboard::render::Artifact;
use tempfile::{TempDir, tempdir};

const MANIFEST: &str = "generated/MANIFEST.json";
const WRITE: Mode = Mode::Write { force: false };
const FORCE: Mode = Mode::Write { force: true };

fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
    files
        .iter()
        .map(|(path, text)| Artifact {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
            template: "grafana/dashboard.json.j2".to_owned(),
            origin: "spanboard.yaml".to_owned(),
        })
        .collect()
}

fn run(folder: &TempDir, files: &[(&str, &str)], mode: Mode) -> Result<Applied, Vec<Diagnostic>> {
    apply(folder.path(), MANIFEST, &artifacts(files), mode)
}

/// A folder in which `files` have been written.
fn written(files: &[(&str, &str)]) -> TempDir {
    let folder = tempdir().unwrap();
    run(&folder, files, WRITE).unwrap();
    folder
}

fn put(folder: &TempDir, path: &str, text: &str) {
    let full = folder.path().join(path);
    fs::create_dir_all(full.parent().unwrap()).unwrap();
    fs::write(full, text).unwrap();
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

/// All files below `root` with their texts; folders have names that end with `/`.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let full = entry.unwrap().path();
            let name = full.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if fs::symlink_metadata(&full).unwrap().is_dir() {
                found.insert(name + "/", String::new());
                folders.push(full);
            } else {
                found.insert(name, fs::read_to_string(full).unwrap_or_default());
            }
        }
    }
    found
}

/// Expects `result` to be problems of exactly these rules, and gives all their words.
fn refused(result: Result<Applied, Vec<Diagnostic>>, rules: &[&str]) -> String {
    let problems = result.unwrap_err();
    let found: Vec<&str> = problems.iter().map(|problem| problem.rule.as_ref()).collect();
    assert_eq!(found, rules, "{problems:?}");
    let words = |problem: &Diagnostic| format!("{} {}", problem.message, problem.help.clone().unwrap_or_default());
    problems.iter().map(words).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_first_run_creates_and_the_second_changes_nothing() {
    let folder = tempdir().unwrap();
    let files = [("generated/a/one.json", "1"), ("generated/two.yaml", "2")];
    assert_eq!(run(&folder, &files, WRITE).unwrap().summary(), "3 created");
    assert_eq!(read(&folder, "generated/a/one.json"), "1");
    let modified = |path: &str| fs::metadata(folder.path().join(path)).unwrap().modified().unwrap();
    let times = [modified("generated/a/one.json"), modified(MANIFEST)];
    std::thread::sleep(std::time::Duration::from_millis(20));
    let again = run(&folder, &files, WRITE).unwrap();
    assert_eq!(again.summary(), "3 unchanged");
    assert!(again.is_current());
    assert_eq!(times, [modified("generated/a/one.json"), modified(MANIFEST)]);
}

#[test]
fn only_what_changed_is_written() {
    let folder = written(&[("a", "1"), ("b", "1"), ("c", "1")]);
    let applied = run(&folder, &[("a", "1"), ("b", "2"), ("d", "1")], WRITE).unwrap();
    let expected = [
        ("a", Change::Unchanged),
        ("b", Change::Updated),
        ("c", Change::Removed),
        ("d", Change::Created),
        (MANIFEST, Change::Updated),
    ];
    assert_eq!(applied.files, expected.map(|(path, change)| (path.to_owned(), change)));
    assert_eq!(applied.summary(), "1 created, 2 updated, 1 removed, 1 unchanged");
    assert_eq!(Applied::default().summary(), "no files");
}

#[test]
fn the_manifest_lists_the_files_by_path_and_nothing_that_differs_between_runs() {
    let folder = written(&[("b", "abc"), ("a", "")]);
    let expected = r#"{
  "files": [
    {
      "path": "a",
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "template": "grafana/dashboard.json.j2",
      "origin": "spanboard.yaml"
    },
    {
      "path": "b",
      "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "template": "grafana/dashboard.json.j2",
      "origin": "spanboard.yaml"
    }
  ]
}
"#;
    assert_eq!(read(&folder, MANIFEST), expected);
}

#[test]
fn a_check_tells_what_a_run_would_do_and_touches_nothing() {
    let folder = written(&[("a", "1"), ("gone/b", "1")]);
    let next = [("a", "2"), ("new/c", "1")];
    let before = tree(folder.path());
    let told = run(&folder, &next, Mode::Check).unwrap();
    assert!(!told.is_current());
    assert_eq!(tree(folder.path()), before);
    assert_eq!(run(&folder, &next, WRITE).unwrap(), told);

    let nowhere = folder.path().join("not/there");
    assert_eq!(apply(&nowhere, MANIFEST, &artifacts(&next), Mode::Check).unwrap().summary(), "3 created");
    assert!(!folder.path().join("not").exists());
    assert_eq!(apply(&nowhere, MANIFEST, &artifacts(&next), WRITE).unwrap().summary(), "3 created");
}

#[test]
fn a_file_edited_by_hand_stops_everything_unless_forced() {
    let folder = written(&[("a", "1"), ("b", "1")]);
    put(&folder, "a", "mine");
    let before = tree(folder.path());
    let words = refused(run(&folder, &[("a", "2"), ("b", "2")], WRITE), &["output/edited-by-hand"]);
    assert!(words.contains("`a`") && words.contains("--force"), "{words}");
    refused(run(&folder, &[("a", "2"), ("b", "2")], Mode::Check), &["output/edited-by-hand"]);
    assert_eq!(tree(folder.path()), before);
    assert_eq!(run(&folder, &[("a", "2"), ("b", "2")], FORCE).unwrap().summary(), "3 updated");
    assert_eq!(read(&folder, "a"), "2");
}

#[test]
fn a_file_that_no_run_wrote_is_not_overwritten_but_taken_in_when_it_is_right() {
    let folder = tempdir().unwrap();
    put(&folder, "a", "mine");
    refused(run(&folder, &[("a", "1")], WRITE), &["output/edited-by-hand"]);
    assert_eq!(read(&folder, "a"), "mine");
    assert!(!folder.path().join("generated").exists());
    assert_eq!(run(&folder, &[("a", "mine")], WRITE).unwrap().summary(), "1 created, 1 unchanged");
}

#[test]
fn a_file_deleted_by_hand_is_written_again() {
    let folder = written(&[("a/b", "1")]);
    fs::remove_dir_all(folder.path().join("a")).unwrap();
    assert_eq!(run(&folder, &[("a/b", "1")], WRITE).unwrap().summary(), "1 created, 1 unchanged");
}

#[test]
fn what_is_no_output_any_more_goes_with_its_empty_folders_and_foreign_files_stay() {
    let folder = written(&[("x/y/one", "1"), ("x/z/two", "2"), ("keep", "3")]);
    put(&folder, "x/z/foreign", "f");
    let applied = run(&folder, &[("keep", "3")], WRITE).unwrap();
    assert_eq!(applied.summary(), "1 updated, 2 removed, 1 unchanged");
    assert!(!folder.path().join("x/y").exists());
    assert!(!folder.path().join("x/z/two").exists());
    assert_eq!(read(&folder, "x/z/foreign"), "f");
}

#[test]
fn an_edited_file_is_not_removed_unless_forced() {
    let folder = written(&[("a", "1"), ("b", "1")]);
    put(&folder, "a", "mine");
    let words = refused(run(&folder, &[("b", "2")], WRITE), &["output/edited-by-hand"]);
    assert!(words.contains("no output any more") && words.contains("--force"), "{words}");
    assert_eq!((read(&folder, "a"), read(&folder, "b")), ("mine".to_owned(), "1".to_owned()));
    assert_eq!(run(&folder, &[("b", "2")], FORCE).unwrap().summary(), "2 updated, 1 removed");
    assert!(!folder.path().join("a").exists());
}

#[test]
fn paths_in_a_manifest_on_disk_are_not_trusted() {
    let outer = tempdir().unwrap();
    put(&outer, "victim", "v");
    put(&outer, "root/kept", "k");
    let root = outer.path().join("root");
    // The digest of "v".
    let digest = "4c94485e0c21ae6c41ce1dfe7b6bfaceea5ab68e40a2476f50208e526f506080";
    let absolute = outer.path().join("victim").display().to_string();
    for path in ["../victim", "generated/../../victim", &absolute, "", ".", "a\\b", "a\0b", MANIFEST, ".spanboard-x"] {
        for list in ["files", "pending"] {
            let mut entry = serde_json::json!({"path": path, "sha256": digest, "template": "t", "origin": "o"});
            if list == "pending" {
                entry = serde_json::json!({"path": path, "was": digest});
            }
            let mut manifest = serde_json::json!({"files": []});
            manifest[list] = serde_json::json!([entry]);
            put(&outer, "root/generated/MANIFEST.json", &manifest.to_string());
            let before = tree(outer.path());
            let words = refused(apply(&root, MANIFEST, &artifacts(&[("a", "1")]), WRITE), &["output/path"]);
            assert!(words.contains("no run writes"), "{words}");
            assert_eq!(tree(outer.path()), before, "{path}");
            apply(&root, MANIFEST, &artifacts(&[("a", "1")]), FORCE).unwrap();
            assert_eq!(read(&outer, "victim"), "v");
            assert_eq!(read(&outer, "root/kept"), "k");
            fs::remove_file(root.join("a")).unwrap();
        }
    }
}

#[test]
fn a_manifest_that_is_none_is_told_and_forgotten_when_forced() {
    for text in ["", "{", "[]", "{\"files\": 1}", "{\"files\": [{\"path\": 1}]}"] {
        let folder = written(&[("a", "1"), ("b", "1")]);
        put(&folder, MANIFEST, text);
        refused(run(&folder, &[("a", "2")], WRITE), &["output/manifest"]);
        assert_eq!(read(&folder, "a"), "1");
        run(&folder, &[("a", "2")], FORCE).unwrap();
        assert_eq!((read(&folder, "a"), read(&folder, "b")), ("2".to_owned(), "1".to_owned()));
    }
}

#[test]
fn an_output_outside_the_root_or_without_a_name_is_refused() {
    let outer = tempdir().unwrap();
    let root = outer.path().join("root");
    for path in ["../a", "/tmp/spanboard-never", "a/../../b", "", "a//b", "./a", "a/", "a\\b", "a\0b"] {
        refused(apply(&root, MANIFEST, &artifacts(&[(path, "1"), ("fine", "1")]), WRITE), &["output/path"]);
        refused(apply(&root, path, &[], WRITE), &["output/path"]);
    }
    assert_eq!(tree(outer.path()), BTreeMap::new());
}

#[test]
fn two_outputs_in_one_place_are_refused() {
    let folder = tempdir().unwrap();
    for files in [
        [("a", "1"), ("a", "1")],
        [("a/B", "1"), ("A/b", "2")],
        [("a", "1"), ("a/b", "2")],
        [("x", "1"), ("Generated/manifest.json", "2")],
        [("x", "1"), ("generated", "2")],
    ] {
        refused(run(&folder, &files, WRITE), &["output/path-conflict"]);
    }
    assert_eq!(tree(folder.path()), BTreeMap::new());
}

#[test]
fn all_problems_are_told_at_once() {
    let folder = tempdir().unwrap();
    put(&folder, "a", "mine");
    put(&folder, "b", "mine");
    fs::create_dir(folder.path().join("c")).unwrap();
    put(&folder, "file", "f");
    let files = [("a", "1"), ("b", "1"), ("c", "1"), ("file/x", "1"), ("file/y", "1")];
    let rules = ["output/edited-by-hand", "output/edited-by-hand", "output/not-a-file", "output/not-a-folder"];
    refused(run(&folder, &files, WRITE), &rules);
    refused(run(&folder, &files, FORCE), &["output/not-a-file", "output/not-a-folder"]);
}

#[test]
fn an_output_root_that_is_a_file_is_told() {
    let folder = tempdir().unwrap();
    put(&folder, "root", "f");
    for mode in [WRITE, Mode::Check] {
        refused(apply(&folder.path().join("root"), MANIFEST, &[], mode), &["output/not-a-folder"]);
    }
    let words = refused(apply(&folder.path().join("root/below"), MANIFEST, &[], WRITE), &["output/disk"]);
    assert!(words.contains("root/below") && words.contains("os error"), "{words}");
}

#[test]
fn what_the_system_refuses_is_told_with_path_and_reason_before_anything_is_written() {
    let folder = tempdir().unwrap();
    let long = "n".repeat(300);
    let words = refused(run(&folder, &[("a", "1"), (&long, "1")], WRITE), &["output/disk"]);
    assert!(words.contains(&long) && words.contains("os error"), "{words}");
    assert_eq!(tree(folder.path()), BTreeMap::new());
    let longest = "n".repeat(255);
    assert_eq!(run(&folder, &[(&longest, "1")], WRITE).unwrap().summary(), "2 created");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{FORCE, MANIFEST, Mode, WRITE, fs, put, read, refused, run, tempdir, tree, written};

    #[test]
    fn no_link_leads_out_of_the_root() {
        let outside = tempdir().unwrap();
        put(&outside, "victim", "v");
        let folder = tempdir().unwrap();
        symlink(outside.path(), folder.path().join("folder")).unwrap();
        symlink(outside.path().join("victim"), folder.path().join("file")).unwrap();
        symlink("nowhere", folder.path().join("dangling")).unwrap();
        let files = [("folder/victim", "1"), ("folder/new", "1"), ("file", "1"), ("dangling", "1")];
        let rules = ["output/not-a-file", "output/not-a-file", "output/not-a-folder"];
        for mode in [WRITE, FORCE, Mode::Check] {
            refused(run(&folder, &files, mode), &rules);
        }
        symlink(outside.path(), folder.path().join("generated")).unwrap();
        refused(run(&folder, &[], FORCE), &["output/not-a-folder"]);
        assert_eq!(tree(outside.path()).into_iter().collect::<Vec<_>>(), [("victim".to_owned(), "v".to_owned())]);
    }

    #[test]
    fn a_manifest_that_is_a_link_is_neither_followed_nor_replaced() {
        let folder = tempdir().unwrap();
        put(&folder, "elsewhere", "{\"files\": []}");
        fs::create_dir(folder.path().join("generated")).unwrap();
        symlink("../elsewhere", folder.path().join(MANIFEST)).unwrap();
        refused(run(&folder, &[("a", "1")], FORCE), &["output/not-a-file"]);
        assert_eq!(read(&folder, "elsewhere"), "{\"files\": []}");
    }

    #[test]
    fn an_old_output_behind_a_link_is_left_alone() {
        let outside = tempdir().unwrap();
        put(&outside, "old", "1");
        let folder = written(&[("x/old", "1")]);
        fs::remove_dir_all(folder.path().join("x")).unwrap();
        symlink(outside.path(), folder.path().join("x")).unwrap();
        refused(run(&folder, &[], WRITE), &["output/not-a-folder"]);
        assert_eq!(run(&folder, &[], FORCE).unwrap().summary(), "1 updated");
        assert_eq!(read(&outside, "old"), "1");
    }

    #[test]
    fn only_one_run_writes_at_a_time() {
        let folder = written(&[("a", "1")]);
        let other = fs::File::open(folder.path()).unwrap();
        other.try_lock().unwrap();
        let words = refused(run(&folder, &[("a", "2")], WRITE), &["output/locked"]);
        assert!(words.contains("another run"), "{words}");
        assert_eq!(read(&folder, "a"), "1");
        assert!(!run(&folder, &[("a", "2")], Mode::Check).unwrap().is_current());
        drop(other);
        assert_eq!(run(&folder, &[("a", "2")], WRITE).unwrap().summary(), "2 updated");
    }

    #[test]
    #[expect(clippy::print_stderr, reason = "a skipped check must be seen")]
    fn without_permission_nothing_is_written() {
        let folder = written(&[("generated/a", "1"), ("closed/b", "1")]);
        let closed = folder.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(closed.join("probe"), "").is_ok() {
            eprintln!("SKIPPED: permissions do not bind this user");
            return;
        }
        let before = tree(folder.path());
        let words = refused(run(&folder, &[("generated/a", "2"), ("closed/b", "2")], WRITE), &["output/disk"]);
        assert!(words.contains("closed") && words.contains("ermission"), "{words}");
        assert_eq!(tree(folder.path()), before);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Sets of outputs in which folders, files and texts change into each other.
fn sets() -> impl Strategy<Value = Vec<BTreeMap<String, String>>> {
    let path = prop::collection::vec("[ab]", 1..4).prop_map(|parts| parts.join("/"));
    let set = prop::collection::btree_map(path, "[xy]{0,2}", 0..6).prop_map(|mut set| {
        // A path that is a folder of another can't be an output too.
        let all: Vec<String> = set.keys().cloned().collect();
        set.retain(|path, _| !all.iter().any(|other| other.starts_with(&format!("{path}/"))));
        set
    });
    prop::collection::vec(set, 1..6)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]
    #[test]
    fn whatever_came_before_the_disk_holds_the_last_set_and_what_is_foreign(sets in sets()) {
        let folder = tempdir().unwrap();
        put(&folder, "foreign/file", "f");
        put(&folder, "generated/foreign", "f");
        for set in &sets {
            let files: Vec<(&str, &str)> = set.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let told = run(&folder, &files, Mode::Check).unwrap();
            proptest::prop_assert_eq!(run(&folder, &files, WRITE).unwrap(), told);
            let mut found = tree(folder.path());
            found.retain(|path, _| !path.ends_with('/') || fs::read_dir(folder.path().join(path)).unwrap().next().is_none());
            let mut expected = set.clone();
            expected.insert("foreign/file".to_owned(), "f".to_owned());
            expected.insert("generated/foreign".to_owned(), "f".to_owned());
            expected.insert(MANIFEST.to_owned(), read(&folder, MANIFEST));
            proptest::prop_assert_eq!(found, expected);
            proptest::prop_assert!(run(&folder, &files, WRITE).unwrap().is_current());
        }
    }
}
