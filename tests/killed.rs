//! A run that is killed: whatever the moment, every file is the old or the new one, and the next run puts all of it right.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const DASHBOARDS: usize = 200;
const KILLS: u32 = 24;

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Writes the spec of a project whose dashboards are all of the title `word`. Every tenth one is there in one edition only, so
/// that files are created, replaced and removed.
fn write_spec(folder: &Path, word: &str, edition: usize) {
    let dashboards = folder.join("dashboards");
    if dashboards.exists() {
        fs::remove_dir_all(&dashboards).unwrap();
    }
    fs::create_dir_all(&dashboards).unwrap();
    let project = "dashboards: dashboards\noutputs: {manifest: generated/MANIFEST.json, dashboards: generated/dashboards}\n";
    fs::write(folder.join("spanboard.yaml"), project).unwrap();
    for index in (0..DASHBOARDS).filter(|index| index % 10 != 0 || index / 10 % 2 == edition) {
        let content = word.repeat(500);
        let text = format!("title: {word} {index}\npanels:\n  - {{type: text, title: A, content: {content}}}\n");
        fs::write(dashboards.join(format!("d{index}.yaml")), text).unwrap();
    }
}

fn generate(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_spanboard"));
    command.arg("generate").current_dir(folder).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn generated(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.join("generated")];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What a run in a folder of its own writes.
fn whole(word: &str, edition: usize) -> (Files, Duration) {
    let folder = tempfile::tempdir().unwrap();
    write_spec(folder.path(), word, edition);
    let begin = Instant::now();
    assert!(generate(folder.path()).status().unwrap().success());
    (generated(folder.path()), begin.elapsed())
}

#[test]
fn a_killed_run_leaves_old_or_new_files_and_the_next_one_mends_the_tree() {
    let editions = [("old", 0), ("new", 1)];
    let trees = editions.map(|(word, edition)| whole(word, edition));
    let folder = tempfile::tempdir().unwrap();
    write_spec(folder.path(), "old", 0);
    assert!(generate(folder.path()).status().unwrap().success());

    let mut killed = 0;
    for round in 0..KILLS {
        let next = usize::try_from(round + 1).unwrap() % 2;
        let (word, edition) = editions[next];
        write_spec(folder.path(), word, edition);
        let mut child = generate(folder.path()).spawn().unwrap();
        // Most of the time goes by before the first write: the later half of a run is where it matters.
        thread::sleep(trees[next].1.mul_f64(0.4 + 0.6 * f64::from(round) / f64::from(KILLS)));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());

        for (path, bytes) in generated(folder.path()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            // Temporary files are half written at times, and so is nothing else; the manifest tells of both during a run.
            if name.starts_with(".spanboard-") {
                continue;
            }
            if name == "MANIFEST.json" {
                assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok(), "the manifest is half written");
            } else {
                assert!(
                    trees.iter().any(|(tree, _)| tree.get(&path) == Some(&bytes)),
                    "{} is neither old nor new",
                    path.display()
                );
            }
        }
        let mended = generate(folder.path()).output().unwrap();
        assert!(mended.status.success(), "{}", String::from_utf8_lossy(&mended.stderr));
        assert!(generated(folder.path()) == trees[next].0, "after the kill of round {round} the tree is not what the spec says");
    }
    assert!(killed > 0, "no run was killed in time");
}
