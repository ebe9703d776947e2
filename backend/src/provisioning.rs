//! The Grafana files that this build belongs to: embedded from `generated/`, written to a folder on request.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A file that Grafana reads: its path below the output folder, and its text.
pub struct EmbeddedFile {
    /// The path, with `/`.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
}

/// A file of `generated/grafana`.
macro_rules! embedded {
    ($path:literal) => {
        EmbeddedFile { path: $path, text: include_str!(concat!("../../generated/grafana/", $path)) }
    };
}

/// All of them. A test holds this list against `generated/MANIFEST.json`.
pub const FILES: &[EmbeddedFile] = &[
    embedded!("dashboards/tracing.json"),
    embedded!("provisioning/dashboards/hsi.yaml"),
    embedded!("provisioning/datasources/hsi.yaml"),
];

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}", path.display())]
pub struct WriteError {
    path: PathBuf,
    source: io::Error,
}

/// Writes all files below a folder, which is made where it is missing, and returns their paths. Each appears whole or not at all.
pub fn write(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    FILES.iter().map(|file| write_file(folder, file)).collect()
}

fn write_file(folder: &Path, file: &EmbeddedFile) -> Result<PathBuf, WriteError> {
    let path = folder.join(file.path);
    let temporary = path.with_extension("temporary");
    let written = || -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut target = fs::File::create(&temporary)?;
        target.write_all(file.text.as_bytes())?;
        target.sync_all()?;
        fs::rename(&temporary, &path)
    };
    match written() {
        Ok(()) => Ok(path),
        Err(source) => {
            // What is left of a failed write is of no use to anybody; where it cannot be removed the first error says more.
            let _ = fs::remove_file(&temporary);
            Err(WriteError { path, source })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_grafana_reads_is_embedded_and_nothing_else() {
        let manifest: serde_json::Value = serde_json::from_str(include_str!("../../generated/MANIFEST.json")).unwrap();
        let generated: Vec<&str> = manifest["files"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|file| file["path"].as_str().unwrap().strip_prefix("generated/grafana/"))
            .collect();
        let embedded: Vec<&str> = FILES.iter().map(|file| file.path).collect();
        assert_eq!(embedded, generated);
    }

    #[test]
    fn the_files_are_written_below_the_folder_with_nothing_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let paths = write(&folder.path().join("grafana")).unwrap();
        assert_eq!(paths.len(), FILES.len());
        for (path, file) in paths.iter().zip(FILES) {
            assert_eq!(fs::read_to_string(path).unwrap(), file.text);
            assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        }
        assert!(write(&folder.path().join("grafana")).is_ok(), "a second time too");
    }

    #[test]
    fn a_folder_that_is_a_file_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("taken");
        fs::write(&file, "mine").unwrap();
        let error = write(&file).unwrap_err();
        assert!(error.to_string().contains("taken"));
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }
}
