//! Shifts of time in links from spans: `-2m`, `500ms`. From: a text. To: milliseconds, as Grafana's `intervalToMs` reads it.

use super::links::traces_to_logs;
use crate::diag::Pointer;
use crate::rules::view::DatasourceView;

/// The units, in milliseconds. A year has 365 days and a month 30. (`@grafana/data`, `rangeutil`.)
const UNITS: [(&str, i64); 8] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("w", 604_800_000),
    ("M", 2_592_000_000),
    ("y", 31_536_000_000),
];

/// Milliseconds of a shift; `None` where Grafana throws an error. What follows the unit is passed over, fractions are cut off, and a
/// number alone is one of seconds.
pub(super) fn milliseconds(text: &str) -> Option<i64> {
    if let Some(seconds) = text.trim().parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds != 0.0) {
        return Some(whole(&seconds.trunc().to_string()).saturating_mul(1_000));
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let length = digits.len() - digits.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let (number, rest) = digits.split_at_checked(length).filter(|(number, _)| !number.is_empty())?;
    let unit = rest.strip_prefix('.').map_or(rest, |fraction| {
        let after = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
        if after.len() < fraction.len() { after } else { rest }
    });
    let (_, unit) = UNITS.iter().find(|(name, _)| unit.starts_with(name))?;
    let sign = if digits.len() < text.len() { -1 } else { 1 };
    Some(whole(number).saturating_mul(*unit).saturating_mul(sign))
}

/// A whole number; one that is too large is the largest.
fn whole(digits: &str) -> i64 {
    digits.parse().unwrap_or(i64::MAX / 100_000_000_000)
}

/// The shifts of one kind of links.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shifts<'a> {
    /// The key that the links stand under.
    pub key: &'static str,
    /// How far the range begins from the span's start; `None` where nothing is said.
    pub start: Option<&'a str>,
    /// How far the range ends from the span's end; `None` where nothing is said.
    pub end: Option<&'a str>,
    /// Whether the environment decides one of them.
    pub is_open: bool,
    /// What holds where nothing is said, for the end; the start is the same, back. Milliseconds.
    default: i64,
}

/// The keys of a link's shifts.
pub(super) const START: &str = "spanStartTimeShift";
pub(super) const END: &str = "spanEndTimeShift";

impl Shifts<'_> {
    /// The shift of the start in milliseconds; `None` where it can't be told.
    pub(super) fn start(&self) -> Option<i64> {
        let read = self.start.filter(|text| !text.is_empty()).map_or(Some(-self.default), milliseconds);
        read.filter(|_| !self.is_open)
    }

    /// The shift of the end in milliseconds; `None` where it can't be told.
    pub(super) fn end(&self) -> Option<i64> {
        let read = self.end.filter(|text| !text.is_empty()).map_or(Some(self.default), milliseconds);
        read.filter(|_| !self.is_open)
    }

    /// Where one of them stands.
    pub(super) fn at(&self, datasource: &DatasourceView<'_>, key: &str) -> Pointer {
        datasource.json_data_at().key(self.key).key(key)
    }

    /// Where the one stands that is written: the end, or else the start.
    pub(super) fn written_at(&self, datasource: &DatasourceView<'_>) -> Pointer {
        self.at(datasource, if self.end.is_some() { END } else { START })
    }
}

/// The shifts of a data source's links from spans, those that Grafana passes over left out.
pub(super) fn shifts<'a>(datasource: &DatasourceView<'a>) -> impl Iterator<Item = Shifts<'a>> {
    // Without queries there are no links whose time could be wrong.
    let metrics = datasource.traces_to_metrics().filter(|links| links.queries.as_ref().is_none_or(|all| !all.is_empty()));
    let metrics = metrics.filter(|links| links.queries.is_some() || links.extra.contains_key("queries")).map(|links| Shifts {
        key: "tracesToMetrics",
        start: links.span_start_time_shift.as_deref(),
        end: links.span_end_time_shift.as_deref(),
        is_open: links.extra.contains_key(START) || links.extra.contains_key(END),
        default: 120_000,
    });
    let logs = datasource.traces_to_logs_v2().map(|links| Shifts {
        key: "tracesToLogsV2",
        start: links.span_start_time_shift.as_deref(),
        end: links.span_end_time_shift.as_deref(),
        is_open: links.extra.contains_key(START) || links.extra.contains_key(END),
        default: 0,
    });
    let former = traces_to_logs(datasource).filter(|_| logs.is_none()).map(|links| Shifts {
        key: "tracesToLogs",
        start: links.span_start_time_shift.as_deref(),
        end: links.span_end_time_shift.as_deref(),
        is_open: links.extra.contains_key(START) || links.extra.contains_key(END),
        default: 0,
    });
    metrics.into_iter().chain(logs).chain(former)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn shifts_are_read_as_grafana_reads_them() {
        for (text, expected) in [
            ("-2m", Some(-120_000)),
            ("500ms", Some(500)),
            ("1M", Some(2_592_000_000)),
            ("1.5h", Some(3_600_000)),
            ("1h30m", Some(3_600_000)),
            ("-1hour", Some(-3_600_000)),
            ("60", Some(60_000)),
            ("0h", Some(0)),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }

    #[test]
    fn what_grafana_throws_on_is_none() {
        for text in ["+1h", "h", "", " 1h", "1 h", "0", "1.h", "--1h", "1x", "ü", "-"] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_beyond_all_is_still_a_time() {
        assert!(milliseconds("99999999999999999999y").is_some_and(|time| time > 0));
        assert!(milliseconds("-99999999999999999999y").is_some_and(|time| time < 0));
    }
}
