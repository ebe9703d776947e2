//! The panel type `state-timeline`: states over time.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::{Number, Value};

use super::{AxisColorMode, AxisPlacement, BoolOrNumber, HideSeriesConfig, Legend, ScaleDistribution, Tooltip, VisibilityMode};
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of states over time.
    pub struct StateTimelineOptions {
        /// Whether equal values that follow one another are drawn as one.
        "mergeValues" => merge_values: bool,
        /// When values are written.
        "showValue" => show_value: VisibilityMode,
        /// Where values are written.
        "alignValue" => align_value: TimelineValueAlignment,
        /// How high a row is, as a share of the room, 0 to 1.
        "rowHeight" => row_height: Number,
        /// How many series a page has.
        "perPage" => per_page: Number,
        /// Time zones, each with an axis of its own. An empty text is the dashboard's.
        "timezone" => timezone: Vec<String>,
        /// How annotations are drawn: `lines`, `regions`, `clustering`, `multiLane`.
        "annotations" => annotations: Value,
        /// The legend.
        "legend" => legend: Legend,
        /// What is shown under the pointer.
        "tooltip" => tooltip: Tooltip,
    }
}

text_enum! {
    /// Where values are written.
    pub enum TimelineValueAlignment {
        /// To the left.
        Left = "left",
        /// In the middle.
        Center = "center",
        /// To the right.
        Right = "right",
    }
}

model! {
    /// The field settings of states over time.
    pub struct StateTimelineCustom {
        /// How wide lines are, in pixels, 0 to 10.
        "lineWidth" => line_width: Number,
        /// How much of the fill is seen, in percent, 0 to 100.
        "fillOpacity" => fill_opacity: Number,
        /// Whether states go on over missing values, or over gaps up to so many milliseconds.
        "spanNulls" => span_nulls: BoolOrNumber,
        /// Whether states end where points are far apart, or after so many milliseconds.
        "insertNulls" => insert_nulls: BoolOrNumber,
        /// Where the field's axis stands.
        "axisPlacement" => axis_placement: AxisPlacement,
        /// The axis's text.
        "axisLabel" => axis_label: String,
        /// Which colour the axis has.
        "axisColorMode" => axis_color_mode: AxisColorMode,
        /// Whether the axis's line is drawn.
        "axisBorderShow" => axis_border_show: bool,
        /// Whether the axis's grid is drawn. Without it, Grafana chooses.
        "axisGridShow" => axis_grid_show: bool,
        /// Whether zero is in the middle of the axis.
        "axisCenteredZero" => axis_centered_zero: bool,
        /// The least value that the axis reaches in any case.
        "axisSoftMin" => axis_soft_min: Number,
        /// The greatest value that the axis reaches in any case.
        "axisSoftMax" => axis_soft_max: Number,
        /// The width of the axis, in pixels. Without it, as wide as its texts.
        "axisWidth" => axis_width: Number,
        /// How values are laid out along the axis.
        "scaleDistribution" => scale_distribution: ScaleDistribution,
        /// Where the series is hidden.
        "hideFrom" => hide_from: HideSeriesConfig,
    }
}
