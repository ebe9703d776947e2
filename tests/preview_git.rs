//! `spanboard preview` over git: in repositories that the tests make, with the program as it is built.
#![expect(clippy::unwrap_used, reason = "a repository that can't be made fails the test")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

fn dashboard(title: &str, width: u32) -> String {
    let panel = |id: u32, title: &str, x: u32, width: u32| {
        let place = format!(r#"{{"x": {x}, "y": 0, "w": {width}, "h": 4}}"#);
        format!(
            r#"{{"id": {id}, "type": "stat", "title": "{title}", "gridPos": {place}, "targets": [{{"refId": "A", "expr": "{title}"}}]}}"#
        )
    };
    let panels = format!("{}, {}", panel(1, "wide", 0, width), panel(2, "same", 12, 6));
    format!(r#"{{"uid": "{title}", "title": "{title}", "schemaVersion": 42, "panels": [{panels}]}}"#)
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["-c", "user.name=Test", "-c", "user.email=test@example.org"]).args(arguments);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = git.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with two dashboards on `main`, the first of which differs in the working tree.
fn repository() -> TempDir {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    git(path, &["init", "--quiet", "--initial-branch", "main"]);
    fs::create_dir(path.join("dashboards")).unwrap();
    fs::write(path.join("dashboards/one.json"), dashboard("One", 6)).unwrap();
    fs::write(path.join("dashboards/two.json"), dashboard("Two", 6)).unwrap();
    git(path, &["add", "--all"]);
    git(path, &["commit", "--quiet", "--message", "one"]);
    fs::write(path.join("dashboards/one.json"), dashboard("One", 12)).unwrap();
    folder
}

/// Exit code, standard output, standard error.
fn preview(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_spanboard"));
    let output = program.arg("preview").args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_working_tree_is_drawn_beside_a_revision() {
    let folder = repository();
    let (code, page, problems) = preview(folder.path(), &["main", "--path", "dashboards"]);
    assert_eq!((code, problems.as_str()), (Some(0), ""));
    assert!(page.contains("1 changed dashboard, 1 unchanged, not drawn"), "{page}");
    assert!(page.contains(r#"<article class="panel is-moved" id="d1bp1" style="grid-area:1/1/span 4/span 6""#));
    assert!(page.contains(r#"<article class="panel is-moved" id="d1ap1" style="grid-area:1/1/span 4/span 12""#));
    assert!(page.contains(r#"<article class="panel" id="d1ap2""#));
}

#[test]
fn two_revisions_are_drawn_without_the_working_tree() {
    let folder = repository();
    let (code, page, _) = preview(folder.path(), &["main", "HEAD", "--path", "dashboards"]);
    assert_eq!(code, Some(0));
    assert!(page.contains("0 changed dashboards, 2 unchanged, not drawn"), "{page}");
}

#[test]
fn a_file_that_can_not_be_read_on_one_side_is_told_and_the_rest_drawn() {
    let folder = repository();
    fs::write(folder.path().join("dashboards/two.json"), "{").unwrap();
    let (code, page, problems) = preview(folder.path(), &["main", "--path", "dashboards"]);
    assert_eq!(code, Some(2));
    assert!(problems.contains("dashboards/two.json"), "{problems}");
    assert!(page.contains("Not drawn") && page.contains("is-moved"));
}

#[test]
fn what_is_no_revision_is_refused() {
    let folder = repository();
    for arguments in
        [&["no-such-branch", "--path", "dashboards"][..], &["--path", "dashboards", "--", "--upload-pack=touch evil"]]
    {
        let (code, page, problems) = preview(folder.path(), arguments);
        assert_eq!((code, page.as_str()), (Some(2), ""));
        assert!(problems.contains("there is no revision"), "{problems}");
    }
    let nowhere = TempDir::new().unwrap();
    let (code, page, problems) = preview(nowhere.path(), &["main", "--path", "x"]);
    assert_eq!((code, page.as_str()), (Some(2), ""));
    assert!(problems.contains("git") && problems.contains("there is no file or folder `main`"), "{problems}");
    assert!(!folder.path().join("evil").exists());
}
