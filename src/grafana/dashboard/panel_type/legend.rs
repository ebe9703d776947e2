//! Legends, as several panel types have them.
//!
//! From: `legend` of a panel's options. To: the same again.

use serde_json::Number;

use crate::grafana::dashboard::shapes::one_of;
use crate::grafana::json::{model, text_enum};

model! {
    /// A panel's legend.
    pub struct Legend {
        /// Whether there is one.
        "showLegend" => show_legend: bool,
        /// As what it is laid out.
        "displayMode" => display_mode: LegendDisplayMode,
        /// Where it stands.
        "placement" => placement: LegendPlacement,
        /// The reducers whose results stand beside each name, such as `max`.
        "calcs" => calcs: Vec<String>,
        /// For a pie: what stands beside each name.
        "values" => values: Vec<LegendValue>,
        /// Whether it is a table. Old files write it.
        "asTable" => as_table: bool,
        /// Whether there is one. Old files write it.
        "isVisible" => is_visible: bool,
        /// The column that a table is sorted by, under the name shown, such as `Max`.
        "sortBy" => sort_by: String,
        /// Whether a table is sorted with the greatest first.
        "sortDesc" => sort_desc: bool,
        /// How wide it is when it stands to the right, in pixels.
        "width" => width: NumberOrText,
        /// How many entries it has at most.
        "limit" => limit: Number,
        /// What becomes of a long name.
        "overflow" => overflow: LegendOverflow,
        /// Whether the series can be filtered by their labels.
        "enableFacetedFilter" => enable_faceted_filter: bool,
        /// Whether that filter stays open.
        "facetedFilterPinned" => faceted_filter_pinned: bool,
    }
}

one_of! {
    /// A number, or a text such as `50%`.
    pub enum NumberOrText {
        /// A number.
        Number(Number),
        /// A text.
        Text(String),
    }
}

text_enum! {
    /// As what a legend is laid out.
    pub enum LegendDisplayMode {
        /// A list.
        List = "list",
        /// A table.
        Table = "table",
        /// Nothing. Grafana 9 and later write `showLegend: false`.
        Hidden = "hidden",
    }
}

text_enum! {
    /// Where a legend stands.
    pub enum LegendPlacement {
        /// Below.
        Bottom = "bottom",
        /// To the right.
        Right = "right",
    }
}

text_enum! {
    /// What becomes of a long name.
    pub enum LegendOverflow {
        /// It is cut.
        Ellipsis = "ellipsis",
        /// It is broken into lines.
        Wrap = "wrap",
    }
}

text_enum! {
    /// What stands beside a name in a pie's legend.
    pub enum LegendValue {
        /// The value.
        Value = "value",
        /// The share of the whole.
        Percent = "percent",
    }
}
