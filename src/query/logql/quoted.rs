//! Quoted texts: from the characters between quotes to what they say, and back.
//!
//! LogQL's quotes are Go's: double quotes with escapes, back-ticks without. (Loki documentation, "Log queries": "Line filter
//! expression"; Go specification, "String literals".)

use std::fmt::Write as _;
use std::ops::Range;

/// What a quoted text says.
pub(super) struct Quoted {
    /// Its characters.
    pub(super) text: String,
    /// Whether `text` is all of it: an escape can name bytes that are no text.
    pub(super) exact: bool,
}

/// Reads what stands between double quotes. The error is the bytes in `inner` of an escape that there is not.
pub(super) fn unescape(inner: &str) -> Result<Quoted, Range<usize>> {
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(backslash) = rest.find('\\') {
        let (plain, escape) = rest.split_at(backslash);
        bytes.extend_from_slice(plain.as_bytes());
        let start = inner.len() - escape.len();
        let Some(used) = one_escape(escape, &mut bytes) else {
            let length = escape.chars().take(2).map(char::len_utf8).sum::<usize>();
            return Err(start..start + length);
        };
        rest = escape.get(used..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Quoted { text, exact: true },
        Err(error) => Quoted { text: String::from_utf8_lossy(error.as_bytes()).into_owned(), exact: false },
    })
}

/// Reads the escape that `text` begins with; the number of its bytes.
fn one_escape(text: &str, bytes: &mut Vec<u8>) -> Option<usize> {
    let letter = text.as_bytes().get(1).copied()?;
    let simple = match letter {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'\\' | b'"' => letter,
        b'x' => return byte(text.get(2..4)?, 16, bytes).map(|()| 4),
        b'0'..=b'3' => return byte(text.get(1..4)?, 8, bytes).map(|()| 4),
        b'u' => return character(text.get(2..6)?, bytes).map(|()| 6),
        b'U' => return character(text.get(2..10)?, bytes).map(|()| 10),
        _ => return None,
    };
    bytes.push(simple);
    Some(2)
}

fn byte(digits: &str, radix: u32, bytes: &mut Vec<u8>) -> Option<()> {
    bytes.push(u8::try_from(number(digits, radix)?).ok()?);
    Some(())
}

fn character(digits: &str, bytes: &mut Vec<u8>) -> Option<()> {
    let character = char::from_u32(number(digits, 16)?)?;
    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Some(())
}

fn number(digits: &str, radix: u32) -> Option<u32> {
    if digits.chars().all(|digit| digit.is_digit(radix)) { u32::from_str_radix(digits, radix).ok() } else { None }
}

/// Writes `text` into double quotes, after what is in `out`.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing into a string does not fail.
            control if control.is_control() => drop(write!(out, "\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{quote, unescape};

    #[test]
    fn escapes_are_those_of_go() {
        let read = unescape(r#"a\"b\\c\n\t\x41\101\u00e4\U0001F600"#).map(|quoted| (quoted.text, quoted.exact));
        assert_eq!(read, Ok(("a\"b\\c\n\tAAä😀".to_owned(), true)));
    }

    #[test]
    fn an_escape_that_go_has_not_is_found_with_its_bytes() {
        for (inner, range) in [
            (r"a\d+", 1..3),
            (r"\.", 0..2),
            (r"\'", 0..2),
            (r"\x4", 0..2),
            (r"\uD800", 0..2),
            (r"ä\ü", 2..5),
            (r"\400", 0..2),
            ("\\", 0..1),
            (r"\u+041", 0..2),
        ] {
            assert_eq!(unescape(inner).map(|quoted| quoted.text), Err(range), "{inner}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        assert!(unescape(r"\xff").is_ok_and(|quoted| !quoted.exact));
        assert!(unescape(r"\xc3\xa4").is_ok_and(|quoted| quoted.exact && quoted.text == "ä"));
    }

    #[test]
    fn what_is_quoted_is_read_back() {
        let text = "a\"\\\n\r\t\u{1}\u{7f}\u{85}ä`";
        let mut quoted = String::new();
        quote(text, &mut quoted);
        assert_eq!(unescape(&quoted[1..quoted.len() - 1]).map(|read| read.text), Ok(text.to_owned()));
    }
}
