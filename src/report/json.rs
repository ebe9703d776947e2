//! Findings for programs: one object, described in `docs/formats.md`. Every key is always there; what is not known is `null`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Summary;
use super::excerpt;
use super::order::{Finding, NotChecked, Ordered};
use super::spot::Spot;

/// The version of the object's shape. A key that is added leaves it as it is; a key that goes away or changes its meaning does not.
const VERSION: u32 = 1;

pub(super) fn render(ordered: &Ordered<'_>, summary: Summary) -> String {
    let Summary { errors, warnings, infos, unchecked } = summary;
    pretty(&json!({
        "version": VERSION,
        "summary": {"errors": errors, "warnings": warnings, "infos": infos, "unchecked": unchecked},
        "findings": ordered.findings.iter().map(finding).collect::<Vec<_>>(),
        "unchecked": ordered.unchecked.iter().flat_map(not_checked).collect::<Vec<_>>(),
    }))
}

/// A value as text: keys sorted, two spaces, a line break at the end, and no character that would steer a terminal.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    for character in format!("{value:#}\n").chars() {
        // Outside of texts there are none but line breaks.
        if excerpt::is_visible(character) {
            text.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a text can't fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

fn finding(finding: &Finding<'_>) -> Value {
    let diagnostic = finding.diagnostic;
    let related = diagnostic.related.iter().zip(&finding.related);
    let related: Vec<Value> = related.map(|(related, spot)| place(Some(spot), json!({"message": related.message}))).collect();
    let own = json!({
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message,
        "label": diagnostic.label,
        "help": diagnostic.help,
        "related": related,
    });
    place(finding.spot.as_ref(), own)
}

fn not_checked<'a>(group: &'a NotChecked<'_>) -> impl Iterator<Item = Value> + 'a {
    group.spots.iter().map(|spot| place(Some(spot), json!({"what": group.what, "reason": group.reason})))
}

/// Adds the keys of a place to `object`.
fn place(spot: Option<&Spot<'_>>, mut object: Value) -> Value {
    let span = spot.and_then(|spot| spot.span);
    let end = span.and_then(|span| span.end);
    object["file"] = json!(spot.map(Spot::file));
    object["line"] = json!(span.map(|span| span.line));
    object["column"] = json!(span.map(|span| span.column));
    object["endLine"] = json!(end.map(|(line, _)| line));
    object["endColumn"] = json!(end.map(|(_, column)| column));
    object["pointer"] = json!(spot.and_then(Spot::pointer));
    object
}
