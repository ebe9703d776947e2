//! From YAML text to a [`Tree`], by the parser's events.
//!
//! The parser counts characters; a range is in bytes.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::tree::{Builder, Tree};
use super::written::Written;

/// The document of `text`, or a list of them where there are several; `None` where it is not YAML or holds no document.
pub(super) fn read(text: &str) -> Option<Tree> {
    let offsets = Offsets::of(text);
    let mut builder = Builder::default();
    let mut documents = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let (start, end) = (offsets.byte(span.start.index()), offsets.byte(span.end.index()));
        match event {
            Event::Scalar(value, ScalarStyle::Plain, ..) if value.is_empty() => {
                let place = empty_place(text, &builder, start);
                builder.leaf(Some(String::new()), place..place, None);
            }
            Event::Scalar(value, style, anchor, tag) => {
                let has_properties = anchor > 0 || tag.is_some();
                let start = if has_properties { after_properties(text, start, style) } else { start };
                let written = written(text, start, style, &value);
                builder.leaf(Some(value.into_owned()), start..scalar_end(text, start, end, style), Some(written));
            }
            Event::Alias(_) => builder.leaf(None, start..scalar_end(text, start, end, ScalarStyle::Plain), None),
            Event::SequenceStart(..) => builder.open_list(list_start(text, &builder, start)),
            Event::MappingStart(..) => builder.open_mapping(after_properties(text, start, ScalarStyle::Plain)),
            Event::SequenceEnd | Event::MappingEnd => builder.close(flow_end(text, span, start)),
            Event::DocumentEnd => documents.extend(std::mem::take(&mut builder).finish()),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    Tree::of_documents(documents, text.len())
}

/// How the text `value`, which begins at `start`, is written.
fn written(text: &str, start: usize, style: ScalarStyle, value: &str) -> Written {
    match style {
        ScalarStyle::Plain => Written::Plain,
        ScalarStyle::SingleQuoted => Written::SingleQuoted,
        ScalarStyle::DoubleQuoted => Written::DoubleQuoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Written::Block {
            is_folded: style == ScalarStyle::Folded,
            indent: first_column(text, start).saturating_sub(first_column(value, 0)),
            leading: value.len() - value.trim_start_matches('\n').len(),
        },
    }
}

/// How many bytes stand on its line before the first character from `start` on that is no space.
fn first_column(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let first = text.len() - rest.trim_start_matches([' ', '\r', '\n']).len();
    let line_start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    first - line_start
}

/// The end of a value without line breaks and, behind a closing quote, without the comment that the parser counts in.
fn scalar_end(text: &str, start: usize, end: usize, style: ScalarStyle) -> usize {
    let written = text.get(start..end).unwrap_or_default();
    let quoted = match style {
        ScalarStyle::SingleQuoted => closing_quote(written, '\'', '\''),
        ScalarStyle::DoubleQuoted => closing_quote(written, '"', '\\'),
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => None,
    };
    start + quoted.unwrap_or(written.trim_end().len())
}

/// The end of the text in quotes that `written` begins with; `escape` takes its meaning from a quote that follows.
fn closing_quote(written: &str, quote: char, escape: char) -> Option<usize> {
    let mut characters = written.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        let escapes = character == escape && (escape != quote || characters.peek().is_some_and(|(_, next)| *next == quote));
        if escapes {
            characters.next();
        } else if character == quote {
            return Some(at + quote.len_utf8());
        }
    }
    None
}

/// The end of a collection in brackets. One in block style ends with its last value: the parser notices its end only at the
/// next token, lines below.
fn flow_end(text: &str, span: Span, start: usize) -> Option<usize> {
    (!span.is_empty() && text.get(start..)?.starts_with([']', '}'])).then_some(start + 1)
}

/// Where a value would stand that is not there: after its key's colon or its list's dash.
fn empty_place(text: &str, builder: &Builder, start: usize) -> usize {
    if let Some(key_end) = builder.pending_key_end() {
        let rest = text.get(key_end..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        return if rest.trim_start().starts_with(':') { key_end + blanks + 1 } else { key_end };
    }
    text.get(..start).map_or(start, |before| before.trim_end().len())
}

/// The begin of a list. The parser names the place after the first dash where the list is no deeper than its key.
fn list_start(text: &str, builder: &Builder, start: usize) -> usize {
    let own = after_properties(text, start, ScalarStyle::Plain);
    if own != start || builder.pending_key_end().is_none() {
        return own;
    }
    let before = text.get(..own).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let in_line = before[line_start..].trim_end();
    if in_line.trim_start() == "-" { line_start + in_line.len() - 1 } else { own }
}

/// The begin of a value's own text, after `&anchor`, `!tag`, and in block style after the line of the `|`.
fn after_properties(text: &str, start: usize, style: ScalarStyle) -> usize {
    let mut rest = text.get(start..).unwrap_or_default();
    while rest.starts_with(['&', '!', '#']) {
        let end = if rest.starts_with('#') { rest.find('\n') } else { rest.find(char::is_whitespace) };
        let Some(end) = end else { return start };
        rest = rest[end..].trim_start();
    }
    if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        rest = rest.find('\n').map_or(rest, |end| rest[end..].trim_start());
    }
    text.len() - rest.len()
}

/// From the number of a character to its byte.
enum Offsets {
    /// Every character is one byte.
    Ascii,
    /// The begin of each character, and the text's end.
    Starts(Vec<usize>),
}

impl Offsets {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii;
        }
        Self::Starts(text.char_indices().map(|(start, _)| start).chain([text.len()]).collect())
    }

    fn byte(&self, character: usize) -> usize {
        match self {
            Self::Ascii => character,
            Self::Starts(starts) => starts.get(character).or(starts.last()).copied().unwrap_or(character),
        }
    }
}
