//! [`Findings`]: where rules report.

use std::borrow::Cow;
use std::ops::Range;

use super::view::QueryView;
use crate::diag::{At, Diagnostic, Place, Pointer, Severity, Unchecked};
use crate::plan::Source;

/// What rules found in one file, or across files. It knows which rule reports, and from where in the file to the place that a
/// person would edit.
#[derive(Debug)]
pub struct Findings<'a> {
    source: Option<&'a Source>,
    rule: (&'static str, Severity),
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be checked.
    pub unchecked: Vec<Unchecked>,
}

/// A finding that was reported and can still be said more about.
#[derive(Debug)]
pub struct Reported<'a>(&'a mut Diagnostic);

impl Reported<'_> {
    /// Sets the words beside the carets.
    pub fn label(self, label: impl Into<String>) -> Self {
        self.0.label = Some(label.into());
        self
    }

    /// Sets the words beside the carets, where there are any.
    pub fn label_if(self, label: Option<String>) -> Self {
        if label.is_some() {
            self.0.label = label;
        }
        self
    }

    /// Sets the way out.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Adds a second place.
    pub fn related(self, place: Place, message: impl Into<String>) -> Self {
        self.0.related.push(crate::diag::Related { place, message: message.into() });
        self
    }
}

impl<'a> Findings<'a> {
    /// For the file that `source` describes; `None` for what is reported across files.
    #[must_use]
    pub fn new(source: Option<&'a Source>) -> Self {
        Self { source, rule: ("", Severity::Info), diagnostics: Vec::new(), unchecked: Vec::new() }
    }

    /// Names the rule that reports from now on, and how much its findings matter.
    pub(super) fn begin(&mut self, rule: &'static str, severity: Severity) {
        self.rule = (rule, severity);
    }

    /// The place that a person would edit for the value at `pointer`.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Place {
        self.source.map_or_else(|| Place::file(""), |source| source.place(pointer))
    }

    /// Reports the value at `pointer`.
    pub fn value(&mut self, pointer: &Pointer, message: impl Into<String>) -> Reported<'_> {
        let place = self.place(pointer);
        self.report(place, message)
    }

    /// Reports the key at `pointer`.
    pub fn key(&mut self, pointer: &Pointer, message: impl Into<String>) -> Reported<'_> {
        let place = match self.place(pointer) {
            Place { file, at: At::Value(pointer) } => Place::key(file, pointer),
            other => other,
        };
        self.report(place, message)
    }

    /// Reports the value at `pointer` without ever showing it.
    pub fn hidden(&mut self, pointer: &Pointer, message: impl Into<String>) -> Reported<'_> {
        let place = match self.place(pointer) {
            Place { file, at: At::Value(pointer) } => Place { file, at: At::Hidden(pointer) },
            other => other,
        };
        self.report(place, message)
    }

    /// Reports the bytes `range` of `text`, which is the text at `pointer`.
    pub fn part(&mut self, pointer: &Pointer, text: &str, range: Range<usize>, message: impl Into<String>) -> Reported<'_> {
        let place = self.part_place(pointer, text, range);
        self.report(place, message)
    }

    /// Reports the bytes `range` of a query's text.
    pub fn in_query(&mut self, query: &QueryView<'_>, range: &Range<usize>, message: impl Into<String>) -> Reported<'_> {
        let start = query.range.start;
        self.part(&query.text_at, query.whole, start + range.start..start + range.end, message)
    }

    /// The place of the bytes `range` of `text`, which is the text at `pointer`.
    #[must_use]
    pub fn part_place(&self, pointer: &Pointer, text: &str, range: Range<usize>) -> Place {
        match self.place(pointer) {
            Place { file, at: At::Value(pointer) } => Place::part(file, pointer, text, range),
            other => other,
        }
    }

    /// Reports the file as a whole.
    pub fn file(&mut self, message: impl Into<String>) -> Reported<'_> {
        let place = Place::file(self.source.map_or("", |source| source.shown.as_str()));
        self.report(place, message)
    }

    /// Reports `place`.
    pub fn report(&mut self, place: Place, message: impl Into<String>) -> Reported<'_> {
        let (rule, severity) = self.rule;
        self.diagnostics.push(Diagnostic {
            rule: Cow::Borrowed(rule),
            severity,
            message: message.into(),
            place: Some(place),
            label: None,
            related: Vec::new(),
            help: None,
        });
        // The list has just been given an entry.
        let last = self.diagnostics.len() - 1;
        Reported(&mut self.diagnostics[last])
    }

    /// Tells that the value at `pointer` could not be checked: `what` it is, in the singular, and why.
    pub fn unchecked(&mut self, what: &'static str, pointer: &Pointer, reason: impl Into<String>) {
        let place = self.place(pointer);
        self.unchecked.push(Unchecked { what, reason: reason.into(), place });
    }
}
