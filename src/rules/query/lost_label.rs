//! A legend that names a label which the query's result does not have.

use std::ops::Range;

use serde_json::Value;

use crate::grafana::dashboard::{PrometheusFormat, Target};
use crate::query::logql;
use crate::query::promql::{self, Labels};
use crate::query::variable;
use crate::rules::query::selected;
use crate::rules::view::{Owner, Parsed};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct LostLabel;

impl Rule for LostLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/lost-label");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        match query.owner {
            Owner::Panel(_, target) => {
                if let Some(legend) = legend(target) {
                    check(query, ("legendFormat", legend, "legend"), around.contract, found);
                }
            }
            Owner::Annotation(index) => {
                let annotation = around.dashboard.and_then(|dashboard| dashboard.annotations.get(index));
                for (key, what) in [("titleFormat", "annotation's title"), ("textFormat", "annotation's text")] {
                    if let Some(text) = annotation.and_then(|view| view.annotation.extra.get(key)).and_then(Value::as_str) {
                        check(query, (key, text, what), around.contract, found);
                    }
                }
            }
            Owner::Variable(_) | Owner::TracesToMetrics(_) | Owner::TracesToLogs => {}
        }
    }
}

/// Looks at the labels that the text at a key of the query names, which is shown as `what`.
fn check(query: &QueryView<'_>, (key, text, what): (&str, &str, &str), contract: Option<&Contract>, found: &mut Findings<'_>) {
    for range in labels(text) {
        let label = &text[range.clone()];
        let (why, help) = match &query.parsed {
            Ok(Parsed::PromQl(promql)) if promql.labels().may_have(label) == Some(false) => LOST,
            Ok(Parsed::PromQl(promql)) if contract.is_some_and(|contract| is_undeclared(promql, label, contract)) => UNDECLARED,
            Ok(Parsed::LogQl(logql)) if logql.kind == logql::Kind::Metric && !logql.labels().may_have(label) => LOST,
            _ => continue,
        };
        let message = format!("`{{{{{label}}}}}` has no value in the {what}: {why} `{label}`");
        found.part(&query.at.key(key), text, range, message).help(help);
    }
}

const LOST: (&str, &str) = (
    "the query's result has no label",
    "keep the label in the aggregation, as `sum by (…) (…)` does, or take it out of the text",
);

const UNDECLARED: (&str, &str) =
    ("no series that the query selects has the label", "take it out of the text, or declare the label");

/// The legend of a query that is shown as series.
fn legend(target: &Target) -> Option<&str> {
    match target {
        Target::Prometheus(query) if query.format != Some(PrometheusFormat::Table) => query.legend_format.as_deref(),
        Target::Loki(query) => query.legend_format.as_deref(),
        Target::Other(value) if value.get("format").and_then(Value::as_str) != Some("table") => {
            value.get("legendFormat").and_then(Value::as_str)
        }
        _ => None,
    }
}

/// The bytes of the labels in `{{label}}`, without white space. Those with a variable in them are left out.
fn labels(legend: &str) -> impl Iterator<Item = Range<usize>> {
    legend.match_indices("{{").filter_map(move |(open, _)| {
        let inside = legend.get(open + 2..)?;
        let inside = &inside[..inside.find("}}")?];
        let label = inside.trim();
        let start = open + 2 + (inside.len() - inside.trim_start().len());
        let is_name = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte));
        (is_name && variable::references(label).is_empty()).then_some(start..start + label.len())
    })
}

/// Whether the query keeps the labels of its series, and none of these has the label.
fn is_undeclared(promql: &promql::Query, label: &str, contract: &Contract) -> bool {
    let Labels::Selected { added, .. } = promql.labels() else { return false };
    let keeps = !added.contains(label) && label != "__name__" && !promql.selectors.is_empty();
    keeps
        && !promql.calls.iter().any(|call| selected::adds_labels(&call.name.text))
        && promql.selectors.iter().all(|selector| !selected::may_have(contract, selector, label))
}
