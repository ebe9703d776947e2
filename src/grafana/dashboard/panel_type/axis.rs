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

/// Defines a model that has, beside its own fields, those of an axis.
macro_rules! axis_model {
    (
        $(#[doc = $about:expr])*
        pub struct $name:ident { $($own:tt)* }
    ) => {
        $crate::grafana::json::model! {
            $(#[doc = $about])*
            pub struct $name {
                $($own)*
                /// Where the field's axis stands.
                "axisPlacement" => axis_placement: $crate::grafana::dashboard::panel_type::AxisPlacement,
                /// The axis's text.
                "axisLabel" => axis_label: String,
                /// Which colour the axis has.
                "axisColorMode" => axis_color_mode: $crate::grafana::dashboard::panel_type::AxisColorMode,
                /// Whether the axis's line is drawn.
                "axisBorderShow" => axis_border_show: bool,
                /// Whether the axis's grid is drawn. Without it, Grafana chooses.
                "axisGridShow" => axis_grid_show: bool,
                /// Whether zero is in the middle of the axis.
                "axisCenteredZero" => axis_centered_zero: bool,
                /// The least value that the axis reaches in any case.
                "axisSoftMin" => axis_soft_min: serde_json::Number,
                /// The greatest value that the axis reaches in any case.
                "axisSoftMax" => axis_soft_max: serde_json::Number,
                /// The width of the axis, in pixels. Without it, as wide as its texts.
                "axisWidth" => axis_width: serde_json::Number,
                /// How values are laid out along the axis.
                "scaleDistribution" => scale_distribution: $crate::grafana::dashboard::panel_type::ScaleDistribution,
            }
        }
    };
}

pub(super) use axis_model;
