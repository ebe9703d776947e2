//! Colours and the vertical axis of the panel type `heatmap`.
//!
//! From: `color` and `yAxis` of such a panel's options. To: the same again.

use serde_json::Number;

use super::{AxisColorMode, AxisPlacement, ScaleDistribution};
use crate::grafana::json::{model, text_enum};

model! {
    /// How a heat map's cells are coloured.
    pub struct HeatmapColor {
        /// By a scheme, or by how much is seen of one colour.
        "mode" => mode: HeatmapColorMode,
        /// The scheme, such as `Oranges`.
        "scheme" => scheme: String,
        /// The one colour.
        "fill" => fill: String,
        /// How values become opacity.
        "scale" => scale: HeatmapColorScale,
        /// The exponent, where they do so by one.
        "exponent" => exponent: Number,
        /// Into how many steps the colours are divided, 2 to 128.
        "steps" => steps: Number,
        /// Whether the scheme is turned round.
        "reverse" => reverse: bool,
        /// The value of the first colour.
        "min" => min: Number,
        /// The value of the last colour.
        "max" => max: Number,
    }
}

text_enum! {
    /// What a heat map's colours differ in.
    pub enum HeatmapColorMode {
        /// In how much is seen of one colour.
        Opacity = "opacity",
        /// By a scheme.
        Scheme = "scheme",
    }
}

text_enum! {
    /// How values become opacity.
    pub enum HeatmapColorScale {
        /// Evenly.
        Linear = "linear",
        /// By an exponent.
        Exponential = "exponential",
    }
}

model! {
    /// A heat map's vertical axis.
    pub struct HeatmapYAxis {
        /// The unit.
        "unit" => unit: String,
        /// How many decimals are shown.
        "decimals" => decimals: Number,
        /// The least value.
        "min" => min: Number,
        /// The greatest value.
        "max" => max: Number,
        /// Whether the greatest is below.
        "reverse" => reverse: bool,
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
    }
}
