//! The panel type `state-timeline`: states over time.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::{Number, Value};

use super::axis::axis_model;
use super::{BoolOrNumber, HideSeriesConfig, Legend, Tooltip, VisibilityMode};
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

axis_model! {
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
        /// Where the series is hidden.
        "hideFrom" => hide_from: HideSeriesConfig,
    }
}
