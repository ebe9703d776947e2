//! The panel type `histogram`.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::Number;

use super::{AxisColorMode, AxisPlacement, GradientMode, HideSeriesConfig, Legend, ScaleDistribution, StackingConfig, Tooltip};
use crate::grafana::json::model;

model! {
    /// The options of a histogram.
    pub struct HistogramOptions {
        /// About how many buckets there are.
        "bucketCount" => bucket_count: Number,
        /// How wide a bucket is. Without it, Grafana chooses.
        "bucketSize" => bucket_size: Number,
        /// Where the first bucket begins.
        "bucketOffset" => bucket_offset: Number,
        /// Whether all series make one histogram.
        "combine" => combine: bool,
        /// The legend.
        "legend" => legend: Legend,
        /// What is shown under the pointer.
        "tooltip" => tooltip: Tooltip,
    }
}

model! {
    /// The field settings of a histogram.
    pub struct HistogramCustom {
        /// How wide lines are, in pixels, 0 to 10.
        "lineWidth" => line_width: Number,
        /// How much of the fill is seen, in percent, 0 to 100.
        "fillOpacity" => fill_opacity: Number,
        /// How the fill changes.
        "gradientMode" => gradient_mode: GradientMode,
        /// How series are stacked.
        "stacking" => stacking: StackingConfig,
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
