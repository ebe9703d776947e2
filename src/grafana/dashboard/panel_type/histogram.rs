//! The panel type `histogram`.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::Number;

use super::axis::axis_model;
use super::{GradientMode, HideSeriesConfig, Legend, StackingConfig, Tooltip};
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

axis_model! {
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
        /// Where the series is hidden.
        "hideFrom" => hide_from: HideSeriesConfig,
    }
}
