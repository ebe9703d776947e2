//! What stands on the disk, before anything is decided.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::path::folders;
use crate::diag::{Diagnostic, Place};

/// What stands at an output's path.
#[derive(Debug)]
pub(super) enum Found {
    Missing,
    File(Vec<u8>),
    Folder,
    /// A link, socket, pipe or device.
    Other,
    Unreadable(io::Error),
}

/// Looks at `path` below `root`, and reads it if it is a file. Does not follow a link in its last part.
pub(super) fn look(root: &Path, path: &str) -> Found {
    let full = root.join(path);
    match fs::symlink_metadata(&full) {
        Ok(found) if found.is_dir() => Found::Folder,
        Ok(found) if !found.is_file() => Found::Other,
        Ok(_) => fs::read(&full).map_or_else(Found::Unreadable, Found::File),
        Err(error) if is_missing(&error) => Found::Missing,
        Err(error) => Found::Unreadable(error),
    }
}

/// Whether `root` exists; a problem if it is no folder.
pub(super) fn root(root: &Path) -> Result<bool, Vec<Diagnostic>> {
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => {
            let message = format!("the output root `{}` is not a folder", root.display());
            Err(vec![Diagnostic::error("output/not-a-folder", message)])
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(vec![disk("open", root, &error)]),
    }
}

/// The folders below the root that lie on the way to some outputs.
#[derive(Debug, Default)]
pub(super) struct Folders(BTreeMap<String, Folder>);

/// What stands where a folder is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folder {
    Real,
    Missing,
    /// A file; what would lie below it is missing.
    File,
    /// Something that might lead out of the root. What would lie below it is not looked at.
    Other,
}

impl Folders {
    /// Looks at each folder on the way to `paths` once. What can't be looked at is a problem.
    pub(super) fn of<'a>(root: &Path, paths: impl Iterator<Item = &'a str>, problems: &mut Vec<Diagnostic>) -> Self {
        let mut known = BTreeMap::new();
        for path in paths {
            let mut outer = Folder::Real;
            for folder in folders(path) {
                outer = match known.get(folder) {
                    Some(state) => *state,
                    None => *known.entry(folder.to_owned()).or_insert_with(|| match outer {
                        Folder::Real => look_at_folder(root, folder, problems),
                        Folder::Missing | Folder::File => Folder::Missing,
                        Folder::Other => Folder::Other,
                    }),
                };
            }
        }
        Self(known)
    }

    /// The outermost folder on the way to `path` that is not a real one, and what it is.
    pub(super) fn obstacle<'p>(&self, path: &'p str) -> Option<(&'p str, Folder)> {
        folders(path).map(|folder| (folder, self.state(folder))).find(|(_, state)| *state != Folder::Real)
    }

    /// What stands at `folder`, which must be on the way to one of the paths that were asked for.
    pub(super) fn state(&self, folder: &str) -> Folder {
        self.0.get(folder).copied().unwrap_or(Folder::Missing)
    }
}

fn look_at_folder(root: &Path, folder: &str, problems: &mut Vec<Diagnostic>) -> Folder {
    let full = root.join(folder);
    match fs::symlink_metadata(&full) {
        Ok(found) if found.is_dir() => Folder::Real,
        Ok(found) if found.is_file() => Folder::File,
        Ok(_) => Folder::Other,
        Err(error) if is_missing(&error) => Folder::Missing,
        Err(error) => {
            problems.push(disk("look at", &full, &error));
            Folder::Missing
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What the operating system refused, with the path and its own words.
pub(super) fn disk(action: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output/disk", format!("can't {action} `{}`: {error}", path.display()))
        .at(Place::file(path.display().to_string()))
}
