//! What a person or a pipeline is told: a [`Diagnostic`] with a rule, a severity, words, and places in source files.
//!
//! From: any stage that finds something. To: `report`, which turns lists of diagnostics into text. A stage names a place by
//! file and [`Pointer`]; line and column are looked up only when there is something to report (see [`position`]).

mod occurrence;
pub mod pointer;
pub mod position;
pub mod sources;
pub mod suggest;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub use pointer::Pointer;
pub use sources::Sources;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Works, but probably not as meant.
    Warning,
    /// Will not work, or can't be worked on. Nothing is written while there is one.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The file as a whole.
    File,
    /// The value that the pointer leads to.
    Value(Pointer),
    /// The key of the entry that the pointer leads to.
    Key(Pointer),
    /// The value that the pointer leads to, which may be a secret: line and column are shown, the text is not.
    Hidden(Pointer),
    /// These words within the text that the pointer leads to.
    Part {
        /// The text.
        pointer: Pointer,
        /// The words, as they are meant: without the escapes that the file may write them with.
        words: String,
        /// How often the words begin in the text before this, within longer words and overlapping ones too.
        before: usize,
    },
    /// These bytes of the file's text.
    Bytes {
        /// The first byte, counted from 0.
        start: usize,
        /// The byte after the last.
        end: usize,
    },
}

/// How often words may begin in a text before those that are meant.
const MOST_BEFORE: usize = 1_000;

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's path as it is shown: relative to the project's folder where it lies inside.
    pub file: String,
    /// Where in the file.
    pub at: At,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::File }
    }

    /// The value at `pointer`.
    #[must_use]
    pub fn value(file: impl Into<String>, pointer: Pointer) -> Self {
        Self { file: file.into(), at: At::Value(pointer) }
    }

    /// The key at `pointer`.
    #[must_use]
    pub fn key(file: impl Into<String>, pointer: Pointer) -> Self {
        Self { file: file.into(), at: At::Key(pointer) }
    }

    /// The bytes `range` of `text`, which is the text at `pointer`. Where the range is none of `text`, or its words begin more
    /// than 1,000 times before it, all of it: counting them for each of very many findings would take too long.
    #[must_use]
    pub fn part(file: impl Into<String>, pointer: Pointer, text: &str, range: Range<usize>) -> Self {
        let words = text.get(range.clone()).unwrap_or_default();
        let starts = occurrence::occurrences(text, words).take(MOST_BEFORE + 1);
        match starts.enumerate().find(|(_, start)| *start == range.start) {
            Some((before, _)) => Self { file: file.into(), at: At::Part { pointer, words: words.to_owned(), before } },
            None => Self::value(file, pointer),
        }
    }

    /// The bytes `range` of the file's text.
    #[must_use]
    pub fn bytes(file: impl Into<String>, range: Range<usize>) -> Self {
        Self { file: file.into(), at: At::Bytes { start: range.start, end: range.end } }
    }
}

/// A second place that helps to understand a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there: `first used here`.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// `category/problem`, kebab-case: `spec/unknown-key`.
    pub rule: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop. Names are quoted in backticks.
    pub message: String,
    /// Where, in the file that a person would edit. `None`: not in any file (a usage error, a missing folder).
    pub place: Option<Place>,
    /// What stands beside the carets: "did you mean …?".
    pub label: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error of the rule `rule`.
    #[must_use]
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, message)
    }

    /// A warning of the rule `rule`.
    #[must_use]
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, message)
    }

    fn new(rule: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            rule: Cow::Borrowed(rule),
            severity,
            message: message.into(),
            place: None,
            label: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Sets the words beside the carets.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Sets the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Something that was looked at and could not be judged. It is told, so that silence means that all was checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unchecked {
    /// What it is, in the singular: `TraceQL query`, `PromQL query`, `reference to a data source`.
    pub what: &'static str,
    /// Why it could not be checked, in a few words.
    pub reason: String,
    /// Where.
    pub place: Place,
}

/// Whether nothing in `diagnostics` is an error.
#[must_use]
pub fn passes(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().all(|diagnostic| diagnostic.severity < Severity::Error)
}
