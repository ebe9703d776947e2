//! The panel type `heatmap`.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::{Number, Value};

use super::{
    HeatmapColor, HeatmapYAxis, HideSeriesConfig, LegendPlacement, NumberOrText, ScaleDistribution, TooltipMode, VisibilityMode,
};
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a heat map.
    pub struct HeatmapOptions {
        /// Whether Grafana makes the buckets out of the values.
        "calculate" => calculate: bool,
        /// How it does so.
        "calculation" => calculation: HeatmapCalculation,
        /// How cells are coloured.
        "color" => color: HeatmapColor,
        /// The vertical axis.
        "yAxis" => y_axis: HeatmapYAxis,
        /// The room between cells, in pixels.
        "cellGap" => cell_gap: Number,
        /// How round cells are, in pixels.
        "cellRadius" => cell_radius: Number,
        /// How a cell's value is written.
        "cellValues" => cell_values: HeatmapCellValues,
        /// Which cells are left out.
        "filterValues" => filter_values: HeatmapFilterValues,
        /// What the rows of the results are.
        "rowsFrame" => rows_frame: HeatmapRowsFrame,
        /// When values are written on cells.
        "showValue" => show_value: VisibilityMode,
        /// How exemplars are drawn.
        "exemplars" => exemplars: HeatmapExemplars,
        /// The legend.
        "legend" => legend: HeatmapLegend,
        /// What is shown under the pointer.
        "tooltip" => tooltip: HeatmapTooltip,
        /// Along which axes a person can select.
        "selectionMode" => selection_mode: HeatmapSelectionMode,
        /// How annotations are drawn: `lines`, `regions`, `clustering`, `multiLane`.
        "annotations" => annotations: Value,
    }
}

model! {
    /// How a heat map's buckets are made.
    pub struct HeatmapCalculation {
        /// Along time.
        "xBuckets" => x_buckets: HeatmapCalculationBucket,
        /// Along values.
        "yBuckets" => y_buckets: HeatmapCalculationBucket,
    }
}

model! {
    /// How the buckets along one axis are made.
    pub struct HeatmapCalculationBucket {
        /// Whether `value` is a size or a number of buckets.
        "mode" => mode: HeatmapCalculationMode,
        /// The size (for time a duration) or the number of buckets.
        "value" => value: String,
        /// How buckets are laid out.
        "scale" => scale: ScaleDistribution,
    }
}

text_enum! {
    /// What says how many buckets there are.
    pub enum HeatmapCalculationMode {
        /// The size of each.
        Size = "size",
        /// Their number.
        Count = "count",
    }
}

model! {
    /// How a cell's value is written.
    pub struct HeatmapCellValues {
        /// The unit.
        "unit" => unit: String,
        /// How many decimals are shown.
        "decimals" => decimals: Number,
    }
}

model! {
    /// Which cells are shown, by their value.
    pub struct HeatmapFilterValues {
        /// Those of at least this value are left out.
        "ge" => ge: Number,
        /// Those of at most this value are left out.
        "le" => le: Number,
    }
}

model! {
    /// What the rows of the results are.
    pub struct HeatmapRowsFrame {
        /// Which limit of a bucket a row's name is.
        "layout" => layout: HeatmapCellLayout,
        /// The name of the values.
        "value" => value: String,
        /// How buckets are laid out.
        "yBucketScale" => y_bucket_scale: ScaleDistribution,
    }
}

text_enum! {
    /// Which limit of a bucket a row's name is.
    pub enum HeatmapCellLayout {
        /// Grafana finds out.
        Auto = "auto",
        /// The upper one.
        Le = "le",
        /// The lower one.
        Ge = "ge",
        /// Neither is known.
        Unknown = "unknown",
    }
}

model! {
    /// How exemplars are drawn.
    pub struct HeatmapExemplars {
        /// Their colour.
        "color" => color: String,
    }
}

model! {
    /// A heat map's legend.
    pub struct HeatmapLegend {
        /// Whether there is one.
        "show" => show: bool,
        /// Where it stands.
        "placement" => placement: LegendPlacement,
        /// How wide it is: pixels, or a text such as `50%`.
        "width" => width: NumberOrText,
    }
}

model! {
    /// What a heat map shows under the pointer.
    pub struct HeatmapTooltip {
        /// Which cells.
        "mode" => mode: TooltipMode,
        /// Whether the values of the column are drawn.
        "yHistogram" => y_histogram: bool,
        /// Whether the scale of colours is drawn.
        "showColorScale" => show_color_scale: bool,
        /// How wide it is at most, in pixels.
        "maxWidth" => max_width: Number,
        /// How high it is at most, in pixels.
        "maxHeight" => max_height: Number,
    }
}

text_enum! {
    /// Along which axes a person can select.
    pub enum HeatmapSelectionMode {
        /// Time.
        X = "x",
        /// Values.
        Y = "y",
        /// Both.
        Xy = "xy",
    }
}

model! {
    /// The field settings of a heat map.
    pub struct HeatmapCustom {
        /// How values are laid out along the axis.
        "scaleDistribution" => scale_distribution: ScaleDistribution,
        /// Where the series is hidden.
        "hideFrom" => hide_from: HideSeriesConfig,
    }
}
