//! Files and folders on the disk, as sides of a comparison.

use std::path::{Path, PathBuf};

use super::Compared;
use crate::diag::Diagnostic;
use crate::diff::{self, Content, File, Side, Unread};
use crate::foreign::walk;
use crate::parallel;

/// Compares two files, or two folders of Grafana's files.
pub(super) fn compare(before: &Path, after: &Path) -> Result<Compared, Diagnostic> {
    let shown = |path: &Path| walk::shown(path);
    let (name_before, name_after) = (shown(before), shown(after));
    let named = |comparison| Compared { comparison, before: name_before.clone(), after: name_after.clone() };
    match (before.is_dir(), after.is_dir()) {
        (true, true) => {
            let (old, new) = parallel::both(|| folder(before), || folder(after));
            let mut comparison = diff::compare(&old.0, &new.0);
            comparison.unread.extend(old.1);
            comparison.unread.extend(new.1);
            Ok(named(comparison))
        }
        (false, false) => {
            let side = |path: &Path| Side { name: shown(path), files: vec![file(path, shown(path))] };
            Ok(named(diff::compare_files(&side(before), &side(after))))
        }
        (is_folder, _) => {
            let (folder, file) = if is_folder { (&name_before, &name_after) } else { (&name_after, &name_before) };
            let message = format!("`{folder}` is a folder and `{file}` is a file: two of a kind can be compared");
            Err(Diagnostic::error("diff/usage", message))
        }
    }
}

/// Grafana's files below a folder, by their paths below it, and what could not be looked into.
fn folder(root: &Path) -> (Side, Vec<Unread>) {
    let name = walk::shown(root);
    let (found, problems) = walk::files(&[root.to_path_buf()]);
    let files = parallel::map(&found, |found| {
        let path = walk::shown(found.path.strip_prefix(root).unwrap_or(&found.path));
        file(&found.path, path)
    });
    let unread = problems.into_iter().map(|problem| {
        let path = problem.place.map_or_else(|| name.clone(), |place| place.file);
        Unread { path, side: name.clone(), reason: problem.message }
    });
    let unread = unread.collect();
    (Side { name, files }, unread)
}

/// A file on the disk, called `path` in the comparison.
pub(super) fn file(at: &Path, path: String) -> File {
    let content = match walk::bytes(at) {
        Ok(bytes) => Content::Bytes(bytes),
        Err(reason) => Content::Unreadable(reason),
    };
    File { path, content }
}

/// What stands at `paths` below `root`: files as they are, folders with Grafana's files in them. Paths are given as they lead from
/// `root`, in `/`. What is not there is left out.
pub(super) fn below(root: &Path, paths: &[String], name: &str) -> (Side, Vec<Unread>) {
    let mut files = Vec::new();
    let mut unread = Vec::new();
    let mut wanted: Vec<(PathBuf, String)> = Vec::new();
    for path in paths {
        let at = root.join(path);
        if at.is_dir() {
            let (found, problems) = walk::files(std::slice::from_ref(&at));
            let own = |found: &Path| {
                let inner = walk::shown(found.strip_prefix(&at).unwrap_or(found));
                walk::shown(&Path::new(path).join(inner))
            };
            wanted.extend(found.iter().map(|found| (found.path.clone(), own(&found.path))));
            unread.extend(problems.into_iter().map(|problem| Unread {
                path: problem.place.map_or_else(|| path.clone(), |place| place.file),
                side: name.to_owned(),
                reason: problem.message,
            }));
        } else if at.exists() {
            wanted.push((at, path.clone()));
        }
    }
    wanted.sort_by(|one, other| one.1.cmp(&other.1));
    wanted.dedup_by(|one, other| one.1 == other.1);
    files.extend(parallel::map(&wanted, |(at, path)| file(at, path.clone())));
    (Side { name: name.to_owned(), files }, unread)
}
