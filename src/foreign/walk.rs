//! Finds and reads files on the disk: from paths to texts.

use std::fs;
use std::path::{Path, PathBuf};

use super::Text;
use crate::diag::position::line_column;
use crate::diag::{Diagnostic, Place};

/// Files longer than this are not read: 64 MiB. No dashboard comes near.
const LONGEST: u64 = 64 << 20;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path.
    pub path: PathBuf,
    /// Whether it was asked for by its own name.
    pub is_named: bool,
}

/// The files that `paths` name, and those below them that may be Grafana's: `*.json`, `*.yaml`, `*.yml`. Sorted, each once. Linked
/// folders are not followed, and folders that begin with a dot, or hold packages (`node_modules`), are passed over.
///
/// What can't be looked into is reported beside what was found.
#[must_use]
pub fn files(paths: &[PathBuf]) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => below(path, &mut found, &mut problems),
            Ok(_) => found.push(Found { path: path.clone(), is_named: true }),
            Err(error) => problems.push(unreadable(path, &error.to_string())),
        }
    }
    found.sort_by(|left, right| (&left.path, right.is_named).cmp(&(&right.path, left.is_named)));
    found.dedup_by(|left, right| left.path == right.path);
    (found, problems)
}

fn below(folder: &Path, found: &mut Vec<Found>, problems: &mut Vec<Diagnostic>) {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries = match fs::read_dir(&next).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(unreadable(&next, &error.to_string()));
                continue;
            }
        };
        for entry in entries {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let kind = entry.file_type();
            if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
                if !name.starts_with('.') && name != "node_modules" {
                    folders.push(entry.path());
                }
            } else if is_candidate(&name) && entry.path().is_file() {
                found.push(Found { path: entry.path(), is_named: false });
            }
        }
    }
}

fn is_candidate(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    !name.starts_with('.') && ["json", "yaml", "yml"].contains(&ending)
}

/// Whether a path, with `/` between its parts, is one that [`files`] would find in a folder.
#[must_use]
pub fn is_found(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let passed_over = |folder: &str| (folder.starts_with('.') && folder.len() > 1 && folder != "..") || folder == "node_modules";
    !folders.split('/').any(passed_over) && is_candidate(name)
}

/// The bytes of a file; or why it can't be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    if metadata.len() > LONGEST {
        return Err("it is longer than 64 MiB".to_owned());
    }
    fs::read(path).map_err(|error| error.to_string())
}

/// Reads one file.
pub fn read(found: &Found) -> Result<Text, Diagnostic> {
    let path = &found.path;
    let bytes = bytes(path).map_err(|why| unreadable(path, &why))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default());
        let (line, column) = line_column(&before, before.len());
        unreadable(path, &format!("it is not UTF-8 text from line {line}, column {column} on"))
    })?;
    Ok(Text { shown: shown(path), text, is_named: found.is_named })
}

/// The path with `/`, without a `./` before it.
#[must_use]
pub fn shown(path: &Path) -> String {
    let shown = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    shown.strip_prefix("./").map_or(shown.clone(), ToOwned::to_owned)
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    let shown = shown(path);
    Diagnostic::error("file/unreadable", format!("`{shown}` can't be read: {why}")).at(Place::file(shown))
}
