//! What the rules on links share: the links of a data source, and what stands in the file where a value is not known.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diag::Pointer;
use crate::grafana::datasource::JsonData;
use crate::grafana::datasource::links::{DerivedField, ExemplarTraceIdDestination, MatcherType, Tag, TracesToLogs};
use crate::query::variable;
use crate::rules::view::DatasourceView;

/// What a derived field's expression is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matcher {
    /// The line.
    Line,
    /// The names of the line's labels.
    Label,
    /// It can't be told, or it is nothing that Grafana knows.
    Other,
}

/// The derived fields of a Loki data source.
pub(super) fn derived_fields<'a>(datasource: &DatasourceView<'a>) -> &'a [DerivedField] {
    match &datasource.datasource.json_data {
        Some(JsonData::Loki(settings)) => settings.derived_fields.as_deref().unwrap_or_default(),
        _ => &[],
    }
}

/// Where the derived field `index` stands.
pub(super) fn derived_field_at(datasource: &DatasourceView<'_>, index: usize) -> Pointer {
    datasource.json_data_at().key("derivedFields").index(index)
}

/// The first field of each name, by its place in the list: its matcher counts for all of that name.
pub(super) fn first_of_name(fields: &[DerivedField]) -> BTreeMap<&str, usize> {
    let mut first = BTreeMap::new();
    for (index, field) in fields.iter().enumerate() {
        if let Some(name) = field.name.as_deref() {
            first.entry(name).or_insert(index);
        }
    }
    first
}

/// What the expression of `field` is held against.
pub(super) fn matcher(field: &DerivedField) -> Matcher {
    match field.matcher_type {
        Some(MatcherType::Label) => Matcher::Label,
        None if field.extra.contains_key("matcherType") => Matcher::Other,
        Some(MatcherType::Regex) | None => Matcher::Line,
    }
}

/// The links of a Prometheus data source from exemplars to traces.
pub(super) fn exemplars<'a>(datasource: &DatasourceView<'a>) -> &'a [ExemplarTraceIdDestination] {
    match &datasource.datasource.json_data {
        Some(JsonData::Prometheus(settings)) => settings.exemplar_trace_id_destinations.as_deref().unwrap_or_default(),
        _ => &[],
    }
}

/// Where the link `index` from exemplars stands.
pub(super) fn exemplar_at(datasource: &DatasourceView<'_>, index: usize) -> Pointer {
    datasource.json_data_at().key("exemplarTraceIdDestinations").index(index)
}

/// The links from spans to logs in their former form.
pub(super) fn traces_to_logs<'a>(datasource: &DatasourceView<'a>) -> Option<&'a TracesToLogs> {
    match datasource.datasource.json_data.as_ref()? {
        JsonData::Jaeger(settings) => settings.traces_to_logs.as_ref(),
        JsonData::Tempo(settings) => settings.traces_to_logs.as_ref(),
        _ => None,
    }
}

/// Whether the file says nothing: no text, or an empty one. What comes from the environment is something.
pub(super) fn is_missing(text: Option<&str>, key: &str, extra: &Map<String, Value>) -> bool {
    text.is_none_or(str::is_empty) && extra.get(key).is_none_or(Value::is_null)
}

/// Whether `written`, an entry of the file, says something of which Grafana eats all.
pub(super) fn is_eaten(written: &Value) -> bool {
    written.as_str().is_some_and(|text| text.contains('$'))
}

/// Whether `text` uses the variable that stands for all tags.
pub(super) fn uses_tags(text: &str) -> bool {
    text.contains("__tags") && variable::references(text).iter().any(is_tags)
}

/// Whether a variable stands for all tags.
pub(super) fn is_tags(reference: &variable::Reference) -> bool {
    reference.name == "__tags"
}

/// The label that a tag becomes, and the key of the file that says so.
pub(super) fn label_of(tag: &Tag) -> Option<(&str, &'static str)> {
    if tag.extra.contains_key("value") && tag.extra.get("value") != Some(&Value::Null) {
        return None;
    }
    match tag.value.as_deref().filter(|value| !value.is_empty()) {
        Some(value) => Some((value, "value")),
        None => tag.key.as_deref().map(|key| (key, "key")),
    }
}

/// How to write the value of a field, for files of both kinds: in a spec nothing eats a `$`.
pub(super) const VALUE: &str = "`${__value.raw}`, which a provisioning file writes `$${__value.raw}`";

/// What every span has under these keys, beside its tags. (Grafana, `createSpanLink.tsx`.)
pub(super) const OF_EVERY_SPAN: [&str; 4] = ["spanId", "traceId", "name", "duration"];
