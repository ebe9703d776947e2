//! What must hold across files: one default data source an organisation, names and uids used once, and every reference to a data
//! source leads to one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::trail::Trail;
use crate::diag::{Diagnostic, Place, Pointer};
use crate::grafana::dashboard::DatasourceRef;
use crate::plan::{FileKind, Planned, Source};

/// What the checks across files need to know of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    source: Source,
    path: String,
    /// The dashboard's uid and title.
    dashboard: Option<(String, String)>,
    /// The data sources: organisation, name, uid, and whether it is the default.
    datasources: Vec<(u64, String, String, bool)>,
    /// The uids of data sources that the file refers to, each with one of its places.
    references: BTreeMap<String, Pointer>,
}

impl Known {
    /// What `value`, the meaning of a file, says.
    pub(super) fn of(planned: &Planned, value: &Value) -> Self {
        let mut known = Self {
            source: planned.source.clone(),
            path: planned.path.clone(),
            dashboard: None,
            datasources: Vec::new(),
            references: BTreeMap::new(),
        };
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        match planned.kind {
            FileKind::Dashboard => {
                known.dashboard = Some((text(value, "uid"), text(value, "title")));
                let variables = datasource_variables(value);
                references_in(value, Trail::Root, &variables, &mut known.references);
            }
            FileKind::Datasources => {
                let list = value.get("datasources").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                known.datasources = list
                    .iter()
                    .map(|source| {
                        let org = source.get("orgId").and_then(Value::as_u64).unwrap_or(1);
                        (org, text(source, "name"), text(source, "uid"), source.get("isDefault") == Some(&Value::Bool(true)))
                    })
                    .collect();
                linked_uids(value, Trail::Root, &mut known.references);
            }
            FileKind::Providers | FileKind::Rust => {}
        }
        known
    }
}

/// The names of the variables that stand for a data source.
fn datasource_variables(dashboard: &Value) -> BTreeSet<String> {
    let list = dashboard.pointer("/templating/list").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_datasource = |variable: &&Value| variable.get("type").is_some_and(|kind| kind == "datasource");
    list.iter().filter(is_datasource).filter_map(|variable| variable.get("name")?.as_str().map(ToOwned::to_owned)).collect()
}

/// Gathers every `datasource` reference below `value` that is neither Grafana's own nor a variable of the dashboard.
fn references_in(value: &Value, at: Trail<'_>, variables: &BTreeSet<String>, found: &mut BTreeMap<String, Pointer>) {
    match value {
        Value::Object(entries) => {
            for (key, entry) in entries {
                if key == "datasource"
                    && let Some(uid) = entry.get("uid").and_then(Value::as_str)
                {
                    let variable = uid.strip_prefix("${").and_then(|name| name.strip_suffix('}'));
                    let is_variable = variable.is_some_and(|name| variables.contains(name));
                    if !is_variable && !DatasourceRef::SPECIAL.contains(&uid) && !found.contains_key(uid) {
                        found.insert(uid.to_owned(), Trail::Key(&at, key).pointer());
                    }
                } else if entry.is_object() || entry.is_array() {
                    references_in(entry, Trail::Key(&at, key), variables, found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_object()) {
                references_in(item, Trail::Index(&at, index), variables, found);
            }
        }
        _ => {}
    }
}

/// Gathers every `datasourceUid` below `value`.
fn linked_uids(value: &Value, at: Trail<'_>, found: &mut BTreeMap<String, Pointer>) {
    match value {
        Value::Object(entries) => {
            for (key, entry) in entries {
                match entry {
                    Value::String(uid) if key == "datasourceUid" => {
                        found.entry(uid.clone()).or_insert_with(|| Trail::Key(&at, key).pointer());
                    }
                    entry => linked_uids(entry, Trail::Key(&at, key), found),
                }
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| linked_uids(item, Trail::Index(&at, index), found));
        }
        _ => {}
    }
}

/// Holds all files against one another.
#[must_use]
pub fn across(files: &[&Known]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let uids: BTreeSet<&str> = files.iter().flat_map(|file| &file.datasources).map(|(_, _, uid, _)| uid.as_str()).collect();
    for file in files {
        for (uid, at) in file.references.iter().filter(|(uid, _)| !uids.contains(uid.as_str())) {
            let message = format!("`{}` refers to a data source of the uid `{uid}`, and there is none", file.path);
            found.push(Diagnostic::error("generated/unknown-datasource", message).at(file.source.place(at)));
        }
    }
    let sources = || files.iter().flat_map(|file| file.datasources.iter().map(move |source| (*file, source)));
    let once = [
        twice("", sources().map(|(file, (org, name, _, _))| ((*org, name.as_str()), file)), |(org, name)| {
            format!("data sources named `{name}` in organisation {org}")
        }),
        twice("", sources().map(|(file, (org, _, uid, _))| ((*org, uid.as_str()), file)), |(org, uid)| {
            format!("data sources of the uid `{uid}` in organisation {org}")
        }),
        twice("", sources().filter(|(_, source)| source.3).map(|(file, source)| (source.0, file)), |org| {
            format!("default data sources in organisation {org}")
        }),
        twice("uid", dashboards(files).map(|(file, uid, _)| (uid, file)), |uid| format!("dashboards of the uid `{uid}`")),
        twice("title", dashboards(files).map(|(file, _, title)| ((folder(file), title), file)), |(folder, title)| {
            format!("dashboards titled `{title}` in the folder `{folder}`")
        }),
    ];
    found.extend(once.into_iter().flatten());
    found
}

fn dashboards<'a>(files: &'a [&'a Known]) -> impl Iterator<Item = (&'a Known, &'a str, &'a str)> {
    files.iter().filter_map(|file| file.dashboard.as_ref().map(|(uid, title)| (*file, uid.as_str(), title.as_str())))
}

fn folder(file: &Known) -> &str {
    file.path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A finding for everything that is there twice, in the words of `described`. `key` is where it stands in its file.
fn twice<'a, T: Ord>(key: &str, all: impl Iterator<Item = (T, &'a Known)>, described: impl Fn(&T) -> String) -> Vec<Diagnostic> {
    let mut first: BTreeMap<T, &Known> = BTreeMap::new();
    let mut found = Vec::new();
    for (what, file) in all {
        match first.get(&what) {
            Some(first) => {
                let place = |file: &Known| {
                    if key.is_empty() { Place::file(&file.source.shown) } else { file.source.place(&Pointer::root().key(key)) }
                };
                let message = format!("there are two {}", described(&what));
                let diagnostic = Diagnostic::error("generated/duplicate", message).at(place(file));
                found.push(diagnostic.related(place(first), "the first one"));
            }
            None => {
                first.insert(what, file);
            }
        }
    }
    found
}
