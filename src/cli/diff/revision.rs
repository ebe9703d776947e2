//! Two git revisions, or one and the working tree.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Compared, DiffArgs, disk, one};
use crate::diag::Diagnostic;
use crate::diff::{self, Content, File, Side, Unread};
use crate::foreign::walk;
use crate::revisions::{Entry, Repository, RevisionError};
use crate::spec::OutputsSpec;
use crate::spec::loader::{self, Refused};

const WORKING_TREE: &str = "working tree";

/// What is compared: paths below a folder.
struct Scope {
    folder: PathBuf,
    /// Files, which count whatever they are called, and folders, in which Grafana's files count.
    paths: Vec<String>,
}

/// What is asked for.
pub(in crate::cli) struct Asked<'a> {
    /// The project's file.
    pub config: &'a Path,
    /// The files and folders; none for the project's outputs.
    pub paths: &'a [String],
    /// The old revision.
    pub base: &'a str,
    /// The new one; the working tree without it.
    pub head: Option<&'a str>,
    /// Whether files that are the same in both revisions are read as well.
    pub with_same: bool,
}

/// The files of two sides.
pub(in crate::cli) struct Sides {
    pub before: Side,
    pub after: Side,
    /// What could not be looked into.
    pub unread: Vec<Unread>,
    /// How many files are the same and were not read.
    pub same: usize,
}

/// Compares `base` with `head`, or with the working tree.
pub(super) fn compare(args: &DiffArgs, base: &str, head: Option<&str>) -> Result<Compared, Refused> {
    let Sides { before, after, unread, same } =
        sides(&Asked { config: &args.config, paths: &args.path, base, head, with_same: false })?;
    let mut comparison = diff::compare(&before, &after);
    comparison.unread.extend(unread);
    comparison.unchanged += same;
    Ok(Compared { comparison, before: before.name, after: after.name })
}

/// Reads both sides.
pub(in crate::cli) fn sides(asked: &Asked<'_>) -> Result<Sides, Refused> {
    let Asked { config, paths, base, head, with_same } = *asked;
    let folder = if paths.is_empty() { config.parent().unwrap_or(Path::new("")) } else { Path::new("") };
    let failed = |error: RevisionError| refused(&error, base, head);
    // First what was asked for: whether there is a project does not matter to a name that means nothing.
    let repository = Repository::open(folder).map_err(failed)?;
    let base_commit = repository.resolve(base).map_err(failed)?;
    let head_commit = head.map(|head| repository.resolve(head)).transpose().map_err(failed)?;
    let scope = scope(config, paths, folder)?;
    let listed = |commit| repository.entries(commit, &scope.paths).map(|entries| scope.held(entries)).map_err(failed);
    let mut before = listed(&base_commit)?;
    let mut same = 0;
    let (after, unread) = if let (Some(commit), Some(head)) = (&head_commit, head) {
        let mut after = listed(commit)?;
        if !with_same {
            same = without_same(&mut before, &mut after);
        }
        (read(&repository, &after, &scope, head).map_err(failed)?, Vec::new())
    } else {
        let (side, unread) = disk::below(&scope.folder, &scope.paths, WORKING_TREE);
        (Side { files: side.files.into_iter().map(|file| shown(file, &scope)).collect(), ..side }, unread)
    };
    let before = read(&repository, &before, &scope, base).map_err(failed)?;
    Ok(Sides { before, after, unread, same })
}

fn refused(error: &RevisionError, base: &str, head: Option<&str>) -> Refused {
    let rule = match error {
        RevisionError::NoGit(_) => "diff/no-git",
        RevisionError::NoRepository { .. } => "diff/no-repository",
        RevisionError::UnknownRevision(_) => "diff/unknown-revision",
        RevisionError::Failed(_) => "diff/git",
    };
    let mut found = Diagnostic::error(rule, error.to_string());
    let missing = head.map(|head| [base, head]).into_iter().flatten().find(|name| !Path::new(name).exists());
    let is_unknown = matches!(error, RevisionError::UnknownRevision(_));
    if let Some(missing) = missing {
        found = found.help(format!("two paths are compared where both exist, and `{missing}` is no path that exists"));
    } else if is_unknown && Path::new(base).exists() {
        found = found.help("a path is compared with another path: give both");
    } else if is_unknown {
        found = found.help("a clone without history has no other revisions: `git fetch` gets them");
    }
    one(found)
}

/// The project's outputs, or what was asked for.
fn scope(config: &Path, paths: &[String], folder: &Path) -> Result<Scope, Refused> {
    let folder = folder.to_path_buf();
    if !paths.is_empty() {
        let paths = paths.iter().map(|path| walk::shown(Path::new(path)).trim_end_matches('/').to_owned());
        return Ok(Scope { folder, paths: paths.collect() });
    }
    let project = loader::project_file(config).map_err(|mut refused| {
        for found in &mut refused.diagnostics {
            *found = found.clone().help("it names the files to compare; without a project, name them by `--path`");
        }
        refused
    })?;
    let OutputsSpec { datasources, providers, dashboards, signals, .. } = project.spec.outputs;
    let paths = [datasources, providers, dashboards, signals.map(|signals| signals.path)];
    let paths = paths.into_iter().flatten().map(|path| path.trim_end_matches('/').to_owned()).collect();
    Ok(Scope { folder, paths })
}

impl Scope {
    /// What of `entries` is compared.
    fn held(&self, mut entries: Vec<Entry>) -> Vec<Entry> {
        entries.retain(|entry| self.holds(&entry.path));
        entries
    }

    /// Whether a path is one that was asked for, or one of Grafana's files in a folder that was.
    fn holds(&self, path: &str) -> bool {
        self.paths.iter().any(|asked| {
            path == asked
                || (asked == "." && walk::is_found(path))
                || path.strip_prefix(asked.as_str()).and_then(|rest| rest.strip_prefix('/')).is_some_and(walk::is_found)
        })
    }
}

/// Takes away what is the same in both revisions, and counts it: nobody has to read it.
fn without_same(before: &mut Vec<Entry>, after: &mut Vec<Entry>) -> usize {
    let known: HashMap<&str, &str> = before.iter().map(|entry| (entry.path.as_str(), entry.id.as_str())).collect();
    let same: Vec<String> = after
        .iter()
        .filter(|entry| known.get(entry.path.as_str()) == Some(&entry.id.as_str()))
        .map(|entry| entry.path.clone())
        .collect();
    // Both lists are sorted by path.
    let is_same = |entry: &Entry| same.binary_search(&entry.path).is_ok();
    before.retain(|entry| !is_same(entry));
    after.retain(|entry| !is_same(entry));
    same.len()
}

fn read(repository: &Repository, entries: &[Entry], scope: &Scope, name: &str) -> Result<Side, RevisionError> {
    let plain: Vec<&Entry> = entries.iter().filter(|entry| entry.is_file).collect();
    let contents = repository.contents(&plain)?;
    let files = plain.iter().zip(contents).map(|(entry, content)| {
        let content = content.map_or_else(|| Content::Unreadable("it is longer than 64 MiB".to_owned()), Content::Bytes);
        File { path: entry.path.clone(), content }
    });
    let others = entries.iter().filter(|entry| !entry.is_file).map(|entry| File {
        path: entry.path.clone(),
        content: Content::Unreadable("it is a link or another repository, which is not followed".to_owned()),
    });
    let files = files.chain(others).map(|file| shown(file, scope)).collect();
    Ok(Side { name: name.to_owned(), files })
}

/// The file with its path as others show it: from where the command runs.
fn shown(file: File, scope: &Scope) -> File {
    File { path: walk::shown(&scope.folder.join(&file.path)), ..file }
}

#[cfg(test)]
mod tests {
    use super::{Scope, without_same};
    use crate::revisions::Entry;
    use std::path::PathBuf;

    fn entry(path: &str, id: &str) -> Entry {
        Entry { path: path.to_owned(), id: id.to_owned(), is_file: true }
    }

    #[test]
    fn what_is_the_same_in_both_revisions_is_not_read() {
        let mut before = vec![entry("a", "1"), entry("b", "2"), entry("c", "3")];
        let mut after = vec![entry("a", "1"), entry("b", "9"), entry("d", "3")];
        assert_eq!(without_same(&mut before, &mut after), 1);
        assert_eq!(before, [entry("b", "2"), entry("c", "3")]);
        assert_eq!(after, [entry("b", "9"), entry("d", "3")]);
    }

    #[test]
    fn files_that_are_named_count_and_in_folders_those_of_grafana() {
        let scope = Scope { folder: PathBuf::new(), paths: vec!["src/signals.rs".to_owned(), "out".to_owned()] };
        for path in ["src/signals.rs", "out/a.json", "out/b/c.yaml"] {
            assert!(scope.holds(path), "{path}");
        }
        for path in ["src/other.rs", "outer/a.json", "out/README.md", "out/.hidden/a.json"] {
            assert!(!scope.holds(path), "{path}");
        }
    }
}
