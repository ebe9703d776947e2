//! For programs: one object. Its shape is described in `docs/formats.md`.

use serde_json::{Value, json};

use super::DiffReport;
use super::sentence::{subject, verb};
use crate::diff::{Change, Counts, FileDiff, FileKind, FileState, PlacePair, Signal, Subject, Word};

/// The version of the shape. A key that is added leaves it as it is.
const VERSION: u32 = 1;

pub(super) fn render(report: &DiffReport<'_>) -> String {
    let comparison = report.comparison;
    let Counts { added, removed, changed, moved } = comparison.counts();
    let value = json!({
        "version": VERSION,
        "before": report.before,
        "after": report.after,
        "summary": {
            "files": comparison.files.len(),
            "unchanged": comparison.unchanged,
            "rewritten": comparison.rewritten,
            "unread": comparison.unread.len(),
            "added": added,
            "removed": removed,
            "changed": changed,
            "moved": moved,
            "breaking": comparison.breaking().count(),
            "needs": comparison.needs().into_iter().map(signal).collect::<Vec<_>>(),
        },
        "files": comparison.files.iter().map(file).collect::<Vec<_>>(),
        "unread": comparison.unread.iter().map(|unread| {
            json!({"path": unread.path, "side": unread.side, "reason": unread.reason})
        }).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn file(diff: &FileDiff) -> Value {
    let kind = match diff.kind {
        FileKind::Dashboard => "dashboard",
        FileKind::Datasources => "datasources",
        FileKind::Providers => "providers",
        FileKind::Other => "other",
        FileKind::Text => "text",
    };
    let state = match diff.state {
        FileState::Added => "added",
        FileState::Removed => "removed",
        FileState::Changed => "changed",
    };
    json!({
        "path": diff.path,
        "renamedFrom": diff.renamed_from,
        "state": state,
        "kind": kind,
        "title": diff.title,
        "changes": diff.changes.iter().map(change).collect::<Vec<_>>(),
        "needs": diff.needs.iter().map(signal).collect::<Vec<_>>(),
        "needsNoMore": diff.needs_no_more.iter().map(signal).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    json!({
        "subject": about(&change.subject),
        "action": verb(change.action),
        "what": change.what,
        "old": change.old,
        "new": change.new,
        "words": change.words.iter().map(word).collect::<Vec<_>>(),
        "breaking": change.breaking,
        "places": change.places.iter().map(place).collect::<Vec<_>>(),
    })
}

fn about(about: &Subject) -> Value {
    let (_, name, of_type) = subject(about);
    let kind = match about {
        Subject::File => "file",
        Subject::Dashboard => "dashboard",
        Subject::Variable(_) => "variable",
        Subject::Annotation(_) => "annotation",
        Subject::Panel { .. } => "panel",
        Subject::Datasource { .. } => "datasource",
        Subject::Provider(_) => "provider",
    };
    let of_type = match about {
        Subject::Panel { kind, .. } => Some(kind.as_str()),
        _ => of_type,
    };
    json!({"kind": kind, "name": name, "type": of_type})
}

fn word(word: &Word) -> Value {
    match word {
        Word::Kept(text) => json!({ "kept": text }),
        Word::Removed(text) => json!({ "removed": text }),
        Word::Added(text) => json!({ "added": text }),
    }
}

fn place(place: &PlacePair) -> Value {
    let text = |pointer: &Option<crate::diag::Pointer>| pointer.as_ref().map(ToString::to_string);
    json!({"before": text(&place.before), "after": text(&place.after)})
}

/// What a query asks for: its kind, its name, and what else belongs to the name.
fn signal(signal: &Signal) -> Value {
    match signal {
        Signal::Series(name) => json!({"kind": "metric", "name": name, "value": null}),
        Signal::SeriesPattern(pattern) => json!({"kind": "metricPattern", "name": pattern, "value": null}),
        Signal::Spans(service, operation) => json!({"kind": "spans", "name": service, "value": operation}),
        Signal::Attribute(name) => json!({"kind": "attribute", "name": name, "value": null}),
        Signal::Streams(label, value) => json!({"kind": "streams", "name": label, "value": value}),
    }
}
