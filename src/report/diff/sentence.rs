//! The words that all formats share.

use crate::diff::{Action, Change, Comparison, Counts, FileDiff, FileKind, FileState, Signal, Subject, Word};
use crate::report::words::counted;

/// Kept words of a text that are longer than this are cut in their middle. Characters.
const KEPT: usize = 160;

/// What a subject is, and its name and type where it has them: `panel`, `LLM Inference`, `table`.
pub(super) fn subject(subject: &Subject) -> (&'static str, Option<&str>, Option<&str>) {
    fn some(text: &str) -> Option<&str> {
        Some(text).filter(|text| !text.is_empty())
    }
    match subject {
        Subject::File => ("file", None, None),
        Subject::Dashboard => ("dashboard", None, None),
        Subject::Variable(name) => ("variable", some(name), None),
        Subject::Annotation(name) => ("annotation", some(name), None),
        Subject::Panel { title, kind } if kind == "row" => ("row", some(title), None),
        Subject::Panel { title, kind } => ("panel", some(title), some(kind)),
        Subject::Datasource { name, kind } => ("data source", some(name), some(kind)),
        Subject::Provider(name) => ("dashboard provider", some(name), None),
    }
}

/// What was done, as a verb behind its object.
pub(super) fn verb(action: Action) -> &'static str {
    match action {
        Action::Added => "added",
        Action::Removed => "removed",
        Action::Changed => "changed",
        Action::Moved => "moved",
    }
}

/// The sign before a line.
pub(super) fn sign(action: Action) -> char {
    match action {
        Action::Added => '+',
        Action::Removed => '-',
        Action::Changed => '~',
        Action::Moved => '>',
    }
}

/// `2 added, 1 changed`; what there is none of is left out.
pub(super) fn counts(counts: Counts) -> String {
    let parts = [(counts.added, "added"), (counts.removed, "removed"), (counts.changed, "changed"), (counts.moved, "moved")];
    let parts: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
    parts.join(", ")
}

/// The last line: how much differs.
pub(super) fn summary(comparison: &Comparison) -> String {
    let mut parts = Vec::new();
    if comparison.is_same() {
        let all = if comparison.unread.is_empty() { "no difference" } else { "no difference in what could be read" };
        parts.push(all.to_owned());
    } else {
        let verb = if comparison.files.len() == 1 { "differs" } else { "differ" };
        let number: usize = comparison.files.iter().map(|file| file.changes.len()).sum();
        let (files, changes) = (counted(comparison.files.len(), "file"), counted(number, "change"));
        parts.push(format!("{files} {verb}, {changes}: {}", counts(comparison.counts())));
        let breaking = comparison.breaking().count();
        if breaking > 0 {
            parts.push(counted(breaking, "breaking change"));
        }
    }
    if comparison.rewritten > 0 {
        parts.push(format!("{} only written otherwise", counted(comparison.rewritten, "file")));
    }
    if !comparison.unread.is_empty() {
        parts.push(format!("{} not compared", counted(comparison.unread.len(), "file")));
    }
    parts.join("; ")
}

/// What a file is, with whether it came or went.
pub(super) fn file(file: &FileDiff) -> &'static str {
    match (file.kind, file.state) {
        (FileKind::Dashboard, FileState::Added) => "new dashboard",
        (FileKind::Dashboard, FileState::Removed) => "removed dashboard",
        (FileKind::Dashboard, FileState::Changed) => "dashboard",
        (FileKind::Datasources, FileState::Added) => "new data source file",
        (FileKind::Datasources, FileState::Removed) => "removed data source file",
        (FileKind::Datasources, FileState::Changed) => "data sources",
        (FileKind::Providers, FileState::Added) => "new provider file",
        (FileKind::Providers, FileState::Removed) => "removed provider file",
        (FileKind::Providers, FileState::Changed) => "dashboard providers",
        (_, FileState::Added) => "new file",
        (_, FileState::Removed) => "removed file",
        (_, FileState::Changed) => "file",
    }
}

/// What a signal is, and what it is called.
pub(super) fn signal(signal: &Signal) -> (&'static str, String) {
    match signal {
        Signal::Series(name) => ("metric", name.clone()),
        Signal::SeriesPattern(pattern) => ("metrics matching", pattern.clone()),
        Signal::Spans(Some(service), Some(operation)) => ("spans", format!("{service}: {operation}")),
        Signal::Spans(Some(service), None) => ("spans", service.clone()),
        Signal::Spans(None, operation) => ("spans called", operation.clone().unwrap_or_default()),
        Signal::Attribute(name) => ("span attribute", name.clone()),
        Signal::Streams(label, Some(value)) => ("log streams", format!("{label}={value}")),
        Signal::Streams(label, None) => ("log label", label.clone()),
    }
}

/// Changes that stand next to one another and are about one thing.
pub(super) fn by_subject(changes: &[Change]) -> impl Iterator<Item = (&Subject, &[Change])> {
    changes.chunk_by(|one, next| one.subject == next.subject).filter_map(|chunk| Some((&chunk.first()?.subject, chunk)))
}

/// The word with a long stretch that stayed cut in its middle.
pub(super) fn shortened(word: &Word) -> Word {
    let Word::Kept(text) = word else { return word.clone() };
    let number = text.chars().count();
    if number <= KEPT {
        return word.clone();
    }
    let head: String = text.chars().take(KEPT / 2).collect();
    let tail: String = text.chars().skip(number - KEPT / 2).collect();
    Word::Kept(format!("{head} … {tail}"))
}
