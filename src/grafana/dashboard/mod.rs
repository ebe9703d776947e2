//! Classic dashboards (schema version 42 and older) as types.
//!
//! From: the JSON of a dashboard file, or code that builds one. To: the same JSON again. Facts are those of `@grafana/schema`
//! 13.2, `raw/dashboard`, unless a model names another source.

mod annotation;
mod datasource_ref;
mod field_config;
mod field_override;
mod link;
mod mapping;
mod panel;
pub mod panel_type;
#[cfg(test)]
mod schema_tests;
pub(crate) mod shapes;
mod target;
mod thresholds;
mod transformation;
mod variable;

pub use annotation::{Annotation, AnnotationPanelFilter, AnnotationTarget, Annotations};
pub use datasource_ref::DatasourceRef;
pub use field_config::{FieldColor, FieldColorMode, FieldColorSeriesBy, FieldConfig, FieldDefaults};
pub use field_override::{FieldOverride, Matcher, MatcherScope, Property, PropertyValue};
pub use link::{DashboardLink, DashboardLinkType, DataLink};
pub use mapping::{
    RangeMap, RangeMapOptions, RegexMap, RegexMapOptions, SpecialValueMap, SpecialValueMapOptions, SpecialValueMatch, ValueMap,
    ValueMapping, ValueMappingResult,
};
pub use panel::{GridPos, LibraryPanelRef, Panel, RepeatDirection};
pub use target::{
    ExpressionTarget, ExpressionType, JaegerQueryType, JaegerTarget, LokiDirection, LokiQueryType, LokiTarget, PrometheusFormat,
    PrometheusTarget, QueryEditorMode, Target, TempoMetricsQueryType, TempoQueryType, TempoTableType, TempoTarget,
};
pub use thresholds::{Threshold, Thresholds, ThresholdsMode};
pub use transformation::{Transformation, TransformationTopic};
pub use variable::{
    AdhocFilter, StaticOptionsOrder, TextOrTexts, ValuesFormat, Variable, VariableHide, VariableOption, VariableQuery,
    VariableQueryModel, VariableRefresh, VariableRegexApplyTo, VariableSort, VariableType, Variables,
};

use crate::grafana::json::{Nullable, model};
use shapes::number_enum;

/// The last schema version of classic dashboards: Grafana raises it no further.
/// (Grafana, `apps/dashboard/pkg/migration/schemaversion/migrations.go`.)
pub const LATEST_SCHEMA_VERSION: u32 = 42;

model! {
    /// A classic dashboard. (`@grafana/schema` 13.2, `raw/dashboard`.)
    pub struct Dashboard {
        /// The number of the dashboard in one Grafana's database. A provisioned file leaves it out or writes `null`.
        "id" => id: Nullable<u64>,
        /// The lasting identity of the dashboard, at most 40 characters. Links and provisioning go by it.
        "uid" => uid: Nullable<String>,
        /// The title. Grafana demands one.
        "title" => title: String,
        /// What the dashboard is for.
        "description" => description: String,
        /// Words by which dashboards are found and grouped.
        "tags" => tags: Vec<String>,
        /// `browser`, `utc` or an IANA time zone name. Empty means the organisation's or person's own.
        "timezone" => timezone: String,
        /// Whether people may edit it in Grafana.
        "editable" => editable: bool,
        /// What a cursor over one panel shows in the others.
        "graphTooltip" => graph_tooltip: GraphTooltip,
        /// The time range on opening.
        "time" => time: TimeRange,
        /// Settings of the time range's picker.
        "timepicker" => timepicker: TimePicker,
        /// How often the panels refresh, a duration such as `30s`. Empty means never. Old files write `false`.
        "refresh" => refresh: String,
        /// The version of the format, at most 42. Grafana migrates older ones while loading.
        "schemaVersion" => schema_version: u32,
        /// Raised by Grafana with each save.
        "version" => version: Nullable<u64>,
        /// The panels and rows. The panels of a collapsed row stand within that row and not here.
        "panels" => panels: Vec<Panel>,
        /// The variables.
        "templating" => templating: Variables,
        /// The annotation queries.
        "annotations" => annotations: Annotations,
        /// Links shown above the panels.
        "links" => links: Vec<DashboardLink>,
        /// The month that a fiscal year begins with, 0 (January) to 11.
        "fiscalYearStartMonth" => fiscal_year_start_month: u32,
        /// Whether panels redraw continuously, so that their right edge is now.
        "liveNow" => live_now: bool,
        /// Whether all panels load at once, also those out of view.
        "preload" => preload: bool,
        /// The day that a week begins with: `monday`, `saturday`, `sunday`, or empty for the browser's.
        "weekStart" => week_start: String,
        /// The number of the dashboard on grafana.com.
        "gnetId" => gnet_id: Nullable<u64>,
        /// The revision of the dashboard on grafana.com.
        "revision" => revision: Nullable<u64>,
    }
}

impl Dashboard {
    /// All panels and rows in the order of the file, with a collapsed row's own panels right after the row.
    #[must_use]
    pub fn all_panels(&self) -> AllPanels<'_> {
        AllPanels { open: vec![self.panels.as_deref().unwrap_or_default().iter()] }
    }
}

/// The panels of a dashboard, those within collapsed rows included. Made by [`Dashboard::all_panels`].
#[derive(Debug, Clone)]
pub struct AllPanels<'dashboard> {
    /// The lists that were begun and not finished, the innermost last.
    open: Vec<std::slice::Iter<'dashboard, Panel>>,
}

impl<'dashboard> Iterator for AllPanels<'dashboard> {
    type Item = &'dashboard Panel;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(list) = self.open.last_mut() {
            if let Some(panel) = list.next() {
                self.open.push(panel.panels.as_deref().unwrap_or_default().iter());
                return Some(panel);
            }
            self.open.pop();
        }
        None
    }
}

number_enum! {
    /// What a cursor over one panel shows in the others.
    pub enum GraphTooltip {
        /// Nothing.
        Off = 0,
        /// A line at the same time.
        Crosshair = 1,
        /// A line and the values.
        Tooltip = 2,
    }
}

model! {
    /// A time range.
    pub struct TimeRange {
        /// The beginning: relative (`now-6h`) or an ISO 8601 time.
        "from" => from: String,
        /// The end: relative (`now`) or an ISO 8601 time.
        "to" => to: String,
    }
}

model! {
    /// Settings of the time range's picker.
    pub struct TimePicker {
        /// Whether the picker is hidden.
        "hidden" => hidden: bool,
        /// By how much `now` is put back, a duration such as `1m`, for data that arrives late.
        "nowDelay" => now_delay: String,
        /// The ranges offered for choice.
        "quick_ranges" => quick_ranges: Vec<QuickRange>,
        /// The refresh intervals offered for choice, durations such as `30s`.
        "refresh_intervals" => refresh_intervals: Vec<String>,
        /// Ranges offered for choice, in old files. Grafana 13 does not read it.
        "time_options" => time_options: Vec<String>,
    }
}

model! {
    /// A time range offered for choice.
    pub struct QuickRange {
        /// What it is called.
        "display" => display: String,
        /// The beginning, such as `now-6h`.
        "from" => from: String,
        /// The end, such as `now`.
        "to" => to: String,
    }
}
