//! The fast reader: from a text that keeps to the plain parts of YAML to its value.
//!
//! It reads mappings, lists, texts, numbers, `true`, `false`, `null` and aliases, which is what nearly every file holds, in half of
//! the time. Whatever else there may be (tags, merge keys, aliases of aliases, a second document, a key twice, a scalar that could
//! be read in two ways, an error) is left to the other reader, whose verdict stands. The law is that what is read here, the other
//! reader reads as the same value.

mod anchors;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Number, Value};

use anchors::Anchors;

/// Deeper values are left to the other reader, which refuses them somewhat deeper.
const DEEPEST: usize = 64;

/// Longer keys are left to the other reader, which refuses them above 1024 characters.
const LONGEST_KEY: usize = 256;

/// A text with one of these in it is left alone: what begins a tag or a merge key, so that it is not begun in vain; brackets and the
/// like right after a colon, over which the two differ; lines that begin a directive or end a document.
const NOT_PLAIN: [&str; 12] = [": !", "- !", "<<:", ":,", ":[", ":]", ":{", ":}", ":?", "\n...", "\n---", "\n%"];

/// The value of a plain text; `None`: the other reader shall look.
pub(super) fn read(text: &str) -> Option<Value> {
    if !is_plain(text) {
        return None;
    }
    let (mut builder, mut brackets) = (Builder::new(text), Brackets::default());
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        brackets.see(&event, span)?;
        if let Event::Scalar(_, _, 1.., _) | Event::SequenceStart(1.., _) | Event::MappingStart(1.., _) = event {
            builder.anchors.see_anchor(span.start.index())?;
        }
        match event {
            // Where the last line has no end, the two differ over whether such a text has one.
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) if !text.ends_with('\n') => return None,
            Event::Scalar(value, style, anchor, None) => {
                let is_one_line = span.start.line() == span.end.line();
                builder.scalar(value.into_owned(), style, anchor, is_one_line)?;
            }
            Event::SequenceStart(anchor, None) => builder.open(Open::List(Vec::new()), anchor)?,
            Event::MappingStart(anchor, None) => builder.open(Open::Mapping(Map::new(), None), anchor)?,
            Event::Alias(anchor) => builder.alias(anchor, span.start.index())?,
            Event::SequenceEnd | Event::MappingEnd => builder.close()?,
            Event::DocumentStart(_) => builder.begin()?,
            Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Nothing => return None,
        }
    }
    builder.root
}

/// Whether the characters are those that both readers take alike: no control characters but the line feed, no other line breaks and
/// no byte order marks; and nothing in the text is of [`NOT_PLAIN`].
fn is_plain(text: &str) -> bool {
    let is_ordinary = |character: char| match character {
        '\n' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        other => other >= '\u{a0}',
    };
    // Without a way out before the end, which lets the compiler look at many bytes at once.
    let is_odd = |byte: u8| !matches!(byte, b'\n' | b' '..=b'~');
    let has_odd = text.bytes().fold(false, |found, byte| found | is_odd(byte));
    (!has_odd || text.chars().all(is_ordinary))
        && !text.starts_with('%')
        && !text.starts_with("...")
        && !NOT_PLAIN.iter().any(|part| text.contains(part))
}

/// The brackets that are open. What stands in them is left to the other reader where it goes on in the next line: there the two
/// differ.
#[derive(Default)]
struct Brackets {
    open: usize,
    line: usize,
}

impl Brackets {
    /// Takes note of an event; `None` where the other reader shall look.
    fn see(&mut self, event: &Event<'_>, span: Span) -> Option<()> {
        let is_start = match event {
            // An anchor is part of what it stands before. In the line above of it, it stands before no brackets, or before such
            // as are found out at their end.
            Event::SequenceStart(1.., _) | Event::MappingStart(1.., _) => span.start.line() == span.end.line(),
            Event::SequenceStart(..) | Event::MappingStart(..) => true,
            _ => false,
        };
        let is_end = matches!(event, Event::SequenceEnd | Event::MappingEnd);
        if is_start && !span.is_empty() {
            if self.open == 0 {
                self.line = span.start.line();
            }
            self.open += 1;
        }
        let is_inside = self.open > 0;
        // A mapping of one entry needs no brackets of its own within a list's.
        let is_without = is_inside && (is_start || is_end) && span.is_empty();
        let is_elsewhere = is_inside && (span.start.line() != self.line || span.end.line() != self.line);
        if is_end && !span.is_empty() {
            self.open = self.open.checked_sub(1)?;
        }
        (!is_without && !is_elsewhere).then_some(())
    }
}

/// A mapping or list that has begun and not yet ended.
enum Open {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Mapping(Map<String, Value>, Option<String>),
}

struct Builder<'text> {
    /// With the number of the anchor, or zero.
    open: Vec<(Open, usize)>,
    root: Option<Value>,
    has_begun: bool,
    anchors: Anchors<'text>,
}

impl<'text> Builder<'text> {
    fn new(text: &'text str) -> Self {
        Self { open: Vec::new(), root: None, has_begun: false, anchors: Anchors::new(text) }
    }

    /// A document begins: the first one.
    fn begin(&mut self) -> Option<()> {
        (!std::mem::replace(&mut self.has_begun, true)).then_some(())
    }

    /// Whether what comes next is a key.
    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some((Open::Mapping(_, None), _)))
    }

    fn open(&mut self, open: Open, anchor: usize) -> Option<()> {
        // A mapping or list in the place of a key is an error, which the other reader tells.
        let is_left = self.expects_key() || self.open.len() >= DEEPEST;
        self.open.push((open, anchor));
        (!is_left).then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let (open, anchor) = self.open.pop()?;
        let value = match open {
            Open::List(items) => Value::Array(items),
            Open::Mapping(entries, None) => Value::Object(entries),
            Open::Mapping(_, Some(_)) => return None,
        };
        self.anchors.keep(anchor, &value)?;
        self.add(value)
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, anchor: usize, is_one_line: bool) -> Option<()> {
        let value = match style {
            ScalarStyle::Plain => resolved(text)?,
            ScalarStyle::Folded | ScalarStyle::Literal | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                Value::String(text)
            }
        };
        if let Some((Open::Mapping(_, key @ None), _)) = self.open.last_mut() {
            let Value::String(text) = value else { return None };
            let is_plain = text.len() <= LONGEST_KEY && text != "<<";
            *key = Some(text);
            return (is_plain && is_one_line && anchor == 0).then_some(());
        }
        self.anchors.keep(anchor, &value)?;
        self.add(value)
    }

    fn alias(&mut self, anchor: usize, at: usize) -> Option<()> {
        // What repeats what is repeated may grow beyond all bounds; the other reader counts it.
        if self.open.iter().any(|(_, anchor)| *anchor > 0) {
            return None;
        }
        let value = self.anchors.repeat(anchor, at)?;
        self.add(value)
    }

    fn add(&mut self, value: Value) -> Option<()> {
        match self.open.last_mut() {
            Some((Open::List(items), _)) => items.push(value),
            Some((Open::Mapping(entries, key), _)) => {
                let before = entries.insert(key.take()?, value);
                // A key twice is an error, which the other reader tells.
                return before.is_none().then_some(());
            }
            // A file of one scalar is none of ours.
            None if self.root.is_none() && (value.is_array() || value.is_object()) => self.root = Some(value),
            None => return None,
        }
        Some(())
    }
}

/// What a plain scalar means where there is no doubt.
fn resolved(text: String) -> Option<Value> {
    let Some(first) = text.bytes().next() else { return Some(Value::Null) };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => match number(&text) {
            Decimal::Number(number) => Some(number),
            Decimal::None if is_text(&text) => Some(Value::String(text)),
            Decimal::None | Decimal::InDoubt => None,
        },
        b'n' if text == "null" => Some(Value::Null),
        b't' if text == "true" => Some(Value::Bool(true)),
        b'f' if text == "false" => Some(Value::Bool(false)),
        b'~' | b'N' | b'T' | b'F' if is_another_word(&text) => None,
        // What no plain scalar may begin with, or only before some characters.
        b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@'
        | b'`' => None,
        _ => Some(Value::String(text)),
    }
}

/// The spellings of `null`, `true` and `false` that are better left to the other reader.
fn is_another_word(text: &str) -> bool {
    ["~", "Null", "NULL", "True", "TRUE", "False", "FALSE"].contains(&text)
}

/// Whether a scalar is a decimal number.
enum Decimal {
    /// It is.
    Number(Value),
    /// It looks like one, and may be read in two ways.
    InDoubt,
    /// It is none.
    None,
}

fn number(text: &str) -> Decimal {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    if !is_digits(whole) || fraction.is_some_and(|fraction| !is_digits(fraction)) {
        return Decimal::None;
    }
    if (whole.len() > 1 && whole.starts_with('0')) || digits.len() > 15 || text == "-0" {
        return Decimal::InDoubt;
    }
    let number = match fraction {
        None if digits.len() == text.len() => text.parse::<u64>().ok().map(Value::from),
        None => text.parse::<i64>().ok().map(Value::from),
        Some(_) => text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number),
    };
    number.map_or(Decimal::InDoubt, Decimal::Number)
}

/// Whether a scalar that begins like a number can be nothing but text: `30s`, `2024-01-01`.
fn is_text(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let is_of_another_base = ["0x", "0o", "0b"].iter().any(|base| unsigned.starts_with(base));
    let is_special = unsigned.starts_with('.') && unsigned.len() <= 4;
    !is_of_another_base
        && !is_special
        && unsigned.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && text.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests;
