//! The panel type `gauge`.
//!
//! From: such a panel's options. To: the same again.

use serde_json::Number;

use super::{BarGaugeSizing, Orientation, ReduceOptions, TextSizes, ValueTextMode};
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a panel of gauges.
    pub struct GaugeOptions {
        /// How a series becomes one value.
        "reduceOptions" => reduce_options: ReduceOptions,
        /// How gauges are laid out.
        "orientation" => orientation: Orientation,
        /// How large texts are.
        "text" => text: TextSizes,
        /// Whether the thresholds' values are shown.
        "showThresholdLabels" => show_threshold_labels: bool,
        /// Whether the thresholds are drawn along the gauge.
        "showThresholdMarkers" => show_threshold_markers: bool,
        /// Whether Grafana chooses the gauges' size.
        "sizing" => sizing: BarGaugeSizing,
        /// The least width of a gauge, in pixels.
        "minVizWidth" => min_viz_width: Number,
        /// The least height of a gauge, in pixels.
        "minVizHeight" => min_viz_height: Number,
        /// A full circle or a part of it.
        "shape" => shape: GaugeShape,
        /// How the bar ends.
        "barShape" => bar_shape: GaugeBarShape,
        /// How wide the bar is, as a share of the radius, 0.1 to 1.
        "barWidthFactor" => bar_width_factor: Number,
        /// Into how many segments the bar is divided; 1 for none.
        "segmentCount" => segment_count: Number,
        /// The room between segments, as a share, 0 to 1.
        "segmentSpacing" => segment_spacing: Number,
        /// The value that the bar starts from, where it is not the least.
        "neutral" => neutral: Number,
        /// What marks the end of the bar.
        "endpointMarker" => endpoint_marker: GaugeEndpointMarker,
        /// Light and gradients.
        "effects" => effects: GaugeEffects,
        /// Whether the course of the values is drawn within.
        "sparkline" => sparkline: bool,
        /// Which texts stand with the value.
        "textMode" => text_mode: ValueTextMode,
    }
}

model! {
    /// Light and gradients of gauges.
    pub struct GaugeEffects {
        /// Whether the bar glows.
        "barGlow" => bar_glow: bool,
        /// Whether the middle glows.
        "centerGlow" => center_glow: bool,
        /// Whether the bar has a gradient.
        "gradient" => gradient: bool,
    }
}

text_enum! {
    /// A full circle or a part of it.
    pub enum GaugeShape {
        /// A full circle.
        Circle = "circle",
        /// A part of a circle.
        Gauge = "gauge",
    }
}

text_enum! {
    /// How a gauge's bar ends.
    pub enum GaugeBarShape {
        /// Straight.
        Flat = "flat",
        /// Rounded.
        Rounded = "rounded",
    }
}

text_enum! {
    /// What marks the end of a gauge's bar.
    pub enum GaugeEndpointMarker {
        /// A point.
        Point = "point",
        /// A glow.
        Glow = "glow",
        /// Nothing.
        None = "none",
    }
}
