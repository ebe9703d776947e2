//! For GitHub Actions: a notice for each file that differs, a warning for each change that breaks something, an error for each file
//! that could not be compared.

use super::DiffReport;
use super::sentence::{by_subject, counts, shortened, sign, signal, subject, verb};
use crate::diff::{Action, Change, Counts, FileDiff, Subject, Word};
use crate::report::github::command;

pub(super) fn render(report: &DiffReport<'_>) -> String {
    let comparison = report.comparison;
    let mut out = String::new();
    for unread in &comparison.unread {
        let lines = [format!("{} ({})", unread.reason, unread.side)];
        out.push_str(&command("error", &[("file", unread.path.clone()), ("title", "not compared".to_owned())], &lines));
    }
    for (diff, change) in comparison.breaking() {
        let lines =
            [format!("{}: {}", head(&change.subject, diff), sentence(change)), change.breaking.unwrap_or_default().to_owned()];
        out.push_str(&command("warning", &[("file", diff.path.clone()), ("title", "breaking change".to_owned())], &lines));
    }
    for diff in &comparison.files {
        let title = counts(Counts::of(&diff.changes));
        out.push_str(&command("notice", &[("file", diff.path.clone()), ("title", title)], &lines(diff)));
    }
    out
}

fn lines(diff: &FileDiff) -> Vec<String> {
    let mut lines = Vec::new();
    for (about, changes) in by_subject(&diff.changes) {
        lines.push(head(about, diff));
        lines.extend(changes.iter().map(|change| format!("  {} {}", sign(change.action), sentence(change))));
    }
    for (what, signals) in [("newly asks for", &diff.needs), ("no longer asks for", &diff.needs_no_more)] {
        if !signals.is_empty() {
            let names = signals.iter().map(|one| {
                let (kind, name) = signal(one);
                format!("{kind} {name}")
            });
            lines.push(format!("{what}: {}", names.collect::<Vec<_>>().join(", ")));
        }
    }
    lines
}

fn head(about: &Subject, diff: &FileDiff) -> String {
    let (what, name, kind) = subject(about);
    let name = name.or(diff.title.as_deref().filter(|_| *about == Subject::Dashboard));
    let name = name.map_or_else(String::new, |name| format!(" \"{name}\""));
    let kind = kind.map_or_else(String::new, |kind| format!(" ({kind})"));
    format!("{what}{name}{kind}")
}

fn sentence(change: &Change) -> String {
    let space = if change.what.is_empty() { "" } else { " " };
    let what = &change.what;
    if !change.words.is_empty() {
        let shown = change.words.iter().map(shortened).map(|word| match word {
            Word::Kept(text) => text,
            Word::Removed(text) => format!("[-{text}-]"),
            Word::Added(text) => format!("{{+{text}+}}"),
        });
        return format!("{what}: {}", shown.collect::<String>());
    }
    match (change.action, &change.old, &change.new) {
        (Action::Added | Action::Removed, old, new) => {
            let detail = new.as_ref().or(old.as_ref()).map_or_else(String::new, |detail| format!("{detail} "));
            format!("{what}{space}{detail}{}", verb(change.action))
        }
        (_, Some(old), Some(new)) => format!("{what}{space}{old} -> {new}"),
        (action, None, Some(new)) => format!("{what}{space}{} {}", verb(action), new),
        (action, ..) => format!("{what}{space}{}", verb(action)),
    }
}
