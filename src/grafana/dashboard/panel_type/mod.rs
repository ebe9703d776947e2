//! What each panel type adds: its options, and its own settings of fields.
//!
//! From: a panel's `options` and `fieldConfig.defaults.custom`. To: the same again. A type that is not listed here is kept as
//! it was read. Facts are those of `@grafana/schema` 13.2, `raw/composable/<panel type>` and `common`.

mod axis;
mod barchart;
mod bargauge;
mod gauge;
mod heatmap;
mod heatmap_color;
mod histogram;
mod legend;
mod logs;
mod node_graph;
mod piechart;
mod single_value;
mod stat;
mod state_timeline;
mod style;
mod table;
mod table_cell;
mod text;
mod timeseries;
mod tooltip;
mod traces;

pub use axis::{AxisColorMode, AxisPlacement, ScaleDistribution, ScaleDistributionType};
pub use barchart::{BarchartCustom, BarchartOptions};
pub use bargauge::{BarGaugeDisplayMode, BarGaugeNamePlacement, BarGaugeSizing, BarGaugeValueMode, BargaugeOptions};
pub use gauge::{GaugeBarShape, GaugeEffects, GaugeEndpointMarker, GaugeOptions, GaugeShape};
pub use heatmap::{
    HeatmapCalculation, HeatmapCalculationBucket, HeatmapCalculationMode, HeatmapCellLayout, HeatmapCellValues, HeatmapCustom,
    HeatmapExemplars, HeatmapFilterValues, HeatmapLegend, HeatmapOptions, HeatmapRowsFrame, HeatmapSelectionMode, HeatmapTooltip,
};
pub use heatmap_color::{HeatmapColor, HeatmapColorMode, HeatmapColorScale, HeatmapYAxis};
pub use histogram::{HistogramCustom, HistogramOptions};
pub use legend::{Legend, LegendDisplayMode, LegendOverflow, LegendPlacement, LegendValue, NumberOrText};
pub use logs::{LogsDedupStrategy, LogsDetailsMode, LogsFontSize, LogsOptions, LogsSortOrder, LogsTimestampResolution};
pub use node_graph::{Arc, EdgeOptions, NodeGraphLayoutAlgorithm, NodeGraphOptions, NodeGraphZoomMode, NodeOptions};
pub use piechart::{PieChartLabel, PieChartType, PiechartCustom, PiechartOptions};
pub use single_value::{Orientation, ReduceOptions, TextSizes, ValueTextMode};
pub use stat::{PercentChangeColorMode, StatColorMode, StatGraphMode, StatJustifyMode, StatOptions};
pub use state_timeline::{StateTimelineCustom, StateTimelineOptions, TimelineValueAlignment};
pub use style::{
    BoolOrNumber, GradientMode, HideSeriesConfig, LineInterpolation, LineStyle, LineStyleFill, StackingConfig, StackingMode,
    ThresholdsStyle, ThresholdsStyleMode, VisibilityMode,
};
pub use table::{
    FieldTextAlignment, FooterFields, FrozenColumns, TableCellHeight, TableCustom, TableFieldFooter, TableFooter, TableOptions,
    TableSortBy,
};
pub use table_cell::{CellMode, CellOptions, CellTooltip, CellTooltipPlacement, CellType};
pub use text::{CodeLanguage, CodeOptions, TextMode, TextOptions, TextRenderMode};
pub use timeseries::{BarAlignment, DrawStyle, TimeseriesCustom, TimeseriesOptions, Transform};
pub use tooltip::{SortOrder, Tooltip, TooltipMode};
pub use traces::TracesOptions;

use crate::grafana::dashboard::shapes::typed_by;

typed_by! {
    /// The options of a panel, of the kind that the panel's `type` says.
    pub enum Options reads Object {
        /// Of a text.
        Text(TextOptions) = "text",
        /// Of a table.
        Table(TableOptions) = "table",
        /// Of a graph over time.
        Timeseries(TimeseriesOptions) = "timeseries",
        /// Of single large values.
        Stat(StatOptions) = "stat",
        /// Of gauges.
        Gauge(GaugeOptions) = "gauge",
        /// Of gauges drawn as bars.
        Bargauge(BargaugeOptions) = "bargauge",
        /// Of bars by category.
        Barchart(BarchartOptions) = "barchart",
        /// Of a heat map.
        Heatmap(HeatmapOptions) = "heatmap",
        /// Of a histogram.
        Histogram(HistogramOptions) = "histogram",
        /// Of a pie.
        Piechart(PiechartOptions) = "piechart",
        /// Of states over time.
        StateTimeline(StateTimelineOptions) = "state-timeline",
        /// Of log lines.
        Logs(LogsOptions) = "logs",
        /// Of one trace.
        Traces(TracesOptions) = "traces",
        /// Of a graph of nodes and edges.
        NodeGraph(NodeGraphOptions) = "nodeGraph",
    }
}

typed_by! {
    /// The settings of fields that a panel's type adds. Types that are not listed add none.
    pub enum Custom reads Object {
        /// By a table.
        Table(TableCustom) = "table",
        /// By a graph over time.
        Timeseries(TimeseriesCustom) = "timeseries",
        /// By bars by category.
        Barchart(BarchartCustom) = "barchart",
        /// By a heat map.
        Heatmap(HeatmapCustom) = "heatmap",
        /// By a histogram.
        Histogram(HistogramCustom) = "histogram",
        /// By a pie.
        Piechart(PiechartCustom) = "piechart",
        /// By states over time.
        StateTimeline(StateTimelineCustom) = "state-timeline",
    }
}
