//! `spanboard diff` over git: in repositories that the tests make, with the program as it is built.
#![expect(clippy::unwrap_used, reason = "a repository that can't be made fails the test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with a repository in it, and a project of one dashboard.
struct Scratch(TempDir);

const PROJECT: &str = "\
outputs:
  manifest: out/MANIFEST.json
  dashboards: out/dashboards
dashboards: dashboards
";

fn dashboard(title: &str, refresh: &str) -> String {
    let panel = r#"{"id": 1, "type": "stat", "title": "Up", "targets": [{"refId": "A", "expr": "sum(up)"}]}"#;
    format!(
        r#"{{"uid": "{title}", "title": "{title}", "schemaVersion": 39, "refresh": "{refresh}", "panels": [{panel}]}}
"#
    )
}

impl Scratch {
    fn new() -> Self {
        let scratch = Self(TempDir::new().unwrap());
        scratch.git(&["init", "--quiet", "--initial-branch", "main"]);
        scratch
    }

    /// With a project, a dashboard and a first commit.
    fn with_project() -> Self {
        let scratch = Self::new();
        scratch.write("spanboard.yaml", PROJECT);
        scratch.write("out/dashboards/shop.json", dashboard("Shop", "30s"));
        scratch.write("out/MANIFEST.json", "{}");
        scratch.commit("one");
        scratch
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.path()).args(["-c", "user.name=Test", "-c", "user.email=test@example.org"]).args(arguments);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let output = git.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Exit code, standard output, standard error.
    fn diff(&self, arguments: &[&str]) -> (i32, String, String) {
        told(
            &Command::new(env!("CARGO_BIN_EXE_spanboard")).current_dir(self.path()).arg("diff").args(arguments).output().unwrap(),
        )
    }
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_revision_is_compared_with_the_working_tree() {
    let scratch = Scratch::with_project();
    assert_eq!(scratch.diff(&["main", "--exit-code"]), (0, "no difference\n".to_owned(), String::new()));
    scratch.write("out/dashboards/shop.json", dashboard("Shop", "1m"));
    scratch.write("out/dashboards/new.json", dashboard("New", "1m"));
    scratch.write("out/MANIFEST.json", "{\"files\": []}");
    scratch.write("elsewhere.json", "{}");
    let (code, text, _) = scratch.diff(&["main", "--exit-code"]);
    assert_eq!(code, 1);
    assert_eq!(
        text,
        "out/dashboards/new.json: new dashboard \"New\"
  + dashboard \"New\" added: 1 panel
  newly asks for: metric up

out/dashboards/shop.json: dashboard \"Shop\"
  ~ refresh 30s -> 1m

2 files differ, 2 changes: 1 added, 1 changed
"
    );
}

#[test]
fn two_revisions_are_compared_whatever_the_working_tree_holds() {
    let scratch = Scratch::with_project();
    scratch.git(&["tag", "v1"]);
    scratch.write("out/dashboards/shop.json", dashboard("Shop", "1m"));
    scratch.commit("two");
    fs::remove_dir_all(scratch.path().join("out")).unwrap();
    let (code, text, _) = scratch.diff(&["v1", "HEAD"]);
    assert_eq!((code, text.lines().nth(1)), (0, Some("  ~ refresh 30s -> 1m")));
    let (_, back, _) = scratch.diff(&["HEAD", "v1"]);
    assert_eq!(back.lines().nth(1), Some("  ~ refresh 1m -> 30s"));
    assert_eq!(scratch.diff(&["HEAD~1", "v1"]).1, "no difference\n");
}

#[test]
fn a_name_is_never_read_as_an_option_nor_by_a_shell() {
    let scratch = Scratch::with_project();
    for name in ["--output=x", "--help", "-h", "--all", "$(touch x)", "main; touch x", "main..main", "--exec=touch x", ""] {
        for arguments in [&["--", name][..], &["--", "main", name]] {
            let (code, text, error) = scratch.diff(arguments);
            assert_eq!((code, text.as_str()), (2, ""), "{name}");
            assert!(error.contains("there is no revision"), "{name}: {error}");
        }
    }
    assert!(!scratch.path().join("x").exists());
}

#[test]
fn a_folder_without_a_repository_is_told() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("spanboard.yaml"), PROJECT).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_spanboard"));
    // Not to be found in a folder around it either.
    command.current_dir(folder.path()).env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap()).args(["diff", "main"]);
    let (code, text, error) = told(&command.output().unwrap());
    assert_eq!((code, text.as_str()), (2, ""));
    assert!(error.contains("is in no git repository: not a git repository"), "{error}");
}

#[test]
fn a_path_that_does_not_exist_is_told() {
    let scratch = Scratch::with_project();
    scratch.write("a.json", "{}");
    let (code, _, error) = scratch.diff(&["a.json", "b.json"]);
    assert_eq!(code, 2);
    assert!(error.contains("`b.json` is no path that exists"), "{error}");
    assert!(scratch.diff(&["a.json"]).2.contains("give both"));
}

#[test]
fn without_a_project_paths_are_named() {
    let scratch = Scratch::new();
    scratch.write("monitoring/a.json", dashboard("A", "30s"));
    scratch.write("monitoring/notes.md", "one");
    scratch.write("other/b.json", dashboard("B", "30s"));
    scratch.commit("one");
    scratch.write("monitoring/a.json", dashboard("A", "1m"));
    scratch.write("monitoring/notes.md", "two");
    scratch.write("other/b.json", dashboard("B", "1m"));
    let files = |arguments: &[&str]| -> Vec<String> {
        let (code, text, error) = scratch.diff(arguments);
        assert_eq!(code, 0, "{error}");
        text.lines().filter_map(|line| Some(line.split_once(": dashboard")?.0.to_owned())).collect()
    };
    assert_eq!(files(&["main", "--path", "monitoring/"]), ["monitoring/a.json"]);
    assert_eq!(files(&["main", "--path", "."]), ["monitoring/a.json", "other/b.json"]);
    assert_eq!(files(&["main", "--path", "other/b.json", "--path", "monitoring"]), ["monitoring/a.json", "other/b.json"]);
    let (code, _, error) = scratch.diff(&["main"]);
    assert_eq!(code, 2);
    assert!(error.contains("spanboard.yaml") && error.contains("--path"), "{error}");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_compared() {
    let scratch = Scratch::with_project();
    scratch.write("out/dashboards/binary.json", [0xff, 0xfe, 0]);
    scratch.write("out/dashboards/broken.json", "{");
    scratch.commit("two");
    scratch.write("out/dashboards/binary.json", "{}");
    scratch.write("out/dashboards/broken.json", "{}");
    scratch.write("out/dashboards/shop.json", dashboard("Shop", "1m"));
    let (code, text, _) = scratch.diff(&["HEAD", "--exit-code"]);
    assert_eq!(code, 2);
    for words in ["binary.json (HEAD): it is not text", "broken.json (HEAD): this is not JSON", "refresh 30s -> 1m"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // The page may go into a file; what is missing from it is said beside it.
    let (code, page, error) = scratch.diff(&["HEAD", "--format", "html"]);
    assert_eq!(code, 2);
    assert!(page.contains("binary.json") && error.contains("not compared: out/dashboards/binary.json"), "{error}");
}

#[test]
fn paths_that_exist_go_before_revisions_and_can_be_told_apart() {
    let scratch = Scratch::with_project();
    scratch.git(&["branch", "old"]);
    scratch.write("out/dashboards/shop.json", dashboard("Shop", "1m"));
    scratch.commit("two");
    scratch.write("old", "const A: u8 = 1;\n");
    scratch.write("main", "const A: u8 = 2;\n");
    assert!(scratch.diff(&["old", "main"]).1.contains("text (line 1) changed"));
    assert!(scratch.diff(&["refs/heads/old", "main"]).1.contains("refresh 30s -> 1m"));
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let scratch = Scratch::with_project();
    std::os::unix::fs::symlink("/etc/hostname", scratch.path().join("out/dashboards/link.json")).unwrap();
    scratch.commit("two");
    let (code, text, _) = scratch.diff(&["HEAD~1", "HEAD"]);
    assert_eq!(code, 2);
    assert!(text.contains("link.json (HEAD): it is a link"), "{text}");
    // The same link on both sides is no difference.
    assert_eq!(scratch.diff(&["HEAD", "main", "--exit-code"]).0, 0);
}

#[test]
fn more_files_than_a_pipe_holds_are_read_without_waiting_for_ever() {
    let scratch = Scratch::with_project();
    for number in 0..3000 {
        scratch.write(
            &format!("out/dashboards/{number}.json"),
            format!("{{\"number\": {number}, \"text\": \"{}\"}}", "x".repeat(100)),
        );
    }
    scratch.commit("two");
    let (code, text, _) = scratch.diff(&["HEAD", "--exit-code"]);
    assert_eq!((code, text.as_str()), (0, "no difference\n"));
    let (_, text, _) = scratch.diff(&["HEAD~1", "HEAD", "--stat"]);
    assert!(text.ends_with("3000 files differ, 3000 changes: 3000 added\n"));
}

#[test]
fn a_project_in_a_folder_of_the_repository_is_found() {
    let scratch = Scratch::new();
    scratch.write("team/spanboard.yaml", PROJECT);
    scratch.write("team/out/dashboards/shop.json", dashboard("Shop", "30s"));
    scratch.commit("one");
    scratch.write("team/out/dashboards/shop.json", dashboard("Shop", "1m"));
    let (code, text, _) = scratch.diff(&["main", "--config", "team/spanboard.yaml"]);
    assert_eq!((code, text.lines().next()), (0, Some("team/out/dashboards/shop.json: dashboard \"Shop\"")));
}
