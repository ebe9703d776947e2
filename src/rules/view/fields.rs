//! Settings of a panel's fields as rules see them: those of all fields and those of overrides alike.
//!
//! From: a panel's `fieldConfig`. To: its thresholds and its units, each with its place and what it applies to.

use serde_json::Value;

use crate::diag::Pointer;
use crate::grafana::dashboard::{Matcher, Panel, PropertyValue, Thresholds};

/// A setting of fields.
#[derive(Debug)]
pub struct FieldSetting<'a, T: ?Sized> {
    /// Where it stands.
    pub at: Pointer,
    /// What it is.
    pub value: &'a T,
    /// The fields that it is for; `None` for all.
    pub matcher: Option<&'a Matcher>,
}

impl<T: ?Sized> FieldSetting<'_, T> {
    /// Whether it is for the field `name` alone.
    #[must_use]
    pub fn is_for(&self, name: &str) -> bool {
        let matcher = self.matcher.filter(|matcher| matcher.id.as_deref() == Some("byName"));
        matcher.is_some_and(|matcher| matcher.options.as_ref().and_then(Value::as_str) == Some(name))
    }
}

/// The thresholds and the units of `panel`, which stands at `at`.
pub(super) fn settings<'a>(panel: &'a Panel, at: &Pointer) -> (Vec<FieldSetting<'a, Thresholds>>, Vec<FieldSetting<'a, str>>) {
    let (mut thresholds, mut units) = (Vec::new(), Vec::new());
    let Some(config) = &panel.field_config else { return (thresholds, units) };
    let at = at.key("fieldConfig");
    if let Some(defaults) = &config.defaults {
        let at = at.key("defaults");
        if let Some(value) = &defaults.thresholds {
            thresholds.push(FieldSetting { at: at.key("thresholds"), value, matcher: None });
        }
        if let Some(value) = &defaults.unit {
            units.push(FieldSetting { at: at.key("unit"), value: value.as_str(), matcher: None });
        }
    }
    for (number, entry) in config.overrides.iter().flatten().enumerate() {
        let Some(matcher) = &entry.matcher else { continue };
        for (index, property) in entry.properties.iter().flatten().enumerate() {
            let at = || at.key("overrides").index(number).key("properties").index(index).key("value");
            match (property.id.as_deref(), &property.value) {
                (_, Some(PropertyValue::Thresholds(value))) => {
                    thresholds.push(FieldSetting { at: at(), value, matcher: Some(matcher) });
                }
                (Some("unit"), Some(PropertyValue::Other(Value::String(value)))) => {
                    units.push(FieldSetting { at: at(), value: value.as_str(), matcher: Some(matcher) });
                }
                _ => {}
            }
        }
    }
    (thresholds, units)
}
