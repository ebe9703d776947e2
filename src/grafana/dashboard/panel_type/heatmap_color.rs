//! Colours and the vertical axis of the panel type `heatmap`.
//!
//! From: `color` and `yAxis` of such a panel's options. To: the same again.

use serde_json::Number;

use super::axis::axis_model;
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

axis_model! {
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
    }
}
