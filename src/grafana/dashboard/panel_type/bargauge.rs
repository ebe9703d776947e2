//! The panel type `bargauge`: gauges drawn as bars.
//!
//! From: such a panel's options. To: the same again.

use serde_json::Number;

use super::{Legend, Orientation, ReduceOptions, TextSizes};
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a panel of gauges drawn as bars.
    pub struct BargaugeOptions {
        /// How a series becomes one value.
        "reduceOptions" => reduce_options: ReduceOptions,
        /// How bars are laid out.
        "orientation" => orientation: Orientation,
        /// How large texts are.
        "text" => text: TextSizes,
        /// The legend.
        "legend" => legend: Legend,
        /// How bars are drawn.
        "displayMode" => display_mode: BarGaugeDisplayMode,
        /// How values are shown.
        "valueMode" => value_mode: BarGaugeValueMode,
        /// Where names stand.
        "namePlacement" => name_placement: BarGaugeNamePlacement,
        /// Whether the rest of the bar is drawn.
        "showUnfilled" => show_unfilled: bool,
        /// Whether Grafana chooses the bars' size.
        "sizing" => sizing: BarGaugeSizing,
        /// The least width of a standing bar, in pixels.
        "minVizWidth" => min_viz_width: Number,
        /// The least height of a lying bar, in pixels.
        "minVizHeight" => min_viz_height: Number,
        /// The greatest height of a lying bar, in pixels.
        "maxVizHeight" => max_viz_height: Number,
    }
}

text_enum! {
    /// How bars are drawn.
    pub enum BarGaugeDisplayMode {
        /// Evenly.
        Basic = "basic",
        /// As segments.
        Lcd = "lcd",
        /// With a gradient.
        Gradient = "gradient",
    }
}

text_enum! {
    /// How a bar's value is shown.
    pub enum BarGaugeValueMode {
        /// In the bar's colour.
        Color = "color",
        /// In the colour of texts.
        Text = "text",
        /// Not at all.
        Hidden = "hidden",
    }
}

text_enum! {
    /// Where a bar's name stands.
    pub enum BarGaugeNamePlacement {
        /// Where there is room.
        Auto = "auto",
        /// Above.
        Top = "top",
        /// To the left.
        Left = "left",
        /// Nowhere.
        Hidden = "hidden",
    }
}

text_enum! {
    /// Who chooses the size of gauges.
    pub enum BarGaugeSizing {
        /// Grafana.
        Auto = "auto",
        /// The dashboard.
        Manual = "manual",
    }
}
