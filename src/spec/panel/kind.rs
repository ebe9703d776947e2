//! [`PanelKind`]: the types of panels, and those that have no query.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::query::QuerySpec;
use super::trace::{ServiceGraphSpec, TraceSearchSpec, TraceViewSpec};
use crate::grafana::dashboard::panel_type::{Custom, Options};
use crate::grafana::json::Json as _;
use crate::written::spec;

spec! {
    /// A row: a heading over the panels that follow it, up to the next row.
    pub struct RowSpec {
        /// Whether its panels are hidden until it is opened. Default: false.
        #[serde(default)]
        pub collapsed: Option<bool>,
    }
}

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TextMode {
    /// As Markdown.
    Markdown,
    /// As HTML, which Grafana cleans.
    Html,
    /// As source code.
    Code,
}

spec! {
    /// A text.
    pub struct TextSpec {
        /// The text. `${variable}` stands for the variable's value.
        pub content: String,
        /// How it is read. Default: as Markdown.
        #[serde(default)]
        pub mode: Option<TextMode>,
    }
}

impl TextSpec {
    /// A text in Markdown.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self { content: content.into(), mode: None }
    }
}

spec! {
    /// Any panel, in Grafana's own form.
    pub struct RawSpec {
        /// The panel as Grafana's JSON has it, its `type` included. Data sources are written `datasource: NAME`. What every panel
        /// has (`id`, `title`, `gridPos`) stands beside this key: what is said of it in here is replaced.
        pub panel: Map<String, Value>,
    }
}

macro_rules! kinds {
    ($($(#[$about:meta])* $variant:ident($spec:ty) = $name:literal,)*) => {
        /// What a panel's type has.
        #[derive(Debug, Clone, PartialEq)]
        pub enum PanelKind {
            $($(#[$about])* $variant($spec),)*
        }

        impl PanelKind {
            /// The names of the types, as the file writes them.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name of this type, as the file writes it.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            /// Reads what stands beside `type`.
            pub(super) fn from_entries(mut entries: Map<String, Value>) -> Result<Self, serde_json::Error> {
                let name = entries.remove("type").unwrap_or_default();
                let kind = match name.as_str() {
                    $(Some($name) => <$spec>::deserialize(Value::Object(entries)).map(Self::$variant)?,)*
                    _ => return Err(serde::de::Error::custom(format!("`type` is one of {}", Self::NAMES.join(", ")))),
                };
                if kind.has_known_settings() { Ok(kind) } else { Err(serde::de::Error::custom("a setting is not known")) }
            }
        }

        /// The schemas of the types, by name.
        pub(super) fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
            vec![$(($name, {
                let schema = <$spec>::json_schema(generator);
                with_settings(schema, grafana_type($name), generator)
            }),)*]
        }
    };
}

kinds! {
    /// A heading.
    Row(RowSpec) = "row",
    /// A text.
    Text(TextSpec) = "text",
    /// A list of traces that Jaeger found.
    TraceSearch(TraceSearchSpec) = "traceSearch",
    /// One trace, span by span.
    TraceView(TraceViewSpec) = "traceView",
    /// Which service calls which, from Jaeger's dependencies.
    ServiceGraph(ServiceGraphSpec) = "serviceGraph",
    /// Values over time.
    Timeseries(QuerySpec) = "timeseries",
    /// One number, large.
    Stat(QuerySpec) = "stat",
    /// One number on a dial.
    Gauge(QuerySpec) = "gauge",
    /// Numbers as bars, each on its scale.
    Bargauge(QuerySpec) = "bargauge",
    /// Categories as bars.
    Barchart(QuerySpec) = "barchart",
    /// A distribution over time.
    Heatmap(QuerySpec) = "heatmap",
    /// A distribution.
    Histogram(QuerySpec) = "histogram",
    /// Shares of a whole.
    Piechart(QuerySpec) = "piechart",
    /// States over time.
    StateTimeline(QuerySpec) = "state-timeline",
    /// Rows and columns.
    Table(QuerySpec) = "table",
    /// Log lines.
    Logs(QuerySpec) = "logs",
    /// Any other panel.
    Raw(RawSpec) = "raw",
}

macro_rules! from_spec {
    ($($variant:ident($spec:ty))*) => {
        $(impl From<$spec> for PanelKind {
            fn from(spec: $spec) -> Self {
                Self::$variant(spec)
            }
        })*
    };
}

from_spec! { Row(RowSpec) Text(TextSpec) TraceSearch(TraceSearchSpec) TraceView(TraceViewSpec) ServiceGraph(ServiceGraphSpec) Raw(RawSpec) }

/// The type of Grafana's panel that draws a type of the spec. A raw panel says it itself.
#[must_use]
pub fn grafana_type(name: &str) -> &str {
    match name {
        "traceSearch" => "table",
        "traceView" => "traces",
        "serviceGraph" => "nodeGraph",
        other => other,
    }
}

impl PanelKind {
    /// Whether Grafana's panel knows all of `options` and `custom`.
    fn has_known_settings(&self) -> bool {
        let kind = grafana_type(self.name());
        let known_options = |written: &Map<String, Value>| {
            let options = Options::Other(Value::Object(written.clone())).typed(kind);
            written.is_empty() || (!matches!(options, Options::Other(_)) && options.is_whole())
        };
        match self {
            Self::Row(_) | Self::Text(_) | Self::TraceView(_) | Self::Raw(_) => true,
            Self::TraceSearch(search) => known_options(&search.options),
            Self::ServiceGraph(graph) => known_options(&graph.options),
            Self::Timeseries(query)
            | Self::Stat(query)
            | Self::Gauge(query)
            | Self::Bargauge(query)
            | Self::Barchart(query)
            | Self::Heatmap(query)
            | Self::Histogram(query)
            | Self::Piechart(query)
            | Self::StateTimeline(query)
            | Self::Table(query)
            | Self::Logs(query) => known_options(&query.options) && has_known_custom(kind, &query.custom),
        }
    }
}

fn has_known_custom(kind: &str, written: &Map<String, Value>) -> bool {
    let custom = Custom::Other(Value::Object(written.clone())).typed(kind);
    written.is_empty() || (!matches!(custom, Custom::Other(_)) && custom.is_whole())
}

/// The schema with the settings that Grafana's panel `kind` knows in place of any.
fn with_settings(mut schema: Schema, kind: &str, generator: &mut SchemaGenerator) -> Schema {
    let known = [("options", Options::kind_schemas(generator)), ("custom", Custom::kind_schemas(generator))];
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for (key, kinds) in known {
            if !properties.contains_key(key) {
                continue;
            }
            match kinds.into_iter().find(|(name, _)| *name == kind) {
                Some((_, settings)) => properties.insert(key.to_owned(), settings),
                None => properties.remove(key),
            };
        }
    }
    schema
}
