//! A tag for metrics whose label the metric lacks.

use super::links::{is_tags, label_of};
use super::span_tags::is_of_spans;
use crate::diag::suggest::nearest;
use crate::grafana::datasource::links::Tag;
use crate::query::promql::MetricName;
use crate::rules::view::{Context, Owner, QueryView};
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
        let tags_at = datasource.json_data_at().key("tracesToMetrics").key("tags");
        for selector in &parsed.selectors {
            let variable = selector.variables.iter().find(|variable| is_tags(&variable.reference));
            let (Some(variable), MetricName::Known(metric)) = (variable, &selector.metric) else { continue };
            for (index, tag) in tags.iter().enumerate() {
                let Some((label, key)) = missing(tag, &metric.text, contract) else { continue };
                let labels = contract.series(&metric.text).flat_map(|series: Series<'_>| series.label_names());
                let near = nearest(label, labels);
                let tag_place = found.place(&tags_at.index(index).key(key));
                let message = format!(
                    "`{}` has no label `{label}`, which `$__tags` asks for: nothing is found from a span with the tag",
                    metric.text
                );
                found
                    .in_query(query, &variable.reference.range, message)
                    .label_if(near.map(|near| format!("did you mean `{near}`?")))
                    .related(tag_place, format!("`{label}` comes from here"));
            }
        }
    }
}

/// The label of a tag that spans can have, where the contract declares the metric, and without that label; and the key that names it.
fn missing<'a>(tag: &'a Tag, metric: &str, contract: &Contract) -> Option<(&'a str, &'static str)> {
    let can_be_there = tag.key.as_deref().is_some_and(|key| is_of_spans(key, contract));
    let (label, key) = label_of(tag).filter(|_| can_be_there)?;
    let is_known = contract.series(metric).next().is_some();
    let has_label = contract.series(metric).any(|series| series.label(label).is_some());
    (is_known && !has_label).then_some((label, key))
}
