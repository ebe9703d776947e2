//! [`VariableSpec`]: a dashboard variable, as it is written.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::duration::Duration;
use crate::written::spec;

/// The kind of a variable. (Grafana: Variables.)
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum VariableKind {
    /// A query's results: `query` is the query.
    #[default]
    Query,
    /// A list that is written here: `query` is `a, b, c`, or `text : value` pairs.
    Custom,
    /// A data source: `query` is the plugin's type, `regex` filters the names.
    Datasource,
    /// Lengths of time: `query` is `1m,10m,30m`.
    Interval,
    /// Free text: `query` is what it begins with.
    Textbox,
    /// A hidden value: `query`.
    Constant,
    /// Filters that the reader makes up.
    Adhoc,
}

/// Where a variable is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum VariableHideSpec {
    /// With its label.
    DontHide,
    /// Without its label.
    HideLabel,
    /// Not at all.
    HideVariable,
}

/// When a variable's query is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum VariableRefreshSpec {
    /// When the dashboard opens.
    OnDashboardLoad,
    /// Each time the time range changes.
    OnTimeRangeChanged,
}

/// How a variable's values are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum VariableSortSpec {
    /// As they come.
    Disabled,
    /// By letters, a first.
    AlphabeticalAsc,
    /// By letters, z first.
    AlphabeticalDesc,
    /// By numbers, least first.
    NumericalAsc,
    /// By numbers, greatest first.
    NumericalDesc,
}

spec! {
    /// A dashboard variable, used as `$name` or `${name}`.
    pub struct VariableSpec {
        /// The name: letters, digits and `_`.
        pub name: String,
        /// The kind.
        #[serde(rename = "type")]
        pub kind: VariableKind,
        /// What is shown beside it. Default: the name.
        #[serde(default)]
        pub label: Option<String>,
        /// What it is for.
        #[serde(default)]
        pub description: Option<String>,
        /// `query`, `adhoc`: the data source's name, or `${variable}`.
        #[serde(default)]
        pub datasource: Option<String>,
        /// What it means depends on the kind.
        #[serde(default)]
        pub query: Option<Value>,
        /// What of a result is kept.
        #[serde(default)]
        pub regex: Option<String>,
        /// The value that it begins with. For a data source variable: the data source's name. Default: the first.
        #[serde(default)]
        pub value: Option<String>,
        /// Whether several values can be chosen. Default: false.
        #[serde(default)]
        pub multi: Option<bool>,
        /// Whether there is a choice "All". Default: false.
        #[serde(default)]
        pub include_all: Option<bool>,
        /// The value of "All". Default: all values, joined.
        #[serde(default)]
        pub all_value: Option<String>,
        /// Whether values outside the list can be typed. Default: true.
        #[serde(default)]
        pub allow_custom_value: Option<bool>,
        /// `query`: when it is asked. Default: when the dashboard opens.
        #[serde(default)]
        pub refresh: Option<VariableRefreshSpec>,
        /// How the values are sorted. Default: as they come.
        #[serde(default)]
        pub sort: Option<VariableSortSpec>,
        /// Where it is shown. Default: with its label.
        #[serde(default)]
        pub hide: Option<VariableHideSpec>,
        /// Whether it is left out of the page's address. Default: false.
        #[serde(default)]
        pub skip_url_sync: Option<bool>,
        /// `interval`: whether there is a choice that follows the time range. Default: false.
        #[serde(default)]
        pub auto: Option<bool>,
        /// `interval`: the least value of that choice.
        #[serde(default)]
        pub auto_min: Option<Duration>,
        /// `interval`: into how many steps that choice divides the time range.
        #[serde(default)]
        pub auto_count: Option<u32>,
    }
}

impl VariableSpec {
    /// A variable of the name `name` and the kind `kind`.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: VariableKind) -> Self {
        Self { name: name.into(), kind, ..Self::default() }
    }
}
