//! From bytes to lines and columns, for a text that is asked often.

use super::line_column;

/// Where the lines of one text begin.
#[derive(Debug, Clone)]
pub struct Lines<'text> {
    text: &'text str,
    /// The first byte of each line.
    starts: Vec<usize>,
}

impl<'text> Lines<'text> {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn of(text: &'text str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// What [`line_column`] says of the byte `offset`.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        // The line itself holds no line before it, so that only its column is counted anew.
        let (_, column) = line_column(self.text.get(start..).unwrap_or_default(), offset - start);
        (line, column)
    }
}
