//! Findings for GitHub Actions: one workflow command a line, as "Workflow commands for GitHub Actions" in GitHub's documents says.
//!
//! `::error file=a.yaml,line=3,endLine=3,col=14,endColumn=34,title=query/unknown-metric::what is wrong%0Ahelp: the way out`

use super::excerpt;
use super::order::{Finding, NotChecked, Ordered};
use super::spot::Spot;
use super::words;
use crate::diag::Severity;

pub(super) fn render(ordered: &Ordered<'_>) -> String {
    let mut text: String = ordered.findings.iter().map(finding).collect();
    if !ordered.unchecked.is_empty() {
        text.push_str(&not_checked(&ordered.unchecked));
    }
    text
}

fn finding(finding: &Finding<'_>) -> String {
    let diagnostic = finding.diagnostic;
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.label.clone());
    let related = diagnostic.related.iter().zip(&finding.related);
    lines.extend(related.map(|(related, spot)| format!("{} ({})", related.message, spot.shown())));
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {help}")));
    let mut properties = finding.spot.as_ref().map(place).unwrap_or_default();
    properties.push(("title", diagnostic.rule.to_string()));
    command(name, &properties, &lines)
}

/// All in one notice: GitHub shows only a few of them.
fn not_checked(groups: &[NotChecked<'_>]) -> String {
    let lines: Vec<String> = groups.iter().map(words::not_checked).collect();
    command("notice", &[("title", "not checked".to_owned())], &lines)
}

/// The properties that say where. Columns of a place over several lines are left out, for GitHub refuses these; and its last
/// column is the last that belongs to it.
fn place(spot: &Spot<'_>) -> Vec<(&'static str, String)> {
    let mut properties = vec![("file", spot.file())];
    let Some(span) = spot.span else { return properties };
    let (end_line, end_column) = span.end.unwrap_or((span.line, span.column));
    properties.push(("line", span.line.to_string()));
    properties.push(("endLine", end_line.to_string()));
    if end_line == span.line {
        properties.push(("col", span.column.to_string()));
        properties.push(("endColumn", end_column.saturating_sub(1).max(span.column).to_string()));
    }
    properties
}

pub(super) fn command(name: &str, properties: &[(&str, String)], lines: &[String]) -> String {
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={}", escaped_property(value))).collect();
    format!("::{name} {}::{}\n", properties.join(","), escaped(&excerpt::bounded(&lines.join("\n"))))
}

/// A message as a command holds it.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut written, character| {
        match character {
            '%' => written.push_str("%25"),
            '\r' => written.push_str("%0D"),
            '\n' => written.push_str("%0A"),
            other => written.push(excerpt::visible_character(other)),
        }
        written
    })
}

/// A property's value: a comma would end it, and two colons would end them all.
fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{escaped, escaped_property};

    /// What GitHub makes of an escaped text: its runner replaces these, and the percent sign last.
    fn read(text: &str) -> String {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    }

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        assert_eq!(escaped("50 % of a:b,c\r\nd"), "50 %25 of a:b,c%0D%0Ad");
        assert_eq!(escaped_property("50 % of a:b,c\r\nd"), "50 %25 of a%3Ab%2Cc%0D%0Ad");
        assert_eq!(escaped("%0A"), "%250A");
    }

    #[test]
    fn what_would_steer_a_terminal_is_replaced() {
        assert_eq!(escaped("a\u{1b}[31m\u{9b}b\u{202e}\u{7}"), "a\u{fffd}[31m\u{fffd}b\u{fffd}\u{fffd}");
    }

    proptest::proptest! {
        #[test]
        fn an_escaped_text_is_read_as_it_was(text in "[a%0-9ADC:,\r\n\t é😀=]{0,40}") {
            for written in [escaped(&text), escaped_property(&text)] {
                proptest::prop_assert!(!written.contains(['\r', '\n']));
                proptest::prop_assert_eq!(read(&written), text.clone());
            }
            proptest::prop_assert!(!escaped_property(&text).contains([':', ',']));
        }
    }
}
