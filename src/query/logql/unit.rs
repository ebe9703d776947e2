//! Numbers with units: from `1h30m` to milliseconds, and whether `20MB` is a size.
//!
//! Loki documentation, "Log queries": "Label filter expression" names the units of durations (Go's) and of sizes; ranges take
//! days, weeks and years too ("Metric queries": "Log range aggregations").

/// Units of durations with their nanoseconds. Those that begin alike stand longest first.
const DURATIONS: [(&str, u128); 10] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
    ("w", 604_800_000_000_000),
];

const YEAR: u128 = 365 * 86_400_000_000_000;

/// The nanoseconds of `5m`, `1h30m`, `1.5s`; `None` where `text` is no duration. Years are of 365 days.
pub(super) fn duration(text: &str) -> Option<u128> {
    let mut total: u128 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let (nanoseconds, after) = one_duration(rest)?;
        total = total.saturating_add(nanoseconds);
        rest = after;
    }
    (!text.is_empty()).then_some(total)
}

/// The milliseconds of a duration, as Loki's ranges are told.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    u64::try_from(duration(text)? / 1_000_000).ok()
}

/// `5m` of `5m30s`, and the rest.
fn one_duration(text: &str) -> Option<(u128, &str)> {
    let (number, rest) = decimal(text)?;
    let (unit, length) = match rest.strip_prefix('y') {
        Some(_) => (YEAR, 1),
        None => {
            DURATIONS.iter().find(|(name, _)| rest.starts_with(name)).map(|(name, nanoseconds)| (*nanoseconds, name.len()))?
        }
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    // A number of more digits than this holds is longer than any range.
    let whole = if whole.is_empty() { 0 } else { whole.parse::<u128>().unwrap_or(u128::MAX) };
    let mut nanoseconds = whole.saturating_mul(unit);
    let mut part = unit;
    for digit in fraction.bytes() {
        part /= 10;
        nanoseconds = nanoseconds.saturating_add(u128::from(digit - b'0') * part);
    }
    Some((nanoseconds, rest.get(length..)?))
}

/// The digits, with at most one point, that `text` begins with.
fn decimal(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|character: char| !(character.is_ascii_digit() || character == '.')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    (number.bytes().any(|byte| byte.is_ascii_digit()) && number.matches('.').count() <= 1).then_some((number, rest))
}

/// Whether `text` is a size: `42MB`, `1.5KiB`, `7b`, `3G`.
pub(super) fn is_bytes(text: &str) -> bool {
    let Some((_, unit)) = decimal(text) else { return false };
    let unit = unit.to_ascii_lowercase();
    let prefix = unit.strip_suffix("ib").or_else(|| unit.strip_suffix('b')).or_else(|| unit.strip_suffix('i'));
    let binary_without_prefix = unit == "ib" || unit == "i" || unit.is_empty();
    !binary_without_prefix && matches!(prefix.unwrap_or(&unit), "" | "k" | "m" | "g" | "t" | "p" | "e")
}

/// Whether `text` is a number: `5`, `.5`, `1e3`, `0x1F`.
pub(super) fn is_number(text: &str) -> bool {
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
        None => text.parse::<f64>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, is_bytes, is_number, milliseconds};

    #[test]
    fn durations_add_up() {
        for (text, expected) in [
            ("5m", 300_000),
            ("1h30m", 5_400_000),
            ("1.5s", 1_500),
            (".5s", 500),
            ("0s", 0),
            ("2d", 172_800_000),
            ("1w", 604_800_000),
            ("1y", 31_536_000_000),
            ("1500us", 1),
            ("3ms", 3),
        ] {
            assert_eq!(milliseconds(text), Some(expected), "{text}");
        }
        assert_eq!(duration("1µs2ns"), Some(1_002));
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for text in ["", "5", "m", "5minutes", "5m3", "1..5s", ".s", "5 m", "-5m"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_duration_past_all_counting_has_no_milliseconds() {
        assert_eq!(milliseconds(&format!("{}y", "9".repeat(60))), None);
    }

    #[test]
    fn sizes_have_units() {
        for text in ["42MB", "1.5KiB", "7b", "20mb", "3G", "1k", "1EB", "9Gi"] {
            assert!(is_bytes(text), "{text}");
        }
        for text in ["42", "b", "1.5Kx", "1ib", "1i", "KB", "5minutes"] {
            assert!(!is_bytes(text), "{text}");
        }
    }

    #[test]
    fn numbers_may_have_a_point_an_exponent_or_be_hexadecimal() {
        for text in ["5", "0.5", ".5", "5.", "1e3", "1e-3", "0x1F"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["0x", "1e", "1_000", "5m"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
