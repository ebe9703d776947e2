//! The panel type `barchart`: bars by category.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::Number;

use super::{
    AxisColorMode, AxisPlacement, GradientMode, HideSeriesConfig, Legend, Orientation, ScaleDistribution, StackingMode,
    TextSizes, ThresholdsStyle, Tooltip, VisibilityMode,
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

model! {
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
