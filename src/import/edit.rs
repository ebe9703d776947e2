//! Additions to a YAML text that leave all of it as it stands, comments included.
//!
//! From: the text, and what is to be added where. To: the text with it. What can't be added to as text (an alias, for one) is an
//! error that names the place.

use std::ops::Range;

use crate::diag::position::Positions;
use crate::diag::{At, Pointer};

/// A text, and what is to be added to it.
pub(super) struct Editor<'a> {
    text: &'a str,
    positions: Positions<'a>,
    additions: Vec<(usize, String)>,
}

/// What is added: the same thing, as it stands in blocks and as it stands within brackets.
pub(super) struct Addition<'a> {
    /// In block style, for a given number of columns from the left, without a line break at the end.
    pub(super) block: &'a dyn Fn(usize) -> String,
    /// Within brackets.
    pub(super) in_brackets: String,
}

/// Why nothing can be added at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotEditable(pub(super) Pointer);

impl<'a> Editor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, positions: Positions::read(text), additions: Vec::new() }
    }

    /// Whether the text has something at `at`.
    pub(super) fn has(&self, at: &Pointer) -> bool {
        let place = |at: &Pointer| self.positions.locate(&At::Value(at.clone()));
        // What is not there has the place of what it would stand in.
        at.parent().is_some_and(|parent| place(at) != place(&parent))
    }

    /// Adds an element to the list, or an entry to the mapping, at `at`.
    pub(super) fn add(&mut self, at: &Pointer, addition: &Addition<'_>) -> Result<(), NotEditable> {
        let refused = || NotEditable(at.clone());
        let range = self.positions.locate(&At::Value(at.clone())).ok_or_else(refused)?;
        let written = self.text.get(range.clone()).ok_or_else(refused)?;
        if written.starts_with('*') || written.is_empty() {
            return Err(refused());
        }
        let edit = if written.starts_with(['[', '{']) {
            let inside = written.get(1..written.len() - 1).ok_or_else(refused)?.trim_end();
            let separator = if inside.is_empty() || inside.ends_with(',') { "" } else { ", " };
            (range.start + 1 + inside.len(), format!("{separator}{}", addition.in_brackets))
        } else {
            let column = self.column(&range);
            let line_end =
                self.text.get(range.end..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |end| range.end + end);
            (line_end, format!("\n{}", (addition.block)(column)))
        };
        self.additions.push(edit);
        Ok(())
    }

    /// How many columns stand before the range.
    fn column(&self, range: &Range<usize>) -> usize {
        let before = self.text.get(..range.start).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default().chars().count()
    }

    /// The text with all additions. Those of one place stand in the order in which they were added.
    pub(super) fn finish(mut self) -> String {
        self.additions.sort_by_key(|(offset, _)| *offset);
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (offset, addition) in self.additions {
            text.push_str(self.text.get(done..offset).unwrap_or_default());
            text.push_str(&addition);
            done = offset;
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Addition, Editor};
    use crate::diag::Pointer;

    fn added(text: &str, at: &[&str]) -> Option<String> {
        let mut editor = Editor::new(text);
        for at in at {
            let block = |indent| format!("{}- new", " ".repeat(indent));
            editor.add(&Pointer::parse(at).unwrap(), &Addition { block: &block, in_brackets: "new".to_owned() }).ok()?;
        }
        Some(editor.finish())
    }

    #[test]
    fn an_element_stands_after_the_last_one_and_before_the_comments_of_what_follows() {
        let text = "a:\n  # The first.\n  - x  # it\n  - y: 1\n    z: 2 # last\n\n# Of b.\nb: 1\n";
        let wanted = "a:\n  # The first.\n  - x  # it\n  - y: 1\n    z: 2 # last\n  - new\n\n# Of b.\nb: 1\n";
        assert_eq!(added(text, &["/a"]).as_deref(), Some(wanted));
        assert_eq!(added("a:\n- x", &["/a", "/a"]).as_deref(), Some("a:\n- x\n- new\n- new\n"));
    }

    #[test]
    fn an_element_stands_within_the_brackets_where_there_are_some() {
        for (text, wanted) in [
            ("a: [x]\n", "a: [x, new]\n"),
            ("a: []\n", "a: [new]\n"),
            ("a: [x,\n  y,\n]\n", "a: [x,\n  y,new\n]\n"),
            ("a: [x] # [c]\nb: 1\n", "a: [x, new] # [c]\nb: 1\n"),
        ] {
            assert_eq!(added(text, &["/a"]).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn nothing_is_added_to_an_alias_or_to_nothing() {
        assert_eq!(added("b: &x [y]\na: *x\n", &["/a"]), None);
        assert_eq!(added("a:\n", &["/a"]), None);
    }
}
