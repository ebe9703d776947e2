//! What formats with marks, HTML and Markdown, say in the same words: a change, the head above changes, a signal. Each has its own marks.

use super::sentence::{shortened, signal, subject, verb};
use crate::diff::{Action, Change, FileDiff, Signal, Subject, Word};

/// The marks of a format. Each takes a text from a file and leaves nothing of it that the format would read as its own.
pub(super) trait Marks {
    /// Among words.
    fn plain(text: &str) -> String;

    /// The name of a subject.
    fn name(text: &str) -> String;

    /// The type of a subject, behind its name.
    fn kind(text: &str) -> String;

    /// A piece of a text that is shown word by word.
    fn piece(text: &str) -> String;

    /// All pieces of such a text, behind what it is.
    fn pieces(shown: &str) -> String;

    /// A value and what it became.
    fn replaced(old: &str, new: &str) -> String;

    /// As code.
    fn code(text: &str) -> String {
        format!("<code>{}</code>", Self::escaped(text))
    }

    /// With nothing in it that the format would read.
    fn escaped(text: &str) -> String;
}

/// What changes are about.
pub(super) fn head<M: Marks>(about: &Subject, diff: &FileDiff) -> String {
    let (what, name, kind) = subject(about);
    let name = name.or(diff.title.as_deref().filter(|_| *about == Subject::Dashboard));
    let name = name.map_or_else(String::new, |name| format!(" {}", M::name(name)));
    let kind = kind.map_or_else(String::new, |kind| format!(" {}", M::kind(kind)));
    format!("{what}{name}{kind}")
}

/// A change.
pub(super) fn sentence<M: Marks>(change: &Change) -> String {
    let what = M::plain(&change.what);
    let space = if what.is_empty() { "" } else { " " };
    if !change.words.is_empty() {
        return format!("{what}{}", M::pieces(&words::<M>(change)));
    }
    match (change.action, &change.old, &change.new) {
        (Action::Added | Action::Removed, old, new) => {
            let detail = new.as_ref().or(old.as_ref()).map_or_else(String::new, |detail| format!("{} ", M::code(detail)));
            format!("{what}{space}{detail}{}", verb(change.action))
        }
        (_, Some(old), Some(new)) => format!("{what}{space}{}", M::replaced(old, new)),
        (action, None, Some(new)) => format!("{what}{space}{} {}", verb(action), M::code(new)),
        (action, ..) => format!("{what}{space}{}", verb(action)),
    }
}

fn words<M: Marks>(change: &Change) -> String {
    let shown = change.words.iter().map(shortened).map(|word| match word {
        Word::Kept(text) => M::piece(&text),
        Word::Removed(text) => format!("<del>{}</del>", M::piece(&text)),
        Word::Added(text) => format!("<ins>{}</ins>", M::piece(&text)),
    });
    shown.collect()
}

/// A signal.
pub(super) fn signal_words<M: Marks>(one: &Signal) -> String {
    let (kind, name) = signal(one);
    format!("{kind} {}", M::code(&name))
}
