//! The time of a line: `2024-01-15 10:30:45`, in UTC.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;

// Lines come many a second, and the text changes once.
thread_local! {
    static LAST: Cell<(i64, [u8; 19])> = const { Cell::new((i64::MIN, [0; 19])) };
}

/// Appends a time, rounded down to the second.
pub(super) fn push(line: &mut String, time: SystemTime) {
    let seconds = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    };
    let (known, mut text) = LAST.get();
    if known != seconds {
        text = written(seconds);
        LAST.set((seconds, text));
    }
    line.extend(text.iter().copied().map(char::from));
}

/// A time that no calendar here knows is the first there is.
fn written(seconds: i64) -> [u8; 19] {
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let mut text = *b"0000-00-00 00:00:00";
    let fields = [
        (0, 4, u32::try_from(time.year()).unwrap_or(0)),
        (5, 2, u32::from(u8::from(time.month()))),
        (8, 2, u32::from(time.day())),
        (11, 2, u32::from(time.hour())),
        (14, 2, u32::from(time.minute())),
        (17, 2, u32::from(time.second())),
    ];
    for (start, width, value) in fields {
        let mut rest = value;
        for place in text.iter_mut().skip(start).take(width).rev() {
            *place = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn text(seconds: u64) -> String {
        let mut line = String::new();
        push(&mut line, UNIX_EPOCH + Duration::from_secs(seconds));
        line
    }

    #[test]
    fn times_are_in_utc_and_to_the_second() {
        assert_eq!(text(1_705_314_645), "2024-01-15 10:30:45");
        assert_eq!(text(1_705_314_646), "2024-01-15 10:30:46");
        assert_eq!(text(0), "1970-01-01 00:00:00");
        assert_eq!(text(951_827_696), "2000-02-29 12:34:56");
    }

    #[test]
    fn an_impossible_time_is_no_panic() {
        assert_eq!(text(u64::MAX >> 2), "1970-01-01 00:00:00");
    }
}
