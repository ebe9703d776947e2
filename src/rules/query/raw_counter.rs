//! A counter that is shown as it is.

use crate::grafana::dashboard::Panel;
use crate::grafana::dashboard::panel_type::Options;
use crate::query::promql::{Applied, MetricName, Query, Selector};
use crate::rules::query::selected;
use crate::rules::view::Owner;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct RawCounter;

impl Rule for RawCounter {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/raw-counter");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        let Some(promql) = query.promql() else { return };
        for selector in selectors {
            let MetricName::Known(name) = &selector.metric else { continue };
            let mut series = selected::series(contract, selector).peekable();
            let Some(first) = series.peek().copied() else { continue };
            if !series.all(|series| series.is_cumulative()) || is_fine(promql, selector) || computes_change(query, around) {
                continue;
            }
            let message = format!("`{}` only rises and begins anew with its process: as it is, it says little", name.text);
            found
                .in_query(query, &name.range, message)
                .related(first.place(), format!("it is declared as part of a {}", first.metric.kind.name()))
                .help("show `rate(…[$__rate_interval])`, or `increase(…[$__range])` for how many there were in the time shown");
        }
    }
}

/// Whether what is done to a counter makes sense of it.
fn is_fine(promql: &Query, selector: &Selector) -> bool {
    selector.applied.iter().any(|applied| match applied {
        // Over a range, or about samples rather than values.
        Applied::Function { name, .. } => {
            name.text.ends_with("_over_time")
                || matches!(
                    name.text.as_str(),
                    "rate"
                        | "irate"
                        | "increase"
                        | "delta"
                        | "idelta"
                        | "deriv"
                        | "resets"
                        | "changes"
                        | "timestamp"
                        | "absent"
                        | "predict_linear"
                        | "holt_winters"
                        | "double_exponential_smoothing"
                )
        }
        Applied::Aggregation { operator, is_parameter, .. } => {
            *is_parameter || ["count", "group", "count_values"].iter().any(|name| operator.text.eq_ignore_ascii_case(name))
        }
        // Whether there is anything; and one counter against another: in work is what began less what ended.
        Applied::Binary { operator, is_left, .. } => {
            matches!(operator.text.as_str(), "==" | "!=" | ">" | "<" | ">=" | "<=")
                || (!is_left && ["and", "unless"].iter().any(|name| operator.text.eq_ignore_ascii_case(name)))
                || (matches!(operator.text.as_str(), "-" | "/") && has_counterpart(promql, operator.range.start, *is_left))
        }
        Applied::Sign { .. } | Applied::Subquery { .. } => false,
    })
}

/// Whether something is selected on the other side of the operator at this byte.
fn has_counterpart(promql: &Query, at: usize, is_left: bool) -> bool {
    let is_other = |applied: &Applied| matches!(applied, Applied::Binary { operator, is_left: side, .. } if operator.range.start == at && *side != is_left);
    promql.selectors.iter().any(|selector| selector.applied.iter().any(is_other))
}

/// Whether the panel shows the change of its values, or what is asked are not values at all.
fn computes_change(query: &QueryView<'_>, around: &Context<'_>) -> bool {
    match query.owner {
        Owner::Panel(index, _) => {
            let panel = around.dashboard.and_then(|dashboard| dashboard.panels.get(index));
            panel.is_some_and(|panel| shows_change(panel.panel))
        }
        // The values of labels are what variables ask for.
        Owner::Variable(_) => query.label.is_some(),
        Owner::Annotation(_) | Owner::TracesToMetrics(_) | Owner::TracesToLogs => false,
    }
}

fn shows_change(panel: &Panel) -> bool {
    let reduced = match &panel.options {
        Some(Options::Stat(options)) => options.reduce_options.as_ref(),
        Some(Options::Gauge(options)) => options.reduce_options.as_ref(),
        Some(Options::Bargauge(options)) => options.reduce_options.as_ref(),
        Some(Options::Piechart(options)) => options.reduce_options.as_ref(),
        _ => None,
    };
    let calcs = reduced.and_then(|reduced| reduced.calcs.as_deref()).unwrap_or_default();
    calcs.iter().any(|calc| matches!(calc.as_str(), "diff" | "diffperc" | "delta" | "range" | "step" | "count" | "changeCount"))
        || panel.transformations.as_ref().is_some_and(|transformations| !transformations.is_empty())
}
