//! How results are read: units, thresholds, mappings, overrides.

use serde_json::{Map, Value};

use super::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::panel_type::{Custom, Options};
use crate::grafana::dashboard::{FieldConfig, FieldDefaults, FieldOverride, Threshold, Thresholds, ThresholdsMode};
use crate::grafana::json::{Json, Nullable};
use crate::spec::Strict;
use crate::spec::panel::{QuerySpec, ThresholdModeSpec, ThresholdsSpec};

/// The models of a list that the spec has in full.
pub(super) fn models<T: Clone>(list: &[Strict<T>]) -> Vec<T> {
    list.iter().map(|Strict(model)| model.clone()).collect()
}

impl Scope<'_> {
    /// The options of Grafana's panel `kind`, written at `at`, if there are any.
    pub(super) fn options(&mut self, kind: &str, written: &Map<String, Value>, at: &Pointer) -> Option<Options> {
        let options = (!written.is_empty()).then(|| Options::Other(Value::Object(written.clone())).typed(kind))?;
        self.expect_known(&options, at);
        Some(options)
    }

    /// The field settings of Grafana's panel `kind`, written at `at`, if there are any.
    fn custom(&mut self, kind: &str, written: &Map<String, Value>, at: &Pointer) -> Option<Custom> {
        let custom = (!written.is_empty()).then(|| Custom::Other(Value::Object(written.clone())).typed(kind))?;
        self.expect_known(&custom, at);
        Some(custom)
    }

    /// The field settings of a panel of Grafana's type `kind`, whose spec stands at `at`.
    pub(super) fn field_config(&mut self, kind: &str, spec: &QuerySpec, at: &Pointer) -> Option<FieldConfig> {
        let mut defaults = FieldDefaults::default();
        defaults.unit.clone_from(&spec.unit);
        defaults.decimals = spec.decimals.map(|decimals| Nullable::Value(decimals.into()));
        defaults.min = spec.min.clone().map(Nullable::Value);
        defaults.max = spec.max.clone().map(Nullable::Value);
        defaults.no_value.clone_from(&spec.no_value);
        defaults.display_name.clone_from(&spec.display_name);
        defaults.color = spec.color.as_ref().map(|Strict(color)| color.clone());
        defaults.thresholds = spec.thresholds.as_ref().map(|thresholds| self.thresholds(thresholds, &at.key("thresholds")));
        defaults.mappings = (!spec.mappings.is_empty()).then(|| models(&spec.mappings));
        defaults.links = (!spec.data_links.is_empty()).then(|| models(&spec.data_links));
        defaults.custom = self.custom(kind, &spec.custom, &at.key("custom"));
        let overrides: Vec<FieldOverride> = models(&spec.overrides);
        let mut config = FieldConfig::default();
        if defaults.to_json() != Value::Object(Map::new()) {
            config.defaults = Some(defaults);
        }
        config.overrides = (!overrides.is_empty()).then_some(overrides);
        (config.defaults.is_some() || config.overrides.is_some()).then_some(config)
    }

    fn thresholds(&mut self, spec: &ThresholdsSpec, at: &Pointer) -> Thresholds {
        let steps = at.key("steps");
        let values: Vec<Option<f64>> =
            spec.steps.iter().map(|step| step.value.as_ref().and_then(serde_json::Number::as_f64)).collect();
        self.check_steps(&values, &steps);
        let model = spec.steps.iter().map(|step| match &step.value {
            None => Threshold::base(step.color.as_str()),
            Some(value) => Threshold::starting_at(value.clone(), step.color.as_str()),
        });
        Thresholds::default()
            .mode(match spec.mode {
                Some(ThresholdModeSpec::Percentage) => ThresholdsMode::Percentage,
                Some(ThresholdModeSpec::Absolute) | None => ThresholdsMode::Absolute,
            })
            .steps(model.collect::<Vec<_>>())
    }

    /// Grafana takes the first step whatever its value, and stops at the first one that is not reached.
    pub(super) fn check_steps(&mut self, values: &[Option<f64>], at: &Pointer) {
        if values.is_empty() {
            self.report(Diagnostic::error("spec/bad-thresholds", "there is no step").at(self.value(at)));
        }
        for (index, value) in values.iter().enumerate() {
            let problem = match (index, value) {
                (0, None) => continue,
                (0, Some(_)) => "the first step holds from the least value on; it has no `value`",
                (_, None) => "only the first step has no `value`",
                (_, Some(value)) => match values[index - 1] {
                    Some(before) if before >= *value => "the steps' values rise",
                    _ => continue,
                },
            };
            self.report(Diagnostic::error("spec/bad-thresholds", problem).at(self.value(&at.index(index))));
        }
    }
}
