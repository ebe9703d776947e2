//! What is drawn, before it is known how: dashboards, their panels, and the data sources with the links between them.
//!
//! From: the readers in `build`. To: the writers of HTML and SVG. Texts are those of the files, not escaped yet.

mod note;

pub use note::{ChangeNote, Finding, LinkNote, Mark, QueryNote, Scale, SourceLink, SourceNode, Step, UnitNote, VariableNote};

use super::color::Color;
use super::rich_text::Block;

/// All that is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// What was drawn: `spanboard.yaml`, `dashboards/`, `main to working tree`.
    pub about: String,
    /// The names of both sides, where two are drawn.
    pub sides: Option<[String; 2]>,
    /// The dashboards.
    pub sheets: Vec<Sheet>,
    /// The data sources, in the state that is drawn, or the later one.
    pub sources: Vec<SourceNode>,
    /// Findings that belong to no dashboard.
    pub findings: Vec<Finding>,
    /// Changes that belong to no dashboard.
    pub changes: Vec<ChangeNote>,
    /// How many dashboards are the same on both sides, and are not drawn.
    pub unchanged: usize,
    /// What could not be drawn, and why, each in one sentence.
    pub not_drawn: Vec<String>,
}

/// A dashboard, in one state or in two.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// The file that it stands in.
    pub file: String,
    /// How it was. Only where two states are drawn.
    pub before: Option<Drawing>,
    /// How it is.
    pub after: Option<Drawing>,
    /// Changes of the dashboard that belong to no panel.
    pub changes: Vec<ChangeNote>,
}

impl Sheet {
    /// The drawing that stands for the dashboard: the later one.
    #[must_use]
    pub fn main(&self) -> Option<&Drawing> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// One state of a dashboard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    /// Its title.
    pub title: String,
    /// What it is for.
    pub description: Vec<Block>,
    /// The words by which it is found.
    pub tags: Vec<String>,
    /// Settings in a few words each: `last hour`, `refresh 30s`.
    pub settings: Vec<String>,
    /// Its variables.
    pub variables: Vec<VariableNote>,
    /// Its annotation queries by name, with their colours.
    pub annotations: Vec<(String, Option<Color>)>,
    /// Links above the panels.
    pub links: Vec<LinkNote>,
    /// The panels, row by row.
    pub sections: Vec<Section>,
    /// Findings about it that belong to no panel.
    pub findings: Vec<Finding>,
}

impl Drawing {
    /// All panels, rows without themselves.
    pub fn panels(&self) -> impl Iterator<Item = &PanelDrawing> {
        self.sections.iter().flat_map(|section| &section.panels)
    }

    /// All rows and panels, as they stand below one another.
    pub fn rows_and_panels(&self) -> impl Iterator<Item = &PanelDrawing> {
        self.sections.iter().flat_map(|section| section.row.iter().chain(&section.panels))
    }
}

/// A row with its panels, or the panels before the first row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// The row itself.
    pub row: Option<PanelDrawing>,
    /// Whether the row is collapsed, so that its panels are hidden until somebody opens it.
    pub is_collapsed: bool,
    /// The panels, by place.
    pub panels: Vec<PanelDrawing>,
    /// How many rows of the grid they take.
    pub height: u32,
}

/// Where a panel is drawn, in columns and rows of the grid, within its section.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// Columns from the left, 0 to 23.
    pub x: u32,
    /// Rows from the top of the section.
    pub y: u32,
    /// Columns, at least 1.
    pub width: u32,
    /// Rows, at least 1.
    pub height: u32,
}

/// A panel or row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PanelDrawing {
    /// Tells it from all others of the page.
    pub id: String,
    /// Its title, or words that stand for it.
    pub title: String,
    /// Whether the title is its own.
    pub has_title: bool,
    /// The id of its type, as written.
    pub type_id: String,
    /// As what it is drawn.
    pub kind: Kind,
    /// Where it is drawn.
    pub cell: Cell,
    /// The place that the file says: `x 0, y 12, 12 wide, 9 high`.
    pub place: String,
    /// What it shows, for the reader.
    pub description: Vec<Block>,
    /// Its data source in words.
    pub datasource: Option<String>,
    /// Its queries.
    pub queries: Vec<QueryNote>,
    /// The names of its series, as far as the queries tell.
    pub series: Vec<String>,
    /// The unit of its values.
    pub unit: Option<UnitNote>,
    /// Its thresholds.
    pub scale: Option<Scale>,
    /// The one colour of its values, where there is one.
    pub color: Option<Color>,
    /// Other settings in words, each with its name.
    pub notes: Vec<(&'static str, String)>,
    /// Links in its head and from its values.
    pub links: Vec<LinkNote>,
    /// What `check` finds in it.
    pub findings: Vec<Finding>,
    /// What happened to it, where two states are drawn.
    pub mark: Option<Mark>,
    /// What changed in it.
    pub changes: Vec<ChangeNote>,
}

/// As what a panel is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Kind {
    /// Lines, bars or points over time.
    TimeSeries(SeriesLook),
    /// A large value, with a small line behind it or not.
    Stat {
        /// Whether the line is there.
        has_graph: bool,
    },
    /// A part of a circle.
    Gauge,
    /// Bars, each from an empty to a full one.
    BarGauge {
        /// Whether they stand upright.
        is_vertical: bool,
    },
    /// Bars by category.
    BarChart {
        /// Whether they stand upright.
        is_vertical: bool,
    },
    /// Coloured cells over time.
    Heatmap,
    /// Bars without room between them.
    Histogram,
    /// Slices of a circle.
    Pie {
        /// Whether it has a hole.
        is_donut: bool,
    },
    /// Bands over time.
    StateTimeline,
    /// Squares over time.
    StatusHistory,
    /// Rows under columns with these names.
    Table(Vec<String>),
    /// The table of traces that a search finds.
    TraceList,
    /// The spans of one trace.
    Trace,
    /// Circles and lines between them.
    NodeGraph,
    /// Lines of text.
    Logs,
    /// A text.
    Text(Vec<Block>),
    /// A list of alerts or of dashboards.
    List,
    /// A row.
    Row,
    /// Something that is not known here.
    #[default]
    Unknown,
}

/// How a graph over time looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeriesLook {
    /// Lines, bars or points.
    pub style: SeriesStyle,
    /// Whether the area below is filled.
    pub is_filled: bool,
    /// Whether series stand on one another.
    pub is_stacked: bool,
    /// Where its legend stands.
    pub legend: LegendPlace,
    /// Whether thresholds are drawn into it.
    pub has_thresholds: bool,
}

/// With what a graph is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SeriesStyle {
    /// Lines.
    #[default]
    Lines,
    /// Bars.
    Bars,
    /// Points.
    Points,
}

/// Where a legend stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LegendPlace {
    /// Below.
    #[default]
    Bottom,
    /// At the right.
    Right,
    /// Nowhere.
    Hidden,
}
