//! The only writer: from artifacts in memory to files below the output root.
//!
//! A run looks at everything first, gathers all that stands against writing, and makes a plan: a list of small steps. Only then
//! are the steps taken, one after the other. Killed between any two of them, or in the middle of one, the tree holds whole files,
//! old or new, and the next run puts it right:
//!
//! - a file's new text goes to a temporary file beside it, which then takes its name;
//! - before the first file is touched, the manifest is replaced by one that also tells what stood there before (`pending`), so
//!   that after a kill both the old and the new text are known to be ours;
//! - the last step replaces that manifest by the final one.
//!
//! There is no `fsync`: it costs more than everything else together, and all it could save after a power cut is made again from
//! the spec by the next run.

mod execute;
mod lock;
mod manifest;
mod one;
mod path;
mod plan;
mod survey;

pub use one::one;

use std::fmt;
use std::path::Path;

use crate::diag::Diagnostic;
use crate::render::Artifact;

/// What to do with the artifacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make the disk hold them.
    Write {
        /// Overwrite and remove also what somebody else has changed.
        force: bool,
    },
    /// Touch nothing, and tell what would be done.
    Check,
}

/// What was done to one file, or would be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It did not exist.
    Created,
    /// It held another text.
    Updated,
    /// It holds the text already, and was not touched.
    Unchanged,
    /// It was written by an earlier run and is no output any more.
    Removed,
}

/// The outputs with what became of them, the manifest among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Paths below the output root, with `/` between their parts, sorted.
    pub files: Vec<(String, Change)>,
}

impl Applied {
    /// Whether the disk held exactly the outputs already.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.files.iter().all(|(_, change)| *change == Change::Unchanged)
    }

    /// One line without a line break: `3 created, 1 updated, 12 unchanged`. What there is none of is left out; without any
    /// files it says so.
    #[must_use]
    pub fn summary(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Applied {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            (Change::Created, "created"),
            (Change::Updated, "updated"),
            (Change::Removed, "removed"),
            (Change::Unchanged, "unchanged"),
        ];
        let mut separator = "";
        for (kind, name) in kinds {
            let count = self.files.iter().filter(|(_, change)| *change == kind).count();
            if count > 0 {
                write!(formatter, "{separator}{count} {name}")?;
                separator = ", ";
            }
        }
        if separator.is_empty() { formatter.write_str("no files") } else { Ok(()) }
    }
}

/// Makes the files below `root` be `artifacts`, or tells what that would take.
///
/// `manifest_path` is the path below `root` of the list of what was written (`generated/MANIFEST.json`): for each file its path, the
/// SHA-256 of its text, its template and its origin. It is an output like the others and the last to be written. What an earlier
/// run wrote according to it and is not among `artifacts` any more is removed, and so are folders that this empties.
///
/// Only files whose text differs are written. `root` is created if it is missing. While files are written, `root` is locked
/// against other runs (on Unix; elsewhere nothing guards against two runs at once).
///
/// # Errors
/// All that was found, and then nothing has been written. The rules are
/// - `output/path`: an artifact's path, or one in the manifest on disk, is not a plain relative path;
/// - `output/path-conflict`: two artifacts have the same path, letter case aside, or one is a folder of the other;
/// - `output/edited-by-hand`: a file to be written or removed holds what no run has written. Not with `force`;
/// - `output/not-a-file`, `output/not-a-folder`: a link, folder or special file stands where a file should be, or anything but
///   a real folder stands on the way to one, or in place of `root`. Links are never followed below `root`;
/// - `output/manifest`: the manifest on disk can't be read. With `force` it counts as missing;
/// - `output/locked`: another run is writing;
/// - `output/disk`: the operating system refused something. If it did so after the first file was replaced, the tree is as if the
///   run had been killed, and the next run completes it.
///
/// In [`Mode::Check`] the same is found, apart from what only shows when writing.
pub fn apply(root: &Path, manifest_path: &str, artifacts: &[Artifact], mode: Mode) -> Result<Applied, Vec<Diagnostic>> {
    path::check(manifest_path, artifacts)?;
    let force = mode == Mode::Write { force: true };
    let writes = mode != Mode::Check;
    let root_exists = survey::root(root)?;
    if writes && !root_exists {
        std::fs::create_dir_all(root).map_err(|error| vec![survey::disk("create", root, &error)])?;
    }
    let _lock = if writes { Some(lock::lock(root)?) } else { None };
    let before = manifest::Before::read(root, manifest_path, force)?;
    let plan = plan::plan(root, manifest_path, &before, artifacts, force)?;
    if writes {
        execute::execute(root, &plan)?;
    }
    Ok(plan.applied)
}

/// The paths below `root` of what earlier runs have written, by the manifest at `manifest_path` there, sorted; the manifest itself is
/// not among them. None where there is no manifest.
///
/// # Errors
/// `output/manifest` and `output/path`: the manifest can't be read.
pub fn written(root: &Path, manifest_path: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let before = manifest::Before::read(root, manifest_path, false)?;
    Ok(before.paths().map(ToOwned::to_owned).collect())
}

#[cfg(test)]
mod tests;
