//! What changed between two sides, as text.
//!
//! From: a [`Comparison`]. To: one string, in one of five formats; one file each. All words from files are escaped, so that no title
//! can be more than a title.

mod github;
mod html;
mod json;
mod markdown;
mod marked;
mod sentence;
mod text;

use crate::diff::Comparison;

/// How a comparison is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people at a terminal.
    #[default]
    Text,
    /// For a comment on a change: a table, and the details folded. No longer than GitHub takes.
    Markdown,
    /// For programs: one object, described in `docs/formats.md`.
    Json,
    /// One page that needs nothing else.
    Html,
    /// For GitHub Actions: workflow commands, which become annotations of a change.
    Github,
}

/// What is told.
#[derive(Debug, Clone, Copy)]
pub struct DiffReport<'a> {
    /// What differs.
    pub comparison: &'a Comparison,
    /// What the old side is called.
    pub before: &'a str,
    /// What the new side is called.
    pub after: &'a str,
    /// Whether to tell how much changed and not what. For `Text` and `Markdown`.
    pub is_stat: bool,
}

/// Writes `report` in `format`. `colour` asks for ANSI colours, where the format has any. Ends with a line break.
#[must_use]
pub fn render_diff(format: DiffFormat, report: &DiffReport<'_>, colour: bool) -> String {
    match format {
        DiffFormat::Text => text::render(report, colour),
        DiffFormat::Markdown => markdown::render(report),
        DiffFormat::Json => json::render(report),
        DiffFormat::Html => html::render(report),
        DiffFormat::Github => github::render(report),
    }
}

#[cfg(test)]
mod tests;
