//! What a comparison gives: files, and in each the changes, in words and with their places.

use std::collections::BTreeSet;

use super::words::Word;
use crate::diag::Pointer;
use crate::foreign::PartKind;

/// What differs between two sides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// The files that differ, by path.
    pub files: Vec<FileDiff>,
    /// What could not be read, on either side. The other side of such a file is not told as added or removed.
    pub unread: Vec<Unread>,
    /// How many files say the same on both sides, those included that are written otherwise.
    pub unchanged: usize,
    /// How many of these are written otherwise: other white space, another order of keys, other ids.
    pub rewritten: usize,
}

/// A file that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// Its path.
    pub path: String,
    /// The side it is on, as the caller names it: `before`, `main`, `working tree`.
    pub side: String,
    /// Why, in one sentence without a full stop.
    pub reason: String,
}

/// A file that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct FileDiff {
    /// Its path; of a removed file, the one it had.
    pub path: String,
    /// The path that it had before, where that was another one.
    pub renamed_from: Option<String>,
    /// Whether the file as a whole came or went.
    pub state: FileState,
    /// What it is to Grafana; of a file with several parts, the most telling one.
    pub kind: FileKind,
    /// The title of its dashboard.
    pub title: Option<String>,
    /// What changed in it.
    pub changes: Vec<Change>,
    /// Telemetry that it asks for and did not ask for before.
    pub needs: BTreeSet<Signal>,
    /// Telemetry that it asked for and does not ask for any more.
    pub needs_no_more: BTreeSet<Signal>,
}

/// Whether a file came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileState {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It was there and is there.
    Changed,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A dashboard.
    Dashboard,
    /// Data sources.
    Datasources,
    /// Dashboard providers.
    Providers,
    /// Other JSON or YAML.
    Other,
    /// Anything else; lines are compared.
    Text,
}

impl From<PartKind> for FileKind {
    fn from(kind: PartKind) -> Self {
        match kind {
            PartKind::Dashboard => Self::Dashboard,
            PartKind::Datasources => Self::Datasources,
            PartKind::Providers => Self::Providers,
            PartKind::Other => Self::Other,
        }
    }
}

/// What was done to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another one now.
    Changed,
    /// It is elsewhere, has another size or stands in another order.
    Moved,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The file itself, or what no other subject is.
    File,
    /// The dashboard as a whole.
    Dashboard,
    /// A variable, by name.
    Variable(String),
    /// An annotation query, by name.
    Annotation(String),
    /// A panel or row.
    Panel {
        /// Its title; may be empty.
        title: String,
        /// Its type: `timeseries`, `row`.
        kind: String,
    },
    /// A data source.
    Datasource {
        /// Its name.
        name: String,
        /// Its type: `prometheus`.
        kind: String,
    },
    /// A dashboard provider, by name.
    Provider(String),
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// What was done.
    pub action: Action,
    /// To which part of the subject, in words (`red threshold`) or, where nobody has words for it, by its path in backticks
    /// (`` `options.footer.show` ``). Empty: to the subject as a whole.
    pub what: String,
    /// How it was, for people; long values are cut. Secrets are not shown.
    pub old: Option<String>,
    /// How it is.
    pub new: Option<String>,
    /// A text that changed, word by word. Empty where `old` and `new` are short enough to be seen at once.
    pub words: Vec<Word>,
    /// Why it breaks what relies on it, where it does.
    pub breaking: Option<&'static str>,
    /// All differences of the files that the change stands for: at least one.
    pub places: Vec<PlacePair>,
}

/// Where a difference stands on both sides; `None` where there is nothing. Pointers go into the file's value, with the number of the
/// document first where a file has several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlacePair {
    /// Before.
    pub before: Option<Pointer>,
    /// After.
    pub after: Option<Pointer>,
}

/// A piece of telemetry that queries ask for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// A series of Prometheus, by name.
    Series(String),
    /// Series whose names match a pattern.
    SeriesPattern(String),
    /// Spans, by service and operation.
    Spans(Option<String>, Option<String>),
    /// An attribute of spans or resources.
    Attribute(String),
    /// Log streams with a label, and its value where it is one.
    Streams(String, Option<String>),
}

/// How much changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// How many things are new.
    pub added: usize,
    /// How many are gone.
    pub removed: usize,
    /// How many are other ones.
    pub changed: usize,
    /// How many are elsewhere.
    pub moved: usize,
}

impl Counts {
    /// Counts changes.
    #[must_use]
    pub fn of<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut counts = Self::default();
        for change in changes {
            match change.action {
                Action::Added => counts.added += 1,
                Action::Removed => counts.removed += 1,
                Action::Changed => counts.changed += 1,
                Action::Moved => counts.moved += 1,
            }
        }
        counts
    }
}

impl Comparison {
    /// Whether both sides say the same, as far as they could be read.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.files.is_empty()
    }

    /// The changes that break what relies on them, each with its file.
    pub fn breaking(&self) -> impl Iterator<Item = (&FileDiff, &Change)> {
        self.files
            .iter()
            .flat_map(|file| file.changes.iter().map(move |change| (file, change)))
            .filter(|(_, change)| change.breaking.is_some())
    }

    /// How much changed in all files.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(self.files.iter().flat_map(|file| &file.changes))
    }

    /// Telemetry that some changed file asks for now, and that none of the changed files asked for before.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<&Signal> {
        let dropped: BTreeSet<&Signal> = self.files.iter().flat_map(|file| &file.needs_no_more).collect();
        self.files.iter().flat_map(|file| &file.needs).filter(|signal| !dropped.contains(signal)).collect()
    }
}
