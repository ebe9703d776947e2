//! Grafana files made by others: from texts to the documents within them that Grafana would read.
//!
//! From: files of any folder, JSON or YAML. To: dashboards, data source files and provider files, each with where it stands; what is
//! none of these is passed over. Files are known by what they hold and not by their names. [`walk`] finds them on the disk.

mod kind;
mod parts;
pub mod walk;

use std::path::Path;

use serde_json::Value;

use crate::diag::{Diagnostic, Place, Pointer, Unchecked};
use crate::grafana::dashboard::Dashboard;
use crate::grafana::json::Json;
use crate::plan::Source;
use crate::yaml;

pub use parts::{Part, PartKind, parts};

/// A file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The file's path, as it is shown.
    pub shown: String,
    /// What it holds.
    pub text: String,
    /// Whether the file was asked for by its own name, so that it must be one that can be read.
    pub is_named: bool,
}

/// A document that Grafana would read.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where it stands.
    pub source: Source,
    /// What it is.
    pub content: Content,
}

/// What a document is.
#[derive(Debug, Clone)]
pub enum Content {
    /// A classic dashboard.
    Dashboard(Box<Dashboard>),
    /// A data source file, as it is written.
    Datasources(Value),
    /// A provider file, as it is written.
    Providers(Value),
}

/// What was found in a file.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// The documents.
    pub documents: Vec<Document>,
    /// What is wrong with the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// What is there and can't be checked.
    pub unchecked: Vec<Unchecked>,
}

/// The documents of a file.
#[must_use]
pub fn documents(file: &Text) -> Documents {
    let mut found = Documents::default();
    if is_of_a_spec(&file.text) {
        return found;
    }
    match values(file) {
        Ok(values) => {
            let many = values.len() > 1;
            for (index, value) in values.into_iter().enumerate() {
                let base = if many { Pointer::root().index(index) } else { Pointer::root() };
                found.add(value, file, &base);
            }
            if file.is_named && found.documents.is_empty() && found.unchecked.is_empty() {
                let message =
                    format!("`{}` is no Grafana file: neither a dashboard nor data sources nor dashboard providers", file.shown);
                found.diagnostics.push(Diagnostic::error("file/not-grafana", message).at(Place::file(&file.shown)));
            }
        }
        Err(problem) => found.refuse(file, problem),
    }
    found
}

/// Whether a text says that it is a spec or a contract of this program, which Grafana does not read: by its first line, which names
/// the schema for editors.
fn is_of_a_spec(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let names_schema = ["spec.schema.json", "signals.schema.json"].iter().any(|schema| first.ends_with(schema));
    names_schema && first.starts_with("# yaml-language-server:")
}

/// Whether a file's name says that it holds JSON.
fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "json")
}

/// The values that a file holds: one of JSON, or all documents of YAML.
fn values(file: &Text) -> Result<Vec<Value>, Diagnostic> {
    let may_be_json = is_json(&file.shown) || file.text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    if may_be_json {
        match serde_json::from_str(file.text.trim_start_matches('\u{feff}')) {
            Ok(value) => return Ok(vec![value]),
            Err(error) if is_json(&file.shown) => {
                let offset = offset_of(&file.text, error.line(), error.column());
                let words = error.to_string();
                let words = words.split(" at line ").next().unwrap_or_default();
                let diagnostic = Diagnostic::error("file/unreadable", format!("this is not JSON that can be read: {words}"));
                return Err(diagnostic.at(Place::bytes(&file.shown, offset..offset)));
            }
            Err(_) => {}
        }
    }
    yaml::parse_all(&file.text).map_err(|error| {
        let diagnostic = Diagnostic::error("file/unreadable", format!("this is not YAML that can be read: {}", error.message));
        match error.line {
            Some(line) => {
                let offset = offset_of(&file.text, line, error.column.unwrap_or(1));
                diagnostic.at(Place::bytes(&file.shown, offset..offset))
            }
            None => diagnostic.at(Place::file(&file.shown)),
        }
    })
}

/// The byte at which a line and a column, both counted from 1, stand.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    text.ceil_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}

impl Documents {
    /// Adds what `value`, which stands at `base` of the file, holds.
    fn add(&mut self, value: Value, file: &Text, base: &Pointer) {
        let source =
            Source { origin: file.shown.clone(), shown: file.shown.clone(), places: vec![(Pointer::root(), base.clone())] };
        match kind::of(value, is_json(&file.shown)) {
            kind::Kind::Dashboard(value, inside) => {
                let base = inside.iter().fold(base.clone(), |base, key| base.key(key));
                let source = Source { places: vec![(Pointer::root(), base)], ..source };
                if let Ok(dashboard) = Dashboard::from_json(value) {
                    self.documents.push(Document { source, content: Content::Dashboard(Box::new(dashboard)) });
                }
            }
            kind::Kind::Datasources(value) => self.documents.push(Document { source, content: Content::Datasources(value) }),
            kind::Kind::Providers(value) => self.documents.push(Document { source, content: Content::Providers(value) }),
            kind::Kind::Texts(texts) => {
                for (keys, name, text) in texts {
                    let base = keys.iter().fold(base.clone(), |base, key| base.key(key));
                    self.add_embedded(&name, &text, &source, &base);
                }
            }
            kind::Kind::DashboardV2 => self.unchecked.push(Unchecked {
                what: "dashboard",
                reason: "it is of Grafana's schema v2".to_owned(),
                place: Place::file(&file.shown),
            }),
            kind::Kind::Other => {}
        }
    }

    /// Adds a file that stands as a text within another. Findings point at that text.
    fn add_embedded(&mut self, name: &str, text: &str, source: &Source, at: &Pointer) {
        let place = || Place::value(&source.shown, at.clone());
        let value = if is_json(name) { serde_json::from_str(text).ok() } else { yaml::parse(text).ok() };
        let Some(value) = value else {
            self.unchecked.push(Unchecked { what: "embedded file", reason: "it can't be read".to_owned(), place: place() });
            return;
        };
        let source = Source { places: vec![(Pointer::root(), at.clone())], ..source.clone() };
        let content = match kind::of(value, is_json(name)) {
            kind::Kind::Dashboard(value, _) => match Dashboard::from_json(value) {
                Ok(dashboard) => Content::Dashboard(Box::new(dashboard)),
                Err(_) => return,
            },
            kind::Kind::Datasources(value) => Content::Datasources(value),
            kind::Kind::Providers(value) => Content::Providers(value),
            kind::Kind::Texts(_) | kind::Kind::DashboardV2 | kind::Kind::Other => return,
        };
        self.documents.push(Document { source, content });
    }

    /// Takes up that the file can't be read. In a folder, files that are none of Grafana's may be of any form: templates of other
    /// tools are often no YAML.
    fn refuse(&mut self, file: &Text, problem: Diagnostic) {
        if file.is_named || kind::looks_like_grafana(&file.shown, &file.text) {
            self.diagnostics.push(problem);
        } else {
            let what = if is_json(&file.shown) { "JSON file" } else { "YAML file" };
            let reason = "it can't be read, and does not look like one of Grafana's".to_owned();
            self.unchecked.push(Unchecked { what, reason, place: Place::file(&file.shown) });
        }
    }
}
