//! One dashboard.

use super::links::links;
use super::{Catalog, ResolvedDashboard, Scope};
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::{Annotations, Dashboard, GraphTooltip, LATEST_SCHEMA_VERSION, TimeRange, Variables};
use crate::grafana::json::Nullable;
use crate::grafana::uid::check_uid;
use crate::spec::dashboard::GraphTooltipSpec;
use crate::spec::{DashboardSpec, SpecFile, Strict};

/// One dashboard. `name` is its file's name below the folder of the dashboards, without an ending: `tracing`, `team/tracing`.
pub fn dashboard(file: &SpecFile<DashboardSpec>, name: &str, catalog: &Catalog) -> Result<ResolvedDashboard, Vec<Diagnostic>> {
    let spec = &file.spec;
    let mut scope = Scope { shown: &file.path.shown, catalog, variables: &spec.variables, found: Vec::new() };
    let root = Pointer::root();
    let mut dashboard = Dashboard::default()
        .title(spec.title.as_str())
        .uid(scope.dashboard_uid(spec, name))
        .schema_version(LATEST_SCHEMA_VERSION)
        .annotations(Annotations::default().list(scope.annotations(&spec.annotations, &root.key("annotations"))));
    if spec.title.trim().is_empty() {
        let diagnostic = Diagnostic::error("spec/value", "the title is empty; Grafana skips a dashboard without one");
        scope.report(diagnostic.at(scope.value(&root.key("title"))));
    }
    dashboard.description.clone_from(&spec.description);
    dashboard.tags = (!spec.tags.is_empty()).then(|| spec.tags.clone());
    dashboard.timezone.clone_from(&spec.timezone);
    dashboard.time = spec.time.as_ref().map(|time| TimeRange::default().from(time.from.as_str()).to(time.to.as_str()));
    dashboard.timepicker = spec.timepicker.as_ref().map(|Strict(picker)| picker.clone());
    dashboard.refresh = spec.refresh.as_ref().map(|interval| scope.interval(interval, &root.key("refresh")));
    dashboard.graph_tooltip = spec.graph_tooltip.map(|tooltip| match tooltip {
        GraphTooltipSpec::Default => GraphTooltip::Off,
        GraphTooltipSpec::SharedCrosshair => GraphTooltip::Crosshair,
        GraphTooltipSpec::SharedTooltip => GraphTooltip::Tooltip,
    });
    dashboard.editable = spec.editable;
    dashboard.links = links(&spec.links);
    let variables = scope.variables(&root.key("variables"));
    dashboard.templating = (!variables.is_empty()).then(|| Variables::default().list(variables));
    let panels = scope.panels(&spec.panels, &root.key("panels"));
    if scope.found.is_empty() {
        Ok(ResolvedDashboard { path: file.path.clone(), name: name.to_owned(), dashboard, panels })
    } else {
        Err(scope.found)
    }
}

impl Scope<'_> {
    fn dashboard_uid(&mut self, spec: &DashboardSpec, name: &str) -> Nullable<String> {
        let root = Pointer::root();
        // A folder's name is not part of it, so that a dashboard can move.
        let uid = spec.uid.clone().unwrap_or_else(|| name.rsplit('/').next().unwrap_or(name).to_owned());
        if let Err(error) = check_uid(&uid) {
            let place = if spec.uid.is_some() { self.value(&root.key("uid")) } else { self.value(&root.key("title")) };
            let diagnostic = Diagnostic::error("spec/bad-uid", error.to_string()).at(place);
            let from_name = format!("the uid `{uid}` comes from the file's name; write a `uid`");
            self.report(if spec.uid.is_some() { diagnostic } else { diagnostic.help(from_name) });
        }
        Nullable::Value(uid)
    }
}
