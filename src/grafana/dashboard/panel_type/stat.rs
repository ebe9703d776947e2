//! The panel type `stat`: single large values.
//!
//! From: such a panel's options. To: the same again.

use super::{Orientation, ReduceOptions, TextSizes, ValueTextMode};
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a panel of single large values.
    pub struct StatOptions {
        /// How a series becomes one value.
        "reduceOptions" => reduce_options: ReduceOptions,
        /// How values are laid out.
        "orientation" => orientation: Orientation,
        /// How large texts are.
        "text" => text: TextSizes,
        /// What is coloured.
        "colorMode" => color_mode: StatColorMode,
        /// What is drawn behind the value.
        "graphMode" => graph_mode: StatGraphMode,
        /// Where the value stands.
        "justifyMode" => justify_mode: StatJustifyMode,
        /// Which texts stand with the value.
        "textMode" => text_mode: ValueTextMode,
        /// Whether name and value stand side by side where there is room.
        "wideLayout" => wide_layout: bool,
        /// Whether the change over the time range is shown, in percent.
        "showPercentChange" => show_percent_change: bool,
        /// How that change is coloured.
        "percentChangeColorMode" => percent_change_color_mode: PercentChangeColorMode,
    }
}

text_enum! {
    /// What is coloured.
    pub enum StatColorMode {
        /// The value.
        Value = "value",
        /// The background, with a gradient.
        Background = "background",
        /// The background, evenly.
        BackgroundSolid = "background_solid",
        /// Nothing.
        None = "none",
    }
}

text_enum! {
    /// What is drawn behind a value.
    pub enum StatGraphMode {
        /// Nothing.
        None = "none",
        /// A line.
        Line = "line",
        /// A filled line.
        Area = "area",
    }
}

text_enum! {
    /// Where a value stands.
    pub enum StatJustifyMode {
        /// To the left with a graph, otherwise in the middle.
        Auto = "auto",
        /// In the middle.
        Center = "center",
    }
}

text_enum! {
    /// How a change in percent is coloured.
    pub enum PercentChangeColorMode {
        /// A rise green, a fall red.
        Standard = "standard",
        /// A rise red, a fall green.
        Inverted = "inverted",
        /// As the value.
        SameAsValue = "same_as_value",
    }
}
