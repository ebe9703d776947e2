//! A range that holds too few samples for a rate.

use crate::grafana::dashboard::Target;
use crate::grafana::json::Nullable;
use crate::query::promql::Selector;
use crate::rules::catalog::Meant;
use crate::rules::query::selected;
use crate::rules::view::Owner;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Interval;

pub struct ShortRange;

/// Functions that need two samples in their range. (Prometheus documentation, "Functions".)
const OF_TWO_SAMPLES: [&str; 7] = ["rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear"];

impl Rule for ShortRange {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/short-range");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(promql) = query.promql() else { return };
        for selector in &promql.selectors {
            let Some(range) = &selector.range else { continue };
            let Some((function, _)) = selected::first_function(selector) else { continue };
            if !OF_TWO_SAMPLES.contains(&function) {
                continue;
            }
            if range.variable.as_deref() == Some("__interval") && is_interval_at_its_least(query, around) {
                let message = format!(
                    "`{function}` needs two samples, and `{}` can be as short as one scrape: the panel has gaps or is empty",
                    range.written.text
                );
                found.in_query(query, &range.written.range, message).label("did you mean `$__rate_interval`?");
            }
            let Some(milliseconds) = range.milliseconds else { continue };
            let Some((interval, whose)) = scrape_interval(query, selector, around) else { continue };
            if milliseconds < 2 * interval.milliseconds() {
                let message = format!(
                    "`{function}` needs two samples, and `{}` does not hold two scrapes, which are {interval} apart: it gives \
                     nothing at most times",
                    range.written.text
                );
                found
                    .in_query(query, &range.written.range, message)
                    .label(whose)
                    .help("write `$__rate_interval`, or a range of four scrapes");
            }
        }
    }
}

/// Whether nothing sets a longer step, by which `$__interval` would be longer too.
fn is_interval_at_its_least(query: &QueryView<'_>, around: &Context<'_>) -> bool {
    let Owner::Panel(index, target) = query.owner else { return false };
    let own = match target {
        Target::Prometheus(query) => {
            query.interval.as_deref().is_some_and(|interval| !interval.is_empty())
                || query.interval_factor.as_ref().and_then(serde_json::Number::as_f64).is_some_and(|factor| factor > 1.0)
        }
        _ => true,
    };
    let panel = around.dashboard.and_then(|dashboard| dashboard.panels.get(index));
    let has_step =
        panel.is_none_or(|panel| matches!(&panel.panel.interval, Some(Nullable::Value(interval)) if !interval.is_empty()));
    !own && !has_step
}

/// How often what is selected is scraped, and who says so. Of several sources, the shortest.
fn scrape_interval(query: &QueryView<'_>, selector: &Selector, around: &Context<'_>) -> Option<(Interval, &'static str)> {
    if let Some(contract) = around.contract {
        let scraped = selected::series(contract, selector).filter_map(|series| series.source?.scrape.as_ref());
        if let Some(scrape) = scraped.min_by_key(|scrape| scrape.interval.milliseconds()) {
            return Some((scrape.interval.clone(), "by the source's `scrape.interval`"));
        }
    }
    let Meant::Known(datasource) = query.datasource else { return None };
    let interval = Interval::parse(datasource.time_interval.as_deref()?)?;
    Some((interval, "by the data source's `timeInterval`"))
}
