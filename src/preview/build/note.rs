//! Settings of a panel in words, for the list below the drawing.

use super::limits;
use super::query::written;
use super::unit::unit;
use crate::grafana::dashboard::{FieldOverride, Panel};
use crate::grafana::json::Nullable;

/// The settings that a reader asks for, each with Grafana's name of it.
pub(super) fn notes(panel: &Panel) -> Vec<(&'static str, String)> {
    let mut notes: Vec<(&'static str, String)> = Vec::new();
    let mut add = |name: &'static str, words: Option<String>| {
        notes.extend(words.filter(|words| !words.is_empty()).map(|words| (name, words)));
    };
    let defaults = panel.field_config.as_ref().and_then(|config| config.defaults.as_ref());
    let number = |number: Option<&Nullable<serde_json::Number>>| number.and_then(Nullable::value).map(ToString::to_string);
    add("min", number(defaults.and_then(|defaults| defaults.min.as_ref())));
    add("max", number(defaults.and_then(|defaults| defaults.max.as_ref())));
    add("decimals", number(defaults.and_then(|defaults| defaults.decimals.as_ref())));
    let mappings = defaults.and_then(|defaults| defaults.mappings.as_ref()).map_or(0, Vec::len);
    add("mappings", (mappings > 0).then(|| mappings.to_string()));
    let overrides = panel.field_config.iter().flat_map(|config| config.overrides.iter().flatten());
    overrides.for_each(|one| add("override", Some(of_override(one))));
    let done = panel.transformations.iter().flatten().filter_map(|done| done.id.clone());
    add("transformations", Some(done.collect::<Vec<_>>().join(", ")));
    let text = |text: Option<&Nullable<String>>| written(text).map(ToOwned::to_owned);
    add("repeat", text(panel.repeat.as_ref()).map(|name| format!("for each value of ${name}")));
    add("interval", text(panel.interval.as_ref()));
    add("timeFrom", text(panel.time_from.as_ref()));
    add("timeShift", text(panel.time_shift.as_ref()));
    let library = panel.library_panel.as_ref();
    add("libraryPanel", library.and_then(|library| library.name.clone().or_else(|| library.uid.clone())));
    notes
}

/// `Duration: unit µs, thresholds green, red from 5 s, custom.cellOptions`.
fn of_override(one: &FieldOverride) -> String {
    let matcher = one.matcher.as_ref();
    let options = matcher.and_then(|matcher| matcher.options.as_ref()).map(super::query::text_of).unwrap_or_default();
    let id = matcher.and_then(|matcher| matcher.id.as_deref()).unwrap_or_default();
    let name = if id == "byName" { options } else { format!("{id} {options}") };
    let properties = one.properties.iter().flatten().map(|property| {
        let id = property.id.as_deref().unwrap_or_default();
        let value = property.value.as_ref().map(super::query::text_of).unwrap_or_default();
        match id {
            "thresholds" => {
                let scale = limits::of_override(one).and_then(|(thresholds, unit)| limits::scale(thresholds, unit.as_ref()));
                format!("thresholds {}", scale.map_or_else(|| "of one colour".to_owned(), |scale| scale.words()))
            }
            "unit" => format!("unit {}", unit(&value).map_or(value, |unit| unit.symbol)),
            "displayName" | "decimals" | "min" | "max" | "noValue" => format!("{id} {value}"),
            _ => id.to_owned(),
        }
    });
    format!("{}: {}", name.trim(), properties.collect::<Vec<_>>().join("; "))
}
