//! One writing run at a time.

use std::fs::File;
use std::path::Path;

#[cfg(unix)]
use super::survey::disk;
use crate::diag::Diagnostic;

/// Locks the folder `root` until the result is dropped, or the process ends in whatever way: the lock belongs to the open file and
/// leaves nothing behind.
#[cfg(unix)]
pub(super) fn lock(root: &Path) -> Result<File, Vec<Diagnostic>> {
    let folder = File::open(root).map_err(|error| vec![disk("open", root, &error)])?;
    match folder.try_lock() {
        Ok(()) => Ok(folder),
        Err(std::fs::TryLockError::WouldBlock) => {
            let message = format!("another run is writing to `{}`", root.display());
            Err(vec![Diagnostic::error("output/locked", message).help("wait until it has ended, then run again")])
        }
        Err(std::fs::TryLockError::Error(error)) => Err(vec![disk("lock", root, &error)]),
    }
}

/// Elsewhere a folder can't be opened as a file, and so not be locked.
#[cfg(not(unix))]
pub(super) fn lock(_root: &Path) -> Result<(), Vec<Diagnostic>> {
    Ok(())
}
