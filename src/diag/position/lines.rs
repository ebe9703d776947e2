//! From bytes to lines and columns, for a text that is asked often.

/// How many bytes lie between two counts of characters.
const STRIDE: usize = 1024;

/// Where the lines of one text begin, and how many characters stand before places in it: a text may be one long line.
#[derive(Debug, Clone)]
pub struct Lines<'text> {
    text: &'text str,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// How many characters begin before each whole stride.
    before: Vec<usize>,
}

impl<'text> Lines<'text> {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn of(text: &'text str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(after).collect();
        let mut before = vec![0];
        let mut sum = 0;
        for stride in text.as_bytes().chunks(STRIDE) {
            sum += characters(stride);
            before.push(sum);
        }
        Self { text, starts, before }
    }

    /// What [`super::line_column`] says of the byte `offset`.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        // Byte order marks at the begin of a line are not counted.
        let marks = before.chars().take_while(|character| *character == '\u{feff}').count();
        (line, self.characters_before(offset) - self.characters_before(start) - marks + 1)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let rest = self.text.as_bytes().get(stride * STRIDE..offset).unwrap_or_default();
        self.before.get(stride).copied().unwrap_or_default() + characters(rest)
    }
}

/// How many characters of UTF-8 begin in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::{Lines, STRIDE};
    use crate::diag::position::line_column;

    #[test]
    fn it_says_what_counting_anew_says() {
        let long = format!("\u{feff}{}\n{}ü", "aé\u{1f600}".repeat(STRIDE), "x".repeat(3 * STRIDE));
        for text in ["", "\n", "a\nbü\n\nc", "\u{feff}a\n\u{feff}b", &long] {
            let lines = Lines::of(text);
            for offset in (0..text.len() + 2).step_by(if text.len() > 100 { 7 } else { 1 }) {
                assert_eq!(lines.line_column(offset), line_column(text, offset), "{offset}");
            }
        }
    }
}
