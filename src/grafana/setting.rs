//! [`Setting`]: a string of a provisioning file that may refer to Grafana's environment.
//!
//! From: the file text of one string, a meaning tree (see [`super::meaning`]), or code. To: the same again.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::expand::{Empty, Reference, escape, expand, references};
use super::json::Json;

/// The key of the object that stands for an environment variable in a meaning tree.
pub(super) const ENV: &str = "$__env";
/// The key of the object that stands for a file in a meaning tree.
pub(super) const FILE: &str = "$__file";
/// The key of the object that stands for a text with references in it in a meaning tree.
pub(super) const EXPANDED: &str = "$__expanded";

/// The name of an environment variable: a letter or `_`, then letters, digits and `_`, all ASCII.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvName(String);

/// A text that is not the name of an environment variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of an environment variable: a letter or `_`, then letters, digits or `_`")]
pub struct EnvNameError(pub String);

impl EnvName {
    /// Takes a name that `$NAME` can be written for.
    pub fn new(name: impl Into<String>) -> Result<Self, EnvNameError> {
        let name = name.into();
        let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        let goes_on = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
        if begins && goes_on { Ok(Self(name)) } else { Err(EnvNameError(name)) }
    }

    /// The name, without a dollar.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnvName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The path of a file that Grafana reads a value from: not empty, without `}` and `$`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(String);

/// A text that can't stand in `$__file{…}`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` can't stand in `$__file{{…}}`: a path must not be empty nor hold `}}` or `$`")]
pub struct FilePathError(pub String);

impl FilePath {
    /// Takes a path that `$__file{…}` can be written for.
    pub fn new(path: impl Into<String>) -> Result<Self, FilePathError> {
        let path = path.into();
        if path.is_empty() || path.contains(['}', '$']) { Err(FilePathError(path)) } else { Ok(Self(path)) }
    }

    /// The path, as Grafana's process sees it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A file text that Grafana changes and that is not one reference alone: `http://${HOST}:9090`, `${NAME}`, `^a$`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpandedText(String);

/// A file text that another form of [`Setting`] stands for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this text is plain or one reference alone, and not a text with references in it")]
pub struct ExpandedTextError(pub Setting);

impl ExpandedText {
    /// Takes a file text; gives back, as an error, the plain text or the reference that it is instead.
    pub fn new(text: &str) -> Result<Self, ExpandedTextError> {
        match Setting::from_file_text(text) {
            Setting::Expanded(expanded) => Ok(expanded),
            other => Err(ExpandedTextError(other)),
        }
    }

    /// The text as it stands in the file, dollars doubled where they are meant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it refers to a file, or to a variable that an environment can hold.
    ///
    /// Go looks up `$1` and `$?` as well, but no environment sets them.
    #[must_use]
    pub fn has_reference(&self) -> bool {
        references(&self.0).iter().any(|reference| match reference {
            Reference::Env(name) => EnvName::new(name.as_str()).is_ok(),
            Reference::File(_) => true,
        })
    }
}

/// A string in a provisioning file: what Grafana shall hold, or where it shall find that.
///
/// In the file it is a string: `$` is doubled in a text, and `$NAME` and `$__file{/path}` are references. `$NAME` is written
/// and not `${NAME}`, since its value is the only one that Grafana does not expand a second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// This text, character by character.
    Text(String),
    /// The value of an environment variable of Grafana's process. Not set means an empty text.
    Env(EnvName),
    /// The content of a file, whitespace around it cut off. Grafana expands `$` in it once more, and does not start where
    /// the file is missing.
    File(FilePath),
    /// A file text with references in it, or with a `$` that is not doubled, as it stands.
    Expanded(ExpandedText),
}

impl Setting {
    /// What a string of a provisioning file means.
    #[must_use]
    pub fn from_file_text(text: &str) -> Self {
        if let Some(name) = text.strip_prefix('$').and_then(|name| EnvName::new(name).ok()) {
            return Self::Env(name);
        }
        let path = text.strip_prefix("$__file{").and_then(|rest| rest.strip_suffix('}'));
        if let Some(path) = path.and_then(|path| FilePath::new(path).ok()) {
            return Self::File(path);
        }
        match expand(text, &Empty) {
            Ok(plain) if escape(&plain) == text => Self::Text(plain),
            _ => Self::Expanded(ExpandedText(text.to_owned())),
        }
    }

    /// How it is written in a provisioning file.
    #[must_use]
    pub fn to_file_text(&self) -> String {
        match self {
            Self::Text(text) => escape(text),
            Self::Env(name) => format!("${name}"),
            Self::File(path) => format!("$__file{{{path}}}"),
            Self::Expanded(expanded) => expanded.0.clone(),
        }
    }

    /// The text, where it does not depend on Grafana's environment and is written as it should be.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Env(_) | Self::File(_) | Self::Expanded(_) => None,
        }
    }

    /// Reads the object that stands for a reference in a meaning tree.
    pub(super) fn from_marker(entries: &Map<String, Value>) -> Option<Self> {
        let mut entries = entries.iter();
        let (Some((key, Value::String(text))), None) = (entries.next(), entries.next()) else { return None };
        match key.as_str() {
            ENV => EnvName::new(text.as_str()).ok().map(Self::Env),
            FILE => FilePath::new(text.as_str()).ok().map(Self::File),
            EXPANDED => ExpandedText::new(text).ok().map(Self::Expanded),
            _ => None,
        }
    }
}

impl From<&str> for Setting {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Setting {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<EnvName> for Setting {
    fn from(name: EnvName) -> Self {
        Self::Env(name)
    }
}

impl From<FilePath> for Setting {
    fn from(path: FilePath) -> Self {
        Self::File(path)
    }
}

impl From<ExpandedText> for Setting {
    fn from(text: ExpandedText) -> Self {
        Self::Expanded(text)
    }
}

impl Json for Setting {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(Self::Text(text)),
            Value::Object(entries) => Self::from_marker(&entries).ok_or(Value::Object(entries)),
            other => Err(other),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.clone()),
            Self::Env(name) => marker(ENV, name.as_str()),
            Self::File(path) => marker(FILE, path.as_str()),
            Self::Expanded(expanded) => marker(EXPANDED, expanded.as_str()),
        }
    }

    fn fits(value: &Value) -> bool {
        value.is_string()
    }
}

fn marker(key: &str, text: &str) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), Value::from(text))]))
}

/// Describes the file text.
impl JsonSchema for Setting {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Setting".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::{EnvName, ExpandedText, FilePath, Setting};
    use crate::grafana::json::Json;
    use serde_json::json;

    #[test]
    fn a_name_is_a_letter_or_underscore_then_letters_digits_and_underscores() {
        for good in ["A", "_a", "GF_2"] {
            assert!(EnvName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "2A", "A-B", "A B", "Ä", "A\n"] {
            assert!(EnvName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_path_that_would_end_the_reference_early_is_refused() {
        assert!(FilePath::new("/run/secrets/token").is_ok());
        for bad in ["", "/a}b", "/a$b"] {
            assert!(FilePath::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn each_file_text_has_its_meaning_and_comes_back() {
        for (text, meaning) in [
            ("a$$b", json!("a$b")),
            ("$HOME", json!({"$__env": "HOME"})),
            ("$__file{/run/x}", json!({"$__file": "/run/x"})),
            ("${HOME}", json!({"$__expanded": "${HOME}"})),
            ("$__env{HOME}", json!({"$__expanded": "$__env{HOME}"})),
            ("http://$HOST", json!({"$__expanded": "http://$HOST"})),
            ("^a$", json!({"$__expanded": "^a$"})),
            ("$", json!({"$__expanded": "$"})),
            ("$__file{}", json!({"$__expanded": "$__file{}"})),
            ("", json!("")),
        ] {
            let setting = Setting::from_file_text(text);
            assert_eq!(setting.to_json(), meaning, "{text}");
            assert_eq!(setting.to_file_text(), text);
            assert_eq!(Setting::from_json(meaning), Ok(setting), "{text}");
        }
    }

    #[test]
    fn what_is_plain_or_one_reference_is_not_an_expanded_text() {
        for text in ["plain", "$$", "$HOME", "$__file{/x}"] {
            assert!(ExpandedText::new(text).is_err(), "{text}");
            let value = json!({"$__expanded": text});
            assert_eq!(Setting::from_json(value.clone()), Err(value));
        }
    }
}
