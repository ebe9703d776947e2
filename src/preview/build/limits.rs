//! Thresholds and colours of a panel's fields.

use super::unit::with_unit;
use crate::grafana::dashboard::{
    FieldColor, FieldColorMode, FieldDefaults, FieldOverride, PropertyValue, Thresholds, ThresholdsMode,
};
use crate::preview::color::Color;
use crate::preview::scene::{Scale, Step, UnitNote};

/// Thresholds as a scale. `None`: there are none worth showing, with one colour for all values.
pub(super) fn scale(thresholds: &Thresholds, unit: Option<&UnitNote>) -> Option<Scale> {
    let is_percentage = thresholds.mode == Some(ThresholdsMode::Percentage);
    let steps: Vec<Step> = thresholds
        .steps
        .iter()
        .flatten()
        .enumerate()
        .map(|(index, step)| {
            let name = step.color.clone().unwrap_or_default();
            let number = step.value.as_ref().and_then(|value| value.value()).filter(|_| index > 0);
            let from = number.map(|number| if is_percentage { format!("{number} %") } else { with_unit(number, unit) });
            let from = from.or_else(|| step.value_expr.clone().filter(|words| !words.is_empty()));
            Step { from, color: Color::parse(&name), name: if name.is_empty() { "no colour".to_owned() } else { name } }
        })
        .collect();
    (steps.len() > 1).then_some(Scale { is_percentage, steps })
}

/// The one colour of all values, where the panel has one.
pub(super) fn color(defaults: &FieldDefaults) -> Option<Color> {
    match &defaults.color {
        Some(FieldColor { mode: Some(FieldColorMode::Fixed | FieldColorMode::Shades), fixed_color: Some(color), .. }) => {
            Color::parse(color)
        }
        Some(FieldColor { mode: Some(FieldColorMode::Thresholds), .. }) => {
            let first = defaults.thresholds.as_ref()?.steps.as_ref()?.first()?;
            Color::parse(first.color.as_deref()?)
        }
        _ => None,
    }
}

/// The thresholds that an override sets, and its own unit.
pub(super) fn of_override(one: &FieldOverride) -> Option<(&Thresholds, Option<UnitNote>)> {
    let properties = one.properties.as_deref().unwrap_or_default();
    let thresholds = properties.iter().find_map(|property| match &property.value {
        Some(PropertyValue::Thresholds(thresholds)) => Some(thresholds),
        _ => None,
    })?;
    let unit =
        properties.iter().find(|property| property.id.as_deref() == Some("unit")).and_then(|property| match &property.value {
            Some(PropertyValue::Other(value)) => super::unit::unit(value.as_str()?),
            _ => None,
        });
    Some((thresholds, unit))
}
