//! Data sources and the links between them.

use serde_json::Value;

use super::State;
use crate::foreign::Content;
use crate::grafana::datasource::links::{DerivedField, ExemplarTraceIdDestination, TracesToMetrics};
use crate::grafana::datasource::{Datasource, JsonData};
use crate::preview::scene::{SourceLink, SourceNode};
use crate::rules::KnownDatasource;
use crate::rules::view::{DatasourceFileView, DatasourceView, Link};

/// All data sources of a state, in the order of their files.
pub(super) fn nodes(state: &State<'_>) -> Vec<SourceNode> {
    let mut nodes = Vec::new();
    for (document, _) in &state.documents {
        let Content::Datasources(file) = &document.content else { continue };
        let view = DatasourceFileView::new(file);
        let views = view.datasources();
        let known = view.known(&document.source);
        let first = nodes.len();
        for (own_place, (view, own)) in views.iter().zip(&known).enumerate() {
            nodes.push(SourceNode {
                name: if own.name.is_empty() { "(a name from the environment)".to_owned() } else { own.name.clone() },
                kind: own.kind.clone(),
                is_default: own.is_default,
                file: document.source.shown.clone(),
                links: links(view, &known, first, first + own_place),
            });
        }
    }
    nodes
}

fn links(view: &DatasourceView<'_>, known: &[KnownDatasource], first: usize, own: usize) -> Vec<SourceLink> {
    let mut found: Vec<SourceLink> = view
        .links()
        .iter()
        .map(|link| {
            let by_uid = known.iter().position(|known| known.uid.as_deref() == Some(link.target));
            let target = by_uid.or_else(|| known.iter().position(|known| known.name == link.target)).map(|place| first + place);
            let outside = if target.is_some() { String::new() } else { link.target.to_owned() };
            SourceLink { setting: link.kind.name(), detail: detail(view.datasource, link.kind), target, outside }
        })
        .collect();
    found.extend(addresses(view.datasource));
    if has_node_graph(view.datasource) {
        let detail = "a graph of the trace's own spans".to_owned();
        found.push(SourceLink { setting: "nodeGraph", detail, target: Some(own), outside: String::new() });
    }
    found
}

fn has_node_graph(datasource: &Datasource) -> bool {
    let settings = match &datasource.json_data {
        Some(JsonData::Jaeger(settings)) => settings.node_graph.as_ref(),
        Some(JsonData::Tempo(settings)) => settings.node_graph.as_ref(),
        _ => None,
    };
    settings.is_some_and(|graph| graph.enabled == Some(true))
}

fn traces_to_metrics(datasource: &Datasource) -> Option<&TracesToMetrics> {
    match datasource.json_data.as_ref()? {
        JsonData::Jaeger(settings) => settings.traces_to_metrics.as_ref(),
        JsonData::Tempo(settings) => settings.traces_to_metrics.as_ref(),
        _ => None,
    }
}

fn derived_fields(datasource: &Datasource) -> &[DerivedField] {
    match &datasource.json_data {
        Some(JsonData::Loki(settings)) => settings.derived_fields.as_deref().unwrap_or_default(),
        _ => &[],
    }
}

fn exemplars(datasource: &Datasource) -> &[ExemplarTraceIdDestination] {
    match &datasource.json_data {
        Some(JsonData::Prometheus(settings)) => settings.exemplar_trace_id_destinations.as_deref().unwrap_or_default(),
        _ => &[],
    }
}

/// More about a link: the names of its queries, its field, its words.
fn detail(datasource: &Datasource, link: Link) -> String {
    match link {
        Link::TracesToMetrics => {
            let queries = traces_to_metrics(datasource).and_then(|link| link.queries.as_deref()).unwrap_or_default();
            queries.iter().filter_map(|query| query.name.as_deref()).collect::<Vec<_>>().join(", ")
        }
        Link::DerivedField(index) => {
            derived_fields(datasource).get(index).and_then(|field| field.name.clone()).unwrap_or_default()
        }
        Link::Exemplar(index) => exemplars(datasource).get(index).and_then(|exemplar| exemplar.name.clone()).unwrap_or_default(),
        Link::Correlation(index) => datasource
            .correlations
            .as_deref()
            .unwrap_or_default()
            .get(index)
            .and_then(|one| one.label.clone())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// Links that lead to addresses and to no data source.
fn addresses(datasource: &Datasource) -> Vec<SourceLink> {
    let to = |setting, name: Option<&String>, url: Option<&String>, uid: Option<&String>, words: Option<&String>| {
        let outside = url.filter(|url| uid.is_none_or(String::is_empty) && !url.is_empty())?.clone();
        let detail = [name, words]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(": ");
        Some(SourceLink { setting, detail, target: None, outside: without_query(&outside) })
    };
    let fields = derived_fields(datasource).iter().filter_map(|field| {
        let DerivedField { name, url, datasource_uid, url_display_label, .. } = field;
        to("derivedFields", name.as_ref(), url.as_ref(), datasource_uid.as_ref(), url_display_label.as_ref())
    });
    let exemplars = exemplars(datasource).iter().filter_map(|exemplar| {
        let ExemplarTraceIdDestination { name, url, datasource_uid, url_display_label, .. } = exemplar;
        to("exemplarTraceIdDestinations", name.as_ref(), url.as_ref(), datasource_uid.as_ref(), url_display_label.as_ref())
    });
    let correlations = datasource.correlations.iter().flatten().filter_map(|one| {
        let url = one.config.as_ref()?.target.as_ref()?.get("url").and_then(Value::as_str)?.to_owned();
        to("correlations", one.label.as_ref(), Some(&url), one.target_uid.as_ref(), None)
    });
    fields.chain(exemplars).chain(correlations).collect()
}

/// The address without what may hold a secret: the name and password before its host, and its query.
fn without_query(url: &str) -> String {
    let shown = url.split('?').next().unwrap_or_default();
    match shown.split_once("://") {
        Some((scheme, rest)) => {
            let host_end = rest.find('/').unwrap_or(rest.len());
            let host = rest[..host_end].rsplit('@').next().unwrap_or_default();
            format!("{scheme}://{host}{}", &rest[host_end..])
        }
        None => shown.to_owned(),
    }
}
