//! Overrides: how some fields are shown otherwise than the defaults say.
//!
//! From: `fieldConfig.overrides`. To: the same again. The type of a property's value follows from the property's id.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::panel_type::{CellOptions, HideSeriesConfig, LineStyle, StackingConfig};
use super::shapes::{condition, typed_by};
use super::{DataLink, FieldColor, Thresholds, ValueMapping};
use crate::grafana::json::{model, text_enum};

model! {
    /// How the fields that a matcher finds are shown.
    pub struct FieldOverride {
        /// Which fields.
        "matcher" => matcher: Matcher,
        /// What is set on them.
        "properties" => properties: Vec<Property>,
    }
}

model! {
    /// Which fields an override or a transformation is about.
    pub struct Matcher {
        /// The id of the matcher: `byName`, `byNames`, `byRegexp`, `byType`, `byTypes`, `byFrameRefID`, `byValue`, `numeric`,
        /// `time`, `first`, `firstTimeField`, `byRegexpOrNames`. `byName` takes a field's own name or the one shown.
        "id" => id: String,
        /// What the matcher takes: for `byName` the name.
        "options" => options: Value,
        /// Which frames are looked at.
        "scope" => scope: MatcherScope,
    }
}

impl Matcher {
    /// Finds the field of this name, be it the field's own or the one shown.
    #[must_use]
    pub fn by_name(name: impl Into<String>) -> Self {
        Self::default().id("byName").options(Value::String(name.into()))
    }
}

text_enum! {
    /// Which frames a matcher looks at.
    pub enum MatcherScope {
        /// The results of queries.
        Series = "series",
        /// Frames within fields.
        Nested = "nested",
        /// Annotations.
        Annotation = "annotation",
        /// Exemplars.
        Exemplar = "exemplar",
    }
}

model! {
    /// One setting of an override.
    pub struct Property {
        /// The setting: a name of the field defaults (`unit`, `thresholds`), or `custom.` and one of the panel type's.
        "id" => id: String,
        /// What it is set to.
        "value" => value: PropertyValue,
    }
    read with Property::typed;
    schema with typed_schema;
    fits with fits_its_id;
}

impl Property {
    /// Sets `id` to `value`.
    #[must_use]
    pub fn new(id: impl Into<String>, value: impl Into<PropertyValue>) -> Self {
        Self::default().id(id).value(value)
    }

    /// The same property, with what its id says about its value. A value that the id does not take goes to `extra`.
    fn typed(mut self) -> Self {
        let (Some(id), Some(value)) = (&self.id, self.value.take()) else { return self };
        match value.typed(id) {
            PropertyValue::Other(refused) if PropertyValue::KINDS.contains(&id.as_str()) || !is_of_plain_shape(id, &refused) => {
                self.extra.insert("value".to_owned(), refused);
            }
            typed => self.value = Some(typed),
        }
        self
    }
}

/// Settings that are plain texts.
const TEXTS: [&str; 4] = ["unit", "displayName", "noValue", "description"];
/// Settings that are numbers, or `null` for none.
const NUMBERS: [&str; 3] = ["decimals", "min", "max"];

fn is_of_plain_shape(id: &str, value: &Value) -> bool {
    (!TEXTS.contains(&id) || value.is_string()) && (!NUMBERS.contains(&id) || value.is_number() || value.is_null())
}

/// What the id demands of the value.
fn typed_schema(mut schema: Schema, generator: &mut SchemaGenerator) -> Schema {
    let texts = TEXTS.map(|id| (id, json!({ "type": "string" })));
    let numbers = NUMBERS.map(|id| (id, json!({ "type": ["number", "null"] })));
    let conditions: Vec<Value> = PropertyValue::kind_schemas(generator)
        .into_iter()
        .chain(texts)
        .chain(numbers)
        .map(|(id, value)| condition("/id", id, &json!({ "properties": { "value": value } })))
        .collect();
    schema.insert("allOf".to_owned(), conditions.into());
    schema
}

/// The same as [`typed_schema`], asked of a property's entries.
fn fits_its_id(property: &Map<String, Value>) -> bool {
    let (Some(Value::String(id)), Some(value)) = (property.get("id"), property.get("value")) else { return true };
    PropertyValue::fits_kind(id, value) && is_of_plain_shape(id, value)
}

typed_by! {
    /// What a property is set to.
    pub enum PropertyValue reads Any {
        /// Limits from which colours follow.
        Thresholds(Thresholds) = "thresholds",
        /// How values are coloured.
        Color(FieldColor) = "color",
        /// Texts shown in place of values.
        Mappings(Vec<ValueMapping>) = "mappings",
        /// Links from values.
        Links(Vec<DataLink>) = "links",
        /// How a table's cells are drawn.
        CellOptions(CellOptions) = "custom.cellOptions",
        /// Where a series is hidden.
        HideFrom(HideSeriesConfig) = "custom.hideFrom",
        /// How a line is dashed.
        LineStyle(LineStyle) = "custom.lineStyle",
        /// How series are stacked.
        Stacking(StackingConfig) = "custom.stacking",
    }
}

impl From<Value> for PropertyValue {
    fn from(value: Value) -> Self {
        Self::Other(value)
    }
}

impl From<&str> for PropertyValue {
    fn from(value: &str) -> Self {
        Self::Other(Value::from(value))
    }
}
