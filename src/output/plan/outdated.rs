//! What earlier runs have left behind that is no output any more.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::manifest::Before;
use super::super::path::{folders, sha256};
use super::super::survey::{Folder, Folders, Found, disk, look};
use crate::diag::{Diagnostic, Place};
use crate::parallel;

/// Files and folders to remove.
#[derive(Debug, Default)]
pub(super) struct Outdated<'a> {
    /// Files with the digest of their text, sorted by path.
    pub(super) removed: Vec<(&'a str, String)>,
    /// Folders that no output needs any more, the outer ones first. They go if they are empty.
    pub(super) folders: BTreeSet<&'a str>,
}

impl<'a> Outdated<'a> {
    /// Looks at each file that an earlier run has written and that is not `current`. One that has changed since is a problem,
    /// unless `force` gives it up. Where no file stands any more, there is nothing of ours to remove.
    pub(super) fn find(
        root: &Path,
        manifest: &'a str,
        before: &'a Before,
        current: &BTreeSet<&str>,
        known: &Folders,
        force: bool,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let paths: Vec<&'a str> = before.paths().filter(|path| !current.contains(path)).collect();
        let needed: BTreeSet<&str> = current.iter().flat_map(|path| folders(path)).chain(folders(manifest)).collect();
        let mut outdated = Self::default();
        let reachable = |path: &&str| match known.obstacle(path) {
            None => true,
            Some((folder, Folder::Other)) => {
                if !force {
                    problems.push(behind_a_link(path, folder));
                }
                false
            }
            Some(_) => false,
        };
        let paths: Vec<&'a str> =
            paths.into_iter().inspect(|path| outdated.want_away(path, known, &needed)).filter(reachable).collect();
        let found = parallel::map(&paths, |path| match look(root, path) {
            Found::File(bytes) => Ok(Some(sha256(&bytes))),
            Found::Missing | Found::Folder | Found::Other => Ok(None),
            Found::Unreadable(error) => Err(vec![disk("read", &root.join(path), &error)]),
        });
        for (path, found) in paths.into_iter().zip(found) {
            match found {
                Ok(Some(digest)) if force || before.is_ours(path, &digest) => outdated.removed.push((path, digest)),
                Ok(Some(_)) => problems.push(changed(path)),
                Ok(None) => {}
                Err(found) => problems.extend(found),
            }
        }
        outdated
    }

    /// Notes the folders of a path that is no output any more.
    fn want_away(&mut self, path: &'a str, known: &Folders, needed: &BTreeSet<&str>) {
        self.folders.extend(folders(path).filter(|folder| known.state(folder) == Folder::Real && !needed.contains(folder)));
    }

    pub(super) fn removes(&self, path: &str) -> bool {
        self.removed.binary_search_by(|(removed, _)| (*removed).cmp(path)).is_ok()
    }
}

fn changed(path: &str) -> Diagnostic {
    let message = format!("`{path}` is no output any more, but was edited by hand after it was written");
    Diagnostic::error("output/edited-by-hand", message)
        .at(Place::file(path))
        .help("move it elsewhere to keep it, or run with `--force` to remove it")
}

fn behind_a_link(path: &str, folder: &str) -> Diagnostic {
    let message = format!("can't remove `{path}`, which is no output any more: `{folder}` is not a real folder");
    Diagnostic::error("output/not-a-folder", message)
        .at(Place::file(folder))
        .help("make it a folder, or run with `--force` to leave alone what lies behind it")
}
