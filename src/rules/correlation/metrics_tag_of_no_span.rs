//! A tag for metrics that no span has.

use super::span_tags::{is_of_spans, report_unknown, unknown};
use crate::query::variable::{self, Reference};
use crate::rules::view::{Context, DatasourceView, Owner, QueryView};
use crate::rules::{About, Findings, Rule, about};

pub struct MetricsTagOfNoSpan;

impl Rule for MetricsTagOfNoSpan {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/metrics-tag-of-no-span");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Some(links), Some(contract)) = (datasource.traces_to_metrics(), around.contract) else { return };
        let at = || datasource.json_data_at().key("tracesToMetrics").key("tags");
        for (index, key) in unknown(links.tags.as_deref().unwrap_or_default(), contract) {
            report_unknown(&at().index(index).key("key"), key, contract, found);
        }
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Owner::TracesToMetrics(_), Some(contract)) = (query.owner, around.contract) else { return };
        if contract.spans().next().is_none() {
            return;
        }
        for reference in variable::references(query.text()) {
            if let Some(key) = tag_of(&reference).filter(|key| !is_of_spans(key, contract)) {
                let message = format!("no span of the contract has a tag `{key}`: the variable is always empty");
                found.in_query(query, &reference.range, message);
            }
        }
    }
}

/// The tag that `${__span.tags.x}` and `${__span.tags["x"]}` stand for.
fn tag_of(reference: &Reference) -> Option<&str> {
    let field = reference.field.as_deref().filter(|_| reference.name == "__span")?.strip_prefix("tags")?;
    let in_brackets = field.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]"));
    let in_brackets = in_brackets.or_else(|| field.strip_prefix("['")?.strip_suffix("']"));
    in_brackets.or_else(|| field.strip_prefix('.').filter(|tag| !tag.contains(['.', '['])))
}
