//! What panels of single values have in common.
//!
//! From: `reduceOptions`, `orientation` and `text` of a panel's options. To: the same again.

use serde_json::Number;

use crate::grafana::json::{model, text_enum};

model! {
    /// How a series becomes one value.
    pub struct ReduceOptions {
        /// The reducers, such as `lastNotNull`.
        "calcs" => calcs: Vec<String>,
        /// Which fields: empty for those with numbers, a name, or a regular expression between slashes.
        "fields" => fields: String,
        /// Whether every value is shown and nothing reduced.
        "values" => values: bool,
        /// How many values are shown at most, where every one is.
        "limit" => limit: Number,
    }
}

text_enum! {
    /// How values are laid out.
    pub enum Orientation {
        /// As the panel's size suggests.
        Auto = "auto",
        /// From left to right.
        Horizontal = "horizontal",
        /// From top to bottom.
        Vertical = "vertical",
    }
}

model! {
    /// How large texts are. Without a size Grafana fits them to the panel.
    pub struct TextSizes {
        /// The name, in pixels.
        "titleSize" => title_size: Number,
        /// The value, in pixels.
        "valueSize" => value_size: Number,
        /// The change in percent, in pixels.
        "percentSize" => percent_size: Number,
    }
}

text_enum! {
    /// Which texts stand with a value.
    pub enum ValueTextMode {
        /// The value, and the name where there are several.
        Auto = "auto",
        /// The value.
        Value = "value",
        /// Value and name.
        ValueAndName = "value_and_name",
        /// The name.
        Name = "name",
        /// None.
        None = "none",
    }
}
