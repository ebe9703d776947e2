//! [`DashboardSpec`]: one dashboard, as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::annotation::AnnotationSpec;
use super::panel::PanelSpec;
use super::strict::Strict;
use super::variable::VariableSpec;
use crate::grafana::dashboard::{DashboardLink, TimePicker};
use crate::written::spec;

spec! {
    /// A dashboard, in Grafana's own keys where Grafana has them. (Grafana: Dashboard JSON model.)
    pub struct DashboardSpec {
        /// The title, unique in its folder.
        pub title: String,
        /// The uid: letters, digits, `-` and `_`, at most 40. Default: the name of the spec file.
        #[serde(default)]
        pub uid: Option<String>,
        /// What the dashboard is for.
        #[serde(default)]
        pub description: Option<String>,
        /// Tags to find it by.
        #[serde(default)]
        pub tags: Vec<String>,
        /// `browser`, `utc` or a name of the IANA list. Default: `browser`.
        #[serde(default)]
        pub timezone: Option<String>,
        /// The time range that it opens with. Default: the last hour.
        #[serde(default)]
        pub time: Option<TimeRangeSpec>,
        /// The choices of the time picker.
        #[serde(default)]
        pub timepicker: Option<Strict<TimePicker>>,
        /// How often it reloads: `30s`. Grafana does not go below its setting `min_refresh_interval`, which is 5s by default, and
        /// knows no microseconds. Default: it does not reload.
        #[serde(default)]
        pub refresh: Option<super::duration::Duration>,
        /// What the panels share under the pointer. Default: nothing.
        #[serde(default)]
        pub graph_tooltip: Option<GraphTooltipSpec>,
        /// Whether it can be edited in Grafana. Default: false, as changes there are lost with the next file.
        #[serde(default)]
        pub editable: Option<bool>,
        /// Links in the head of the dashboard.
        #[serde(default)]
        pub links: Vec<Strict<DashboardLink>>,
        /// Variables, in the order in which they are shown.
        #[serde(default)]
        pub variables: Vec<VariableSpec>,
        /// Queries whose results are drawn over the panels.
        #[serde(default)]
        pub annotations: Vec<AnnotationSpec>,
        /// The panels, in reading order. They flow from left to right and from top to bottom, unless they have a `gridPos`.
        pub panels: Vec<PanelSpec>,
    }
}

spec! {
    /// A time range: both ends are Grafana's, relative to now or fixed.
    pub struct TimeRangeSpec {
        /// Its beginning: `now-1h`, `now/d`, or a date.
        pub from: String,
        /// Its end: `now`, or a date.
        pub to: String,
    }
}

/// What the panels of a dashboard share under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum GraphTooltipSpec {
    /// Nothing.
    Default,
    /// The cross hair.
    SharedCrosshair,
    /// The cross hair and the tooltip.
    SharedTooltip,
}

impl DashboardSpec {
    /// A dashboard of the title `title`, with no panels.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds a panel after the others.
    #[must_use]
    pub fn panel(mut self, panel: impl Into<PanelSpec>) -> Self {
        self.panels.push(panel.into());
        self
    }

    /// Adds a variable after the others.
    #[must_use]
    pub fn variable(mut self, variable: VariableSpec) -> Self {
        self.variables.push(variable);
        self
    }
}
