//! Numbers with the unit of their field. Parts of a second are told in the largest part that leaves a short number, up to seconds:
//! 120000000 µs are 120 s. Nothing else is scaled, so that a limit of 120 s stays one.

use crate::grafana::units;

/// `120 s` for 120 with the unit `s`; the number alone for units that add nothing.
pub(super) fn with_unit(number: &str, unit: Option<&str>) -> String {
    let Some(unit) = unit.filter(|unit| units::is_known(unit)) else { return number.to_owned() };
    if let Some(prefix) = unit.strip_prefix("prefix:") {
        return format!("{prefix}{number}");
    }
    if let Some(suffix) = unit.strip_prefix("suffix:").or_else(|| unit.strip_prefix("currency:")) {
        return format!("{number} {}", suffix.trim());
    }
    if let Some(scaled) = scaled(number, unit) {
        return scaled;
    }
    match suffix(unit) {
        "" => number.to_owned(),
        suffix => format!("{number} {suffix}"),
    }
}

/// Parts of a second, with how many make the next larger one.
const PARTS: [(&str, f64); 3] = [("ns", 1000.0), ("µs", 1000.0), ("ms", 1000.0)];

fn scaled(number: &str, unit: &str) -> Option<String> {
    let unit = match unit {
        "dtdurationms" | "clockms" => "ms",
        other => other,
    };
    let begin = PARTS.iter().position(|(part, _)| *part == unit)?;
    let mut value: f64 = number.parse().ok()?;
    let mut shown = unit;
    for (index, (_, next)) in PARTS.iter().enumerate().skip(begin) {
        let larger = value / next;
        // No more than three digits behind the point, and none of them lost.
        let is_short = (larger * 1000.0).fract() == 0.0;
        if larger.abs() < 1.0 || !is_short {
            break;
        }
        value = larger;
        shown = PARTS.get(index + 1).map_or("s", |(part, _)| part);
    }
    Some(format!("{value} {shown}"))
}

/// What Grafana writes behind a value of a unit; the unit's id where that is not known here.
fn suffix(unit: &str) -> &str {
    match unit {
        "none" | "short" | "string" | "percentunit" | "bool" | "bool_yes_no" | "bool_on_off" => "",
        "percent" => "%",
        "dtdurations" | "clocks" => "s",
        "dtdurationms" | "clockms" => "ms",
        "m" => "min",
        "h" => "hour",
        "d" => "day",
        "hertz" => "Hz",
        "bytes" | "decbytes" => "B",
        "bits" | "decbits" => "b",
        "kbytes" => "KiB",
        "deckbytes" => "kB",
        "mbytes" => "MiB",
        "decmbytes" => "MB",
        "gbytes" => "GiB",
        "decgbytes" => "GB",
        "Bps" | "binBps" => "B/s",
        "bps" | "binbps" => "b/s",
        "pps" => "p/s",
        "reqps" => "req/s",
        "ops" => "ops/s",
        "rps" => "rd/s",
        "wps" => "wr/s",
        "cps" => "c/s",
        "celsius" => "°C",
        "fahrenheit" | "farenheit" => "°F",
        "kelvin" => "K",
        "currencyUSD" => "$",
        "currencyEUR" => "€",
        "currencyGBP" => "£",
        "watt" => "W",
        "volt" => "V",
        "amp" => "A",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::with_unit;

    #[test]
    fn parts_of_a_second_are_told_in_seconds() {
        for (number, unit, expected) in [
            ("120000000", "µs", "120 s"),
            ("1500000", "µs", "1.5 s"),
            ("500000", "µs", "500 ms"),
            ("90", "ms", "90 ms"),
            ("1234567", "ns", "1234.567 µs"),
            ("0", "ms", "0 ms"),
            ("300", "s", "300 s"),
        ] {
            assert_eq!(with_unit(number, Some(unit)), expected);
        }
    }

    #[test]
    fn a_number_has_its_unit_behind_it() {
        for (unit, expected) in [
            (Some("s"), "5 s"),
            (Some("percent"), "5 %"),
            (Some("short"), "5"),
            (Some("suffix: req"), "5 req"),
            (Some("prefix:$"), "$5"),
            (Some("no such unit"), "5"),
            (Some("iops"), "5 iops"),
            (None, "5"),
        ] {
            assert_eq!(with_unit("5", unit), expected);
        }
    }
}
