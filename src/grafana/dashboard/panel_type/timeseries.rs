//! The panel type `timeseries`: graphs over time.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::{Number, Value};

use super::axis::axis_model;
use super::{
    BoolOrNumber, GradientMode, HideSeriesConfig, Legend, LineInterpolation, LineStyle, Orientation, StackingConfig,
    ThresholdsStyle, Tooltip, VisibilityMode,
};
use crate::grafana::dashboard::shapes::number_enum;
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a graph over time.
    pub struct TimeseriesOptions {
        /// The legend.
        "legend" => legend: Legend,
        /// What is shown under the pointer.
        "tooltip" => tooltip: Tooltip,
        /// In which direction time runs.
        "orientation" => orientation: Orientation,
        /// Time zones, each with an axis of its own. An empty text is the dashboard's.
        "timezone" => timezone: Vec<String>,
        /// Whether the comparison with an earlier time range can be switched: `timeCompare`.
        "timeCompare" => time_compare: Value,
        /// How annotations are drawn: `lines`, `regions`, `clustering`, `multiLane`.
        "annotations" => annotations: Value,
        /// Whether keys do nothing here.
        "disableKeyboardEvents" => disable_keyboard_events: bool,
    }
}

axis_model! {
    /// The field settings of a graph over time.
    pub struct TimeseriesCustom {
        /// As what values are drawn.
        "drawStyle" => draw_style: DrawStyle,
        /// How points are joined.
        "lineInterpolation" => line_interpolation: LineInterpolation,
        /// How wide lines are, in pixels, 0 to 10.
        "lineWidth" => line_width: Number,
        /// How much of the fill is seen, in percent, 0 to 100.
        "fillOpacity" => fill_opacity: Number,
        /// How lines are dashed.
        "lineStyle" => line_style: LineStyle,
        /// The colour of lines. Without it, the field's.
        "lineColor" => line_color: String,
        /// The colour of the fill. Without it, the field's.
        "fillColor" => fill_color: String,
        /// The name of the field down to which the fill reaches.
        "fillBelowTo" => fill_below_to: String,
        /// How the fill changes.
        "gradientMode" => gradient_mode: GradientMode,
        /// When points are drawn.
        "showPoints" => show_points: VisibilityMode,
        /// How large points are, in pixels.
        "pointSize" => point_size: Number,
        /// The colour of points. Without it, the field's.
        "pointColor" => point_color: String,
        /// The picture drawn as a point.
        "pointSymbol" => point_symbol: String,
        /// Whether values are written beside their points.
        "showValues" => show_values: bool,
        /// Whether lines go on over missing values, or over gaps up to so many milliseconds.
        "spanNulls" => span_nulls: BoolOrNumber,
        /// Whether lines are broken where points are far apart, or after so many milliseconds.
        "insertNulls" => insert_nulls: BoolOrNumber,
        /// How series are stacked.
        "stacking" => stacking: StackingConfig,
        /// How thresholds are drawn.
        "thresholdsStyle" => thresholds_style: ThresholdsStyle,
        /// What is done to values before they are drawn.
        "transform" => transform: Transform,
        /// Where a bar stands to its time.
        "barAlignment" => bar_alignment: BarAlignment,
        /// How wide bars are, as a share of the room, 0 to 1.
        "barWidthFactor" => bar_width_factor: Number,
        /// How wide bars are at most, in pixels.
        "barMaxWidth" => bar_max_width: Number,
        /// Where the series is hidden.
        "hideFrom" => hide_from: HideSeriesConfig,
    }
}

text_enum! {
    /// As what values are drawn.
    pub enum DrawStyle {
        /// Lines.
        Line = "line",
        /// Bars.
        Bars = "bars",
        /// Points.
        Points = "points",
    }
}

text_enum! {
    /// What is done to values before they are drawn.
    pub enum Transform {
        /// The first value is drawn all along.
        Constant = "constant",
        /// They are drawn below zero.
        NegativeY = "negative-Y",
    }
}

number_enum! {
    /// Where a bar stands to its time.
    pub enum BarAlignment {
        /// Before it.
        Before = -1,
        /// Around it.
        Center = 0,
        /// After it.
        After = 1,
    }
}
