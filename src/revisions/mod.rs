//! Files as they were: from a revision of a git repository to the files in it.
//!
//! From: a folder, the name of a revision, and paths. To: the files below those paths, by path relative to the folder. The program
//! `git` is run for it, without a shell. A name that a user gave is resolved to the id of a commit before anything else is asked,
//! and can't be read as an option. Nothing is written, and nothing is fetched.

mod batch;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub use batch::LONGEST;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// The program can't be run.
    #[error("`git` can't be run: {0}")]
    NoGit(io::Error),
    /// The folder is in no repository.
    #[error("`{folder}` is in no git repository: {words}")]
    NoRepository {
        /// The folder.
        folder: String,
        /// What git says.
        words: String,
    },
    /// There is no such revision.
    #[error("there is no revision `{0}` in this repository")]
    UnknownRevision(String),
    /// Git failed, or gave what nobody expects.
    #[error("git failed: {0}")]
    Failed(String),
}

/// A repository, seen from one of its folders.
#[derive(Debug, Clone)]
pub struct Repository {
    folder: PathBuf,
}

/// A commit, by its full id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit(String);

/// What stands at a path of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path, relative to the repository's folder, with `/` between its parts. What is not UTF-8 in it is replaced.
    pub path: String,
    /// The id of its content: the same for the same bytes.
    pub id: String,
    /// Whether it is a plain file, and no link and no other repository.
    pub is_file: bool,
}

impl Repository {
    /// The repository that `folder` lies in. An empty path is the working folder.
    ///
    /// # Errors
    ///
    /// There is none, or there is no `git`.
    pub fn open(folder: &Path) -> Result<Self, RevisionError> {
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() };
        let repository = Self { folder };
        let found = repository.run(&["rev-parse", "--git-dir"])?;
        if found.is_fine {
            return Ok(repository);
        }
        let folder = repository.folder.display().to_string();
        Err(RevisionError::NoRepository { folder, words: found.words })
    }

    /// The commit that `name` means: a branch, a tag, an id, `HEAD~2`.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn resolve(&self, name: &str) -> Result<Commit, RevisionError> {
        let unknown = || RevisionError::UnknownRevision(name.to_owned());
        if name.is_empty() || name.contains('\0') {
            return Err(unknown());
        }
        // What is a commit is asked for behind the name, so that the name can't be anything else.
        let wanted = format!("{name}^{{commit}}");
        let found = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        let id = String::from_utf8_lossy(&found.output).trim().to_owned();
        let is_id = id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if found.is_fine && is_id { Ok(Commit(id)) } else { Err(unknown()) }
    }

    /// What stands at `paths` of a commit and below them, sorted by path. Paths that are not there give nothing.
    ///
    /// # Errors
    ///
    /// Git can't read the commit.
    pub fn entries(&self, commit: &Commit, paths: &[String]) -> Result<Vec<Entry>, RevisionError> {
        let mut arguments = vec!["ls-tree", "-r", "-z", commit.0.as_str(), "--"];
        arguments.extend(paths.iter().map(String::as_str));
        let found = self.run(&arguments)?;
        if !found.is_fine {
            return Err(RevisionError::Failed(found.words));
        }
        let entries = found.output.split(|byte| *byte == 0).filter(|line| !line.is_empty()).map(entry);
        let mut entries = entries.collect::<Option<Vec<Entry>>>().ok_or_else(|| strange("ls-tree"))?;
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        entries.dedup();
        Ok(entries)
    }

    /// The contents of entries, in their order. `None`: longer than [`LONGEST`].
    ///
    /// # Errors
    ///
    /// Git can't read one of them.
    pub fn contents(&self, entries: &[&Entry]) -> Result<Vec<Option<Vec<u8>>>, RevisionError> {
        batch::contents(self.command(), entries)
    }

    /// Git with what all calls have in common: it never asks, never fetches and never locks.
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.folder)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_LITERAL_PATHSPECS", "1")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<Ran, RevisionError> {
        let output = self.command().args(arguments).output().map_err(RevisionError::NoGit)?;
        let words = String::from_utf8_lossy(&output.stderr);
        let words = words.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
        Ok(Ran { is_fine: output.status.success(), output: output.stdout, words })
    }
}

/// What came of a call.
struct Ran {
    is_fine: bool,
    output: Vec<u8>,
    /// The first line of what git complains of.
    words: String,
}

fn strange(command: &str) -> RevisionError {
    RevisionError::Failed(format!("`git {command}` gave something that can't be read"))
}

/// Reads `100644 blob 0123…<tab>path`.
fn entry(line: &[u8]) -> Option<Entry> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let head = std::str::from_utf8(line.get(..tab)?).ok()?;
    let mut words = head.split(' ');
    let (mode, _, id) = (words.next()?, words.next()?, words.next()?);
    let path = String::from_utf8_lossy(line.get(tab + 1..)?).into_owned();
    Some(Entry { path, id: id.to_owned(), is_file: matches!(mode, "100644" | "100755" | "100664") })
}

#[cfg(test)]
mod tests {
    use super::entry;

    #[test]
    fn an_entry_of_a_tree_is_read() {
        let file = entry(b"100644 blob 0123456789012345678901234567890123456789\ta b\tc.json").unwrap();
        assert_eq!((file.path.as_str(), file.is_file), ("a b\tc.json", true));
        let link = entry(b"120000 blob 0123456789012345678901234567890123456789\tlink").unwrap();
        assert!(!link.is_file);
        assert_eq!(entry(b"100644 blob"), None);
    }
}
