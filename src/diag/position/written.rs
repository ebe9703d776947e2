//! From a text as a file writes it, with escapes, folded lines and indentation, to the text that is meant, and from parts of
//! this one back to the bytes of the file.
//!
//! JSON's strings are read as YAML's texts in double quotes: what JSON escapes, YAML escapes alike, but for surrogate pairs.

mod escape;

use std::ops::Range;
use std::sync::OnceLock;

use super::super::occurrence::occurrences;

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Written {
    /// Without quotes.
    Plain,
    /// `'text'`.
    SingleQuoted,
    /// `"text"`.
    DoubleQuoted,
    /// Below a `|` or `>`.
    Block {
        /// Whether lines are joined: `>`.
        is_folded: bool,
        /// How many spaces begin each line that are not part of the text.
        indent: usize,
        /// How many empty lines the text begins with. They stand before the value's range.
        leading: usize,
    },
}

/// A text of a file. What it means is worked out when somebody asks, and once, however many findings point into it.
#[derive(Debug, Clone)]
pub(super) struct Text {
    written: Written,
    meant: OnceLock<Option<Box<Meant>>>,
}

impl Text {
    pub(super) fn new(written: Written) -> Self {
        Self { written, meant: OnceLock::new() }
    }

    /// The meaning of the text, which is the bytes `value` of `file`.
    pub(super) fn meant(&self, file: &str, value: &Range<usize>) -> Option<&Meant> {
        self.meant.get_or_init(|| Meant::read(file, value, self.written).map(Box::new)).as_deref()
    }
}

/// A text as it is meant, and where each part of it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Meant {
    text: String,
    /// In order, without gaps in `text`.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
struct Piece {
    /// The first byte in the meant text.
    at: usize,
    /// The bytes in the file.
    written: Range<usize>,
    /// Whether the file writes the piece as it is meant, byte for byte. Else it is an escape or a folded line break.
    is_verbatim: bool,
}

impl Meant {
    /// The meaning of the bytes `value` of `file`, which are a text written as `written` says. A block text's last line break is
    /// left out, as it is in the range.
    fn read(file: &str, value: &Range<usize>, written: Written) -> Option<Self> {
        let inner = match written {
            Written::SingleQuoted | Written::DoubleQuoted => value.start + 1..value.end.checked_sub(1)?,
            Written::Plain | Written::Block { .. } => value.clone(),
        };
        let mut reader = Reader { written: file.get(inner.clone())?, begin: inner.start, at: 0, meant: Self::default() };
        match written {
            Written::Block { is_folded, indent, leading } => reader.block(is_folded, indent, leading),
            quoted => reader.flow(quoted),
        }
        Some(reader.meant)
    }

    /// The bytes in the file of the occurrence of `words` that has `before` others before it.
    pub(super) fn find(&self, words: &str, before: usize) -> Option<Range<usize>> {
        let start = occurrences(&self.text, words).nth(before)?;
        let end = start + words.len();
        let first = self.piece(start)?;
        let last = self.piece(end.checked_sub(1)?)?;
        let begin = if first.is_verbatim { first.written.start + (start - first.at) } else { first.written.start };
        let end = if last.is_verbatim { last.written.start + (end - last.at) } else { last.written.end };
        Some(begin..end)
    }

    #[cfg(test)]
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn piece(&self, offset: usize) -> Option<&Piece> {
        self.pieces.get(self.pieces.partition_point(|piece| piece.at <= offset).checked_sub(1)?)
    }

    fn push(&mut self, meant: &str, written: Range<usize>, is_verbatim: bool) {
        if meant.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(meant);
        match self.pieces.last_mut() {
            Some(last) if is_verbatim && last.is_verbatim && last.written.end == written.start => last.written.end = written.end,
            _ => self.pieces.push(Piece { at, written, is_verbatim }),
        }
    }
}

/// Reads a written text from its begin to its end.
struct Reader<'a> {
    written: &'a str,
    /// Where `written` begins in the file.
    begin: usize,
    /// The next byte of `written`.
    at: usize,
    meant: Meant,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.written.get(self.at..).unwrap_or_default()
    }

    /// The next `length` bytes mean themselves.
    fn verbatim(&mut self, length: usize) {
        let meant = self.rest().get(..length).unwrap_or_default();
        self.meant.push(meant, self.begin + self.at..self.begin + self.at + length, true);
        self.at += length;
    }

    /// The next `length` bytes mean `meant`.
    fn stands_for(&mut self, meant: &str, length: usize) {
        self.meant.push(meant, self.begin + self.at..self.begin + self.at + length, false);
        self.at += length;
    }

    /// A text without quotes or what stands between them.
    fn flow(&mut self, style: Written) {
        while let Some(next) = self.rest().chars().next() {
            match (next, style) {
                ('\'', Written::SingleQuoted) => self.stands_for("'", self.rest().len().min(2)),
                ('\\', Written::DoubleQuoted) => self.escaped(),
                (' ' | '\t' | '\r' | '\n', _) => self.blanks(),
                _ => self.verbatim(next.len_utf8()),
            }
        }
    }

    /// Blanks mean themselves within a line. Around a line break they mean nothing, one break is a space, and of several the
    /// first is none.
    fn blanks(&mut self) {
        let (length, breaks) = blanks_and_breaks(self.rest());
        match breaks {
            0 => self.verbatim(length),
            1 => self.stands_for(" ", length),
            _ => self.stands_for(&"\n".repeat(breaks - 1), length),
        }
    }

    fn escaped(&mut self) {
        let after = self.rest().get(1..).unwrap_or_default();
        if after.starts_with(['\r', '\n']) {
            let (length, breaks) = blanks_and_breaks(after);
            return self.stands_for(&"\n".repeat(breaks.saturating_sub(1)), 1 + length);
        }
        match escape::read(after) {
            Some((meant, length)) => self.stands_for(meant.encode_utf8(&mut [0; 4]), 1 + length),
            None => self.verbatim(1),
        }
    }

    /// The lines below a `|` or `>`. The first begins without its indentation.
    fn block(&mut self, is_folded: bool, indent: usize, leading: usize) {
        self.stands_for(&"\n".repeat(leading), 0);
        let mut indent_here = 0;
        // Whether the line before begins with a blank: such lines are not joined with others.
        let mut before: Option<bool> = None;
        let mut breaks = 0;
        let mut gap = 0;
        for line in self.written.split_inclusive('\n') {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let content = content.strip_suffix('\r').unwrap_or(content);
            let skipped = content.bytes().take(indent_here).take_while(|byte| *byte == b' ').count();
            indent_here = indent;
            let begins_blank = content.get(skipped..).unwrap_or_default().starts_with([' ', '\t']);
            if content.len() > skipped {
                if let Some(was_blank) = before {
                    let meant = match breaks {
                        1 if is_folded && !was_blank && !begins_blank => " ".to_owned(),
                        _ if is_folded && !was_blank && !begins_blank => "\n".repeat(breaks - 1),
                        _ => "\n".repeat(breaks),
                    };
                    self.stands_for(&meant, gap + skipped);
                } else {
                    self.at += gap + skipped;
                }
                self.verbatim(content.len() - skipped);
                (before, breaks, gap) = (Some(begins_blank), 1, line.len() - content.len());
            } else {
                breaks += 1;
                gap += line.len();
            }
        }
    }
}

/// The length of the blanks and line breaks that `text` begins with, and how many of them are line breaks.
fn blanks_and_breaks(text: &str) -> (usize, usize) {
    let blanks = text.get(..text.len() - text.trim_start_matches([' ', '\t', '\r', '\n']).len()).unwrap_or_default();
    (blanks.len(), blanks.matches('\n').count())
}

#[cfg(test)]
mod tests;
