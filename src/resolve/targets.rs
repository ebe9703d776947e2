//! Queries: from the keys that the spec has for all kinds of data sources to the query of one kind.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::{DatasourceRef, Target};
use crate::grafana::json::Json;
use crate::spec::TargetSpec;

/// The letters of a panel's queries: `A` to `Z`, then `AA`, as Grafana gives them.
fn letters(index: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    if index < 26 { letter.to_string() } else { format!("{}{letter}", letters(index / 26 - 1)) }
}

impl Scope<'_> {
    /// The queries of a panel at `at` (the list), and the panel's own data source: the one that all have, or Grafana's mixed one.
    pub(super) fn targets(
        &mut self,
        specs: &[TargetSpec],
        panel: Option<&str>,
        at: &Pointer,
    ) -> (Vec<Target>, Option<DatasourceRef>) {
        let panel_at = at.parent().unwrap_or_default().key("datasource");
        let shared = if specs.iter().any(|spec| spec.datasource.is_none()) || panel.is_some() {
            self.datasource(panel, &panel_at)
        } else {
            None
        };
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut targets = Vec::with_capacity(specs.len());
        let mut sources: Vec<DatasourceRef> = Vec::new();
        for (index, spec) in specs.iter().enumerate() {
            let at = at.index(index);
            let own = match &spec.datasource {
                Some(name) => self.datasource(Some(name), &at.key("datasource")),
                None => shared.clone(),
            };
            let ref_id = self.ref_id(spec, index, &mut taken, &at);
            let Some(source) = own else { continue };
            targets.extend(self.target(spec, &ref_id, &source, &at));
            if source.plugin() != Some(DatasourceRef::EXPRESSION) && !sources.contains(&source) {
                sources.push(source);
            }
        }
        let jaegers = targets.iter().filter(|target| matches!(target, Target::Jaeger(_))).count();
        if jaegers > 1 {
            let diagnostic =
                Diagnostic::error("spec/several-jaeger-queries", "Grafana asks only the first of a panel's Jaeger queries");
            self.report(diagnostic.at(self.value(at)));
        }
        let source = match sources.len() {
            0 | 1 => sources.pop().or(shared),
            _ => Some(DatasourceRef::mixed()),
        };
        (targets, source)
    }

    fn ref_id(&mut self, spec: &TargetSpec, index: usize, taken: &mut BTreeMap<String, usize>, at: &Pointer) -> String {
        let ref_id = spec.ref_id.clone().unwrap_or_else(|| letters(index));
        if let Some(first) = taken.insert(ref_id.clone(), index) {
            let message = format!("there are two queries `{ref_id}` in this panel; Grafana shows only one of them");
            let place = if spec.ref_id.is_some() { at.key("refId") } else { at.clone() };
            let diagnostic = Diagnostic::error("spec/duplicate-ref-id", message).at(self.value(&place));
            let first = self.value(&at.parent().unwrap_or_default().index(first));
            self.report(diagnostic.related(first, "the first one"));
        }
        ref_id
    }

    /// One query, of the kind of its data source.
    pub(super) fn target(&mut self, spec: &TargetSpec, ref_id: &str, source: &DatasourceRef, at: &Pointer) -> Option<Target> {
        let plugin = source.plugin().unwrap_or_default();
        let mut entries = self.entries(spec, at);
        let mut known = true;
        if let Some(keys) = keys_of(plugin) {
            for key in entries.keys().filter(|key| !keys.contains(&key.as_str())) {
                known = false;
                let message = format!("a query to `{plugin}` has no `{key}`");
                self.found.push(
                    Diagnostic::error("spec/unknown-key", message)
                        .at(crate::diag::Place::key(self.shown, at.key(key)))
                        .help(format!("its keys are {}", keys.join(", "))),
                );
            }
        }
        for (key, value) in defaults_of(plugin, spec) {
            entries.entry(key).or_insert(value);
        }
        entries.insert("refId".to_owned(), Value::from(ref_id));
        entries.insert("datasource".to_owned(), source.to_json());
        let carried = keys_of(plugin).is_none();
        match Target::from_json(Value::Object(entries)).map(|target| target.typed(plugin)) {
            // Of another plugin nothing is known; its queries go through as they are.
            Ok(target) if !known || carried || target.is_whole() => Some(target),
            _ => {
                let message = format!("a value of this query is not of the form that `{plugin}` takes");
                self.report(Diagnostic::error("spec/value", message).at(self.value(at)));
                None
            }
        }
    }

    /// What the spec has, by Grafana's keys.
    fn entries(&mut self, spec: &TargetSpec, at: &Pointer) -> Map<String, Value> {
        let mut entries = spec.model.clone();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                entries.insert(key.to_owned(), value);
            }
        };
        let text = |text: &Option<String>| text.clone().map(Value::from);
        put("hide", spec.hide.map(Value::from));
        put("expr", text(&spec.expr));
        put("legendFormat", text(&spec.legend_format));
        put("instant", spec.instant.map(Value::from));
        put("range", spec.range.map(Value::from));
        put("exemplar", spec.exemplar.map(Value::from));
        put("format", text(&spec.format));
        put("queryType", text(&spec.query_type));
        put("maxLines", spec.max_lines.map(Value::from));
        put("direction", text(&spec.direction));
        put("service", text(&spec.service));
        put("operation", text(&spec.operation));
        put("tags", text(&spec.tags));
        put("limit", spec.limit.map(Value::from));
        put("query", text(&spec.query));
        put("spss", spec.spss.map(Value::from));
        put("tableType", text(&spec.table_type));
        put("type", text(&spec.kind));
        put("expression", text(&spec.expression));
        put("reducer", text(&spec.reducer));
        put("panelId", spec.panel_id.clone().map(Value::from));
        let jaeger = [("minDuration", &spec.min_duration), ("maxDuration", &spec.max_duration)];
        let grafana = [("interval", &spec.interval), ("step", &spec.step)];
        for (key, duration) in jaeger {
            put(key, duration.as_ref().map(|duration| Value::from(self.jaeger_duration(duration, &at.key(key)))));
        }
        for (key, duration) in grafana {
            put(key, duration.as_ref().map(|duration| Value::from(self.interval(duration, &at.key(key)))));
        }
        entries
    }
}

/// The keys of a query, by plugin; `None` where they are not known.
fn keys_of(plugin: &str) -> Option<&'static [&'static str]> {
    match plugin {
        "prometheus" => Some(&["expr", "legendFormat", "instant", "range", "exemplar", "format", "interval", "hide"]),
        "loki" => Some(&["expr", "legendFormat", "queryType", "maxLines", "direction", "step", "hide"]),
        "jaeger" => Some(&["queryType", "service", "operation", "tags", "minDuration", "maxDuration", "limit", "query", "hide"]),
        "tempo" => Some(&["queryType", "query", "limit", "spss", "tableType", "step", "hide"]),
        DatasourceRef::EXPRESSION => Some(&["type", "expression", "reducer", "hide"]),
        _ => None,
    }
}

/// What a query needs to mean what it says, where the spec leaves it open.
fn defaults_of(plugin: &str, spec: &TargetSpec) -> Vec<(String, Value)> {
    let pair = |key: &str, value: Value| (key.to_owned(), value);
    match plugin {
        // A query that says neither is asked for nothing.
        "prometheus" if spec.instant != Some(true) => vec![pair("range", Value::Bool(true))],
        "loki" => vec![pair("queryType", Value::from("range"))],
        "tempo" => vec![pair("queryType", Value::from("traceql")), pair("filters", Value::Array(Vec::new()))],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn queries_are_lettered_as_grafana_does() {
        assert_eq!([0, 1, 25, 26, 27, 51, 52].map(letters), ["A", "B", "Z", "AA", "AB", "AZ", "BA"]);
    }
}
