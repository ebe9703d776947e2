//! Cells of the panel type `table`.
//!
//! From: `cellOptions` and `tooltip` of such a panel's field settings. To: the same again.

use super::BarGaugeValueMode;
use crate::grafana::json::{model, text_enum};

model! {
    /// How a table's cells are drawn. A sparkline's cells also take the field settings of a graph over time; these stay in
    /// `extra`.
    pub struct CellOptions {
        /// The way.
        "type" => r#type: CellType,
        /// Of a gauge, how its bar is drawn; of a coloured background, whether it has a gradient.
        "mode" => mode: CellMode,
        /// Of a gauge: how its value is shown.
        "valueDisplayMode" => value_display_mode: BarGaugeValueMode,
        /// Of a coloured background: whether the whole row has it.
        "applyToRow" => apply_to_row: bool,
        /// Whether long content is broken. Grafana 12.1 and earlier wrote it here.
        "wrapText" => wrap_text: bool,
        /// Of a sparkline: whether its value is hidden.
        "hideValue" => hide_value: bool,
        /// Of an image: the text that stands for it.
        "alt" => alt: String,
        /// Of an image: the text shown under the pointer.
        "title" => title: String,
        /// Of Markdown: whether the cell is as high as its content.
        "dynamicHeight" => dynamic_height: bool,
    }
}

text_enum! {
    /// How the bar or the background of a cell is drawn.
    pub enum CellMode {
        /// Evenly.
        Basic = "basic",
        /// With a gradient.
        Gradient = "gradient",
        /// Of a gauge: as segments.
        Lcd = "lcd",
    }
}

text_enum! {
    /// In which way a table's cells are drawn.
    pub enum CellType {
        /// As the field's type suggests.
        Auto = "auto",
        /// With the text coloured.
        ColorText = "color-text",
        /// With the background coloured.
        ColorBackground = "color-background",
        /// With the background coloured evenly. Old files write it.
        ColorBackgroundSolid = "color-background-solid",
        /// As a gauge.
        Gauge = "gauge",
        /// As an even gauge. Old files write it.
        BasicGauge = "basic",
        /// As a gauge with a gradient. Old files write it.
        GradientGauge = "gradient-gauge",
        /// As a gauge of segments. Old files write it.
        LcdGauge = "lcd-gauge",
        /// As JSON.
        JsonView = "json-view",
        /// As an image.
        Image = "image",
        /// As the field's links.
        DataLinks = "data-links",
        /// As the field's actions.
        Actions = "actions",
        /// As a small graph.
        Sparkline = "sparkline",
        /// As coloured pills, one for each part of the text.
        Pill = "pill",
        /// As Markdown.
        Markdown = "markdown",
        /// As a place on the earth.
        Geo = "geo",
        /// As a plugin draws them.
        Custom = "custom",
    }
}

model! {
    /// What is shown under the pointer over a cell.
    pub struct CellTooltip {
        /// The field whose value is shown.
        "field" => field: String,
        /// Where it stands.
        "placement" => placement: CellTooltipPlacement,
    }
}

text_enum! {
    /// Where a cell's tooltip stands.
    pub enum CellTooltipPlacement {
        /// Where there is room.
        Auto = "auto",
        /// Above.
        Top = "top",
        /// To the right.
        Right = "right",
        /// Below.
        Bottom = "bottom",
        /// To the left.
        Left = "left",
    }
}
