//! Tooltips, as several panel types have them.
//!
//! From: `tooltip` of a panel's options. To: the same again.

use serde_json::Number;

use crate::grafana::json::{model, text_enum};

model! {
    /// What a panel shows under the pointer.
    pub struct Tooltip {
        /// Which series.
        "mode" => mode: TooltipMode,
        /// How they are sorted.
        "sort" => sort: SortOrder,
        /// Whether series with the value zero are left out.
        "hideZeros" => hide_zeros: bool,
        /// How wide it is at most, in pixels.
        "maxWidth" => max_width: Number,
        /// How high it is at most, in pixels.
        "maxHeight" => max_height: Number,
    }
}

text_enum! {
    /// Which series a tooltip shows.
    pub enum TooltipMode {
        /// The nearest.
        Single = "single",
        /// All.
        Multi = "multi",
        /// None.
        None = "none",
    }
}

text_enum! {
    /// How values are sorted.
    pub enum SortOrder {
        /// Not at all.
        None = "none",
        /// Rising.
        Ascending = "asc",
        /// Falling.
        Descending = "desc",
    }
}
