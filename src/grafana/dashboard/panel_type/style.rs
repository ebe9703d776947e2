//! Lines, fills and stacking, as several panel types have them.
//!
//! From: field settings of panels that draw. To: the same again.

use serde_json::Number;

use crate::grafana::dashboard::shapes::one_of;
use crate::grafana::json::{model, text_enum};

one_of! {
    /// Yes, no, or up to a limit in milliseconds.
    pub enum BoolOrNumber {
        /// Yes or no.
        Bool(bool),
        /// Up to this limit, in milliseconds.
        Number(Number),
    }
}

text_enum! {
    /// How the fill under a line changes.
    pub enum GradientMode {
        /// Not at all.
        None = "none",
        /// It fades towards the bottom.
        Opacity = "opacity",
        /// Its hue changes a little.
        Hue = "hue",
        /// By the field's colours.
        Scheme = "scheme",
    }
}

text_enum! {
    /// How points are joined.
    pub enum LineInterpolation {
        /// Straight.
        Linear = "linear",
        /// With a curve.
        Smooth = "smooth",
        /// With a step at the first of two points.
        StepBefore = "stepBefore",
        /// With a step at the second of two points.
        StepAfter = "stepAfter",
    }
}

model! {
    /// How a line is dashed.
    pub struct LineStyle {
        /// The way.
        "fill" => fill: LineStyleFill,
        /// Lengths of lines and gaps by turns, in pixels.
        "dash" => dash: Vec<Number>,
    }
}

text_enum! {
    /// In which way a line is dashed.
    pub enum LineStyleFill {
        /// Not at all.
        Solid = "solid",
        /// With dashes.
        Dash = "dash",
        /// With dots.
        Dot = "dot",
        /// With squares.
        Square = "square",
        /// So that lines can be told apart without colours.
        Accessible = "accessible",
    }
}

text_enum! {
    /// When something is shown.
    pub enum VisibilityMode {
        /// When there is room.
        Auto = "auto",
        /// Never.
        Never = "never",
        /// Always.
        Always = "always",
    }
}

model! {
    /// How series are stacked.
    pub struct StackingConfig {
        /// The way.
        "mode" => mode: StackingMode,
        /// Series are stacked with those of the same group.
        "group" => group: String,
    }
}

text_enum! {
    /// In which way series are stacked.
    pub enum StackingMode {
        /// Not at all.
        None = "none",
        /// By value.
        Normal = "normal",
        /// By their share.
        Percent = "percent",
    }
}

model! {
    /// Where a series is hidden.
    pub struct HideSeriesConfig {
        /// In the legend.
        "legend" => legend: bool,
        /// In the tooltip.
        "tooltip" => tooltip: bool,
        /// In the drawing.
        "viz" => viz: bool,
    }
}

model! {
    /// How thresholds are drawn.
    pub struct ThresholdsStyle {
        /// The way.
        "mode" => mode: ThresholdsStyleMode,
    }
}

text_enum! {
    /// In which way thresholds are drawn.
    pub enum ThresholdsStyleMode {
        /// Not at all.
        Off = "off",
        /// As lines.
        Line = "line",
        /// As dashed lines.
        Dashed = "dashed",
        /// As coloured areas.
        Area = "area",
        /// As lines and areas.
        LineAndArea = "line+area",
        /// As dashed lines and areas.
        DashedAndArea = "dashed+area",
        /// As series.
        Series = "series",
    }
}
