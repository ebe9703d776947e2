//! A settings file: from TOML to the text and the line of each key.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// A settings file that was read. Its values are kept as the texts that an environment variable would have.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    path: PathBuf,
    entries: BTreeMap<String, Entry>,
}

/// A key of a file.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// From 1.
    pub line: usize,
    /// The value; the name of its type where that is one that no setting has.
    pub value: Result<String, &'static str>,
}

/// A settings file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file is not there, or may not be read.
    #[error("the settings file {path} cannot be read: {source}")]
    Unreadable {
        /// The file, as it was named.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is no TOML.
    #[error("the settings file {path} is no TOML: {}", problems.join("; "))]
    Syntax {
        /// The file, as it was named.
        path: PathBuf,
        /// What is wrong, each with its line.
        problems: Vec<String>,
    },
}

impl File {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let text = std::fs::read_to_string(path).map_err(|source| FileError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// Reads the text of a file. An error quotes nothing of the text, which may hold secrets.
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let problem = |error: &toml::de::Error| {
                let line = error.span().map_or(1, |span| line(text, span.start));
                format!("line {line}: {}", error.message())
            };
            return Err(FileError::Syntax { path: path.to_owned(), problems: errors.iter().map(problem).collect() });
        }
        let entries = table.get_ref().iter().map(|(key, value)| {
            let entry = Entry { line: line(text, key.span().start), value: value_text(value.get_ref()) };
            (key.get_ref().to_string(), entry)
        });
        Ok(Self { path: path.to_owned(), entries: entries.collect() })
    }

    /// The file, as it was named.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.entries
    }
}

/// Names only: values may be secrets.
impl std::fmt::Debug for File {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys: Vec<&String> = self.entries.keys().collect();
        formatter.debug_struct("File").field("path", &self.path).field("keys", &keys).finish_non_exhaustive()
    }
}

/// A list is written as the variable would be, with commas.
fn value_text(value: &DeValue<'_>) -> Result<String, &'static str> {
    match value {
        DeValue::String(text) => Ok(text.to_string()),
        DeValue::Boolean(flag) => Ok(flag.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Ok(number.as_str().to_owned()),
        DeValue::Integer(_) => Err("number that is not decimal"),
        DeValue::Float(number) => Ok(number.as_str().to_owned()),
        DeValue::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(|item| item_text(item.get_ref())).collect();
            Ok(items?.join(","))
        }
        DeValue::Datetime(_) => Err("date"),
        DeValue::Table(_) => Err("table"),
    }
}

fn item_text(item: &DeValue<'_>) -> Result<String, &'static str> {
    match item {
        DeValue::String(text) if text.contains(',') => Err("list whose items have commas"),
        DeValue::String(text) => Ok(text.to_string()),
        _ => Err("list of other things than texts"),
    }
}

fn line(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<File, FileError> {
        File::parse(Path::new("settings.toml"), text)
    }

    #[test]
    fn values_become_the_texts_that_a_variable_would_have() {
        let file =
            parse("A = true\nB = 0.1\n# a comment\n\nC = 42\nD = \"text\"\nE = [\"tracecontext\", \"baggage\"]\n").unwrap();
        let texts: Vec<_> = file.entries().iter().map(|(key, entry)| (key.as_str(), entry.line, entry.value.clone())).collect();
        let expected = [("A", 1, "true"), ("B", 2, "0.1"), ("C", 5, "42"), ("D", 6, "text"), ("E", 7, "tracecontext,baggage")];
        assert_eq!(texts, expected.map(|(key, line, text)| (key, line, Ok(text.to_owned()))));
    }

    #[test]
    fn types_that_no_setting_has_are_named() {
        for (text, expected) in [
            ("A = 2024-01-15", "date"),
            ("A = {b = 1}", "table"),
            ("A = [1]", "list of other things than texts"),
            ("A = 0x10", "number that is not decimal"),
        ] {
            let file = parse(text).unwrap();
            assert_eq!(file.entries()["A"].value, Err(expected), "{text}");
        }
    }

    #[test]
    fn all_that_is_no_toml_is_said_with_its_line_and_without_its_text() {
        let message = parse("A = 1\nPASSWORD = geheim\nB = = 2\n").unwrap_err().to_string();
        assert!(message.contains("line 2:") && message.contains("line 3:"), "{message}");
        assert!(!message.contains("geheim"), "{message}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let message = File::read(Path::new("/nowhere/settings.toml")).unwrap_err().to_string();
        assert!(message.starts_with("the settings file /nowhere/settings.toml cannot be read: "), "{message}");
    }
}
