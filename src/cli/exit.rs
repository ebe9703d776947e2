//! How a run ends.

use std::io;
use std::process::{ExitCode, Termination};

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// All is well: 0.
    Fine,
    /// There are findings, or files that are not up to date: 1.
    Findings,
    /// The work could not be done (bad arguments, a file that can't be read or written): 2.
    Failed,
}

impl Termination for ExitStatus {
    fn report(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        })
    }
}

/// Help and version are results; anything else is a usage error.
pub(super) fn usage(error: &clap::Error) -> ExitStatus {
    let status = if error.use_stderr() { ExitStatus::Failed } else { ExitStatus::Fine };
    match error.print() {
        Ok(()) => status,
        Err(error) => output_failed(&error),
    }
}

/// A reader that has gone away (`| head`) is no failure; any other trouble with the output is one, with nowhere to say so.
pub(super) fn output_failed(error: &io::Error) -> ExitStatus {
    if error.kind() == io::ErrorKind::BrokenPipe { ExitStatus::Fine } else { ExitStatus::Failed }
}
