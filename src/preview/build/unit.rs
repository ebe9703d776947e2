//! Units as they are written after a value.

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
            return custom;
        }
    }
    match id {
        "percent" => "%",
        "percentunit" => "× 100 %",
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

/// A number with its unit: `120 s`.
pub(super) fn with_unit(number: &str, unit: Option<&UnitNote>) -> String {
    match unit.map(|unit| unit.symbol.as_str()) {
        None | Some("") => number.to_owned(),
        Some(sign @ ("%" | "°C" | "°F")) => format!("{number} {sign}"),
        Some(sign) => format!("{number} {sign}"),
    }
}
