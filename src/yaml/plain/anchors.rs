//! What anchors stand for, within bounds that the other reader never finds too narrow.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// How much anchors and aliases may repeat in all, as [`weight`] counts it: half of what the other reader lets the smallest text
/// grow by.
const MOST_REPEATED: usize = 500_000;

/// What stands behind the anchors of a text.
pub(super) struct Anchors<'text> {
    /// By the anchor's number, with the weight.
    kept: BTreeMap<usize, (Value, usize)>,
    repeated: usize,
    names: BTreeSet<&'text str>,
    /// What follows the anchor or alias seen last, and at which character of the text that is.
    rest: &'text str,
    at: usize,
    /// Whether each character of the text is one byte.
    is_ascii: bool,
}

impl<'text> Anchors<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self { kept: BTreeMap::new(), repeated: 0, names: BTreeSet::new(), rest: text, at: 0, is_ascii: text.is_ascii() }
    }

    /// Takes note of the anchor that is written at a character of the text. `None`: its name is written in a way that the two
    /// readers take differently, or is that of an anchor before it, at which the other reader mixes up names.
    pub(super) fn see_anchor(&mut self, at: usize) -> Option<()> {
        let name = self.name(at, '&')?;
        self.names.insert(name).then_some(())
    }

    /// Keeps the value behind an anchor; zero is none. `None`: it is too much.
    pub(super) fn keep(&mut self, anchor: usize, value: &Value) -> Option<()> {
        if anchor == 0 {
            return Some(());
        }
        let weight = weight(value);
        self.count(weight)?;
        self.kept.insert(anchor, (value.clone(), weight));
        Some(())
    }

    /// The value that the alias stands for that is written at a character of the text. `None`: it is not known yet, is too much, or
    /// its name is written in a way that the two readers take differently.
    pub(super) fn repeat(&mut self, anchor: usize, at: usize) -> Option<Value> {
        self.name(at, '*')?;
        let weight = self.kept.get(&anchor)?.1;
        self.count(weight)?;
        self.kept.get(&anchor).map(|(value, _)| value.clone())
    }

    /// The name that stands behind a mark, where both readers take it for the whole name.
    fn name(&mut self, at: usize, mark: char) -> Option<&'text str> {
        let characters = at.checked_sub(self.at)?;
        let begin = if self.is_ascii { characters } else { self.rest.char_indices().nth(characters)?.0 };
        let behind = self.rest.get(begin..)?.strip_prefix(mark)?;
        (self.rest, self.at) = (behind, at + 1);
        let is_of_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
        let (name, rest) = behind.split_at(behind.find(|character| !is_of_name(character)).unwrap_or(behind.len()));
        let has_end = rest.is_empty() || rest.starts_with([' ', '\n', ',', ']', '}']);
        (has_end && !name.is_empty()).then_some(name)
    }

    fn count(&mut self, weight: usize) -> Option<()> {
        self.repeated = self.repeated.saturating_add(weight);
        (self.repeated <= MOST_REPEATED).then_some(())
    }
}

/// How much a value adds to a text, counted as the other reader counts it: its values and keys, and the bytes of texts.
fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
        Value::String(text) => 1 + text.len(),
        Value::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Value::Object(entries) => 1 + entries.iter().map(|(key, value)| 1 + key.len() + weight(value)).sum::<usize>(),
    }
}
