//! The panel type `piechart`.
//!
//! From: such a panel's options and field settings. To: the same again.

use super::{HideSeriesConfig, Legend, Orientation, ReduceOptions, SortOrder, TextSizes, Tooltip};
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a pie.
    pub struct PiechartOptions {
        /// Whether it has a hole.
        "pieType" => pie_type: PieChartType,
        /// How a series becomes one value.
        "reduceOptions" => reduce_options: ReduceOptions,
        /// How pies are laid out.
        "orientation" => orientation: Orientation,
        /// How large texts are.
        "text" => text: TextSizes,
        /// What stands on each slice.
        "displayLabels" => display_labels: Vec<PieChartLabel>,
        /// How slices are sorted.
        "sort" => sort: SortOrder,
        /// The legend.
        "legend" => legend: Legend,
        /// What is shown under the pointer.
        "tooltip" => tooltip: Tooltip,
    }
}

text_enum! {
    /// Whether a pie has a hole.
    pub enum PieChartType {
        /// It has none.
        Pie = "pie",
        /// It has one.
        Donut = "donut",
    }
}

text_enum! {
    /// What stands on a slice.
    pub enum PieChartLabel {
        /// The name.
        Name = "name",
        /// The value.
        Value = "value",
        /// The share of the whole.
        Percent = "percent",
    }
}

model! {
    /// The field settings of a pie.
    pub struct PiechartCustom {
        /// Where a slice is hidden.
        "hideFrom" => hide_from: HideSeriesConfig,
    }
}
