//! From the text of a literal to its value: durations, numbers, strings.

use crate::query::variable;

/// Units of durations, longest time first, with their milliseconds. (Prometheus' documentation, "Float literals and time
/// durations".)
const UNITS: [(&str, u64); 7] =
    [("y", 365 * 86_400_000), ("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

/// The longest time that Prometheus can count, in nanoseconds of 64 bits. Milliseconds.
pub(super) const LONGEST: u64 = 9_223_372_036_854;

/// The milliseconds of `1h30m`, `500ms`; every unit at most once and in falling order. `None` for anything else.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut units = UNITS.iter();
    let mut sum: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !character.is_ascii_digit())?;
        let (number, after) = rest.split_at(digits);
        let unit_end = after.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let (_, factor) = units.find(|(name, _)| *name == unit)?;
        sum = sum.checked_add(number.parse::<u64>().ok()?.checked_mul(*factor)?)?;
        rest = after;
    }
    (!text.is_empty() && sum <= LONGEST).then_some(sum)
}

/// The value of `5`, `1e3`, `.5`, `0x1F`, `1_000`, `Inf`, `NaN`, and of a duration in seconds.
#[expect(clippy::cast_precision_loss, reason = "durations of Prometheus are floats of seconds")]
pub(super) fn number(text: &str) -> Option<f64> {
    if let Some(milliseconds) = milliseconds(text) {
        return Some(milliseconds as f64 / 1000.0);
    }
    if matches!(text.to_ascii_lowercase().as_str(), "inf" | "nan") {
        return text.parse().ok();
    }
    if !underscores_are_inside(text) {
        return None;
    }
    let plain = text.replace('_', "");
    if let Some(digits) = plain.strip_prefix("0x").or_else(|| plain.strip_prefix("0X")) {
        return u64::from_str_radix(digits, 16).ok().map(|value| value as f64);
    }
    let first = plain.bytes().next()?;
    (first.is_ascii_digit() || first == b'.').then(|| plain.parse().ok()).flatten().filter(|value: &f64| value.is_finite())
}

/// Underscores stand between digits: `1_000`.
fn underscores_are_inside(text: &str) -> bool {
    !text.starts_with('_') && !text.ends_with('_') && !text.contains("__")
}

/// Whether VictoriaMetrics reads `text` as a number or a duration, which Prometheus does not: `1Ki`, `2.5GB`, `5i`, `1.5m`.
pub(super) fn is_metricsql(text: &str) -> bool {
    const SUFFIXES: [&str; 26] = [
        "KiB", "Ki", "KB", "K", "MiB", "Mi", "MB", "M", "GiB", "Gi", "GB", "G", "TiB", "Ti", "TB", "T", "i", "ms", "s", "m", "h",
        "d", "w", "y", "kb", "k",
    ];
    let digits = text.find(|character: char| !(character.is_ascii_digit() || character == '.')).unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    number.parse::<f64>().is_ok() && SUFFIXES.iter().any(|known| suffix.eq_ignore_ascii_case(known))
}

/// What a string says, without its quotes and escapes. Variables in it are left as they are.
///
/// `None` where there is an escape that Go does not know. (Prometheus `util/strutil/quote.go`.)
pub(super) fn unquoted(written: &str) -> Option<String> {
    let quote = written.chars().next()?;
    let content = written.get(1..written.len().checked_sub(1)?)?;
    if quote == '`' {
        return Some(content.to_owned());
    }
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let (character, used) = escape(&rest[at + 1..], quote)?;
        text.push(character);
        rest = &rest[at + 1 + used..];
    }
    text.push_str(rest);
    Some(text)
}

/// A text in double quotes, as Prometheus reads it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// The character of an escape and the bytes it takes after the backslash.
fn escape(text: &str, quote: char) -> Option<(char, usize)> {
    let kind = text.chars().next()?;
    let simple = match kind {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '\\' => '\\',
        _ if kind == quote => quote,
        'x' => return coded(text, 1, 2, 16),
        'u' => return coded(text, 1, 4, 16),
        'U' => return coded(text, 1, 8, 16),
        '0'..='7' => return coded(text, 0, 3, 8),
        _ => return None,
    };
    Some((simple, kind.len_utf8()))
}

fn coded(text: &str, start: usize, digits: usize, radix: u32) -> Option<(char, usize)> {
    let written = text.get(start..start + digits)?;
    let value = u32::from_str_radix(written, radix).ok()?;
    // A byte that is no character by itself is still a right escape.
    let character = char::from_u32(value)?;
    Some((character, start + digits))
}

/// Whether a text stands without quotes as a label.
pub(super) fn is_label(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether Grafana gives a number for this variable wherever it stands: a range, an interval, a time.
pub(super) fn is_number(reference: &variable::Reference) -> bool {
    const NUMBERS: [&str; 9] = [
        "__interval",
        "__interval_ms",
        "__rate_interval",
        "__rate_interval_ms",
        "__range",
        "__range_s",
        "__range_ms",
        "__from",
        "__to",
    ];
    NUMBERS.contains(&reference.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_metricsql, milliseconds, number, unquoted};

    #[test]
    fn durations_are_sums_of_units_in_falling_order() {
        for (text, expected) in
            [("5m", Some(300_000)), ("1h30m", Some(5_400_000)), ("500ms", Some(500)), ("1y", Some(31_536_000_000))]
        {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
        for text in ["", "5", "m", "30m1h", "1m1m", "5i", "1.5m", "300y", "99999999999999999999y"] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_decimal_hexadecimal_or_durations() {
        for (text, expected) in
            [("5", 5.0), (".5", 0.5), ("1e3", 1000.0), ("1e-3", 0.001), ("0x1F", 31.0), ("1_000", 1000.0), ("5m", 300.0)]
        {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        for text in ["5x", "1__0", "0xg", "1_", "infinity", "1Ki"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn what_only_victoriametrics_reads_is_known() {
        for text in ["1Ki", "2.5GB", "5i", "1.5m", "10k"] {
            assert!(is_metricsql(text), "{text}");
        }
        for text in ["5x", "1.2.3s", "Ki"] {
            assert!(!is_metricsql(text), "{text}");
        }
    }

    #[test]
    fn strings_lose_their_quotes_and_escapes() {
        assert_eq!(unquoted(r#""a\"b\\.c\u00e9\x41""#).as_deref(), Some("a\"b\\.céA"));
        assert_eq!(unquoted(r"'it''s'").as_deref(), Some("it''s"));
        assert_eq!(unquoted(r"`a\.b`").as_deref(), Some(r"a\.b"));
        assert_eq!(unquoted(r#""a\.b""#), None);
        assert_eq!(unquoted(r#""\u12""#), None);
    }
}
