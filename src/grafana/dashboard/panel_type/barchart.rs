//! The panel type `barchart`: bars by category.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::Number;

use super::axis::axis_model;
use super::{
    GradientMode, HideSeriesConfig, Legend, Orientation, StackingMode, TextSizes, ThresholdsStyle, Tooltip, VisibilityMode,
};
use crate::grafana::json::model;

model! {
    /// The options of bars by category.
    pub struct BarchartOptions {
        /// The field of the categories. Without it, the first text or time.
        "xField" => x_field: String,
        /// The field whose values colour the bars.
        "colorByField" => color_by_field: String,
        /// In which direction bars stand.
        "orientation" => orientation: Orientation,
        /// How large texts are.
        "text" => text: TextSizes,
        /// How series are stacked.
        "stacking" => stacking: StackingMode,
        /// When values are written on bars.
        "showValue" => show_value: VisibilityMode,
        /// How wide a bar is within its group, 0 to 1.
        "barWidth" => bar_width: Number,
        /// How round bars are, 0 to 0.5.
        "barRadius" => bar_radius: Number,
        /// How wide a group is, 0 to 1.
        "groupWidth" => group_width: Number,
        /// Whether the whole height of a bar's place is marked under the pointer.
        "fullHighlight" => full_highlight: bool,
        /// By how much the categories' texts are turned, in degrees, -90 to 90.
        "xTickLabelRotation" => x_tick_label_rotation: Number,
        /// How many characters of the categories' texts are shown.
        "xTickLabelMaxLength" => x_tick_label_max_length: Number,
        /// The least room between the categories' texts; below zero, counted from the right.
        "xTickLabelSpacing" => x_tick_label_spacing: Number,
        /// The legend.
        "legend" => legend: Legend,
        /// What is shown under the pointer.
        "tooltip" => tooltip: Tooltip,
    }
}

axis_model! {
    /// The field settings of bars by category.
    pub struct BarchartCustom {
        /// How wide lines are, in pixels, 0 to 10.
        "lineWidth" => line_width: Number,
        /// How much of the fill is seen, in percent, 0 to 100.
        "fillOpacity" => fill_opacity: Number,
        /// How the fill changes.
        "gradientMode" => gradient_mode: GradientMode,
        /// How thresholds are drawn.
        "thresholdsStyle" => thresholds_style: ThresholdsStyle,
        /// Where the series is hidden.
        "hideFrom" => hide_from: HideSeriesConfig,
    }
}
