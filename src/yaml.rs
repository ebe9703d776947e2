//! YAML text to [`serde_json::Value`]: the only user of the YAML library.
//!
//! Most texts are read in `yaml/plain.rs`, which is faster; what it leaves alone, and every error, is read here.
//!
//! From: the text of a spec file or of a file that Grafana provisions from. To: a value that holds what the text says, every
//! integer of 64 bits exactly; or a [`YamlError`].
//!
//! What can't be kept is an error and never dropped or rounded: two equal keys in one mapping, a key that is not text
//! (Grafana drops such entries of `jsonData` without a word: `transformMap` in its `values.go`), `.nan` and `.inf`, an
//! integer beyond 64 bits, a tag like `!name`. Anchors, aliases and merge keys (`<<`, in quotes too, which Grafana's reader
//! takes for text) are resolved, within bounds.
//!
//! Plain scalars are read as YAML 1.2 reads them: `yes`, `on`, `0777`, `1_000` and `2024-01-01` are text. Grafana's own
//! reader takes `0777` and `1_000` for numbers and the last for a time.

mod plain;

use std::cell::Cell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Why a text was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", place(*.line, *.column))]
pub struct YamlError {
    /// What is wrong, without the place.
    pub message: String,
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// The column in characters, counted from 1, where it is known.
    pub column: Option<usize>,
}

fn place(line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}: "),
        (Some(line), None) => format!("line {line}: "),
        (None, _) => String::new(),
    }
}

impl YamlError {
    fn without_place(message: impl Into<String>) -> Self {
        Self { message: message.into(), line: None, column: None }
    }
}

impl From<serde_yaml::Error> for YamlError {
    fn from(error: serde_yaml::Error) -> Self {
        let message = error.to_string();
        let Some(location) = error.location() else { return Self::without_place(message) };
        let (line, column) = (location.line(), location.column());
        // The library writes the place into its messages; here it is told once, by the fields.
        let message = message.replacen(&format!(" at line {line} column {column}"), "", 1);
        match opened(&message) {
            Some((opened, line, column)) => Self { message: opened.to_owned(), line: Some(line), column: Some(column) },
            None => Self { message, line: Some(line), column: Some(column) },
        }
    }
}

/// What is opened and never closed is found at the end of the text. What helps is where it was opened.
fn opened(message: &str) -> Option<(&str, usize, usize)> {
    let (words, place) = message.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    words.starts_with("found unexpected end of stream").then_some((words, line.parse().ok()?, column.parse().ok()?))
}

/// Reads a text that is one document. A text without any (empty, or comments only) is `null`.
///
/// The errors are those of the module's header, bad YAML, nesting deeper than 128, anchors that loop or explode, and a second
/// document: Grafana's reader would pass over all but the first. A text in which 4,000 brackets are open at once is
/// refused unread, wherever these stand.
pub fn parse(text: &str) -> Result<Value, YamlError> {
    refuse_open_brackets(text)?;
    match plain::read(text) {
        Some(value) => Ok(value),
        None => parse_whole(text),
    }
}

/// The same by the reader of all of YAML alone, which takes twice the time and has the words for what is wrong.
pub fn parse_whole(text: &str) -> Result<Value, YamlError> {
    let mut found = Documents::new(text);
    let first = found.next().unwrap_or(Ok(Value::Null))?;
    match found.next() {
        None => Ok(first),
        Some(Err(error)) => Err(error),
        Some(Ok(_)) => {
            let message = "the file holds more than one document; only one is expected".to_owned();
            Err(YamlError { message, line: second_document(text), column: None })
        }
    }
}

/// The line, counted from 1, of the `---` that ends the first document.
fn second_document(text: &str) -> Option<usize> {
    let is_content = |line: &str| !(line.trim().is_empty() || line.starts_with(['#', '%']) || line.starts_with("---"));
    let first = text.lines().position(is_content)?;
    text.lines().skip(first).position(|line| line.starts_with("---")).map(|after| first + after + 1)
}

/// Reads every document of a text, as Kubernetes manifests are written. Errors as for [`parse`].
pub fn parse_all(text: &str) -> Result<Vec<Value>, YamlError> {
    refuse_open_brackets(text)?;
    if let Some(value) = plain::read(text) {
        return Ok(vec![value]);
    }
    Documents::new(text).collect()
}

/// Reads a text that is one document into a type of ours.
///
/// The errors are those of [`parse`], with their place, and those of the type, which name the field and have none.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    T::deserialize(parse(text)?).map_err(|error| YamlError::without_place(error.to_string()))
}

/// The library's time grows with the square of the number of open brackets, long before it finds the nesting too deep.
fn refuse_open_brackets(text: &str) -> Result<(), YamlError> {
    // Nearly every text has too few to be counted line by line.
    let brackets: usize = text.bytes().map(|byte| usize::from(matches!(byte, b'[' | b'{'))).sum();
    if brackets < MOST_OPEN_BRACKETS {
        return Ok(());
    }
    let mut open = 0_usize;
    for (index, line) in text.lines().enumerate() {
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open >= MOST_OPEN_BRACKETS {
                let message = format!("{open} brackets are open here, more than are read");
                return Err(YamlError { message, line: Some(index + 1), column: None });
            }
        }
    }
    Ok(())
}

/// Far more than any file has, strings and comments included, and few enough for the library.
const MOST_OPEN_BRACKETS: usize = 4_000;

/// The documents of a text, one after the other.
struct Documents<'text> {
    rest: serde_yaml::Deserializer<'text>,
    budget: Budget,
}

impl<'text> Documents<'text> {
    fn new(text: &'text str) -> Self {
        Self { rest: serde_yaml::Deserializer::from_str(text), budget: Budget::of(text) }
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Value, YamlError>;

    fn next(&mut self) -> Option<Self::Item> {
        let document = self.rest.next()?;
        Some(Node { budget: &self.budget }.deserialize(document).map_err(YamlError::from))
    }
}

/// How much may still be built. A small text can stand for a huge value when its aliases repeat its anchors.
struct Budget(Cell<usize>);

impl Budget {
    /// Ten times the text and a million: no text without aliases comes near it.
    fn of(text: &str) -> Self {
        Self(Cell::new(text.len().saturating_mul(10).saturating_add(1_000_000)))
    }

    fn spend<E: Error>(&self, amount: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(amount);
        self.0.set(left.ok_or_else(|| E::custom("its aliases repeat its anchors to many times the size of the file"))?);
        Ok(())
    }
}

/// Builds a [`Value`] from whatever stands next in the document.
#[derive(Clone, Copy)]
struct Node<'budget> {
    budget: &'budget Budget,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can hold")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.budget.spend(1)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.budget.spend(1)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.budget.spend(1)?;
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.budget.spend(1)?;
        Ok(Value::from(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Err(E::custom(format_args!("the integer {value} needs more than 64 bits; put it in quotes to keep it as text")))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Err(E::custom(format_args!("the integer {value} needs more than 64 bits; put it in quotes to keep it as text")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.budget.spend(1)?;
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| E::custom("not a number or infinite: JSON has no such number"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.budget.spend(1 + value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.budget.spend(1)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.budget.spend(1)?;
        let mut own = Map::new();
        let mut merged = None;
        while let Some(key) = entries.next_key_seed(Key { own: &own, merged: merged.is_some(), budget: self.budget })? {
            let value = entries.next_value_seed(self)?;
            if key == MERGE {
                merged = Some(value);
            } else {
                own.insert(key, value);
            }
        }
        if let Some(merged) = merged {
            merge(&mut own, merged).map_err(A::Error::custom)?;
        }
        Ok(Value::Object(own))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (tag, _) = tagged.variant::<String>()?;
        Err(A::Error::custom(format_args!("the tag `!{tag}` has no meaning here")))
    }
}

/// The key whose value lends its entries. In quotes it means the same: the library does not tell the two apart.
const MERGE: &str = "<<";

/// Adds the entries of `lent`, a mapping or a list of mappings, that `own` does not have. Of several lenders the first wins.
fn merge(own: &mut Map<String, Value>, lent: Value) -> Result<(), &'static str> {
    let lenders = match lent {
        Value::Array(lenders) => lenders,
        one => vec![one],
    };
    for lender in lenders {
        let Value::Object(entries) = lender else { return Err("`<<` takes a mapping or a list of mappings") };
        for (key, value) in entries {
            own.entry(key).or_insert(value);
        }
    }
    Ok(())
}

/// Reads a key that must be text and new. Errors raised here carry the key's own place.
struct Key<'map> {
    own: &'map Map<String, Value>,
    merged: bool,
    budget: &'map Budget,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Key<'_> {
    fn refuse<T, E: Error>(found: impl fmt::Display) -> Result<T, E> {
        Err(E::custom(format_args!("the key {found} is not text; put it in quotes")))
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.budget.spend(1 + key.len())?;
        if self.own.contains_key(key) || (self.merged && key == MERGE) {
            return Err(E::custom(format_args!("the key `{key}` is written twice")));
        }
        Ok(key.to_owned())
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Self::refuse("`null`")
    }

    fn visit_none<E: Error>(self) -> Result<String, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, key: bool) -> Result<String, E> {
        Self::refuse(format_args!("`{key}`"))
    }

    fn visit_i64<E: Error>(self, key: i64) -> Result<String, E> {
        Self::refuse(format_args!("`{key}`"))
    }

    fn visit_u64<E: Error>(self, key: u64) -> Result<String, E> {
        Self::refuse(format_args!("`{key}`"))
    }

    fn visit_f64<E: Error>(self, key: f64) -> Result<String, E> {
        Self::refuse(format_args!("`{key}`"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<String, A::Error> {
        Self::refuse("that is a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<String, A::Error> {
        Self::refuse("that is a mapping")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<String, A::Error> {
        let (IgnoredAny, _) = tagged.variant()?;
        Self::refuse("with a tag")
    }
}

#[cfg(test)]
mod tests;
