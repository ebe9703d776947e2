//! Numbers with the unit of their field, as Grafana writes them, but never scaled: a limit of 120 s stays one.

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
    match suffix(unit) {
        "" => number.to_owned(),
        suffix => format!("{number} {suffix}"),
    }
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
