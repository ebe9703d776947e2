//! For a terminal: file by file, subject by subject, a line a change. A text that changed is shown as `[-removed-]{+added+}`.

use super::DiffReport;
use super::sentence::{by_subject, counts, file, shortened, sign, signal, subject, summary, verb};
use crate::diff::{Action, Change, Counts, FileDiff, Signal, Subject, Word};
use crate::report::excerpt::{message, one_line};

/// ANSI codes, or nothing.
struct Paint {
    is_on: bool,
}

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.is_on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn of(&self, action: Action, text: &str) -> String {
        match action {
            Action::Added => self.with("32", text),
            Action::Removed => self.with("31", text),
            Action::Changed => self.with("33", text),
            Action::Moved => self.with("36", text),
        }
    }
}

pub(super) fn render(report: &DiffReport<'_>, colour: bool) -> String {
    let paint = Paint { is_on: colour };
    let mut lines = Vec::new();
    if report.is_stat {
        lines.extend(stat(report));
    } else {
        lines.extend(breaking(report, &paint));
        for file in &report.comparison.files {
            lines.extend(of_file(file, &paint));
            lines.push(String::new());
        }
    }
    let unread = report.comparison.unread.iter();
    lines.extend(unread.map(|unread| {
        let (path, side, reason) = (one_line(&unread.path), one_line(&unread.side), one_line(&unread.reason));
        format!("{} {path} ({side}): {reason}", paint.with("1;31", "not compared:"))
    }));
    lines.push(summary(report.comparison));
    lines.join("\n") + "\n"
}

fn stat(report: &DiffReport<'_>) -> Vec<String> {
    let paths: Vec<String> = report.comparison.files.iter().map(|file| one_line(&file.path)).collect();
    let width = paths.iter().map(|path| path.chars().count()).max().unwrap_or(0);
    let lines = paths.iter().zip(&report.comparison.files);
    lines.map(|(path, file)| format!(" {path:width$} | {}", counts(Counts::of(&file.changes)))).collect()
}

/// What breaks, before everything else.
fn breaking(report: &DiffReport<'_>, paint: &Paint) -> Vec<String> {
    let lines = report.comparison.breaking().map(|(file, change)| {
        let reason = change.breaking.unwrap_or_default();
        let what = match change.what.as_str() {
            "" => verb(change.action).to_owned(),
            what => format!("{} {}", one_line(what), verb(change.action)),
        };
        let head = head_of(&change.subject, file);
        format!("{} {}: {head}: {what}: {reason}", paint.with("1;31", "breaking:"), one_line(&file.path))
    });
    let mut lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// `panel "LLM Inference" (table)`.
fn head_of(about: &Subject, file: &FileDiff) -> String {
    let (what, name, kind) = subject(about);
    let name = name.or(file.title.as_deref().filter(|_| *about == Subject::Dashboard));
    let name = name.map_or_else(String::new, |name| format!(" \"{}\"", one_line(name)));
    let kind = kind.map_or_else(String::new, |kind| format!(" ({})", one_line(kind)));
    format!("{what}{name}{kind}")
}

fn of_file(diff: &FileDiff, paint: &Paint) -> Vec<String> {
    let title = diff.title.as_deref().map_or_else(String::new, |title| format!(" \"{}\"", one_line(title)));
    let mut lines = vec![paint.bold(&format!("{}: {}{title}", one_line(&diff.path), file(diff)))];
    for (about, changes) in by_subject(&diff.changes) {
        let is_inside = !matches!(about, Subject::File | Subject::Dashboard);
        let (whole, parts): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| change.what.is_empty());
        match whole.first() {
            Some(change) => lines.push(whole_line(change, &head_of(about, diff), paint)),
            None if is_inside => lines.push(format!("  {}", head_of(about, diff))),
            None => {}
        }
        let indent = if is_inside { "    " } else { "  " };
        for change in parts {
            lines.push(format!("{indent}{}", line(change, &one_line(&change.what), paint)));
            if !change.words.is_empty() {
                lines.push(words(change, &format!("{indent}    "), paint));
            }
        }
    }
    lines.extend(telemetry("  newly asks for", diff.needs.iter(), paint));
    lines.extend(telemetry("  no longer asks for", diff.needs_no_more.iter(), paint));
    lines
}

/// `+ panel "Requests" (stat) added: sum(…)`.
fn whole_line(change: &Change, head: &str, paint: &Paint) -> String {
    let detail = change.new.as_ref().or(change.old.as_ref());
    let detail = detail.map_or_else(String::new, |detail| format!(": {}", one_line(detail)));
    let line = format!("{} {head} {}", sign(change.action), verb(change.action));
    format!("  {}{detail}", paint.of(change.action, &line))
}

/// `~ red threshold 120 s -> 90 s`.
fn line(change: &Change, what: &str, paint: &Paint) -> String {
    let sign = paint.of(change.action, &sign(change.action).to_string());
    let (old, new) = (change.old.as_deref().map(one_line), change.new.as_deref().map(one_line));
    match (change.action, old, new) {
        _ if !change.words.is_empty() => format!("{sign} {what}"),
        (Action::Added | Action::Removed, old, new) => {
            let detail = new.or(old).map_or_else(String::new, |detail| format!(" {detail}"));
            format!("{sign} {what}{detail} {}", verb(change.action))
        }
        (_, Some(old), Some(new)) => format!("{sign} {what} {old} -> {new}"),
        (action, None, Some(new)) => format!("{sign} {what} {} {new}", verb(action)),
        (action, ..) => format!("{sign} {what} {}", verb(action)),
    }
}

fn words(change: &Change, indent: &str, paint: &Paint) -> String {
    let shown: String = change
        .words
        .iter()
        .map(shortened)
        .map(|word| match word {
            Word::Kept(text) => message(&text),
            Word::Removed(text) => paint.of(Action::Removed, &format!("[-{}-]", message(&text))),
            Word::Added(text) => paint.of(Action::Added, &format!("{{+{}+}}", message(&text))),
        })
        .collect();
    format!("{indent}{}", shown.replace('\n', &format!("\n{indent}")))
}

fn telemetry<'s>(what: &str, signals: impl Iterator<Item = &'s Signal>, paint: &Paint) -> Option<String> {
    let names: Vec<String> = signals
        .map(|one| {
            let (kind, name) = signal(one);
            format!("{kind} {}", one_line(&name))
        })
        .collect();
    (!names.is_empty()).then(|| format!("{}: {}", paint.bold(what), names.join(", ")))
}
