//! Jaeger searches: tags in logfmt, and durations.
//!
//! From: the texts `tags`, `minDuration` and `maxDuration` of a Jaeger query. To: the tags, or the time. Grafana reads the tags
//! with `go-logfmt` into a map, where of two tags of one key the last one wins; Jaeger reads durations with Go's
//! `time.ParseDuration`. Both take variables.

use std::ops::Range;
use std::time;

use super::{LONGEST, Part, Unread, variable};

/// One tag: `http.status_code=500`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The key.
    pub key: Part,
    /// The value without its quotes and escapes; empty, and without bytes, where there is none.
    pub value: Part,
    /// Whether an equals sign stands behind the key. Without one Grafana searches for the empty value.
    pub has_value: bool,
}

/// The tags of a search, in the order of the text. A key may be there twice: Grafana searches for its last value.
///
/// [`Unread::Syntax`] is what `go-logfmt` refuses: an equals sign or a quote where none belongs, an open quote, a bad escape.
pub fn tags(text: &str) -> Result<Vec<Tag>, Unread> {
    if text.len() > LONGEST {
        return Err(Unread::Unchecked { reason: format!("it is longer than {LONGEST} bytes") });
    }
    let mut scanner = Scanner { text, at: 0 };
    let mut tags = Vec::new();
    loop {
        scanner.skip_space();
        if scanner.at >= text.len() {
            return Ok(tags);
        }
        tags.push(scanner.tag()?);
    }
}

struct Scanner<'text> {
    text: &'text str,
    at: usize,
}

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// `go-logfmt` takes all control characters for space.
    fn skip_space(&mut self) {
        while self.byte().is_some_and(|byte| byte <= b' ') {
            self.at += 1;
        }
    }

    fn tag(&mut self) -> Result<Tag, Unread> {
        let key = self.bare("a key")?;
        if key.range.is_empty() {
            return Err(syntax("a tag begins with `=`: it has no key", self.at..self.at + 1));
        }
        if self.byte() != Some(b'=') {
            let value = Part { text: String::new(), range: self.at..self.at };
            return Ok(Tag { key, value, has_value: false });
        }
        self.at += 1;
        let value = if self.byte() == Some(b'"') { self.quoted()? } else { self.bare("a value without quotes")? };
        if self.byte() == Some(b'=') && !self.text[..self.at].ends_with('"') {
            return Err(syntax("`=` stands in a value without quotes", self.at..self.at + 1));
        }
        Ok(Tag { key, value, has_value: true })
    }

    /// Text up to a space or an equals sign. Variables are taken whole.
    fn bare(&mut self, what: &str) -> Result<Part, Unread> {
        let start = self.at;
        while let Some(byte) = self.byte() {
            match byte {
                b'=' | 0..=b' ' => break,
                b'"' => return Err(syntax(&format!("a quote stands in {what}"), self.at..self.at + 1)),
                b'$' | b'[' => self.at = variable::reference(self.text, self.at).map_or(self.at + 1, |found| found.range.end),
                _ => self.at += 1,
            }
        }
        Ok(Part { text: self.text[start..self.at].to_owned(), range: start..self.at })
    }

    /// Text in quotes, with the escapes of JSON.
    fn quoted(&mut self) -> Result<Part, Unread> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
                None => return Err(syntax("the value has no closing quote", start..self.text.len())),
            }
        }
        self.at += 1;
        let range = start..self.at;
        match unescaped(&self.text[start + 1..self.at - 1]) {
            Some(text) => Ok(Part { text, range }),
            None => Err(syntax("the value has an escape that JSON does not know", range)),
        }
    }
}

/// The text of a JSON string without its quotes. Control characters may stand in it, other than in JSON.
fn unescaped(content: &str) -> Option<String> {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = rest.get(at + 1..)?;
        let kind = escape.chars().next()?;
        let mut used = kind.len_utf8();
        text.push(match kind {
            '"' | '\\' | '/' | '\'' => kind,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                used += 4;
                // Half of a pair becomes the replacement character in Go.
                char::from_u32(u32::from_str_radix(escape.get(1..5)?, 16).ok()?).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        });
        rest = escape.get(used..)?;
    }
    text.push_str(rest);
    Some(text)
}

fn syntax(message: &str, range: Range<usize>) -> Unread {
    Unread::Syntax { message: message.to_owned(), range }
}

/// Units of Go's durations, with their nanoseconds.
const UNITS: [(&str, f64); 8] =
    [("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9)];

/// A duration of a search: `1.2s`, `100ms`, `500us`, `1h30m`.
///
/// [`Unread::Unchecked`] where a variable is in it.
pub fn duration(text: &str) -> Result<time::Duration, Unread> {
    if let Some(found) = variable::references(text).first() {
        return Err(Unread::Unchecked { reason: format!("the variable {} is in it", &text[found.range.clone()]) });
    }
    let wrong = || syntax("it is no duration such as `1.2s`, `100ms` or `500us`", 0..text.len());
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if unsigned == "0" {
        return Ok(time::Duration::ZERO);
    }
    let mut rest = unsigned;
    let mut nanoseconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !(character.is_ascii_digit() || character == '.')).ok_or_else(wrong)?;
        let (number, after) = rest.split_at(digits);
        let unit_end = after.find(|character: char| character.is_ascii_digit() || character == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let (_, factor) = UNITS.into_iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
        nanoseconds += number.parse::<f64>().map_err(|_| wrong())? * factor;
        rest = after;
    }
    if unsigned.is_empty() {
        return Err(wrong());
    }
    time::Duration::try_from_secs_f64(nanoseconds / 1e9).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{duration, tags};
    use crate::query::Unread;

    fn read(text: &str) -> Vec<(String, String, bool)> {
        let tags = tags(text).unwrap();
        tags.into_iter().map(|tag| (tag.key.text, tag.value.text, tag.has_value)).collect()
    }

    fn tag(key: &str, value: &str) -> (String, String, bool) {
        (key.to_owned(), value.to_owned(), true)
    }

    #[test]
    fn keys_and_values_are_parted_by_equals_signs_and_spaces() {
        assert_eq!(
            read("error=true  http.status_code=200 db.statement=\"select \\\"a\\\" = \\u00e9\" empty="),
            [tag("error", "true"), tag("http.status_code", "200"), tag("db.statement", "select \"a\" = é"), tag("empty", "")]
        );
        assert_eq!(read(" \t"), []);
    }

    #[test]
    fn a_key_alone_has_no_value() {
        assert_eq!(read("error"), [("error".to_owned(), String::new(), false)]);
    }

    #[test]
    fn a_key_that_is_there_twice_is_seen_twice() {
        assert_eq!(read("a=1 a=2"), [tag("a", "1"), tag("a", "2")]);
    }

    #[test]
    fn variables_stand_in_keys_and_values() {
        assert_eq!(
            read("${key}=$value service=\"$a b\" x=${__data.fields[\"a b\"]}"),
            [tag("${key}", "$value"), tag("service", "$a b"), tag("x", "${__data.fields[\"a b\"]}"),]
        );
    }

    #[test]
    fn parts_have_their_bytes() {
        let text = "ä=1 b=\"x y\"";
        let tags = tags(text).unwrap();
        let written: Vec<&str> =
            tags.iter().flat_map(|tag| [&text[tag.key.range.clone()], &text[tag.value.range.clone()]]).collect();
        assert_eq!(written, ["ä", "1", "b", "\"x y\""]);
    }

    #[test]
    fn what_logfmt_refuses_is_an_error_at_its_place() {
        for (text, at) in
            [("=1", 0), ("a=\"b", 2), ("a=b=c", 3), ("a\"b=1", 1), ("a=b\"c\"", 3), ("a=\"\\x\"", 2), ("{\"a\":\"b\"}", 1)]
        {
            match tags(text) {
                Err(Unread::Syntax { range, .. }) => assert_eq!(range.start, at, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn durations_are_sums_with_units() {
        for (text, expected) in [
            ("1.2s", Duration::from_millis(1200)),
            ("100ms", Duration::from_millis(100)),
            ("500us", Duration::from_micros(500)),
            ("500µs", Duration::from_micros(500)),
            ("1h30m", Duration::from_secs(5400)),
            ("0", Duration::ZERO),
        ] {
            assert_eq!(duration(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_durations() {
        for text in ["", "100", "ms", "1 s", "1d", "-1s", "1.2.3s", "1e9s", "abc", "+"] {
            assert!(matches!(duration(text), Err(Unread::Syntax { .. })), "{text}");
        }
        assert!(matches!(duration("${min}ms"), Err(Unread::Unchecked { .. })));
    }
}
