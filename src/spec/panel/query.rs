//! [`QuerySpec`]: a panel that draws the results of queries.

use serde_json::{Map, Number, Value};

use super::threshold::ThresholdsSpec;
use crate::grafana::dashboard::{DataLink, FieldColor, FieldOverride, Transformation, ValueMapping};
use crate::spec::duration::Duration;
use crate::spec::strict::Strict;
use crate::spec::target::TargetSpec;
use crate::written::spec;

spec! {
    /// Queries, and how their results are read. (Grafana: Panel editor, standard options.)
    pub struct QuerySpec {
        /// The queries, at least one.
        pub targets: Vec<TargetSpec>,
        /// The unit of the values, by Grafana's id: `s`, `percentunit`, `µs`.
        #[serde(default)]
        pub unit: Option<String>,
        /// How many digits after the point are shown. Default: as many as the value needs.
        #[serde(default)]
        pub decimals: Option<u32>,
        /// The least value of the scale, in the unit of the values. Default: that of the results.
        #[serde(default)]
        pub min: Option<Number>,
        /// The greatest value of the scale, in the unit of the values. Default: that of the results.
        #[serde(default)]
        pub max: Option<Number>,
        /// What is shown where there is no value.
        #[serde(default)]
        pub no_value: Option<String>,
        /// The name of the values. It may hold `${__field.labels.x}`.
        #[serde(default)]
        pub display_name: Option<String>,
        /// How the colour is chosen.
        #[serde(default)]
        pub color: Option<Strict<FieldColor>>,
        /// From which value on which colour is shown, in the unit of the values.
        #[serde(default)]
        pub thresholds: Option<ThresholdsSpec>,
        /// Texts and colours for values.
        #[serde(default)]
        pub mappings: Vec<Strict<ValueMapping>>,
        /// Links at the values.
        #[serde(default)]
        pub data_links: Vec<Strict<DataLink>>,
        /// Other settings for some of the fields.
        #[serde(default)]
        pub overrides: Vec<Strict<FieldOverride>>,
        /// Changes to the results before they are drawn, in order.
        #[serde(default)]
        pub transformations: Vec<Strict<Transformation>>,
        /// The panel type's own field settings, over those of the template: `lineWidth: 2`.
        #[serde(default)]
        pub custom: Map<String, Value>,
        /// The panel type's own options, over those of the template: `legend: {placement: right}`.
        #[serde(default)]
        pub options: Map<String, Value>,
        /// The least distance between two points, for all queries: `30s`. No microseconds. Default: the data source's own.
        #[serde(default)]
        pub interval: Option<Duration>,
        /// How many points are asked for at most.
        #[serde(default)]
        pub max_data_points: Option<u32>,
        /// A time range of its own, back from now: `6h`.
        #[serde(default)]
        pub time_from: Option<String>,
        /// How far the time range is moved back: `1d`.
        #[serde(default)]
        pub time_shift: Option<String>,
    }
}

impl QuerySpec {
    /// A panel of these queries.
    #[must_use]
    pub fn new(targets: impl IntoIterator<Item = TargetSpec>) -> Self {
        Self { targets: targets.into_iter().collect(), ..Self::default() }
    }
}
