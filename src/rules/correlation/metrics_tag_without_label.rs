//! A tag for metrics whose label the metric lacks.

use super::links::{is_tags, label_of};
use super::span_tags::is_of_spans;
use crate::diag::suggest::nearest;
use crate::grafana::datasource::links::Tag;
use crate::query::promql::{MetricName, Selector};
use crate::rules::view::{Context, DatasourceView, Owner, QueryView};
use crate::rules::{About, Findings, Rule, about};
use crate::signals::{Contract, Series};

pub struct MetricsTagWithoutLabel;

impl Rule for MetricsTagWithoutLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/metrics-tag-without-label");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Owner::TracesToMetrics(_), Some(parsed)) = (query.owner, query.promql()) else { return };
        let (Some(contract), Some(datasource)) = (around.contract, around.datasource) else { return };
        let tags = datasource.traces_to_metrics().and_then(|links| links.tags.as_deref()).unwrap_or_default();
        for selector in &parsed.selectors {
            for (index, tag) in tags.iter().enumerate() {
                missing(selector, (index, tag), query, (contract, datasource), found);
            }
        }
    }
}

/// Reports the label of one tag, where the metric of a selector lacks it.
fn missing(
    selector: &Selector,
    (index, tag): (usize, &Tag),
    query: &QueryView<'_>,
    (contract, datasource): (&Contract, &DatasourceView<'_>),
    found: &mut Findings<'_>,
) {
    let Some(variable) = selector.variables.iter().find(|variable| is_tags(&variable.reference)) else { return };
    let (MetricName::Known(metric), Some((label, key))) = (&selector.metric, label_of(tag)) else { return };
    let can_be_there = tag.key.as_deref().is_some_and(|key| is_of_spans(key, contract));
    let is_known = contract.series(&metric.text).next().is_some();
    if !is_known || !can_be_there || contract.series(&metric.text).any(|series| series.label(label).is_some()) {
        return;
    }
    let near = nearest(label, contract.series(&metric.text).flat_map(|series: Series<'_>| series.label_names()));
    let at = datasource.json_data_at().key("tracesToMetrics").key("tags").index(index).key(key);
    let tag_place = found.place(&at);
    let message =
        format!("`{}` has no label `{label}`, which `$__tags` asks for: nothing is found from a span with the tag", metric.text);
    found
        .in_query(query, &variable.reference.range, message)
        .label_if(near.map(|near| format!("did you mean `{near}`?")))
        .related(tag_place, format!("`{label}` comes from here"));
}
