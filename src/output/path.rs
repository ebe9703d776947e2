//! Which paths may be written: plain ones below the output root.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use sha2::{Digest, Sha256};

use crate::diag::{Diagnostic, Place};
use crate::render::Artifact;

/// How the names of our temporary files begin. No output may be called so.
const RESERVED: &str = ".spanboard-";

/// Checks the paths of all outputs, each by itself and against the others.
pub(super) fn check(manifest: &str, artifacts: &[Artifact]) -> Result<(), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let outputs = artifacts.iter().map(|artifact| (artifact.path.as_str(), Some(artifact.origin.as_str())));
    for (path, origin) in [(manifest, None)].into_iter().chain(outputs) {
        let place = |problem: Diagnostic| match origin {
            Some(origin) => problem.at(Place::file(origin)),
            None => problem,
        };
        if let Some(reason) = problem(path) {
            problems.push(place(Diagnostic::error("output/path", format!("can't write `{}`: {reason}", path.escape_debug()))));
        } else if let Some(other) = seen.insert(path.to_lowercase(), path) {
            let message = format!("two outputs are called `{path}`");
            let message =
                if other == path { message } else { format!("{message} and `{other}`, which some disks don't tell apart") };
            problems.push(place(Diagnostic::error("output/path-conflict", message)));
        }
    }
    for (folded, path) in &seen {
        if let Some(folder) = folders(folded).find_map(|folder| seen.get(folder)) {
            let message = format!("`{folder}` can't be both an output and a folder of the output `{path}`");
            problems.push(Diagnostic::error("output/path-conflict", message));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Why `path` is not a plain path below the root; `None` if it is one.
pub(super) fn problem(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if path.is_empty() {
        Some("the path is empty")
    } else if path.contains('\0') {
        Some("it holds a NUL")
    } else if path.chars().any(char::is_control) {
        Some("it holds a control character")
    } else if path.contains('\\') {
        Some("it holds a backslash; parts are separated by `/`")
    } else if path.starts_with('/') {
        Some("it is absolute")
    } else if path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        Some("it has an empty part, `.` or `..`")
    } else if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
        Some("it is not a relative path on this system")
    } else if name.starts_with(RESERVED) {
        Some("names that begin with `.spanboard-` are kept for temporary files")
    } else {
        None
    }
}

/// The folders on the way to `path`, the outermost first.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Where the new text of `path` waits for its name: in the same folder, under a name that the next run finds again, and that is
/// no longer than a file name may be, however long the file's own is.
pub(super) fn temporary(path: &str) -> String {
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    let digest = sha256(path.as_bytes());
    format!("{folder}{RESERVED}{}.tmp", &digest[..16])
}

/// The SHA-256 of `bytes` in lower-case hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digest = Sha256::digest(bytes);
    digest.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

#[cfg(test)]
mod tests {
    use super::{folders, problem, sha256, temporary};

    #[test]
    fn only_plain_relative_paths_may_be_written() {
        for good in ["a", "a/b.json", "a b/ü", "...", "a/..b", ".hidden/x"] {
            assert_eq!(problem(good), None, "{good}");
        }
        for bad in ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", "a\\b", "a\0b", "a\nb", "a/.spanboard-1"] {
            assert!(problem(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_temporary_file_lies_beside_its_file() {
        assert!(temporary("a/b/c.json").starts_with("a/b/.spanboard-"));
        assert!(temporary("c.json").starts_with(".spanboard-"));
        assert_ne!(temporary("a/b"), temporary("a/c"));
    }

    #[test]
    fn the_outermost_folder_comes_first() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(folders("a").count(), 0);
    }

    #[test]
    fn a_digest_is_written_as_sha256sum_writes_it() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
