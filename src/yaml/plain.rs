//! The fast reader: from a text that keeps to the plain parts of YAML to its value.
//!
//! It reads mappings, lists, texts, numbers, `true`, `false` and `null`, which is what nearly every file holds, in half of the time.
//! Whatever else there may be (anchors, tags, merge keys, a second document, a key twice, a scalar that could be read in two
//! ways, an error) is left to the other reader, whose verdict stands. The law is that what is read here, the other reader reads as
//! the same value.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Number, Value};

/// Deeper values are left to the other reader, which refuses them somewhat deeper.
const DEEPEST: usize = 64;

/// Longer keys are left to the other reader, which refuses them above 1024 characters.
const LONGEST_KEY: usize = 256;

/// What begins an anchor, an alias, a tag or a folded text: with one of these in it a text is not begun in vain.
const NOT_PLAIN: [&str; 8] = [": &", ": *", ": !", ": >", "- &", "- *", "- !", "<<:"];

/// The value of a plain text; `None`: the other reader shall look.
pub(super) fn read(text: &str) -> Option<Value> {
    if !is_plain(text) || NOT_PLAIN.iter().any(|begin| text.contains(begin)) {
        return None;
    }
    let (mut builder, mut brackets) = (Builder::default(), Brackets::default());
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        brackets.see(&event, span)?;
        match event {
            Event::Scalar(value, style, 0, None) => {
                builder.scalar(value.into_owned(), style, span.start.line() == span.end.line())?;
            }
            Event::SequenceStart(0, None) => builder.open(Open::List(Vec::new()))?,
            Event::MappingStart(0, None) => builder.open(Open::Mapping(Map::new(), None))?,
            Event::SequenceEnd | Event::MappingEnd => builder.close()?,
            Event::DocumentStart(_) => builder.begin()?,
            Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) | Event::Nothing => {
                return None;
            }
        }
    }
    builder.root
}

/// Whether the characters are those that both readers take alike: no control characters but the line feed, no other line breaks, no
/// byte order marks, and no lines that begin a directive or end a document.
fn is_plain(text: &str) -> bool {
    let is_ordinary = |character: char| match character {
        '\n' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        other => other >= '\u{a0}',
    };
    let has_mark = |mark: &str| text.starts_with(mark) || text.match_indices(mark).any(|(at, _)| text[..at].ends_with('\n'));
    // The two differ over brackets and the like right after a colon.
    let is_doubtful = |pair: &[u8]| matches!(pair, [b':', b',' | b'[' | b']' | b'{' | b'}' | b'?']);
    !text.as_bytes().windows(2).any(is_doubtful)
        && text.chars().all(is_ordinary)
        && !text.starts_with('%')
        && !has_mark("...")
        && !text.contains("\n---")
        && !text.contains("\n%")
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
        let is_start = matches!(event, Event::SequenceStart(..) | Event::MappingStart(..));
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

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Value>,
    has_begun: bool,
}

impl Builder {
    /// A document begins: the first one.
    fn begin(&mut self) -> Option<()> {
        (!std::mem::replace(&mut self.has_begun, true)).then_some(())
    }

    fn open(&mut self, open: Open) -> Option<()> {
        // A mapping or list in the place of a key is an error, which the other reader tells.
        let is_key = matches!(self.open.last(), Some(Open::Mapping(_, None)));
        let is_too_deep = self.open.len() >= DEEPEST;
        self.open.push(open);
        (!is_key && !is_too_deep).then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let value = match self.open.pop()? {
            Open::List(items) => Value::Array(items),
            Open::Mapping(entries, None) => Value::Object(entries),
            Open::Mapping(_, Some(_)) => return None,
        };
        self.add(value)
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, is_one_line: bool) -> Option<()> {
        let value = match style {
            ScalarStyle::Plain => resolved(text)?,
            ScalarStyle::Folded => return None,
            ScalarStyle::Literal | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Value::String(text),
        };
        if let Some(Open::Mapping(entries, key @ None)) = self.open.last_mut() {
            let Value::String(text) = value else { return None };
            let is_new = is_one_line && text.len() <= LONGEST_KEY && text != "<<" && !entries.contains_key(&text);
            *key = Some(text);
            return is_new.then_some(());
        }
        self.add(value)
    }

    fn add(&mut self, value: Value) -> Option<()> {
        match self.open.last_mut() {
            Some(Open::List(items)) => items.push(value),
            Some(Open::Mapping(entries, key)) => {
                entries.insert(key.take()?, value);
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
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::read;
    use crate::yaml::parse_whole;

    /// The YAML files of this repository.
    static FILES: LazyLock<Vec<String>> = LazyLock::new(files);

    fn files() -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = ["observability", "examples", "tests/scenarios", "tests/cli", "generated"]
            .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
            .to_vec();
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "yaml") {
                    found.extend(fs::read_to_string(path));
                }
            }
        }
        found.sort();
        found
    }

    #[track_caller]
    fn assert_agrees(text: &str) -> bool {
        let Some(value) = read(text) else { return false };
        assert_eq!(parse_whole(text).as_ref(), Ok(&value), "{text:?}");
        true
    }

    #[test]
    fn most_files_are_read_here_and_as_the_other_reader_reads_them() {
        let files = &*FILES;
        let read = files.iter().filter(|text| assert_agrees(text)).count();
        assert!(read * 10 > files.len() * 8, "{read} of {}", files.len());
    }

    #[test]
    fn scalars_in_doubt_are_left_to_the_other_reader() {
        for text in
            ["a: ~", "a: True", "a: 0x1F", "a: 1e3", "a: .inf", "a: 007", "a: +5", "a: &x 1", "a: !!str 1", "a: 1\na: 2", "1: a"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn plain_scalars_mean_what_they_mean_to_the_other_reader() {
        for scalar in [
            "30s",
            "-5m",
            "2024-01-01",
            "1.5",
            "-2",
            "0",
            "12345678901234567890",
            "1_000",
            "null",
            "nullish",
            "true",
            "yes",
            "a b",
            "/x",
            "${__value.raw}",
            "0.95",
            "-0",
            "1.",
            ".5",
            "+1h",
            "-",
            "--",
            "5 m",
            "0777",
            "1e3",
            "1,000",
            "9.9.9",
            "-a",
            "é",
            "0b1",
            ".",
            "...",
        ] {
            for text in [format!("a: {scalar}"), format!("- {scalar}"), format!("{{a: {scalar}}}"), format!("a: '{scalar}'")] {
                assert_agrees(&text);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn files_changed_at_random_are_read_alike(
            file in 0..usize::MAX,
            changes in prop::collection::vec((any::<prop::sample::Index>(), "[ \\n:#\\[\\]{},&*!|>'\"%@`?~.<0-9a-eé\\\\-]{0,3}", 0..4_usize), 1..5),
        ) {
            let files = &*FILES;
            let mut text: Vec<char> = files[file % files.len()].chars().take(1500).collect();
            for (at, insert, remove) in changes {
                let at = at.index(text.len() + 1);
                let end = (at + remove).min(text.len());
                text.splice(at..end, insert.chars());
            }
            assert_agrees(&text.into_iter().collect::<String>());
        }

        #[test]
        fn arbitrary_texts_are_read_alike(text in "[ \\n:#\\[\\]{},&*!|>'\"?~.0-3a-cé\\\\-]{0,40}") {
            assert_agrees(&text);
        }
    }
}
