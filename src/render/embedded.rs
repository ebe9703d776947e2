//! The templates that the binary carries. A test holds the list against the folder `templates/`.

macro_rules! templates {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),*] };
}

/// Name and text of every built-in template.
pub const TEMPLATES: &[(&str, &str)] = templates! {
    "grafana/dashboard.json.j2"
    "grafana/dashboard-providers.yaml.j2"
    "grafana/datasources.yaml.j2"
    "grafana/panels/bargauge.json.j2"
    "grafana/panels/barchart.json.j2"
    "grafana/panels/gauge.json.j2"
    "grafana/panels/heatmap.json.j2"
    "grafana/panels/histogram.json.j2"
    "grafana/panels/logs.json.j2"
    "grafana/panels/piechart.json.j2"
    "grafana/panels/raw.json.j2"
    "grafana/panels/row.json.j2"
    "grafana/panels/serviceGraph.json.j2"
    "grafana/panels/stat.json.j2"
    "grafana/panels/state-timeline.json.j2"
    "grafana/panels/table.json.j2"
    "grafana/panels/text.json.j2"
    "grafana/panels/timeseries.json.j2"
    "grafana/panels/traceSearch.json.j2"
    "grafana/panels/traceView.json.j2"
    "rust/signals.rs.j2"
};
