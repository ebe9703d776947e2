//! Panels as shapes: what kind of panel it is, and never a value.
//!
//! From: a panel and a size in pixels. To: shapes of SVG, always the same for the same panel. Where a value would stand, there is a
//! bar, so that nobody takes it for a number; names are those that the file gives.

mod graph;
mod over_time;
mod rows;
mod shape;
mod single;

use super::markup::{Markup, Name};
use super::scene::{Kind, PanelDrawing};

pub(super) use shape::{Anchor, label, width};

/// The style sheet that the shapes rely on.
pub(super) const STYLE: &str = include_str!("style.css");

/// A room to draw in, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub width: f64,
    pub height: f64,
}

/// Draws the inside of a panel, from 0 to the size.
pub(super) fn draw(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    match &panel.kind {
        Kind::TimeSeries(look) => over_time::series(markup, panel, *look, size),
        Kind::Stat { has_graph } => single::stat(markup, panel, *has_graph, size),
        Kind::Gauge => single::gauge(markup, panel, size),
        Kind::BarGauge { is_vertical } => single::bar_gauge(markup, panel, *is_vertical, size),
        Kind::BarChart { is_vertical } => over_time::bar_chart(markup, panel, *is_vertical, size),
        Kind::Heatmap => over_time::heatmap(markup, size),
        Kind::Histogram => over_time::histogram(markup, panel, size),
        Kind::Pie { is_donut } => single::pie(markup, panel, *is_donut, size),
        Kind::StateTimeline => over_time::state_timeline(markup, panel, size),
        Kind::StatusHistory => over_time::status_history(markup, panel, size),
        Kind::Table(columns) => rows::table(markup, panel, columns, size),
        Kind::TraceList => rows::trace_list(markup, panel, size),
        Kind::Trace => rows::trace(markup, size),
        Kind::Logs => rows::logs(markup, size),
        Kind::List => rows::list(markup, size),
        Kind::Text(blocks) => rows::text(markup, blocks, size),
        Kind::NodeGraph => graph::nodes(markup, size),
        Kind::Row => {}
        Kind::Unknown => graph::unknown(markup, panel, size),
    }
}

/// Draws the inside of a panel as a picture of its own, with words for those who do not see it.
pub(super) fn picture(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    let picture = markup.of_class("svg", "art").fixed(Name::Role, "img").with(Name::AriaLabel, &words(panel));
    let picture = picture.with(Name::ViewBox, &format!("0 0 {} {}", size.width.round(), size.height.round()));
    let fit = if stretches(&panel.kind) { "none" } else { "xMidYMid meet" };
    picture.fixed(Name::PreserveAspectRatio, fit).inside(|markup| draw(markup, panel, size));
}

/// Whether a drawing may be made wider or narrower without becoming another one.
fn stretches(kind: &Kind) -> bool {
    matches!(kind, Kind::Heatmap | Kind::StatusHistory)
}

/// What the drawing shows, in a sentence.
pub(super) fn words(panel: &PanelDrawing) -> String {
    let mut words = vec![format!("Drawing of a {}", name(panel))];
    if !panel.series.is_empty() && !matches!(panel.kind, Kind::TraceList | Kind::Trace | Kind::Logs) {
        words.push(format!(" of {}", panel.series.join(", ")));
    }
    if let Some(unit) = &panel.unit {
        words.push(format!(" in {}", unit.id));
    }
    words.push(", without data".to_owned());
    words.concat()
}

/// What kind of panel it is, in words.
pub(super) fn name(panel: &PanelDrawing) -> String {
    let known = match &panel.kind {
        Kind::TimeSeries(_) => "time series",
        Kind::Stat { .. } => "stat",
        Kind::Gauge => "gauge",
        Kind::BarGauge { .. } => "bar gauge",
        Kind::BarChart { .. } => "bar chart",
        Kind::Heatmap => "heatmap",
        Kind::Histogram => "histogram",
        Kind::Pie { .. } => "pie chart",
        Kind::StateTimeline => "state timeline",
        Kind::StatusHistory => "status history",
        Kind::Table(_) => "table",
        Kind::TraceList => "table of traces",
        Kind::Trace => "trace",
        Kind::NodeGraph => "node graph",
        Kind::Logs => "list of log lines",
        Kind::Text(_) => "text",
        Kind::List => "list",
        Kind::Row => "row",
        Kind::Unknown => {
            return format!("panel of the type {}", if panel.type_id.is_empty() { "(none)" } else { &panel.type_id });
        }
    };
    known.to_owned()
}
