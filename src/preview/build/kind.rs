//! As what a panel is drawn: by its type, and by what its options say of its looks.

use serde_json::Value;

use super::query::finds_traces;
use crate::grafana::dashboard::Panel;
use crate::grafana::dashboard::panel_type::{
    BarGaugeDisplayMode, Custom, DrawStyle, Legend, LegendDisplayMode, LegendPlacement, Options, Orientation, PieChartType,
    StackingMode, StatGraphMode, TextMode, ThresholdsStyleMode,
};
use crate::preview::rich_text::{self, Block};
use crate::preview::scene::{Kind, LegendPlace, SeriesLook, SeriesStyle};

/// As what a panel is drawn.
pub(super) fn kind(panel: &Panel) -> Kind {
    let options = panel.options.as_ref();
    match panel.r#type.as_deref().unwrap_or_default() {
        "timeseries" | "trend" => Kind::TimeSeries(timeseries(panel)),
        "graph" => Kind::TimeSeries(old_graph(panel)),
        "stat" => Kind::Stat {
            has_graph: !matches!(options, Some(Options::Stat(stat)) if stat.graph_mode == Some(StatGraphMode::None)),
        },
        "singlestat" | "grafana-singlestat-panel" => {
            Kind::Stat { has_graph: panel.extra.get("sparkline").and_then(|line| line.get("show")) == Some(&Value::Bool(true)) }
        }
        "gauge" => Kind::Gauge,
        "bargauge" => Kind::BarGauge { is_vertical: bar_gauge_is_vertical(options) },
        "barchart" => Kind::BarChart {
            is_vertical: !matches!(options, Some(Options::Barchart(chart)) if chart.orientation == Some(Orientation::Horizontal)),
        },
        "heatmap" | "heatmap-new" => Kind::Heatmap,
        "histogram" => Kind::Histogram,
        "piechart" => {
            Kind::Pie { is_donut: matches!(options, Some(Options::Piechart(pie)) if pie.pie_type == Some(PieChartType::Donut)) }
        }
        "grafana-piechart-panel" => Kind::Pie { is_donut: panel.extra.get("pieType").is_some_and(|kind| kind == "donut") },
        "state-timeline" => Kind::StateTimeline,
        "status-history" => Kind::StatusHistory,
        "table" | "table-old" if lists_traces(panel) => Kind::TraceList,
        "table" | "table-old" => Kind::Table(columns(panel)),
        "traces" => Kind::Trace,
        "nodeGraph" => Kind::NodeGraph,
        "logs" => Kind::Logs,
        "text" => Kind::Text(text(panel)),
        "alertlist" | "dashlist" | "annolist" | "news" => Kind::List,
        Panel::ROW => Kind::Row,
        _ => Kind::Unknown,
    }
}

fn timeseries(panel: &Panel) -> SeriesLook {
    let legend = match &panel.options {
        Some(Options::Timeseries(options)) => options.legend.as_ref().map_or(LegendPlace::Bottom, legend),
        _ => LegendPlace::Bottom,
    };
    let custom = panel.field_config.as_ref().and_then(|config| config.defaults.as_ref()?.custom.as_ref());
    let Some(Custom::Timeseries(custom)) = custom else { return SeriesLook { legend, ..SeriesLook::default() } };
    SeriesLook {
        style: match custom.draw_style {
            Some(DrawStyle::Bars) => SeriesStyle::Bars,
            Some(DrawStyle::Points) => SeriesStyle::Points,
            _ => SeriesStyle::Lines,
        },
        is_filled: custom.fill_opacity.as_ref().and_then(serde_json::Number::as_f64).is_some_and(|opacity| opacity > 0.0),
        is_stacked: custom.stacking.as_ref().and_then(|stacking| stacking.mode).is_some_and(|mode| mode != StackingMode::None),
        legend,
        has_thresholds: custom
            .thresholds_style
            .as_ref()
            .and_then(|style| style.mode)
            .is_some_and(|mode| mode != ThresholdsStyleMode::Off),
    }
}

fn legend(legend: &Legend) -> LegendPlace {
    if legend.show_legend == Some(false) || legend.display_mode == Some(LegendDisplayMode::Hidden) {
        LegendPlace::Hidden
    } else if legend.placement == Some(LegendPlacement::Right) {
        LegendPlace::Right
    } else {
        LegendPlace::Bottom
    }
}

/// The graph of Grafana before version 8.
fn old_graph(panel: &Panel) -> SeriesLook {
    let is_set = |key: &str| panel.extra.get(key) == Some(&Value::Bool(true));
    let legend = panel.extra.get("legend");
    let of_legend = |key: &str| legend.and_then(|legend| legend.get(key)) == Some(&Value::Bool(true));
    SeriesLook {
        style: if is_set("bars") {
            SeriesStyle::Bars
        } else if is_set("points") && panel.extra.get("lines") == Some(&Value::Bool(false)) {
            SeriesStyle::Points
        } else {
            SeriesStyle::Lines
        },
        is_filled: panel.extra.get("fill").and_then(Value::as_f64).is_some_and(|fill| fill > 0.0),
        is_stacked: is_set("stack"),
        legend: if of_legend("rightSide") {
            LegendPlace::Right
        } else if legend.is_some() && !of_legend("show") {
            LegendPlace::Hidden
        } else {
            LegendPlace::Bottom
        },
        has_thresholds: panel.extra.get("thresholds").and_then(Value::as_array).is_some_and(|list| !list.is_empty()),
    }
}

fn bar_gauge_is_vertical(options: Option<&Options>) -> bool {
    let Some(Options::Bargauge(options)) = options else { return false };
    // Without a word, Grafana goes by the panel's form; most are wider than high.
    options.orientation == Some(Orientation::Vertical) && options.display_mode != Some(BarGaugeDisplayMode::Lcd)
}

fn lists_traces(panel: &Panel) -> bool {
    let mut shown = panel.targets.iter().flatten().filter(|target| !target.is_hidden()).peekable();
    shown.peek().is_some() && shown.all(finds_traces)
}

/// The most columns that are named.
const MOST_COLUMNS: usize = 6;

/// The names of columns, as far as overrides and transformations tell them.
fn columns(panel: &Panel) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if found.len() < MOST_COLUMNS && !name.is_empty() && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    };
    for done in panel.transformations.iter().flatten().filter(|done| done.id.as_deref() == Some("organize")) {
        let renamed = done.options.as_ref().and_then(|options| options.get("renameByName")).and_then(Value::as_object);
        renamed.into_iter().flat_map(serde_json::Map::values).filter_map(Value::as_str).for_each(&mut add);
    }
    let overrides = panel.field_config.iter().flat_map(|config| config.overrides.iter().flatten());
    for one in overrides {
        let matcher = one.matcher.as_ref().filter(|matcher| matcher.id.as_deref() == Some("byName"));
        matcher.and_then(|matcher| matcher.options.as_ref()?.as_str()).into_iter().for_each(&mut add);
    }
    found
}

/// The text of a text panel; that of Grafana before version 8 stands beside its options.
fn text(panel: &Panel) -> Vec<Block> {
    let (mode, content) = match &panel.options {
        Some(Options::Text(options)) => (options.mode, options.content.as_deref()),
        _ => (panel.extra.get("mode").and_then(Value::as_str).and_then(TextMode::parse), None),
    };
    let content = content.or_else(|| panel.extra.get("content").and_then(Value::as_str)).unwrap_or_default();
    match mode {
        Some(TextMode::Html) => rich_text::html(content),
        Some(TextMode::Code) => vec![Block::Code(content.to_owned())],
        _ => rich_text::markdown(content),
    }
}
