//! Panels of traces.

use serde_json::{Number, Value, json};

use super::Scope;
use super::fields::models;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::panel_type::{CellOptions, CellType};
use crate::grafana::dashboard::{
    DatasourceRef, FieldConfig, FieldDefaults, FieldOverride, JaegerQueryType, JaegerTarget, Matcher, Panel, Property, Target,
    TempoQueryType, TempoTarget, Threshold, Thresholds, ThresholdsMode,
};
use crate::spec::Duration;
use crate::spec::panel::{DurationThresholdSpec, ServiceGraphSpec, TraceSearchSpec, TraceViewSpec};

/// The display name of the column of durations in Jaeger's search results.
const DURATION_COLUMN: &str = "Duration";
/// The unit in which Jaeger's search results give durations: with U+00B5, the micro sign. With U+03BC, the Greek letter, Grafana
/// knows no such unit.
const MICROSECONDS: &str = "\u{b5}s";

impl Scope<'_> {
    pub(super) fn trace_search(&mut self, panel: Panel, spec: &TraceSearchSpec, source: &DatasourceRef, at: &Pointer) -> Panel {
        self.expect_plugin(source, &["jaeger"], "a trace search", at);
        let mut target = JaegerTarget::default()
            .ref_id("A")
            .datasource(source.clone())
            .query_type(JaegerQueryType::Search)
            .service(spec.service.as_str());
        target.operation.clone_from(&spec.operation);
        target.tags.clone_from(&spec.tags);
        target.min_duration = spec.min_duration.as_ref().map(|text| self.jaeger_duration(text, &at.key("minDuration")));
        target.max_duration = spec.max_duration.as_ref().map(|text| self.jaeger_duration(text, &at.key("maxDuration")));
        target.limit = spec.limit.map(u64::from);
        self.check_search(spec, at);
        let mut panel = panel.targets(vec![Target::from(target)]);
        panel.options = self.options("table", &spec.options, &at.key("options"));
        panel.field_config = self.search_fields(spec, at);
        panel
    }

    fn search_fields(&mut self, spec: &TraceSearchSpec, at: &Pointer) -> Option<FieldConfig> {
        let mut config = FieldConfig::default();
        if !spec.data_links.is_empty() {
            config.defaults = Some(FieldDefaults::default().links(models(&spec.data_links)));
        }
        if !spec.duration_thresholds.is_empty() {
            let column = self.duration_column(&spec.duration_thresholds, &at.key("durationThresholds"));
            config.overrides = Some(vec![column]);
        }
        (config.defaults.is_some() || config.overrides.is_some()).then_some(config)
    }

    /// Grafana keeps what the data source says of a field over a panel's defaults; only an override goes before it.
    fn duration_column(&mut self, steps: &[DurationThresholdSpec], at: &Pointer) -> FieldOverride {
        let values: Vec<Option<f64>> = steps.iter().map(|step| step.value.as_ref().map(Duration::microseconds)).collect();
        self.check_steps(&values, at);
        let thresholds = steps.iter().map(|step| match step.value.as_ref().and_then(whole_microseconds) {
            None => Threshold::base(step.color.as_str()),
            Some(value) => Threshold::starting_at(value, step.color.as_str()),
        });
        let thresholds = Thresholds::default().mode(ThresholdsMode::Absolute).steps(thresholds.collect::<Vec<_>>());
        FieldOverride::default().matcher(Matcher::by_name(DURATION_COLUMN)).properties(vec![
            Property::new("unit", MICROSECONDS),
            Property::new("thresholds", thresholds),
            Property::new("custom.cellOptions", CellOptions::default().r#type(CellType::ColorBackground)),
        ])
    }

    fn check_search(&mut self, spec: &TraceSearchSpec, at: &Pointer) {
        if spec.service.is_empty() {
            let diagnostic = Diagnostic::error("spec/value", "Jaeger finds nothing without a service");
            self.report(diagnostic.at(self.value(&at.key("service"))));
        }
        if spec.operation.as_deref() == Some("All") {
            let diagnostic = Diagnostic::error("spec/value", "Jaeger takes `All` for the name of a span");
            self.report(diagnostic.at(self.value(&at.key("operation"))).help("leave `operation` out to find all of them"));
        }
    }

    pub(super) fn trace_view(&mut self, panel: Panel, spec: &TraceViewSpec, source: &DatasourceRef, at: &Pointer) -> Panel {
        self.expect_plugin(source, &["jaeger", "tempo"], "a trace view", at);
        let target = if source.plugin() == Some("tempo") {
            let target = TempoTarget::default()
                .query_type(TempoQueryType::TraceQl)
                .query(spec.trace_id.as_str())
                .filters(Vec::<Value>::new());
            Target::from(target.ref_id("A").datasource(source.clone()))
        } else {
            Target::from(JaegerTarget::default().query(spec.trace_id.as_str()).ref_id("A").datasource(source.clone()))
        };
        panel.targets(vec![target])
    }

    pub(super) fn service_graph(&mut self, panel: Panel, spec: &ServiceGraphSpec, source: &DatasourceRef, at: &Pointer) -> Panel {
        self.expect_plugin(source, &["jaeger"], "a service graph", at);
        let target = JaegerTarget::default().query_type(JaegerQueryType::DependencyGraph).ref_id("A").datasource(source.clone());
        let mut panel = panel.targets(vec![Target::from(target)]);
        panel.options = self.options("nodeGraph", &spec.options, &at.key("options"));
        panel
    }

    /// Reports a data source of another plugin than `wanted`. A variable without a plugin is reported where it is defined.
    pub(super) fn expect_plugin(&mut self, source: &DatasourceRef, wanted: &[&str], what: &str, at: &Pointer) {
        let plugin = source.plugin().unwrap_or_default();
        if !wanted.contains(&plugin) {
            let message = format!("{what} asks {}, and this data source is `{plugin}`", wanted.join(" or "));
            self.report(Diagnostic::error("spec/wrong-datasource", message).at(self.value(&at.key("datasource"))));
        }
    }
}

/// A duration in whole microseconds, as a number without a fraction.
fn whole_microseconds(duration: &Duration) -> Option<Number> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float cast stops at the ends of the range; such a duration is 290,000 years long"
    )]
    let whole = duration.microseconds() as i64;
    match json!(whole) {
        Value::Number(number) => Some(number),
        _ => None,
    }
}
