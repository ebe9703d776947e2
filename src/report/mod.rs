//! What a run found, as text.
//!
//! From: a list of diagnostics and the texts that they point into. To: one string; who prints it, and where, is the
//! command's affair. One file for each format, all over the same ordered list.

mod excerpt;
mod human;
mod order;

use crate::diag::{Diagnostic, Severity, Sources};

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal: the source line, carets, and help.
    #[default]
    Human,
}

/// Writes `diagnostics` in `format`, sorted by file and position, identical ones once. `colour` asks for ANSI colours, where the
/// format has any.
///
/// Ends with a line break, unless there is nothing to tell, which gives an empty text.
#[must_use]
pub fn render(format: Format, diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let ordered = order::ordered(diagnostics, sources);
    match format {
        Format::Human => human::render(&ordered, sources, colour),
    }
}

/// The closing line, without a line break: `2 errors, 1 warning`. Identical diagnostics count once, as they are shown once;
/// infos are not counted. Empty if there is nothing to count.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let ordered = order::ordered(diagnostics, sources);
    let count = |severity| ordered.iter().filter(|finding| finding.diagnostic.severity == severity).count();
    let parts = [counted(count(Severity::Error), "error"), counted(count(Severity::Warning), "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn counted(number: usize, name: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {name}")),
        _ => Some(format!("{number} {name}s")),
    }
}

#[cfg(test)]
mod tests;
