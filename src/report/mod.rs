//! What a run found, as text.
//!
//! From: diagnostics, what could not be checked, and the texts that both point into. To: one string; who prints it, and where, is
//! the command's affair. One file for each format, all over the same ordered list.

mod diff;
mod excerpt;
mod github;
mod human;
mod json;
mod order;
mod sarif;
mod spot;
mod words;

use std::fmt;

use crate::diag::{Diagnostic, Severity, Sources, Unchecked};

pub use diff::{DiffFormat, DiffReport, render_diff};

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal: the source line, carets, and help.
    #[default]
    Human,
    /// For programs: one object, described in `docs/formats.md`.
    Json,
    /// For GitHub Actions: workflow commands, which become annotations of a change.
    Github,
    /// For code scanning: a log of SARIF 2.1.0 (OASIS, with errata 01).
    Sarif,
}

/// What a run found.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The findings, in any order.
    pub diagnostics: &'a [Diagnostic],
    /// What could not be checked, in any order.
    pub unchecked: &'a [Unchecked],
    /// The texts that places point into. A place in a text that is not here is told without line and column.
    pub sources: &'a Sources,
    /// The rules that the run knows, whether they found something or not. SARIF lists them; the other formats don't.
    pub rules: &'a [RuleInfo],
}

impl<'a> Report<'a> {
    /// Findings alone: all was checked, and nothing is said of rules.
    #[must_use]
    pub fn of(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> Self {
        Self { diagnostics, unchecked: &[], sources, rules: &[] }
    }
}

/// What is said of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// `category/problem`, as in [`Diagnostic::rule`].
    pub id: &'static str,
    /// What its findings are unless a project says otherwise.
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub summary: String,
    /// All about it, in Markdown. May be empty.
    pub page: String,
    /// Where the page can be read, if anywhere.
    pub uri: Option<String>,
}

/// Writes `report` in `format`: findings sorted by file and position, identical ones once, then what was not checked. `colour`
/// asks for ANSI colours, where the format has any.
///
/// Ends with a line break. Where there is nothing to tell, `Human` and `Github` give an empty text.
#[must_use]
pub fn render(format: Format, report: &Report<'_>, colour: bool) -> String {
    let ordered = order::ordered(report);
    match format {
        Format::Human => human::render(&ordered, report.sources, colour),
        Format::Json => json::render(&ordered, summary(report)),
        Format::Github => github::render(&ordered),
        Format::Sarif => sarif::render(&ordered, report),
    }
}

/// How much there is to tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// How many are infos.
    pub infos: usize,
    /// How many things were not checked.
    pub unchecked: usize,
}

/// Counts what [`render`] tells: identical diagnostics count once, as they are shown once.
#[must_use]
pub fn summary(report: &Report<'_>) -> Summary {
    let distinct = order::distinct(report.diagnostics);
    let count = |severity| distinct.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        unchecked: order::count_unchecked(report),
    }
}

/// The closing line, without a line break: `2 errors, 1 warning, 12 not checked`. What there is none of is left out; where there
/// is nothing at all, it is empty.
impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let mut parts: Vec<String> =
            findings.iter().filter(|(number, _)| *number > 0).map(|(number, name)| words::counted(*number, name)).collect();
        if self.unchecked > 0 {
            parts.push(format!("{} not checked", self.unchecked));
        }
        formatter.write_str(&parts.join(", "))
    }
}

#[cfg(test)]
mod tests;
