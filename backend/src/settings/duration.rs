//! Durations as people write them: `250ms`, `5s`, `2m`, `1h`.

use super::reader::Refusal;
use std::time::Duration;

/// A duration: a whole number and its unit.
pub fn duration(text: &str) -> Result<Duration, Refusal> {
    let refusal = || Refusal::new("is no duration", "write a whole number with its unit: 250ms, 5s, 2m or 1h");
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits).ok_or_else(refusal)?;
    let number: u64 = number.parse().map_err(|_| refusal())?;
    let milliseconds = match unit.trim() {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        _ => None,
    };
    milliseconds.map(Duration::from_millis).ok_or_else(refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_number_and_a_unit() {
        for (text, expected) in [("250ms", 250), ("5s", 5_000), ("2m", 120_000), ("1h", 3_600_000), ("0s", 0), ("5 s", 5_000)] {
            assert_eq!(duration(text).unwrap(), Duration::from_millis(expected), "{text}");
        }
        for text in ["", "5", "s", "-5s", "1.5s", "5d", "99999999999999999999s", "9999999999999999999h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
