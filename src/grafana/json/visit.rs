//! What a walk through models is shown, and the ways to it.

use serde_json::{Map, Value};

use super::Json;

/// One step on the way from a value to a value within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// To the entry of this key.
    Key(&'a str),
    /// To the element of this number, counted from 0.
    Index(usize),
}

/// What is shown each text, with the way to it.
pub type TextVisit<'v, 'a> = dyn FnMut(&[Step<'a>], &'a str) + 'v;

/// Shows `visit` every text of `items`, which stand at `at` one after the other.
pub(crate) fn visit_items<'a, T: Json + 'a>(
    items: impl Iterator<Item = &'a T>,
    at: &mut Vec<Step<'a>>,
    visit: &mut TextVisit<'_, 'a>,
) {
    for (index, item) in items.enumerate() {
        at.push(Step::Index(index));
        item.visit_texts(at, visit);
        at.pop();
    }
}

/// Shows `visit` every text of `entries`, which stand at `at` by their keys.
pub(crate) fn visit_entries<'a, T: Json + 'a>(
    entries: impl Iterator<Item = (&'a str, &'a T)>,
    at: &mut Vec<Step<'a>>,
    visit: &mut TextVisit<'_, 'a>,
) {
    for (key, entry) in entries {
        at.push(Step::Key(key));
        entry.visit_texts(at, visit);
        at.pop();
    }
}

/// What one model kept as it was read, because no field of its took it.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'model> {
    /// The name of the model's type.
    pub model: &'static str,
    /// The way to the model.
    pub trail: &'model Trail<'model>,
    /// The keys that the model knows.
    pub keys: &'static [&'static str],
    /// The model's `extra`.
    pub extra: &'model Map<String, Value>,
}

impl Kept<'_> {
    /// The keys that the model knows and the file writes in a shape that it does not.
    pub fn unusual(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.extra.iter().map(|(key, value)| (key.as_str(), value)).filter(|(key, _)| self.keys.contains(key))
    }
}

/// The way from the value that a visit began with to one within it. It lives on the stack, so a way that nobody asks for costs nothing.
#[derive(Debug, Clone, Copy)]
pub enum Trail<'way> {
    /// That value itself.
    Root,
    /// The entry of this key.
    Key(&'way Trail<'way>, &'way str),
    /// The element of this index, counted from 0.
    Index(&'way Trail<'way>, usize),
}

impl Trail<'_> {
    /// The steps from the first value on: keys, and indices in digits.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        let mut at = self;
        loop {
            at = match at {
                Self::Root => break,
                Self::Key(before, key) => {
                    steps.push((*key).to_owned());
                    before
                }
                Self::Index(before, index) => {
                    steps.push(index.to_string());
                    before
                }
            };
        }
        steps.reverse();
        steps
    }
}
