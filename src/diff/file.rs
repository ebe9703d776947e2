//! What is compared: files of two sides, and which of them belong together.

use std::collections::HashMap;

use serde_json::Value;

use crate::diag::position::line_column;
use crate::diag::{At, Place};
use crate::foreign::{self, Part, PartKind, Text};
use crate::parallel;
use crate::rules::KnownDatasource;

/// One side of a comparison.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// What it is called where something in it can't be read: `main`, `working tree`.
    pub name: String,
    /// Its files. Each path is there once.
    pub files: Vec<File>,
}

/// A file of one side.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path, relative to what is compared, with `/` between its parts.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It could not be read; why, in one sentence without a full stop.
    Unreadable(String),
}

/// A file that was taken to its parts.
#[derive(Debug, Clone)]
pub(super) enum Parsed {
    Parts(Vec<Part>),
    /// Neither JSON nor YAML by its name.
    Text(String),
}

impl File {
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Unreadable(_) => None,
        }
    }

    /// Takes the file to its parts; or why it can't be read.
    pub(super) fn parse(&self) -> Result<Parsed, String> {
        let bytes = match &self.content {
            Content::Bytes(bytes) => bytes,
            Content::Unreadable(reason) => return Err(reason.clone()),
        };
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not text (UTF-8)".to_owned())?;
        if !has_values(&self.path) {
            if text.contains('\0') {
                return Err("it is not text: it has a zero byte".to_owned());
            }
            return Ok(Parsed::Text(text.to_owned()));
        }
        let file = Text { shown: self.path.clone(), text: text.to_owned(), is_named: true };
        foreign::parts(&file).map(Parsed::Parts).map_err(|problem| match &problem.place {
            Some(place) => format!("{}{}", problem.message, line_of(text, place)),
            None => problem.message,
        })
    }
}

/// ` (line 3)`, where the place of a problem is known.
fn line_of(text: &str, place: &Place) -> String {
    match &place.at {
        At::Bytes { start, .. } => {
            let (line, column) = line_column(text, *start);
            format!(" (line {line}, column {column})")
        }
        _ => String::new(),
    }
}

/// Whether a file's name says that it holds JSON or YAML.
fn has_values(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| ["json", "yaml", "yml"].contains(&ending))
}

/// Files that belong together, as places in the lists of both sides.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    pub both: Vec<(usize, usize)>,
    pub removed: Vec<usize>,
    pub added: Vec<usize>,
}

/// Pairs files by path, and what is left by the uids and names of what Grafana would read in them.
pub(super) fn pairs(before: &Side, after: &Side) -> Pairs {
    let places: HashMap<&str, usize> = after.files.iter().enumerate().map(|(index, file)| (file.path.as_str(), index)).collect();
    let mut found = Pairs::default();
    let mut is_open = vec![true; after.files.len()];
    for (index, file) in before.files.iter().enumerate() {
        match places.get(file.path.as_str()) {
            Some(place) => {
                found.both.push((index, *place));
                if let Some(open) = is_open.get_mut(*place) {
                    *open = false;
                }
            }
            None => found.removed.push(index),
        }
    }
    found.added = is_open.iter().enumerate().filter(|(_, is_open)| **is_open).map(|(index, _)| index).collect();
    renamed(&mut found, before, after);
    found
}

/// Pairs files that have another path now.
fn renamed(found: &mut Pairs, before: &Side, after: &Side) {
    if found.removed.is_empty() || found.added.is_empty() {
        return;
    }
    let of = |side: &Side, indices: &[usize]| {
        parallel::map(indices, |index| side.files.get(*index).map(identities).unwrap_or_default())
    };
    let (old, new) = (of(before, &found.removed), of(after, &found.added));
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, names) in new.iter().enumerate() {
        for name in names {
            places.entry(name).or_default().push(place);
        }
    }
    let mut is_taken = vec![false; new.len()];
    let mut pairs = Vec::new();
    for (index, names) in found.removed.iter().zip(&old) {
        let candidates = names.iter().filter_map(|name| places.get(name.as_str())).flatten().copied();
        let Some(place) = candidates.into_iter().find(|place| is_taken.get(*place) == Some(&false)) else { continue };
        if let (Some(taken), Some(other)) = (is_taken.get_mut(place), found.added.get(place)) {
            *taken = true;
            pairs.push((*index, *other));
        }
    }
    found.removed.retain(|index| !pairs.iter().any(|(left, _)| left == index));
    found.added.retain(|index| !pairs.iter().any(|(_, right)| right == index));
    found.both.extend(pairs);
}

/// What a file is known by, wherever it lies: the uids of its dashboards and data sources, or their titles and names. The surest
/// first; names that a file without uids has are none of a file with uids.
fn identities(file: &File) -> Vec<String> {
    let Ok(Parsed::Parts(parts)) = file.parse() else { return Vec::new() };
    let mut names = Vec::new();
    for part in &parts {
        let text = |value: &Value, key: &str| {
            value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
        };
        let entries = |key: &str| part.value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        match part.kind {
            PartKind::Dashboard => {
                let uid = text(&part.value, "uid").map(|uid| format!("dashboard uid {uid}"));
                names.extend(uid.or_else(|| text(&part.value, "title").map(|title| format!("dashboard title {title}"))));
            }
            PartKind::Datasources => names.extend(entries("datasources").iter().filter_map(|one| {
                let uid = KnownDatasource::uid_of(&text(one, "name").unwrap_or_default(), text(one, "uid").as_deref())?;
                Some(format!("data source uid {uid}"))
            })),
            PartKind::Providers => {
                names.extend(entries("providers").iter().filter_map(|one| Some(format!("provider {}", text(one, "name")?))));
            }
            PartKind::Other => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{Content, File, Pairs, Side, pairs};

    fn side(files: &[(&str, &str)]) -> Side {
        let files =
            files.iter().map(|(path, text)| File { path: (*path).to_owned(), content: Content::Bytes(text.as_bytes().to_vec()) });
        Side { name: String::new(), files: files.collect() }
    }

    #[test]
    fn files_are_paired_by_path_and_then_by_uid() {
        let before = side(&[("a.json", "{}"), ("b.json", r#"{"uid": "b", "title": "B", "panels": []}"#), ("gone.json", "{}")]);
        let after = side(&[("c/b.json", r#"{"uid": "b", "title": "New", "panels": []}"#), ("a.json", "[]"), ("new.json", "{}")]);
        let found = pairs(&before, &after);
        assert_eq!(found, Pairs { both: vec![(0, 1), (1, 0)], removed: vec![2], added: vec![2] });
    }

    #[test]
    fn files_that_cannot_be_read_have_no_name_but_their_path() {
        let found = pairs(&side(&[("a.json", "{")]), &side(&[("b.json", "{")]));
        assert_eq!((found.both, found.removed, found.added), (vec![], vec![0], vec![0]));
    }
}
