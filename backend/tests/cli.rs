//! The commands as a person meets them: `tests/cli/<what-it-shows>.trycmd` holds commands and what they print, the folder of the same
//! name that ends with `.in` the files that they find. `TRYCMD=overwrite cargo test -p nemotron-backend --test cli` writes what happens now
//! into the transcripts.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

fn transcripts() -> impl Iterator<Item = PathBuf> + use<> {
    entries(&folder()).filter(|path| path.extension().is_some_and(|ending| ending == "trycmd"))
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

#[test]
fn commands_print_what_the_transcripts_say() {
    assert!(transcripts().count() > 3);
    // In a copy, since commands write beside the files that they find.
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    if work.exists() {
        fs::remove_dir_all(&work).unwrap();
    }
    copy(&folder(), &work);
    // It runs when the cases are dropped, and panics where they fail, also after writing them anew.
    let ran = std::panic::catch_unwind(|| {
        trycmd::TestCases::new().case(work.join("*.trycmd"));
    });
    if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
        for path in transcripts() {
            fs::copy(work.join(path.file_name().unwrap()), &path).unwrap();
        }
    } else if let Err(failed) = ran {
        std::panic::resume_unwind(failed);
    }
}

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_readme_shows_what_the_doctor_says() {
    let readme = readme();
    let (_, after) = readme.split_once("<!-- a part of tests/cli/doctor.trycmd -->\n").unwrap();
    let shown: Vec<&str> = after.lines().map_while(|line| line.strip_prefix("    ")).collect();
    assert!(shown.len() > 5);
    let transcript = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/doctor.trycmd")).unwrap();
    assert!(transcript.contains(&shown.join("\n")), "README.md shows what the doctor does not say:\n{}", shown.join("\n"));
}

#[test]
fn the_readme_lists_the_commands() {
    let readme = readme();
    let listed: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `nemotron-backend ")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    let output = Command::new(env!("CARGO_BIN_EXE_nemotron-backend")).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> =
        commands.map(|line| line.split_whitespace().next().unwrap()).filter(|name| *name != "help").collect();
    assert_eq!(listed, commands);
}

#[test]
fn no_transcript_shows_a_secret() {
    for transcript in transcripts() {
        let text = fs::read_to_string(&transcript).unwrap();
        assert!(!text.contains("hunter2"), "{} shows the secret of its files", transcript.display());
    }
}

#[test]
fn completions_are_scripts_that_their_shell_takes() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = Command::new(env!("CARGO_BIN_EXE_nemotron-backend")).args(["completions", shell]).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("provisioning") && script.contains("failure-rate"), "{shell}");
        if shell == "bash" {
            let checked = Command::new("bash").args(["-n", "-c", &script]).output().unwrap();
            assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        }
    }
}
