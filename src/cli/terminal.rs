//! What is known of the terminal, and writing to it.

use std::env;
use std::io::{self, IsTerminal, Write};

use super::exit::ExitStatus;
use crate::diag::{Diagnostic, Severity};
use crate::report;
use crate::spec::loader::Refused;

/// Whether findings are coloured: on a terminal, unless `NO_COLOR` is set to anything (no-color.org) or the terminal is dumb.
pub(super) fn colour() -> bool {
    colour_of(io::stderr().is_terminal())
}

/// The same for any output, of which it is known whether it is a terminal.
pub(super) fn colour_of(is_terminal: bool) -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    is_terminal && !refused && !dumb
}

/// Writes a line to the standard output.
pub(super) fn result(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}

/// Writes a line to the standard error.
pub(super) fn note(line: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{line}")
}

/// Writes findings to the standard error, and says how the run ends with them.
pub(super) fn findings(refused: &Refused) -> io::Result<ExitStatus> {
    let mut error = io::stderr().lock();
    let report = report::Report::of(&refused.diagnostics, &refused.sources);
    error.write_all(report::render(report::Format::Human, &report, colour()).as_bytes())?;
    writeln!(error, "\n{}", report::summary(&report))?;
    Ok(status(&refused.diagnostics))
}

/// Findings in what was read are exit code 1; what could not be read or written at all is exit code 2.
pub(super) fn status(diagnostics: &[Diagnostic]) -> ExitStatus {
    let unreadable = |found: &Diagnostic| {
        matches!(
            found.rule.as_ref(),
            "spec/unreadable"
                | "file/unreadable"
                | "file/not-grafana"
                | "spec/yaml"
                | "spec/schema"
                | "template/unreadable"
                | "template/schema"
                | "output/disk"
                | "output/locked"
                | "output/not-a-file"
                | "output/not-a-folder"
                | "output/manifest"
        )
    };
    if diagnostics.iter().any(unreadable) {
        ExitStatus::Failed
    } else if diagnostics.iter().any(|found| found.severity == Severity::Error) {
        ExitStatus::Findings
    } else {
        ExitStatus::Fine
    }
}
