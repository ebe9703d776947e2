//! From a [`Pointer`](super::Pointer) to the bytes of a file that it means.
//!
//! From: the text of a YAML or JSON file. To: byte ranges of its keys and values, and from there to lines and columns.
//! Nothing else in the program reads positions, and nothing reads them before there is something to report: a run without
//! findings pays nothing for them.

mod json;
mod lines;
mod tree;
mod written;
mod yaml;

use std::ops::Range;

use super::At;
pub use lines::Lines;
use tree::{Found, Tree};

/// Where the keys and values of one text stand. Built once for a text, asked as often as there are findings.
#[derive(Debug, Clone)]
pub struct Positions<'text> {
    /// `None`: the text could not be parsed, or holds nothing.
    tree: Option<Tree>,
    text: &'text str,
}

impl<'text> Positions<'text> {
    /// Reads `text` as JSON where it is JSON, and else as YAML. Several documents are told apart by a number before the way into
    /// them: `/1/datasources` is in the second.
    ///
    /// A text that is neither has no positions: only [`At::Bytes`] can be located in it.
    #[must_use]
    pub fn read(text: &'text str) -> Self {
        Self { tree: json::read(text).or_else(|| yaml::read(text)), text }
    }

    /// The bytes that `at` means; `None` for the file as a whole and for a text without positions.
    ///
    /// - A pointer that leads nowhere means the value of its nearest parent that exists, so that a missing key is shown where
    ///   it should stand. What lies behind an alias (`*name`) is not followed: the alias's own place is meant.
    /// - Of a key that is written twice, the last one is meant: that is the one that repeats, and the one that counts in JSON.
    /// - [`At::Key`] of a list's element, which has no key, means the element; so does it for the whole document.
    /// - A value's range begins after its tag and anchor and ends without the line break; a block text (`|`, `>`) begins at its
    ///   first line. A key without a value has an empty range after its colon.
    /// - [`At::Part`] means the words as the file writes them: with escapes, and folded over lines where that is how the text is
    ///   written. Where they are not found, all of the value is meant.
    /// - [`At::Bytes`] is returned as it is, cut to the text's length.
    #[must_use]
    pub fn locate(&self, at: &At) -> Option<Range<usize>> {
        match at {
            At::File => None,
            At::Bytes { start, end } => {
                let length = self.text.len();
                let start = *start.min(&length);
                Some(start..(*end).clamp(start, length))
            }
            At::Value(pointer) | At::Hidden(pointer) => self.tree.as_ref()?.find(pointer).map(|found| found.value.clone()),
            At::Part { pointer, words, before } => {
                let found = self.tree.as_ref()?.find(pointer)?;
                Some(self.part(&found, words, *before).unwrap_or_else(|| found.value.clone()))
            }
            At::Key(pointer) => {
                let found = self.tree.as_ref()?.find(pointer)?;
                Some(if found.exact { found.key.unwrap_or(found.value) } else { found.value }.clone())
            }
        }
    }

    /// The bytes of the words within a text; `None` where it is no text or they don't stand in it.
    fn part(&self, found: &Found<'_>, words: &str, before: usize) -> Option<Range<usize>> {
        let text = found.text.filter(|_| found.exact)?;
        text.meant(self.text, found.value)?.find(words, before)
    }
}

/// The line and the column of the byte `offset` of `text`, both counted from 1, the column in characters.
///
/// A byte order mark is not counted. An offset inside a character means that character, one past the end means the end.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1;
    (line, column)
}

#[cfg(test)]
impl Positions<'_> {
    /// What the text at `pointer` is taken to mean.
    fn meant(&self, pointer: &super::Pointer) -> Option<String> {
        let found = self.tree.as_ref()?.find(pointer)?;
        found.text?.meant(self.text, found.value).map(|meant| meant.text().to_owned())
    }
}

#[cfg(test)]
#[path = "position/tests.rs"]
mod tests;
