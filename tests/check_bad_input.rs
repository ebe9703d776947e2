//! What `check` does with files that nobody should write: each is told, in bounded time, without a panic.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longer than any of these takes in a debug build on a busy machine; a hang takes for ever.
const BOUND: Duration = Duration::from_mins(1);

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Checks `path` below the folder: the exit code and everything that was printed.
    #[track_caller]
    fn check(&self, path: &str) -> (i32, String) {
        let begin = Instant::now();
        let program = env!("CARGO_BIN_EXE_spanboard");
        let output = Command::new(program).args(["check", path, "--level", "info"]).current_dir(self.0.path()).output().unwrap();
        assert!(begin.elapsed() < BOUND, "it took {:?}", begin.elapsed());
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert!(!printed.contains("panicked"), "{printed}");
        (output.status.code().unwrap(), printed)
    }

    #[track_caller]
    fn check_says(&self, path: &str, code: i32, words: &[&str]) {
        let (actual, printed) = self.check(path);
        let start: String = printed.chars().take(3000).collect();
        assert_eq!(actual, code, "{start}");
        for word in words {
            assert!(printed.contains(word), "{word:?} is not in\n{start}");
        }
    }
}

fn dashboard(expr: &str) -> String {
    let expr = serde_json::Value::from(expr);
    format!(
        r#"{{"title": "T", "uid": "t", "schemaVersion": 42, "panels": [{{"id": 1, "type": "timeseries", "title": "P", "description": "d",
        "gridPos": {{"x": 0, "y": 0, "w": 24, "h": 8}}, "datasource": {{"type": "prometheus", "uid": "p"}},
        "targets": [{{"refId": "A", "expr": {expr}}}]}}]}}"#
    )
}

#[test]
fn a_query_of_ten_megabytes_is_not_checked_and_that_is_said() {
    let folder = Folder::new().with("a.json", dashboard(&"up + ".repeat(2_000_000)));
    folder.check_says("a.json", 0, &["1 PromQL query was not checked", "longer than"]);
}

#[test]
fn a_query_nested_ten_thousand_deep_is_not_checked_and_that_is_said() {
    let folder = Folder::new().with("a.json", dashboard(&format!("{}up{}", "(".repeat(10_000), ")".repeat(10_000))));
    folder.check_says("a.json", 0, &["1 PromQL query was not checked"]);
}

#[test]
fn json_nested_ten_thousand_deep_is_refused() {
    let folder = Folder::new().with("a.json", format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)));
    folder.check_says("a.json", 2, &["file/unreadable", "recursion limit"]);
}

#[test]
fn panels_nested_deeper_than_any_row_are_refused_or_looked_at() {
    let nested =
        format!(r#"{{"title": "T", "schemaVersion": 42, "panels": {}[]{}}}"#, r#"[{"panels": "#.repeat(60), "}]".repeat(60));
    let (code, printed) = Folder::new().with("a.json", nested).check("a.json");
    assert!(code < 2, "{printed}");
}

#[test]
fn yaml_nested_ten_thousand_deep_is_refused() {
    let folder = Folder::new().with("a.yaml", format!("datasources: {}{}", "[".repeat(10_000), "]".repeat(10_000)));
    folder.check_says("a.yaml", 2, &["file/unreadable"]);
    let blocks: Vec<String> = (0..10_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    Folder::new().with("b.yaml", blocks.concat()).check_says("b.yaml", 2, &["file/unreadable"]);
}

#[test]
fn aliases_that_explode_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        writeln!(text, "a{level}: &a{level} [{}]", vec![before; 10].join(", ")).unwrap();
    }
    Folder::new().with("a.yaml", text).check_says("a.yaml", 2, &["file/unreadable"]);
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place_and_the_rest_is_checked() {
    let folder = Folder::new().with("bad.json", b"{\"title\": \"\xff\"}").with("good.json", dashboard("up"));
    folder.check_says(".", 2, &["bad.json", "is not UTF-8", "1 dashboard"]);
}

#[test]
fn a_file_that_is_no_file_of_grafana_is_told_where_it_was_named_and_passed_over_in_a_folder() {
    let folder = Folder::new().with("compose.yaml", "services: {}\n").with("data.json", "[1, 2]");
    folder.check_says("compose.yaml", 2, &["file/not-grafana"]);
    folder.check_says(".", 0, &["nothing found: no Grafana files"]);
}

#[test]
fn a_path_that_is_not_there_is_told() {
    Folder::new().check_says("nowhere", 2, &["file/unreadable", "nowhere"]);
}

#[test]
fn broken_json_of_a_dashboard_is_an_error_even_in_a_folder() {
    let text = dashboard("up").replace("\"T\",", "\"T\"");
    Folder::new().with("deep/er/a.json", text).check_says(".", 2, &["deep/er/a.json:1:", "file/unreadable"]);
}

#[cfg(unix)]
#[test]
fn a_circle_of_links_ends() {
    let folder = Folder::new().with("a/good.json", dashboard("up"));
    std::os::unix::fs::symlink("..", folder.0.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink("loop", folder.0.path().join("a/loop")).unwrap();
    folder.check_says(".", 0, &["in 1 dashboard"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_read() {
    let folder = Folder::new().with("real/good.json", dashboard("up"));
    std::os::unix::fs::symlink("real/good.json", folder.0.path().join("linked.json")).unwrap();
    folder.check_says("linked.json", 0, &["in 1 dashboard"]);
}

#[test]
fn a_hundred_thousand_findings_are_told() {
    let panels: Vec<String> = (0..20_000).map(|_| r#"{"id": 1, "type": "timeseries", "title": ""}"#.to_owned()).collect();
    let text = format!(r#"{{"title": "T", "uid": "t", "schemaVersion": 42, "panels": [{}]}}"#, panels.join(","));
    let (code, _) = Folder::new().with("a.json", text).check("a.json");
    assert!(code < 2);
}
