//! Findings for code scanning: one run of a log in SARIF 2.1.0 (OASIS standard with errata 01; the sections are named where they
//! matter).
//!
//! Texts are plain. Braces in them stay single: readers fill in placeholders only where a message has arguments (3.11.5).

mod fingerprint;
mod uri;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::json::pretty;
use super::order::{Finding, NotChecked, Ordered};
use super::spot::Spot;
use super::{Report, RuleInfo, words};
use crate::diag::Severity;
use fingerprint::Fingerprints;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(ordered: &Ordered<'_>, report: &Report<'_>) -> String {
    let rules = rules(ordered, report);
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let mut fingerprints = Fingerprints::of(report.sources);
    let results = ordered.findings.iter().map(|finding| result(finding, &index, &mut fingerprints));
    let run = json!({
        "tool": {"driver": {
            "name": "Spanboard",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules.iter().map(|(id, rule)| descriptor(id, *rule)).collect::<Vec<_>>(),
        }},
        // Columns are counted in characters, which SARIF otherwise takes for units of UTF-16 (3.14.27).
        "columnKind": "unicodeCodePoints",
        "invocations": [{
            "executionSuccessful": true,
            "toolExecutionNotifications": ordered.unchecked.iter().map(notification).collect::<Vec<_>>(),
        }],
        "results": results.collect::<Vec<_>>(),
    });
    pretty(&without_nulls(json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})))
}

/// The rules that the run knows and those that found something, by id.
fn rules<'a>(ordered: &Ordered<'a>, report: &Report<'a>) -> BTreeMap<&'a str, Option<&'a RuleInfo>> {
    let found = ordered.findings.iter().map(|finding| (finding.diagnostic.rule.as_ref(), None));
    found.chain(report.rules.iter().map(|rule| (rule.id, Some(rule)))).collect()
}

/// A rule (3.49). GitHub refuses one without descriptions and help: where there is none, the next shorter text stands for it.
fn descriptor(id: &str, rule: Option<&RuleInfo>) -> Value {
    let summary = rule.map_or(id, |rule| &rule.summary);
    let page = rule.map(|rule| rule.page.as_str()).filter(|page| !page.is_empty());
    json!({
        "id": id,
        "shortDescription": message(summary),
        "fullDescription": message(summary),
        "help": page.map_or_else(|| message(summary), |page| json!({"text": page, "markdown": page})),
        "helpUri": rule.and_then(|rule| rule.uri.as_deref()),
        "defaultConfiguration": rule.map(|rule| json!({"level": level(rule.severity)})),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn message(text: &str) -> Value {
    json!({"text": text})
}

/// A finding (3.27).
fn result(finding: &Finding<'_>, index: &BTreeMap<&str, usize>, fingerprints: &mut Fingerprints<'_>) -> Value {
    let diagnostic = finding.diagnostic;
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.label.clone());
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {help}")));
    let related = diagnostic.related.iter().zip(&finding.related).enumerate();
    let related: Vec<Value> = related.map(|(id, (related, spot))| location(spot, Some((id, &related.message)))).collect();
    json!({
        "ruleId": diagnostic.rule,
        "ruleIndex": index.get(diagnostic.rule.as_ref()),
        "level": level(diagnostic.severity),
        "message": message(&lines.join("\n")),
        "locations": finding.spot.as_ref().map(|spot| [location(spot, None)]),
        "relatedLocations": (!related.is_empty()).then_some(related),
        "partialFingerprints": {"spanboard/v1": fingerprints.next(diagnostic)},
    })
}

/// What was not checked, as a thing that the tool tells of its own run (3.20.21).
fn notification(group: &NotChecked<'_>) -> Value {
    json!({
        "level": "note",
        "message": message(&words::not_checked(group)),
        "locations": group.spots.iter().map(|spot| location(spot, None)).collect::<Vec<_>>(),
    })
}

/// A place (3.28); a related one has a number and words.
fn location(spot: &Spot<'_>, related: Option<(usize, &str)>) -> Value {
    let file = uri::of(&spot.file());
    let region = spot.span.map(|span| {
        json!({
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end.map(|(line, _)| line),
            "endColumn": span.end.map(|(_, column)| column),
        })
    });
    // In a JSON document a name is a pointer (3.33.5); the root's would be empty, which says nothing.
    let pointer = spot.pointer().filter(|pointer| !pointer.is_empty());
    json!({
        "id": related.map(|(id, _)| id),
        "message": related.map(|(_, text)| message(text)),
        "physicalLocation": {
            "artifactLocation": {"uri": file.text, "uriBaseId": file.is_relative.then_some("%SRCROOT%")},
            "region": region,
        },
        "logicalLocations": pointer.map(|pointer| json!([{"fullyQualifiedName": pointer}])),
    })
}

/// The value without the keys that have none: SARIF leaves out what is not known.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let known = entries.into_iter().filter(|(_, entry)| !entry.is_null());
            Value::Object(known.map(|(key, entry)| (key, without_nulls(entry))).collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
