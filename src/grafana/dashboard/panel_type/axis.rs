//! Axes and scales, as several panel types have them.
//!
//! From: `axis…` and `scaleDistribution` of field settings. To: the same again.

use serde_json::Number;

use crate::grafana::json::{model, text_enum};

text_enum! {
    /// Where a field's axis stands.
    pub enum AxisPlacement {
        /// Where Grafana puts it: by unit, the first to the left.
        Auto = "auto",
        /// Above.
        Top = "top",
        /// To the right.
        Right = "right",
        /// Below.
        Bottom = "bottom",
        /// To the left.
        Left = "left",
        /// Nowhere.
        Hidden = "hidden",
    }
}

text_enum! {
    /// Which colour an axis has.
    pub enum AxisColorMode {
        /// That of texts.
        Text = "text",
        /// That of its series.
        Series = "series",
    }
}

model! {
    /// How values are laid out along an axis.
    pub struct ScaleDistribution {
        /// The way.
        "type" => r#type: ScaleDistributionType,
        /// The base of a logarithm, 2 or 10.
        "log" => log: Number,
        /// For `symlog`: within this distance of zero the axis is linear.
        "linearThreshold" => linear_threshold: Number,
    }
}

text_enum! {
    /// In which way values are laid out along an axis.
    pub enum ScaleDistributionType {
        /// Evenly.
        Linear = "linear",
        /// By their logarithm.
        Log = "log",
        /// By their order.
        Ordinal = "ordinal",
        /// By their logarithm on both sides of zero, evenly around it.
        Symlog = "symlog",
    }
}
