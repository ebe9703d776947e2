//! For a comment on a change: a table, what breaks, and the details folded, file by file. What goes beyond the length that GitHub
//! takes is cut, and that is said.

use super::DiffReport;
use super::marked::{Marks, head, sentence, signal_words};
use super::sentence::{by_subject, counts, file, summary};
use crate::diff::{Counts, FileDiff};
use crate::report::excerpt::visible_character;

/// A comment of GitHub takes 65,536 characters.
const LONGEST: usize = 65_000;

/// What is kept free for the end: closing tags, and the note that something was cut.
const FOR_THE_END: usize = 600;

/// No more than this goes into the table and the list of what breaks, so that details fit as well.
const LONGEST_HEAD: usize = 30_000;

/// A text that grows line by line up to a length.
struct Bounded {
    text: String,
    characters: usize,
    limit: usize,
}

impl Bounded {
    /// Adds a line if it fits.
    fn line(&mut self, line: &str) -> bool {
        let length = line.chars().count() + 1;
        let fits = self.characters + length <= self.limit;
        if fits {
            self.text.push_str(line);
            self.text.push('\n');
            self.characters += length;
        }
        fits
    }

    /// Adds a line for which there is room in any case.
    fn end(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.characters += line.chars().count() + 1;
    }
}

pub(super) fn render(report: &DiffReport<'_>) -> String {
    let mut page = Bounded { text: String::new(), characters: 0, limit: LONGEST_HEAD };
    page.line(&format!("### Grafana: {} → {}", Markdown::code(report.before), Markdown::code(report.after)));
    page.line("");
    page.line(&format!("{}.", summary(report.comparison)));
    list(&mut page, "breaking changes", "**Breaking**", breaking(report));
    table(&mut page, report);
    let needs = report.comparison.needs();
    if !needs.is_empty() {
        list(
            &mut page,
            "signals",
            "**Telemetry that is newly asked for**",
            needs.into_iter().map(|one| format!("- {}", signal_words::<Markdown>(one))).collect(),
        );
    }
    let unread = report.comparison.unread.iter();
    let unread =
        unread.map(|unread| format!("- {} ({}): {}", Markdown::code(&unread.path), plain(&unread.side), plain(&unread.reason)));
    list(&mut page, "files", "**Not compared**", unread.collect());
    if !report.is_stat {
        page.limit = LONGEST - FOR_THE_END;
        details(&mut page, report);
    }
    page.text
}

/// A heading and lines, as many as fit.
fn list(page: &mut Bounded, what: &str, heading: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    let number = lines.len();
    page.line("");
    page.line(heading);
    page.line("");
    for (index, line) in lines.into_iter().enumerate() {
        if !page.line(&line) {
            page.end(&format!("- and {} more {what}", number - index));
            break;
        }
    }
}

fn table(page: &mut Bounded, report: &DiffReport<'_>) {
    let files = &report.comparison.files;
    if files.is_empty() {
        return;
    }
    page.line("");
    page.line("| file | | added | removed | changed | moved |");
    page.line("|---|---|--:|--:|--:|--:|");
    for (index, diff) in files.iter().enumerate() {
        let Counts { added, removed, changed, moved } = Counts::of(&diff.changes);
        let [added, removed, changed, moved] =
            [added, removed, changed, moved].map(|number| if number == 0 { String::new() } else { number.to_string() });
        let row = format!("| {} | {} | {added} | {removed} | {changed} | {moved} |", Markdown::code(&diff.path), file(diff));
        if !page.line(&row) {
            page.end(&format!("\n… and {} more files", files.len() - index));
            break;
        }
    }
}

fn breaking(report: &DiffReport<'_>) -> Vec<String> {
    let lines = report.comparison.breaking().map(|(diff, change)| {
        let reason = change.breaking.unwrap_or_default();
        format!(
            "- {}: {}: {}: {reason}",
            Markdown::code(&diff.path),
            head::<Markdown>(&change.subject, diff),
            sentence::<Markdown>(change)
        )
    });
    lines.collect()
}

fn details(page: &mut Bounded, report: &DiffReport<'_>) {
    let all: usize = report.comparison.files.iter().map(|file| file.changes.len()).sum();
    let mut told = 0;
    for diff in &report.comparison.files {
        let title = diff.title.as_deref().map_or_else(String::new, |title| format!(" {}", Markdown::code(title)));
        let head = format!(
            "<details><summary>{} {}{title}: {}</summary>",
            Markdown::code(&diff.path),
            file(diff),
            counts(Counts::of(&diff.changes))
        );
        if !(page.line("") && page.line(&head)) {
            return cut(page, all - told);
        }
        page.line("");
        for (line, number) in of_file(diff) {
            if !page.line(&line) {
                page.end("\n</details>");
                return cut(page, all - told);
            }
            told += number;
        }
        page.end("\n</details>");
    }
}

/// The note at the end of what was cut.
fn cut(page: &mut Bounded, left: usize) {
    let changes = if left == 1 { "1 change is".to_owned() } else { format!("{left} changes are") };
    page.end(&format!("\n> Cut here, for a comment can be no longer: {changes} not shown. `spanboard diff` tells all."));
}

/// The lines of a file, each with the number of changes that it tells.
fn of_file(diff: &FileDiff) -> Vec<(String, usize)> {
    let mut lines = Vec::new();
    for (about, changes) in by_subject(&diff.changes) {
        lines.push((format!("**{}**\n", head::<Markdown>(about, diff)), 0));
        lines.extend(changes.iter().map(|change| (format!("- {}", sentence::<Markdown>(change)), 1)));
        lines.push((String::new(), 0));
    }
    for (what, signals) in [("Newly asks for", &diff.needs), ("No longer asks for", &diff.needs_no_more)] {
        if !signals.is_empty() {
            let names: Vec<String> = signals.iter().map(signal_words::<Markdown>).collect();
            lines.push((format!("{what}: {}\n", names.join(", ")), 0));
        }
    }
    lines
}

struct Markdown;

impl Marks for Markdown {
    fn plain(text: &str) -> String {
        plain(text)
    }

    fn name(text: &str) -> String {
        Self::code(text)
    }

    fn kind(text: &str) -> String {
        format!("({})", plain(text))
    }

    fn piece(text: &str) -> String {
        Self::code(text)
    }

    fn pieces(shown: &str) -> String {
        format!("<br>{shown}")
    }

    fn replaced(old: &str, new: &str) -> String {
        format!("{} → {}", Self::code(old), Self::code(new))
    }

    /// In code nobody is mentioned and nothing is linked.
    fn escaped(text: &str) -> String {
        escaped(text)
    }
}

/// A text from a file among words. Between the sign of a mention or a reference and its name stands a comment, since GitHub looks for
/// these after everything else.
fn plain(text: &str) -> String {
    escaped(text).replace("&#64;", "&#64;<!-- -->").replace("&#35;", "&#35;<!-- -->")
}

/// The text with every character that means something to Markdown or HTML within a line as a reference, and line breaks as spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => out.push(' '),
            '&' | '<' | '>' | '*' | '_' | '`' | '[' | ']' | '\\' | '|' | '~' | '!' | '$' | ':' | '@' | '#' => {
                out.extend(["&#", &u32::from(character).to_string(), ";"]);
            }
            other => out.push(visible_character(other)),
        }
    }
    out
}
