//! One file that a person named: written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::path::temporary;
use super::survey::disk;
use crate::diag::{Diagnostic, Place};

/// Makes `path` hold `text`. A file that is there keeps its old text until the new one is whole. A link is followed. Folders are not
/// made.
///
/// # Errors
/// `output/not-a-file`: something other than a file stands there. `output/disk`: the operating system refused something; then the file
/// is as it was.
pub fn one(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let real = match fs::canonicalize(path) {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_path_buf(),
        Err(error) => return Err(disk("write", path, &error)),
    };
    if real.exists() && !real.is_file() {
        let message = format!("`{}` is no file, and is not replaced by one", path.display());
        return Err(Diagnostic::error("output/not-a-file", message).at(Place::file(path.display().to_string())));
    }
    let name = real.file_name().map(|name| temporary(&name.to_string_lossy())).unwrap_or_default();
    let waiting = real.with_file_name(name);
    let written = write(&waiting, text).and_then(|()| fs::rename(&waiting, &real));
    written.map_err(|error| {
        // What could not be written whole may be there in part; what was never there can't be removed.
        let _ = fs::remove_file(&waiting);
        disk("write", path, &error)
    })
}

/// A new file and nothing else: a link that somebody puts there would lead the text elsewhere.
fn write(waiting: &Path, text: &str) -> std::io::Result<()> {
    match fs::remove_file(waiting) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).open(waiting)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::one;
    use std::fs;

    #[test]
    fn a_file_is_written_and_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        for text in ["first, which is longer", "second"] {
            one(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_not_replaced_and_none_is_made() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(one(folder.path(), "x").unwrap_err().rule, "output/not-a-file");
        assert_eq!(one(&folder.path().join("no/such/a.html"), "x").unwrap_err().rule, "output/disk");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_and_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        one(&link, "new").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
