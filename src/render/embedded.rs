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
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::TEMPLATES;
    use crate::spec::PanelKind;

    fn names_below(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() { names_below(&entry.path(), &format!("{name}/"), found) } else { drop(found.insert(name)) }
        }
    }

    #[test]
    fn the_binary_carries_every_template_of_the_folder() {
        let mut files = BTreeSet::new();
        names_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), "", &mut files);
        assert_eq!(TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>(), files);
    }

    #[test]
    fn every_type_of_panel_has_a_template() {
        for kind in PanelKind::NAMES {
            let name = format!("grafana/panels/{kind}.json.j2");
            assert!(TEMPLATES.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
