//! The telemetry that dashboards need, as text or JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::rules::Usage;

/// For people: a block for each file.
pub(super) fn human(usages: &[(String, Usage)]) -> String {
    let mut text = String::new();
    for (file, usage) in usages {
        if !text.is_empty() {
            text.push('\n');
        }
        // Writing to a text can't fail.
        let _ = writeln!(text, "{file}");
        for (title, names) in parts(usage) {
            if !names.is_empty() {
                let _ = writeln!(text, "  {title}");
                names.iter().for_each(|name| {
                    let _ = writeln!(text, "    {name}");
                });
            }
        }
    }
    text
}

/// For programs: a list of files, each with lists of names.
pub(super) fn json(usages: &[(String, Usage)]) -> Value {
    let files = usages.iter().map(|(file, usage)| {
        let spans: Vec<Value> =
            usage.spans.iter().map(|(service, operation)| json!({ "service": service, "operation": operation })).collect();
        let streams: Vec<Value> = usage.streams.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
        json!({
            "file": file,
            "series": usage.series,
            "seriesPatterns": usage.series_patterns,
            "spans": spans,
            "attributes": usage.attributes,
            "logStreams": streams,
        })
    });
    json!({ "version": 1, "files": files.collect::<Vec<_>>() })
}

fn parts(usage: &Usage) -> [(&'static str, Vec<String>); 5] {
    let spans = usage.spans.iter().map(|(service, operation)| {
        let (service, operation) = (service.as_deref().unwrap_or("any service"), operation.as_deref().unwrap_or("any operation"));
        format!("{service}: {operation}")
    });
    let streams = usage.streams.iter().map(|(label, value)| match value {
        Some(value) => format!("{label}={value:?}"),
        None => label.clone(),
    });
    [
        ("series", usage.series.iter().cloned().collect()),
        ("series by pattern", usage.series_patterns.iter().cloned().collect()),
        ("spans", spans.collect()),
        ("attributes", usage.attributes.iter().cloned().collect()),
        ("log streams", streams.collect()),
    ]
}
