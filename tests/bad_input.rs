//! What a repository can't hold: files without permission, links, names and bytes that are no text, and texts of great size.
//! Each is refused with a diagnostic and an exit code, and nothing is written, least of all outside of the output root.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PROJECT: &str = "datasources: datasources.yaml
dashboards: dashboards
outputs:
  manifest: generated/MANIFEST.json
  datasources: generated/datasources.yaml
  dashboards: generated/dashboards
";
const DATASOURCES: &str = "datasources:\n  - {name: Prometheus, type: prometheus, isDefault: true}\n";
const DASHBOARD: &str = "title: Shop\npanels:\n  - {type: timeseries, title: Requests, targets: [{expr: up}]}\n";

/// A project that is in order, in a folder of its own, with a folder beside it that nobody may touch.
struct Sandbox {
    folder: TempDir,
    /// Another user to run as, with a program that this user can reach.
    user: Option<(u32, std::path::PathBuf)>,
}

impl Sandbox {
    fn new() -> Self {
        let sandbox = Self { folder: tempfile::tempdir().unwrap(), user: None };
        for folder in ["project/dashboards", "beside"] {
            fs::create_dir_all(sandbox.folder.path().join(folder)).unwrap();
        }
        fs::write(sandbox.folder.path().join("beside/notes.txt"), "Mine.\n").unwrap();
        sandbox.with("spanboard.yaml", PROJECT).with("datasources.yaml", DATASOURCES).with("dashboards/shop.yaml", DASHBOARD)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("project").join(name)
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = match &self.user {
            Some((user, binary)) => as_user(*user, binary),
            None => Command::new(env!("CARGO_BIN_EXE_spanboard")),
        };
        let output = command.arg("generate").args(arguments).current_dir(self.path("")).output().unwrap();
        Run::of(&output)
    }

    /// Runs, and expects to be refused with `code`, with all of `words` told, and with nothing written.
    fn refuses(&self, code: i32, words: &[&str]) {
        self.refuses_with(&[], code, words);
    }

    fn refuses_with(&self, arguments: &[&str], code: i32, words: &[&str]) {
        let before = tree(self.folder.path());
        let run = self.run(arguments);
        assert_eq!(run.code, Some(code), "{}", run.stderr);
        for word in words {
            assert!(run.stderr.contains(word), "`{word}` is not told:\n{}", run.stderr);
        }
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        assert_eq!(tree(self.folder.path()), before, "something was written");
    }

    fn works(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run
    }
}

#[cfg(unix)]
fn as_user(user: u32, binary: &Path) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(binary);
    command.uid(user).gid(user);
    command
}

#[cfg(not(unix))]
fn as_user(_user: u32, binary: &Path) -> Command {
    Command::new(binary)
}

struct Run {
    /// `None` for a process that was ended by a signal.
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let run = Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) };
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }
}

/// All files below `folder` with their bytes, links as they are.
fn tree(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_symlink() {
                found.push((path.clone(), fs::read_link(&path).unwrap().to_string_lossy().into_owned().into_bytes()));
            } else if path.is_dir() {
                folders.push(path.clone());
                found.push((path, Vec::new()));
            } else {
                // A pipe would be waited for.
                let bytes = if path.is_file() { fs::read(&path).unwrap_or_default() } else { Vec::new() };
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_project_that_all_of_these_spoil_is_in_order() {
    assert_eq!(Sandbox::new().works(&[]).stdout, "3 created\n");
}

#[test]
fn bytes_that_are_no_text_are_told_at_their_place() {
    Sandbox::new()
        .with("dashboards/shop.yaml", b"title: Shop\nx: \xff\n")
        .refuses(2, &["dashboards/shop.yaml", "not UTF-8", "line 2, column 4"]);
    Sandbox::new().with("spanboard.yaml", b"\xff\xfe").refuses(2, &["spanboard.yaml", "not UTF-8"]);
}

#[test]
fn a_template_that_is_no_text_is_told() {
    Sandbox::new().with("ours/grafana/dashboard.json.j2", b"\xff").refuses_with(
        &["--templates", "ours"],
        2,
        &["ours/grafana/dashboard.json.j2", "UTF-8"],
    );
}

#[test]
fn nesting_without_end_is_refused_in_no_time() {
    let levels = 10_000;
    let indented: String = (0..2_000).flat_map(|level| [" ".repeat(level), "a:\n".to_owned()]).collect();
    let texts = [
        ("brackets", "[".repeat(levels)),
        ("closed brackets", format!("a: {}{}", "[".repeat(levels), "]".repeat(levels))),
        ("mappings", format!("a: {}{}", "{a: ".repeat(levels), "}".repeat(levels))),
        ("lists", format!("{}a", "- ".repeat(levels))),
        ("keys", format!("{}a", "? ".repeat(levels))),
        ("indentation", indented),
        ("quotes", "\"".repeat(levels)),
    ];
    for (name, text) in texts {
        let begin = Instant::now();
        Sandbox::new().with("dashboards/shop.yaml", &text).refuses(2, &["error[spec/yaml]", "dashboards/shop.yaml"]);
        assert!(begin.elapsed() < Duration::from_secs(10), "{name} took {:?}", begin.elapsed());
    }
}

#[test]
fn paths_with_a_nul_or_a_backslash_are_refused() {
    let output = |path: &str| PROJECT.replace("generated/datasources.yaml", path);
    for path in ["\"generated/\\0\"", "'generated\\datasources.yaml'", "'C:\\datasources.yaml'", "\"a\\nb\""] {
        Sandbox::new().with("spanboard.yaml", output(path)).refuses(1, &["error[spec/bad-path]", "spanboard.yaml:5:16"]);
    }
    for path in ["\"a\\0\"", "'a\\b'", "\"a\\nb\"", "''", "/"] {
        let text = PROJECT.replace("dashboards: dashboards", &format!("dashboards: {path}"));
        Sandbox::new().with("spanboard.yaml", text).refuses(1, &["error[spec/bad-path]", "spanboard.yaml:2:13"]);
    }
}

#[test]
fn an_output_root_that_can_not_be_is_refused() {
    Sandbox::new().refuses_with(&["--out", ""], 2, &["error"]);
    Sandbox::new().refuses_with(&["--out", "datasources.yaml"], 2, &["error[output/not-a-folder]"]);
    Sandbox::new().refuses_with(&["--out", "datasources.yaml/below"], 2, &["error[output/disk]"]);
}

#[cfg(unix)]
mod unix {
    use super::{Sandbox, tree};
    use std::ffi::OsStr;
    use std::fs::{self, Permissions};
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::{Command, Stdio};

    /// A user without rights of its own, by custom.
    const NOBODY: u32 = 65_534;

    /// Whether this process is held to permissions: the superuser is not.
    fn is_held_to_permissions() -> bool {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o500)).unwrap();
        fs::write(folder.path().join("a"), "").is_err()
    }

    /// The same project, worked on by somebody who is not the superuser.
    fn held_to_permissions(mut sandbox: Sandbox) -> Sandbox {
        if is_held_to_permissions() {
            return sandbox;
        }
        for folder in ["..", "", "dashboards"] {
            fs::set_permissions(sandbox.path(folder), Permissions::from_mode(0o777)).unwrap();
        }
        // The folder of the build may be the superuser's alone.
        let binary = sandbox.path("../spanboard");
        fs::copy(env!("CARGO_BIN_EXE_spanboard"), &binary).unwrap();
        sandbox.user = Some((NOBODY, binary));
        sandbox
    }

    /// Takes the permission for the run, and gives it back so that the folder can be removed.
    fn without_permission(sandbox: &Sandbox, name: &str, run: impl FnOnce()) {
        let path = sandbox.path(name);
        let before = fs::metadata(&path).unwrap().permissions();
        let mode = if path.is_dir() { 0o555 } else { 0o000 };
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        run();
        fs::set_permissions(&path, before).unwrap();
    }

    #[test]
    fn what_may_not_be_read_or_written_is_told() {
        for (name, rule) in [
            ("spanboard.yaml", "error[spec/unreadable]"),
            ("datasources.yaml", "error[spec/unreadable]"),
            ("dashboards/shop.yaml", "error[spec/unreadable]"),
            ("", "error[output/disk]"),
        ] {
            let sandbox = held_to_permissions(Sandbox::new());
            without_permission(&sandbox, name, || sandbox.refuses(2, &[rule]));
        }
        let sandbox = held_to_permissions(Sandbox::new());
        sandbox.works(&[]);
        let sandbox = sandbox.with("dashboards/shop.yaml", super::DASHBOARD.replace("Shop", "Store"));
        without_permission(&sandbox, "generated/dashboards", || sandbox.refuses(2, &["error[output/disk]"]));
    }

    #[test]
    fn links_that_lead_out_are_not_followed_when_writing() {
        for (link, target) in [
            ("generated", "../beside"),
            ("generated/dashboards", "../../beside"),
            ("generated/datasources.yaml", "../../beside/notes.txt"),
            ("generated/MANIFEST.json", "../../beside/notes.txt"),
            ("generated/datasources.yaml", "../../beside/new.txt"),
        ] {
            let sandbox = Sandbox::new();
            if link != "generated" {
                fs::create_dir(sandbox.path("generated")).unwrap();
            }
            symlink(target, sandbox.path(link)).unwrap();
            sandbox.refuses(2, &["error[output/not-a-"]);
            sandbox.refuses_with(&["--force"], 2, &["error[output/not-a-"]);
        }
    }

    #[test]
    fn an_output_root_may_be_a_link() {
        let sandbox = Sandbox::new();
        symlink("../beside", sandbox.path("out")).unwrap();
        sandbox.works(&["--out", "out"]);
        assert!(sandbox.path("../beside/generated/MANIFEST.json").exists());
    }

    #[test]
    fn linked_folders_of_dashboards_and_templates_do_not_go_round_in_circles() {
        let sandbox = Sandbox::new();
        symlink(".", sandbox.path("dashboards/again")).unwrap();
        symlink("..", sandbox.path("dashboards/up")).unwrap();
        assert_eq!(sandbox.works(&[]).stdout, "3 created\n");
        fs::create_dir(sandbox.path("ours")).unwrap();
        symlink(".", sandbox.path("ours/again")).unwrap();
        sandbox.works(&["--templates", "ours"]);
    }

    #[test]
    fn special_files_are_not_waited_for() {
        let sandbox = Sandbox::new();
        let made = Command::new("mkfifo").arg(sandbox.path("dashboards/pipe.yaml")).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is not there");
        sandbox.refuses(2, &["error[spec/unreadable]", "pipe.yaml"]);
    }

    #[test]
    fn file_names_that_are_no_plain_text_are_refused() {
        let sandbox = Sandbox::new();
        fs::write(sandbox.path("dashboards").join(OsStr::from_bytes(b"a\xff.yaml")), super::DASHBOARD).unwrap();
        sandbox.refuses(2, &["error[spec/unreadable]", "spanboard.yaml:2:13"]);

        for (name, rule) in
            [("a\\b.yaml", "error[output/path]"), ("a\nb.yaml", "error[output/path]"), ("a\u{1b}[31m.yaml", "error[output/path]")]
        {
            let text = format!("uid: x\n{}", super::DASHBOARD.replace("Shop", "Store"));
            Sandbox::new().with(&format!("dashboards/{name}"), text).refuses(1, &[rule]);
        }
    }

    #[test]
    fn names_that_are_kept_for_temporary_files_are_refused() {
        let text = format!("uid: x\n{}", super::DASHBOARD.replace("Shop", "Store"));
        // Hidden files are no dashboards.
        let sandbox = Sandbox::new().with("dashboards/.spanboard-1.yaml", text);
        assert_eq!(sandbox.works(&[]).stdout, "3 created\n");
        let project = super::PROJECT.replace("generated/datasources.yaml", "generated/.spanboard-1.tmp");
        Sandbox::new().with("spanboard.yaml", project).refuses(1, &["kept for temporary files"]);
    }

    #[test]
    fn a_reader_that_has_gone_away_is_no_failure() {
        let sandbox = Sandbox::new();
        let mut command = Command::new(env!("CARGO_BIN_EXE_spanboard"));
        let mut child = command.arg("generate").current_dir(sandbox.path("")).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert!(child.wait().unwrap().success());
        assert!(!tree(&sandbox.path("generated")).is_empty());
    }
}
