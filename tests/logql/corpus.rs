//! The LogQL queries of dashboards by others, and of our own: each is read, or left unchecked with a reason.

use serde_json::Value;
use spanboard::query::Unread;
use spanboard::query::logql::parse;
use std::path::{Path, PathBuf};

/// A query of a dashboard.
pub struct Found {
    pub text: String,
    pub file: PathBuf,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The queries of the corpus; none where there is no corpus, which is a failure under CI.
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
pub fn queries() -> Vec<Found> {
    let folder = std::env::var_os("SPANBOARD_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "no corpus of dashboards at {}", folder.display());
        eprintln!("NOT RUN: no corpus of dashboards at {}; set SPANBOARD_CORPUS", folder.display());
        return Vec::new();
    }
    let found = queries_below(&folder);
    assert!(!found.is_empty(), "no LogQL query under {}", folder.display());
    found
}

fn queries_below(folder: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let text = std::fs::read_to_string(&path).expect("a readable file");
                let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                collect(&value, None, &path, &mut found);
            }
        }
    }
    found.sort_by(|one, other| (&one.file, &one.text).cmp(&(&other.file, &other.text)));
    found
}

/// The type that a `datasource` names; older dashboards give a name in its place.
fn datasource_type(value: &Value) -> Option<&str> {
    let datasource = value.get("datasource")?;
    datasource.as_str().or_else(|| datasource.get("type")?.as_str())
}

fn collect(value: &Value, outer: Option<&str>, file: &Path, found: &mut Vec<Found>) {
    match value {
        Value::Object(fields) => {
            let datasource = datasource_type(value).or(outer);
            if let Some(Value::String(text)) = fields.get("expr")
                && is_logql(text, datasource)
            {
                found.push(Found { text: text.clone(), file: file.to_path_buf() });
            }
            fields.values().for_each(|value| collect(value, datasource, file, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, outer, file, found)),
        _ => {}
    }
}

/// Queries to Loki; where the type is not told, those that look like logs.
fn is_logql(text: &str, datasource: Option<&str>) -> bool {
    match datasource {
        Some(name) if name.to_ascii_lowercase().contains("loki") => true,
        Some(name) if !name.contains('$') => false,
        _ => ["|=", "|~", "| json", "| logfmt", "_over_time({"].iter().any(|sign| text.contains(sign)),
    }
}

fn refused(found: Vec<Found>) -> Vec<String> {
    let refused = found.into_iter().filter_map(|Found { text, file }| match parse(&text) {
        Err(Unread::Syntax { message, range }) => Some(format!("{}: {text}\n{message} at {range:?}", file.display())),
        Ok(_) | Err(Unread::Unchecked { .. }) => None,
    });
    refused.collect()
}

#[test]
fn no_query_of_the_corpus_is_refused() {
    assert_eq!(refused(queries()), Vec::<String>::new());
}

#[test]
fn most_queries_of_the_corpus_are_read_and_not_left_unchecked() {
    let found = queries();
    let read = found.iter().filter(|query| parse(&query.text).is_ok()).count();
    assert!(read * 10 >= found.len() * 9, "{read} of {} are read", found.len());
}

#[test]
fn the_bundled_queries_are_read() {
    let found = queries_below(&root().join("generated"));
    assert!(found.len() >= 3, "the bundled dashboards ask for logs");
    for Found { text, .. } in found {
        crate::read(&text);
    }
    crate::read(r#"{service_name=~".+"} |= "trace_id=${__trace.traceId}""#);
}
