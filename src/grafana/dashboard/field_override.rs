//! Overrides: how some fields are shown otherwise than the defaults say.
//!
//! From: `fieldConfig.overrides`. To: the same again. The type of a property's value follows from the property's id.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Value, json};

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
}

impl Property {
    /// Sets `id` to `value`.
    #[must_use]
    pub fn new(id: impl Into<String>, value: impl Into<PropertyValue>) -> Self {
        Self::default().id(id).value(value)
    }

    fn typed(mut self) -> Self {
        if let Some(id) = &self.id {
            self.value = self.value.map(|value| value.typed(id));
        }
        self
    }
}

/// What the id demands of the value. Plain texts and numbers are checked here alone: they need no type to be read.
fn typed_schema(mut schema: Schema, generator: &mut SchemaGenerator) -> Schema {
    let texts = ["unit", "displayName", "noValue", "description"].map(|id| (id, json!({ "type": "string" })));
    let numbers = ["decimals", "min", "max"].map(|id| (id, json!({ "type": ["number", "null"] })));
    let conditions: Vec<Value> = PropertyValue::kind_schemas(generator)
        .into_iter()
        .chain(texts)
        .chain(numbers)
        .map(|(id, value)| condition("/id", id, &json!({ "properties": { "value": value } })))
        .collect();
    schema.insert("allOf".to_owned(), conditions.into());
    schema
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
