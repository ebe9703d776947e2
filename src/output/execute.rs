//! From a plan to the disk, step by step.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::path::temporary;
use super::plan::{Plan, Step};
use super::survey::disk;
use crate::diag::Diagnostic;

/// Takes the steps of `plan`.
///
/// If a file can't be prepared, the others are still tried, so that all problems are told at once; then what was prepared is taken
/// back, and the files are as they were. After that, the first failure ends the run.
pub(super) fn execute(root: &Path, plan: &Plan<'_>) -> Result<(), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    for step in &plan.prepare {
        if let Err(found) = take(root, step) {
            problems.extend(found);
            // Without its folder, or without the journal, no file can be prepared.
            let is_file = matches!(step, Step::WriteTemporary { path, .. } if *path != plan.manifest);
            if !is_file {
                break;
            }
        }
    }
    if !problems.is_empty() {
        problems.extend(plan.undo.iter().filter_map(|step| take(root, step).err()).flatten());
        return Err(problems);
    }
    for step in &plan.commit {
        take(root, step).map_err(unfinished)?;
    }
    Ok(())
}

fn unfinished(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.into_iter().map(|problem| problem.help("run again: the next run completes what this one began")).collect()
}

/// Takes one step.
pub(super) fn take(root: &Path, step: &Step<'_>) -> Result<(), Vec<Diagnostic>> {
    match step {
        Step::CreateFolder(folder) => attempt("create", &root.join(folder), |full| match fs::create_dir(full) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && full.is_dir() => Ok(()),
            result => result,
        }),
        Step::WriteTemporary { path, text } => attempt("write", &root.join(temporary(path)), |full| {
            remove(full)?;
            // A new file and nothing else: a link that somebody puts there would lead the text elsewhere.
            OpenOptions::new().write(true).create_new(true).open(full)?.write_all(text.as_bytes())
        }),
        Step::Replace(path) => attempt("replace", &root.join(path), |full| fs::rename(root.join(temporary(path)), full)),
        Step::RemoveTemporary(path) => attempt("remove", &root.join(temporary(path)), remove),
        Step::Remove(path) => attempt("remove", &root.join(path), remove),
        Step::RemoveFolderIfEmpty(folder) => attempt("remove", &root.join(folder), |full| match fs::remove_dir(full) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) => Ok(()),
            result => result,
        }),
    }
}

fn attempt(action: &str, full: &Path, work: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Vec<Diagnostic>> {
    work(full).map_err(|error| vec![disk(action, full, &error)])
}

/// Removes a file that may be gone already.
fn remove(full: &Path) -> io::Result<()> {
    match fs::remove_file(full) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
