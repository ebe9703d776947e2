//! Units as they are written after a value.

use serde_json::Number;

use crate::preview::scene::UnitNote;

/// The unit of an id. `None`: the id says that there is none.
pub(super) fn unit(id: &str) -> Option<UnitNote> {
    let id = id.trim();
    if id.is_empty() || matches!(id, "none" | "short" | "string" | "sishort") {
        return None;
    }
    Some(UnitNote { id: id.to_owned(), symbol: symbol(id).to_owned() })
}

/// The sign of a unit of Grafana's (`@grafana/data`, `valueFormats/categories`). Those that Grafana scales are given as the data has
/// them. Ids that are not listed stand for themselves; `suffix:` and its like name their sign.
fn symbol(id: &str) -> &str {
    for prefix in ["suffix:", "prefix:", "currency:", "count:", "si:", "time:", "bool:"] {
        if let Some(custom) = id.strip_prefix(prefix) {
            return custom.trim();
        }
    }
    match id {
        "percent" | "percentunit" => "%",
        "bytes" | "decbytes" => "B",
        "bits" | "decbits" => "b",
        "kbytes" => "KiB",
        "mbytes" => "MiB",
        "gbytes" => "GiB",
        "deckbytes" => "kB",
        "decmbytes" => "MB",
        "decgbytes" => "GB",
        "binBps" | "Bps" => "B/s",
        "binbps" | "bps" => "b/s",
        "pps" => "packets/s",
        "reqps" => "req/s",
        "rps" => "reads/s",
        "wps" => "writes/s",
        "iops" => "io/s",
        "eps" => "events/s",
        "mps" => "messages/s",
        "recps" => "records/s",
        "rowsps" => "rows/s",
        "cps" => "counts/s",
        "ops" => "ops/s",
        "cpm" => "counts/min",
        "opm" => "ops/min",
        "reqpm" => "req/min",
        "rpm" => "reads/min",
        "epm" => "events/min",
        "hertz" => "Hz",
        "m" => "min",
        "dtdurations" | "clocks" | "dthms" | "dtdhms" => "s",
        "dtdurationms" | "clockms" => "ms",
        "celsius" => "°C",
        "fahrenheit" => "°F",
        "kelvin" => "K",
        "watt" => "W",
        "kwatt" => "kW",
        "kwatth" => "kWh",
        "volt" => "V",
        "amp" => "A",
        "currencyUSD" => "$",
        "currencyEUR" => "€",
        "currencyGBP" => "£",
        "humidity" => "%H",
        "dateTimeAsIso" | "dateTimeAsUS" | "dateTimeAsLocal" | "dateTimeFromNow" => "date",
        "bool" | "bool_yes_no" | "bool_on_off" => "yes/no",
        other => other,
    }
}

/// A number with its unit: `120 s`. Of shares, percent, as Grafana shows them.
pub(super) fn with_unit(number: &Number, unit: Option<&UnitNote>) -> String {
    if let Some(duration) = unit.and_then(|unit| duration(number.as_f64()?, &unit.id)) {
        return duration;
    }
    let written = number.to_string();
    let written = written.strip_suffix(".0").unwrap_or(&written);
    match unit {
        Some(UnitNote { id, symbol }) if id == "percentunit" => match number.as_f64() {
            Some(share) => format!("{} {symbol}", (share * 1e8).round() / 1e6),
            None => written.to_owned(),
        },
        Some(UnitNote { symbol, .. }) if !symbol.is_empty() => format!("{written} {symbol}"),
        _ => written.to_owned(),
    }
}

/// A long duration in a small unit, in a greater one: 60000000 µs are `1 min`. `None`: it stays as it is.
fn duration(number: f64, id: &str) -> Option<String> {
    let parts = match id {
        "ns" => 1e9,
        "µs" => 1e6,
        "ms" => 1e3,
        _ => return None,
    };
    let seconds = number / parts;
    if number.abs() < 1_000.0 || seconds.abs() >= 1e9 {
        return None;
    }
    let (value, name) = if seconds >= 3600.0 && seconds % 3600.0 == 0.0 {
        (seconds / 3600.0, "h")
    } else if seconds >= 60.0 && seconds % 60.0 == 0.0 {
        (seconds / 60.0, "min")
    } else if seconds.abs() >= 1.0 {
        (seconds, "s")
    } else if seconds.abs() >= 1e-3 {
        (seconds * 1e3, "ms")
    } else {
        (seconds * 1e6, "µs")
    };
    Some(format!("{} {name}", (value * 1e6).round() / 1e6))
}

#[cfg(test)]
mod tests {
    use super::{unit, with_unit};
    use serde_json::Number;

    #[test]
    fn a_number_is_followed_by_the_sign_of_its_unit() {
        let shown = |number: f64, id: &str| with_unit(&Number::from_f64(number).unwrap(), unit(id).as_ref());
        assert_eq!(shown(120.5, "s"), "120.5 s");
        assert_eq!(shown(0.07, "percentunit"), "7 %");
        assert_eq!(shown(60_000_000.0, "µs"), "1 min");
        assert_eq!(shown(1500.0, "ms"), "1.5 s");
        assert_eq!(shown(250.0, "ms"), "250 ms");
        assert_eq!(shown(1234.5, "ns"), "1.2345 µs");
        assert_eq!(shown(3.5, "none"), "3.5");
        assert_eq!(shown(3.5, "suffix: <apples>"), "3.5 <apples>");
        assert_eq!(shown(3.5, "a unit of nobody"), "3.5 a unit of nobody");
    }
}
