//! The manifest: what the last run wrote, and what a run under way is about to replace.
//!
//! It is read back to know which files are ours. What stands on disk may have been changed by anybody, so a path from it is only
//! used after it has been checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::path;
use super::survey::{self, Found};
use crate::diag::{Diagnostic, Place};
use crate::render::Artifact;

/// The written form: two lists, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The outputs.
    pub(super) files: Vec<Written>,
    /// The files that a run under way replaces, creates or removes. A finished run leaves none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pending: Vec<Pending>,
}

/// One output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    pub(super) path: String,
    pub(super) sha256: String,
    pub(super) template: String,
    pub(super) origin: String,
}

/// One file that is about to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) path: String,
    /// The SHA-256 of what stands there before; missing for a file that is created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) was: Option<String>,
}

impl Written {
    pub(super) fn of(artifact: &Artifact, sha256: &str) -> Self {
        let Artifact { path, template, origin, .. } = artifact;
        Self { path: path.clone(), sha256: sha256.to_owned(), template: template.clone(), origin: origin.clone() }
    }
}

impl Manifest {
    /// The text of the file: pretty JSON with a final line break.
    pub(super) fn text(&self) -> Result<String, Vec<Diagnostic>> {
        let problem = |error| vec![Diagnostic::error("output/manifest", format!("can't write the manifest: {error}"))];
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(problem)
    }
}

/// What a manifest on disk says.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Its text, if it exists.
    pub(super) text: Option<String>,
    /// The digests that count as ours, by path.
    ours: BTreeMap<String, BTreeSet<String>>,
    /// What a killed run was about to change.
    pub(super) pending: BTreeSet<String>,
}

impl Before {
    /// Reads the manifest at `manifest` below `root`. With `force`, what can't be used of it is passed over.
    pub(super) fn read(root: &Path, manifest: &str, force: bool) -> Result<Self, Vec<Diagnostic>> {
        let text = match survey::look(root, manifest) {
            Found::File(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            // Whatever else stands in its place is reported with the other outputs.
            _ => return Ok(Self::default()),
        };
        let mut before = Self { text: Some(text), ..Self::default() };
        let parsed: Result<Manifest, _> = serde_json::from_str(before.text.as_deref().unwrap_or_default());
        let mut problems = Vec::new();
        match parsed {
            Ok(parsed) => before.take(parsed, manifest, &mut problems),
            Err(error) => problems.push(
                Diagnostic::error("output/manifest", format!("can't read the list of files that were written: {error}"))
                    .at(Place::file(manifest))
                    .help("restore it, or run with `--force`, which forgets it: files that are no outputs any more then stay"),
            ),
        }
        if problems.is_empty() || force { Ok(before) } else { Err(problems) }
    }

    fn take(&mut self, parsed: Manifest, manifest: &str, problems: &mut Vec<Diagnostic>) {
        let files = parsed.files.into_iter().map(|written| (written.path, Some(written.sha256), false));
        let pending = parsed.pending.into_iter().map(|pending| (pending.path, pending.was, true));
        for (path, sha256, is_pending) in files.chain(pending) {
            let reason = if path == manifest { Some("it is the manifest itself") } else { path::problem(&path) };
            if let Some(reason) = reason {
                let message = format!("the manifest names `{}`, which no run writes: {reason}", path.escape_debug());
                let help = "restore the manifest, or run with `--force`, which forgets the entry";
                problems.push(Diagnostic::error("output/path", message).at(Place::file(manifest)).help(help));
                continue;
            }
            if is_pending {
                self.pending.insert(path.clone());
            }
            self.ours.entry(path).or_default().extend(sha256);
        }
    }

    /// The paths that an earlier run has written, or was about to.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.ours.keys().map(String::as_str)
    }

    /// Whether an earlier run has written the text with this digest to `path`, or found it there and was about to replace it.
    pub(super) fn is_ours(&self, path: &str, sha256: &str) -> bool {
        self.ours.get(path).is_some_and(|known| known.contains(sha256))
    }
}
