//! From artifacts and what stands on the disk to a [`Plan`]: the list of steps that makes the one into the other.

mod outdated;
mod outputs;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::manifest::{Before, Manifest, Pending, Written};
use super::path::{folders, temporary};
use super::survey::{Folder, Folders, Found, look};
use super::{Applied, Change};
use crate::diag::Diagnostic;
use crate::render::Artifact;
use outdated::Outdated;
use outputs::Output;

/// One change to the disk. Paths are below the output root. A process that is killed has taken a step wholly or not at all, apart
/// from [`WriteTemporary`](Step::WriteTemporary), which may leave a part of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// Creates one folder; those on the way to it exist.
    CreateFolder(&'a str),
    /// Writes the new text of `path` beside it.
    WriteTemporary { path: &'a str, text: Cow<'a, str> },
    /// Gives the text beside `path` its name.
    Replace(&'a str),
    /// Removes the text beside `path`.
    RemoveTemporary(&'a str),
    /// Removes a file.
    Remove(&'a str),
    /// Removes a folder, unless something is in it.
    RemoveFolderIfEmpty(&'a str),
}

/// All that a run will do.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The manifest's path.
    pub(super) manifest: &'a str,
    /// What goes before the first file changes: the journal, folders, temporary files.
    pub(super) prepare: Vec<Step<'a>>,
    /// What makes the change.
    pub(super) commit: Vec<Step<'a>>,
    /// What takes `prepare` back, as far as it has come.
    pub(super) undo: Vec<Step<'a>>,
    /// What becomes of the files.
    pub(super) applied: Applied,
}

/// Everything that is known when the steps are listed.
struct Facts<'a> {
    manifest: &'a str,
    before: &'a Before,
    folders: Folders,
    outdated: Outdated<'a>,
    outputs: Vec<Output<'a>>,
}

/// Looks at the disk below `root` and says what makes it hold `artifacts`, or all that stands against it.
pub(super) fn plan<'a>(
    root: &Path,
    manifest: &'a str,
    before: &'a Before,
    artifacts: &'a [Artifact],
    force: bool,
) -> Result<Plan<'a>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let current: BTreeSet<&str> = artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
    let paths = before.paths().chain(current.iter().copied()).chain([manifest]);
    let folders = Folders::of(root, paths, &mut problems);
    let outdated = Outdated::find(root, manifest, before, &current, &folders, force, &mut problems);
    let outputs = outputs::find(root, before, artifacts, &folders, &outdated, force, &mut problems);
    outputs::check_manifest(root, manifest, &folders, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let facts = Facts { manifest, before, folders, outdated, outputs };
    facts.steps(root)
}

impl<'a> Facts<'a> {
    fn steps(&self, root: &Path) -> Result<Plan<'a>, Vec<Diagnostic>> {
        let done = Manifest { files: self.outputs.iter().map(Output::written).collect(), pending: Vec::new() };
        let done_text = done.text()?;
        let journal = Manifest { pending: self.pending(), ..done };
        let mut plan =
            Plan { manifest: self.manifest, prepare: vec![], commit: vec![], undo: vec![], applied: self.applied(&done_text) };
        self.remove_leftovers(root, &mut plan.prepare);
        let mut created = BTreeSet::new();
        let (early, late): (Vec<&Output<'a>>, Vec<&Output<'a>>) =
            self.outputs.iter().filter(|output| output.change != Change::Unchanged).partition(|output| !output.waits);

        let is_done = self.before.text.as_ref() == Some(&done_text);
        if !is_done || !journal.pending.is_empty() {
            self.create_folders(self.manifest, &mut created, &mut plan.prepare);
        }
        if !journal.pending.is_empty() {
            plan.prepare.push(Step::WriteTemporary { path: self.manifest, text: Cow::Owned(journal.text()?) });
            plan.prepare.push(Step::Replace(self.manifest));
        }
        self.write(&early, &mut created, &mut plan.prepare);
        self.undo(&plan.prepare, &mut plan.undo);

        // Old files go before new ones come: a dashboard that moves is never there twice, which Grafana would refuse.
        plan.commit.extend(self.outdated.removed.iter().map(|(path, _)| Step::Remove(path)));
        plan.commit.extend(self.outdated.folders.iter().rev().map(|folder| Step::RemoveFolderIfEmpty(folder)));
        self.write(&late, &mut created, &mut plan.commit);
        plan.commit.extend(early.iter().chain(&late).map(|output| Step::Replace(&output.artifact.path)));
        if !is_done || !journal.pending.is_empty() {
            plan.commit.push(Step::WriteTemporary { path: self.manifest, text: Cow::Owned(done_text) });
            plan.commit.push(Step::Replace(self.manifest));
        }
        Ok(plan)
    }

    /// What is to be known about the files to be changed, should the run be killed.
    fn pending(&self) -> Vec<Pending> {
        let changed = self.outputs.iter().filter(|output| output.change != Change::Unchanged);
        let changed = changed.map(|output| (output.artifact.path.as_str(), output.was.clone()));
        let removed = self.outdated.removed.iter().map(|(path, was)| (*path, Some(was.clone())));
        let all: BTreeMap<&str, Option<String>> = changed.chain(removed).collect();
        all.into_iter().map(|(path, was)| Pending { path: path.to_owned(), was }).collect()
    }

    /// Removes temporary files of a run that was killed.
    fn remove_leftovers(&self, root: &Path, steps: &mut Vec<Step<'a>>) {
        let candidates = self.before.pending.iter().map(String::as_str).chain([self.manifest]);
        let reachable = candidates.filter(|path| self.folders.obstacle(path).is_none());
        let left = reachable.filter(|path| !matches!(look(root, &temporary(path)), Found::Missing));
        steps.extend(left.map(Step::RemoveTemporary));
    }

    /// Writes the temporary files of `outputs`, and creates the folders that they need.
    fn write(&self, outputs: &[&Output<'a>], created: &mut BTreeSet<&'a str>, steps: &mut Vec<Step<'a>>) {
        for output in outputs {
            self.create_folders(&output.artifact.path, created, steps);
        }
        let texts = outputs.iter().map(|output| &output.artifact);
        steps.extend(texts.map(|artifact| Step::WriteTemporary { path: &artifact.path, text: Cow::Borrowed(&artifact.text) }));
    }

    fn create_folders(&self, path: &'a str, created: &mut BTreeSet<&'a str>, steps: &mut Vec<Step<'a>>) {
        for folder in folders(path) {
            // One that is removed because nothing is left in it may be needed again: it is not in the list of those to remove.
            if self.folders.state(folder) != Folder::Real && created.insert(folder) {
                steps.push(Step::CreateFolder(folder));
            }
        }
    }

    fn undo(&self, prepare: &[Step<'a>], undo: &mut Vec<Step<'a>>) {
        for step in prepare.iter().rev() {
            match step {
                Step::WriteTemporary { path, .. } => undo.push(Step::RemoveTemporary(path)),
                Step::CreateFolder(folder) => undo.push(Step::RemoveFolderIfEmpty(folder)),
                Step::Replace(manifest) => match &self.before.text {
                    Some(text) => {
                        undo.push(Step::WriteTemporary { path: manifest, text: Cow::Owned(text.clone()) });
                        undo.push(Step::Replace(manifest));
                    }
                    None => undo.push(Step::Remove(manifest)),
                },
                Step::RemoveTemporary(_) | Step::Remove(_) | Step::RemoveFolderIfEmpty(_) => {}
            }
        }
    }

    fn applied(&self, done_text: &str) -> Applied {
        let manifest = match &self.before.text {
            None => Change::Created,
            Some(text) if text == done_text => Change::Unchanged,
            Some(_) => Change::Updated,
        };
        let outputs = self.outputs.iter().map(|output| (output.artifact.path.clone(), output.change));
        let removed = self.outdated.removed.iter().map(|(path, _)| ((*path).to_owned(), Change::Removed));
        let mut files: Vec<(String, Change)> = outputs.chain(removed).chain([(self.manifest.to_owned(), manifest)]).collect();
        files.sort();
        Applied { files }
    }
}

impl Output<'_> {
    fn written(&self) -> Written {
        Written::of(self.artifact, &self.sha256)
    }
}
