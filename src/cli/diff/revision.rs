//! Two git revisions, or one and the working tree.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Compared, DiffArgs, disk, problem};
use crate::diff::{self, Content, File, Side};
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

/// Compares `base` with `head`, or with the working tree.
pub(super) fn compare(args: &DiffArgs, base: &str, head: Option<&str>) -> Result<Compared, Refused> {
    let scope = scope(args)?;
    let repository = Repository::open(&scope.folder).map_err(|error| refused(&error))?;
    let mut before = listed(&repository, &scope, base)?;
    let mut same = 0;
    let (new, unread) = match head {
        Some(head) => {
            let mut after = listed(&repository, &scope, head)?;
            same = without_same(&mut before, &mut after);
            (read(&repository, &after, &scope, head)?, Vec::new())
        }
        None => disk::below(&scope.folder, &scope.paths, WORKING_TREE),
    };
    let old = read(&repository, &before, &scope, base)?;
    let new = Side { files: new.files.into_iter().map(|file| shown(file, &scope)).collect(), ..new };
    let mut comparison = diff::compare(&old, &new);
    comparison.unread.extend(unread);
    comparison.unchanged += same;
    Ok(Compared { comparison, before: base.to_owned(), after: head.unwrap_or(WORKING_TREE).to_owned() })
}

fn refused(error: &RevisionError) -> Refused {
    let rule = match error {
        RevisionError::NoGit(_) => "diff/no-git",
        RevisionError::NoRepository { .. } => "diff/no-repository",
        RevisionError::UnknownRevision(_) => "diff/unknown-revision",
        RevisionError::Failed(_) => "diff/git",
    };
    let mut found = problem(rule, error.to_string());
    if let (RevisionError::UnknownRevision(_), Some(found)) = (error, found.diagnostics.first_mut()) {
        let words = "two paths are compared where both exist; a clone without history has no other revisions (`git fetch`)";
        *found = found.clone().help(words);
    }
    found
}

/// The project's outputs, or what was asked for.
fn scope(args: &DiffArgs) -> Result<Scope, Refused> {
    if !args.path.is_empty() {
        let paths = args.path.iter().map(|path| walk::shown(Path::new(path)).trim_end_matches('/').to_owned());
        return Ok(Scope { folder: PathBuf::new(), paths: paths.collect() });
    }
    let project = loader::project_file(&args.config).map_err(|mut refused| {
        for found in &mut refused.diagnostics {
            *found = found.clone().help("it names the files to compare; without a project, name them by `--path`");
        }
        refused
    })?;
    let OutputsSpec { datasources, providers, dashboards, signals, .. } = project.spec.outputs;
    let paths = [datasources, providers, dashboards, signals.map(|signals| signals.path)];
    let paths = paths.into_iter().flatten().map(|path| path.trim_end_matches('/').to_owned()).collect();
    Ok(Scope { folder: args.config.parent().unwrap_or(Path::new("")).to_path_buf(), paths })
}

/// What a revision has in the scope.
fn listed(repository: &Repository, scope: &Scope, name: &str) -> Result<Vec<Entry>, Refused> {
    let entries = || {
        let commit = repository.resolve(name)?;
        repository.entries(&commit, &scope.paths)
    };
    let mut entries = entries().map_err(|error| refused(&error))?;
    entries.retain(|entry| scope.holds(&entry.path));
    Ok(entries)
}

impl Scope {
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

fn read(repository: &Repository, entries: &[Entry], scope: &Scope, name: &str) -> Result<Side, Refused> {
    let plain: Vec<&Entry> = entries.iter().filter(|entry| entry.is_file).collect();
    let contents = repository.contents(&plain).map_err(|error| refused(&error))?;
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
