//! Queries in their own words.

use serde_json::Value;

use super::reference;
use crate::grafana::dashboard::{Dashboard, JaegerQueryType, JaegerTarget, Target, TempoQueryType, TempoTarget};
use crate::grafana::json::{Json, Nullable};
use crate::preview::scene::QueryNote;
use crate::rules::{Datasources, Written};

/// A query of a panel.
pub(super) fn query(target: &Target, dashboard: &Dashboard, datasources: &Datasources) -> QueryNote {
    let (language, text, legend) = match target {
        Target::Prometheus(query) => ("PromQL", query.expr.clone().unwrap_or_default(), query.legend_format.clone()),
        Target::Loki(query) => ("LogQL", query.expr.clone().unwrap_or_default(), query.legend_format.clone()),
        Target::Jaeger(query) => (jaeger_language(query), jaeger(query), None),
        Target::Tempo(query) => (tempo_language(query), query.query.clone().unwrap_or_default(), None),
        Target::Expression(query) => ("expression", query.expression.clone().unwrap_or_default(), None),
        Target::Other(value) => {
            let (language, text) = other(value);
            (language, text, value.get("legendFormat").and_then(Value::as_str).map(ToOwned::to_owned))
        }
    };
    let own = target.datasource();
    QueryNote {
        ref_id: target.ref_id().unwrap_or_default().to_owned(),
        language: language.to_owned(),
        text: text.trim().to_owned(),
        legend: legend.filter(|legend| !legend.is_empty() && legend != "__auto"),
        datasource: own.as_ref().and_then(|own| reference::words(Written::Ref(own), dashboard, datasources)),
        is_hidden: target.is_hidden(),
    }
}

fn jaeger_language(query: &JaegerTarget) -> &'static str {
    match query.query_type {
        Some(JaegerQueryType::Search) => "Jaeger search",
        Some(JaegerQueryType::DependencyGraph) => "Jaeger dependencies",
        _ => "Jaeger trace id",
    }
}

/// The fields of a search, one a line.
fn jaeger(query: &JaegerTarget) -> String {
    let limit = query.limit.map(|limit| limit.to_string());
    let fields = [
        ("", &query.query),
        ("service: ", &query.service),
        ("operation: ", &query.operation),
        ("tags: ", &query.tags),
        ("minDuration: ", &query.min_duration),
        ("maxDuration: ", &query.max_duration),
        ("limit: ", &limit),
    ];
    let lines = fields
        .into_iter()
        .filter_map(|(name, value)| value.as_deref().filter(|value| !value.is_empty()).map(|value| format!("{name}{value}")));
    lines.collect::<Vec<_>>().join("\n")
}

fn tempo_language(query: &TempoTarget) -> &'static str {
    match query.query_type {
        Some(TempoQueryType::TraceId) => "Tempo trace id",
        Some(TempoQueryType::ServiceMap) => "Tempo service map",
        _ => "TraceQL",
    }
}

/// What other data sources are asked, where it stands under a name that several of them use.
fn other(value: &Value) -> (&'static str, String) {
    const NAMES: [(&str, &str); 8] = [
        ("expr", "query"),
        ("rawSql", "SQL"),
        ("query", "query"),
        ("expression", "expression"),
        ("queryText", "query"),
        ("target", "query"),
        ("url", "address"),
        ("queryType", "query"),
    ];
    let named = NAMES.iter().find_map(|(name, language)| {
        let text = value.get(*name)?.as_str().filter(|text| !text.is_empty())?;
        Some((*language, text.to_owned()))
    });
    named.unwrap_or_else(|| ("query", fields(value)))
}

/// All fields but those that say nothing of what is asked.
fn fields(value: &Value) -> String {
    let Some(entries) = value.as_object() else { return String::new() };
    let rest = entries.iter().filter(|(key, _)| !["refId", "datasource", "hide", "editorMode"].contains(&key.as_str()));
    rest.map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("\n")
}

/// Whether a query finds traces, which a table lists.
pub(super) fn finds_traces(target: &Target) -> bool {
    match target {
        Target::Jaeger(query) => query.query_type == Some(JaegerQueryType::Search),
        Target::Tempo(query) => matches!(
            query.query_type,
            Some(TempoQueryType::TraceQl | TempoQueryType::TraceQlSearch | TempoQueryType::NativeSearch)
        ),
        _ => false,
    }
}

/// What a variable asks, or the values that it offers.
pub(super) fn text_of(value: &impl Json) -> String {
    match value.to_json() {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => match other.get("query").and_then(Value::as_str) {
            Some(query) => query.to_owned(),
            None => other.to_string(),
        },
    }
}

/// The text of a setting that may be `null`.
pub(super) fn written(text: Option<&Nullable<String>>) -> Option<&str> {
    text.and_then(Nullable::value).map(String::as_str).filter(|text| !text.is_empty())
}
