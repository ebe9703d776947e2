//! The files to be, held against what stands in their place.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::Change;
use super::super::manifest::Before;
use super::super::path::{sha256, temporary};
use super::super::survey::{Folder, Folders, Found, disk, look};
use super::outdated::Outdated;
use crate::diag::{Diagnostic, Place};
use crate::parallel;
use crate::render::Artifact;

/// A file to be, and what its path holds now.
#[derive(Debug)]
pub(super) struct Output<'a> {
    pub(super) artifact: &'a Artifact,
    /// The digest of its text.
    pub(super) sha256: String,
    pub(super) change: Change,
    /// The digest of what stands there now and is replaced.
    pub(super) was: Option<String>,
    /// Whether an outdated file stands where its folder will be, so that it can only be written once that is gone.
    pub(super) waits: bool,
}

/// Reads what stands in place of `artifacts`, and compares. What can't or must not be replaced is a problem.
pub(super) fn find<'a>(
    root: &Path,
    before: &Before,
    artifacts: &'a [Artifact],
    folders: &Folders,
    outdated: &Outdated<'_>,
    force: bool,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Output<'a>> {
    let mut blocked = BTreeSet::new();
    let artifacts: Vec<&'a Artifact> = artifacts.iter().collect();
    let compared = parallel::map(&artifacts, |artifact| compare(root, before, artifact, folders, outdated, force));
    let mut outputs = Vec::with_capacity(artifacts.len());
    for compared in compared {
        match compared {
            Ok(output) => outputs.push(output),
            Err(Problem::Folder(folder)) => drop(blocked.insert(folder)),
            Err(Problem::Own(problem)) => problems.extend(problem),
        }
    }
    problems.extend(blocked.into_iter().map(|folder| not_a_folder(&folder)));
    outputs.sort_by(|left, right| left.artifact.path.cmp(&right.artifact.path));
    outputs
}

/// Checks that the manifest can be replaced: by whom it was changed does not matter.
pub(super) fn check_manifest(root: &Path, manifest: &str, folders: &Folders, problems: &mut Vec<Diagnostic>) {
    if let Some((folder, Folder::File | Folder::Other)) = folders.obstacle(manifest) {
        problems.push(not_a_folder(folder));
        return;
    }
    match look(root, manifest) {
        Found::Missing | Found::File(_) => {}
        Found::Folder | Found::Other => problems.push(not_a_file(manifest)),
        Found::Unreadable(error) => problems.push(disk("read", &root.join(manifest), &error)),
    }
}

enum Problem {
    /// Something stands where this folder is needed: told once, not for every file below it.
    Folder(String),
    Own(Vec<Diagnostic>),
}

impl From<Diagnostic> for Problem {
    fn from(problem: Diagnostic) -> Self {
        Self::Own(vec![problem])
    }
}

fn compare<'a>(
    root: &Path,
    before: &Before,
    artifact: &'a Artifact,
    folders: &Folders,
    outdated: &Outdated<'_>,
    force: bool,
) -> Result<Output<'a>, Problem> {
    let path = artifact.path.as_str();
    let sha256_new = sha256(artifact.text.as_bytes());
    let output = |change, was, waits| Output { artifact, sha256: sha256_new.clone(), change, was, waits };
    match folders.obstacle(path) {
        None => {}
        Some((_, Folder::Missing)) => return Ok(output(Change::Created, None, false)),
        Some((file, Folder::File)) if outdated.removes(file) => return Ok(output(Change::Created, None, true)),
        Some((folder, _)) => return Err(Problem::Folder(folder.to_owned())),
    }
    match look(root, path) {
        Found::Missing => Ok(output(Change::Created, None, false)),
        Found::File(bytes) if bytes == artifact.text.as_bytes() => Ok(output(Change::Unchanged, None, false)),
        Found::File(bytes) => {
            let was = sha256(&bytes);
            if force || before.is_ours(path, &was) {
                Ok(output(Change::Updated, Some(was), false))
            } else {
                Err(edited(path).into())
            }
        }
        Found::Folder if vanishes(root, path, before, outdated) => Ok(output(Change::Created, None, false)),
        Found::Folder | Found::Other => Err(not_a_file(path).into()),
        Found::Unreadable(error) => Err(disk("read", &root.join(path), &error).into()),
    }
}

/// Whether nothing is in `folder` but what this run removes, so that a file may take its place.
fn vanishes(root: &Path, folder: &str, before: &Before, outdated: &Outdated<'_>) -> bool {
    if !outdated.folders.contains(folder) {
        return false;
    }
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return false };
    let leftovers: BTreeSet<String> = before.pending.iter().map(|path| temporary(path)).collect();
    entries.into_iter().all(|entry| {
        let Some(name) = entry.ok().and_then(|entry| entry.file_name().into_string().ok()) else { return false };
        let inner = format!("{folder}/{name}");
        // A folder that is to go lies no deeper than a path in the manifest has parts, so this comes to an end.
        outdated.removes(&inner) || leftovers.contains(&inner) || vanishes(root, &inner, before, outdated)
    })
}

fn edited(path: &str) -> Diagnostic {
    Diagnostic::error(
        "output/edited-by-hand",
        format!("`{path}` holds what no run has written: it was edited by hand, or is not ours"),
    )
    .at(Place::file(path))
    .help("put the change into the spec, or move the file elsewhere to keep it; `--force` overwrites it")
}

fn not_a_file(path: &str) -> Diagnostic {
    Diagnostic::error("output/not-a-file", format!("can't write `{path}`: a folder, a link or a special file stands there"))
        .at(Place::file(path))
        .help("move it elsewhere")
}

fn not_a_folder(folder: &str) -> Diagnostic {
    let message = format!("can't write below `{folder}`: it is not a real folder; links are not followed");
    Diagnostic::error("output/not-a-folder", message).at(Place::file(folder)).help("move it elsewhere")
}
