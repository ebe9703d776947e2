//! From places to bytes, lines and columns.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::position::{Lines, Positions};
use crate::diag::{At, Place, Sources};

/// A place that has been looked up.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub(super) place: &'a Place,
    /// Its bytes; `None` where the place is a whole file, or the text is not known or can't be parsed.
    pub(super) range: Option<Range<usize>>,
    /// The same in lines and columns.
    pub(super) span: Option<Span>,
}

/// Lines and columns, counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) line: usize,
    pub(super) column: usize,
    /// The line and column behind the last character; `None` where it would tell how long a secret is.
    pub(super) end: Option<(usize, usize)>,
}

impl<'a> Spot<'a> {
    /// The file's path with `/` between its folders, whatever the system writes there.
    pub(super) fn file(&self) -> String {
        self.place.file.replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// `file:line:column`, or the file alone where the position is not known.
    pub(super) fn shown(&self) -> String {
        self.span.map_or_else(|| self.file(), |span| format!("{}:{}:{}", self.file(), span.line, span.column))
    }

    /// Where in the document, if the place is told by that.
    pub(super) fn pointer(&self) -> Option<&'a str> {
        match &self.place.at {
            At::Value(pointer) | At::Key(pointer) | At::Hidden(pointer) | At::Part { pointer, .. } => Some(pointer.as_str()),
            At::File | At::Bytes { .. } => None,
        }
    }
}

/// Looks places up. Each text is read once, however many places lie in it.
pub(super) struct Lookup<'a> {
    sources: &'a Sources,
    known: BTreeMap<&'a str, (Positions<'a>, Lines<'a>)>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, known: BTreeMap::new() }
    }

    pub(super) fn spot(&mut self, place: &'a Place) -> Spot<'a> {
        match self.locate(place) {
            Some((range, span)) => Spot { place, range: Some(range), span: Some(span) },
            None => Spot { place, range: None, span: None },
        }
    }

    fn locate(&mut self, place: &'a Place) -> Option<(Range<usize>, Span)> {
        if place.at == At::File {
            return None;
        }
        let text = self.sources.text(&place.file)?;
        let (positions, lines) = self.known.entry(&place.file).or_insert_with(|| (Positions::read(text), Lines::of(text)));
        let range = positions.locate(&place.at)?;
        let (line, column) = lines.line_column(range.start);
        let is_hidden = matches!(place.at, At::Hidden(_));
        let end = (!is_hidden).then(|| lines.line_column(range.end));
        Some((range, Span { line, column, end }))
    }
}
