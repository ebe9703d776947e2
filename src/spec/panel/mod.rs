//! [`PanelSpec`]: one panel, as it is written: what every panel has ([`PanelFrame`]), and what its type has ([`PanelKind`]).
//!
//! Both stand side by side in the file, told apart by `type`.

mod kind;
mod query;
mod threshold;
mod trace;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::strict::Strict;
use crate::grafana::dashboard::{DashboardLink, GridPos};
use crate::written::{IntoField, spec};

pub use kind::{PanelKind, RawSpec, RowSpec, TextMode, TextSpec, grafana_type};
pub use query::QuerySpec;
pub use threshold::{DurationThresholdSpec, ThresholdModeSpec, ThresholdStepSpec, ThresholdsSpec};
pub use trace::{ServiceGraphSpec, TraceSearchSpec, TraceViewSpec};

spec! {
    /// What every panel has.
    pub struct PanelFrame {
        /// The title. With the type it makes up the panel's id, so that both together are unique in the dashboard unless the
        /// panel has an `id`.
        #[serde(default)]
        pub title: Option<String>,
        /// What the panel shows and what to do about it; shown at the title.
        #[serde(default)]
        pub description: Option<String>,
        /// The panel's number, unique in the dashboard; addresses of the panel hold it (`viewPanel=`). Default: derived from type and title, so that no other panel's number
        /// changes when a panel is added, moved or taken away.
        #[serde(default)]
        pub id: Option<u32>,
        /// The data source's name, or `${variable}`. Default: the organisation's default. Rows and texts have none: what they
        /// name here is not looked at.
        #[serde(default)]
        pub datasource: Option<String>,
        /// How many of the 24 columns it takes, 1 to 24. Default: by type. A row takes all.
        #[serde(default)]
        pub width: Option<u32>,
        /// How many rows of 30 pixels it takes, at least 1. Default: by type. A row takes one.
        #[serde(default)]
        pub height: Option<u32>,
        /// An explicit place instead of the flow, all four of it: columns from the left, rows from the top, width, height. It goes
        /// before `width` and `height`. Panels that flow after it go on below it. A row has none: it takes the next free line.
        #[serde(default)]
        pub grid_pos: Option<Strict<GridPos>>,
        /// Whether the panel has no background. Default: false.
        #[serde(default)]
        pub transparent: Option<bool>,
        /// Links in the panel's head.
        #[serde(default)]
        pub links: Vec<Strict<DashboardLink>>,
        /// The name of a variable, without `$`, for each of whose values the panel is repeated.
        #[serde(default)]
        pub repeat: Option<String>,
        /// Whether repeated panels go to the right, `h`, or down, `v`. Default: `h`.
        #[serde(default)]
        pub repeat_direction: Option<RepeatDirectionSpec>,
        /// How many repeated panels stand in a row. Default: 4.
        #[serde(default)]
        pub max_per_row: Option<u32>,
    }
}

/// Where repeated panels go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum RepeatDirectionSpec {
    /// To the right.
    #[serde(rename = "h")]
    Horizontal,
    /// Down.
    #[serde(rename = "v")]
    Vertical,
}

/// One panel.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelSpec {
    /// What every panel has.
    pub frame: PanelFrame,
    /// What its type has.
    pub kind: PanelKind,
}

impl PanelSpec {
    /// A panel of the title `title`.
    #[must_use]
    pub fn new(title: impl Into<String>, kind: impl Into<PanelKind>) -> Self {
        Self { frame: PanelFrame::default().title(title.into()), kind: kind.into() }
    }

    /// Sets `description`.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.frame.description = Some(text.into());
        self
    }

    /// Sets `datasource`, by name.
    #[must_use]
    pub fn datasource(mut self, name: impl Into<String>) -> Self {
        self.frame.datasource = Some(name.into());
        self
    }

    /// A row: a heading over the panels that follow it, up to the next row.
    #[must_use]
    pub fn row(title: impl Into<String>) -> Self {
        Self::new(title, RowSpec::default())
    }

    /// Sets `width`: columns of 24.
    #[must_use]
    pub fn width(mut self, width: u32) -> Self {
        self.frame.width = Some(width);
        self
    }

    /// Sets `width` and `height`: columns of 24, and rows of 30 pixels.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.frame.width = Some(width);
        self.frame.height = Some(height);
        self
    }

    /// Sets `links`.
    #[must_use]
    pub fn links(mut self, links: impl IntoField<Vec<Strict<DashboardLink>>>) -> Self {
        self.frame.links = links.into_field();
        self
    }

    /// Changes what every panel has, by its own setters.
    #[must_use]
    pub fn frame(mut self, change: impl FnOnce(PanelFrame) -> PanelFrame) -> Self {
        self.frame = change(self.frame);
        self
    }
}

/// The keys of [`PanelFrame`], as the file writes them. A test holds them against its schema.
const FRAME_KEYS: &[&str] = &[
    "title",
    "description",
    "id",
    "datasource",
    "width",
    "height",
    "gridPos",
    "transparent",
    "links",
    "repeat",
    "repeatDirection",
    "maxPerRow",
];

impl<'de> Deserialize<'de> for PanelSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Map::<String, Value>::deserialize(deserializer)?;
        let is_of_all = |(key, _): &(String, Value)| FRAME_KEYS.contains(&key.as_str());
        let (of_all, of_type): (Map<_, _>, Map<_, _>) = entries.into_iter().partition(is_of_all);
        let frame = PanelFrame::deserialize(Value::Object(of_all)).map_err(serde::de::Error::custom)?;
        let kind = PanelKind::from_entries(of_type).map_err(serde::de::Error::custom)?;
        Ok(Self { frame, kind })
    }
}

impl JsonSchema for PanelSpec {
    fn schema_name() -> Cow<'static, str> {
        "PanelSpec".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let frame = PanelFrame::json_schema(generator);
        let variants: Vec<Value> =
            kind::schemas(generator).into_iter().map(|(name, schema)| variant(&frame, name, schema)).collect();
        json_schema!({ "description": "One panel. Its `type` says what else it has.", "oneOf": variants })
    }
}

/// The schema of one type of panel: the entries of every panel, its own, and `type`.
fn variant(frame: &Schema, name: &str, own: Schema) -> Value {
    let mut own = own.to_value();
    let mut properties = Map::new();
    for source in [frame.as_value(), &own] {
        if let Some(Value::Object(entries)) = source.get("properties") {
            properties.extend(entries.iter().map(|(key, schema)| (key.clone(), schema.clone())));
        }
    }
    properties.insert("type".to_owned(), serde_json::json!({ "const": name }));
    let mut required = vec![Value::from("type")];
    if let Some(Value::Array(own)) = own.get("required") {
        required.extend(own.iter().cloned());
    }
    own["properties"] = Value::Object(properties);
    own["required"] = Value::Array(required);
    own
}

#[cfg(test)]
mod tests {
    use super::{FRAME_KEYS, PanelFrame};

    #[test]
    fn the_keys_that_every_panel_has_are_those_of_the_frame() {
        let schema = schemars::schema_for!(PanelFrame).to_value();
        let mut keys = FRAME_KEYS.to_vec();
        keys.sort_unstable();
        assert_eq!(schema["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), keys);
    }
}
