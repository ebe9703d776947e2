//! What the queries of two documents say: which texts are queries, which of them differ in form alone, and the telemetry that they
//! ask for.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::change::Signal;
use super::raw::{Difference, Spot};
use crate::diag::Pointer;
use crate::foreign::PartKind;
use crate::grafana::dashboard::{Dashboard, Panel};
use crate::grafana::json::Json;
use crate::rules::view::{DatasourceFileView, Parsed, panels_of_old_rows};
use crate::rules::{DashboardView, Datasources, QueryView, Usage};

/// A query as it is compared.
#[derive(Debug, Default)]
struct Asked {
    /// One way of writing what it says, where the language has one.
    canonical: Option<String>,
    /// What stands around it in its text: `label_values(` and `, job)`.
    around: (String, String),
}

/// The queries of a document, by the place of their text.
#[derive(Debug, Default)]
struct Side {
    queries: HashMap<Pointer, Asked>,
    usage: Usage,
}

/// The queries of both documents.
#[derive(Debug, Default)]
pub(super) struct Queries<'a> {
    before: Side,
    after: Side,
    document: std::marker::PhantomData<&'a Value>,
}

impl Queries<'_> {
    /// Reads the queries of two documents of one kind; either may be missing.
    pub fn read(kind: PartKind, before: Option<&Value>, after: Option<&Value>) -> Self {
        let side = |value: Option<&Value>| match (kind, value) {
            (PartKind::Dashboard, Some(value)) => of_dashboard(value),
            (PartKind::Datasources, Some(value)) => of_datasources(value),
            _ => Side::default(),
        };
        Self { before: side(before), after: side(after), document: std::marker::PhantomData }
    }

    /// Whether a difference is one of a query's text.
    pub fn is_query(&self, difference: &Difference<'_>) -> bool {
        self.sides(difference).is_some()
    }

    /// Whether both sides of a difference are queries that could be read.
    pub fn is_read(&self, difference: &Difference<'_>) -> bool {
        self.sides(difference).is_some_and(|(before, after)| before.canonical.is_some() && after.canonical.is_some())
    }

    /// Whether both sides of a difference are queries that say the same and are only written otherwise.
    pub fn is_form_alone(&self, difference: &Difference<'_>) -> bool {
        self.sides(difference).is_some_and(|(before, after)| {
            before.canonical.is_some() && before.canonical == after.canonical && before.around == after.around
        })
    }

    fn sides(&self, difference: &Difference<'_>) -> Option<(&Asked, &Asked)> {
        let text = |spot: &Spot<'_>| spot.value.filter(|value| value.is_string()).and_then(|_| spot.pointer());
        Some((self.before.queries.get(&text(&difference.before)?)?, self.after.queries.get(&text(&difference.after)?)?))
    }

    /// The telemetry that is asked for only after, and only before.
    pub fn signals(&self) -> (BTreeSet<Signal>, BTreeSet<Signal>) {
        let (before, after) = (signals(&self.before.usage), signals(&self.after.usage));
        (after.difference(&before).cloned().collect(), before.difference(&after).cloned().collect())
    }
}

fn of_dashboard(value: &Value) -> Side {
    let Ok(dashboard) = Dashboard::from_json(value.clone()) else { return Side::default() };
    let old: Vec<(Pointer, Panel)> = panels_of_old_rows(&dashboard);
    let datasources = Datasources::default();
    let view = DashboardView::new(&dashboard, &old, &datasources);
    Side { queries: view.queries.iter().map(asked).collect(), usage: Usage::of_dashboard(&view) }
}

fn of_datasources(value: &Value) -> Side {
    let view = DatasourceFileView::new(value);
    let datasources = Datasources::default();
    let mut side = Side::default();
    for datasource in &view.datasources() {
        for query in &datasource.queries(&datasources) {
            side.usage.add(query);
            let (at, asked) = asked(query);
            side.queries.insert(at, asked);
        }
    }
    side
}

fn asked(query: &QueryView<'_>) -> (Pointer, Asked) {
    let canonical = match &query.parsed {
        Ok(Parsed::PromQl(read)) => Some(read.canonical(query.text())),
        Ok(Parsed::LogQl(query)) => Some(query.canonical().to_owned()),
        _ => None,
    };
    let part = |range| query.whole.get::<std::ops::Range<usize>>(range).unwrap_or_default().trim().to_owned();
    let around = (part(0..query.range.start), part(query.range.end..query.whole.len()));
    (query.text_at.clone(), Asked { canonical, around })
}

fn signals(usage: &Usage) -> BTreeSet<Signal> {
    let series = usage.series.iter().cloned().map(Signal::Series);
    let patterns = usage.series_patterns.iter().cloned().map(Signal::SeriesPattern);
    let spans = usage.spans.iter().cloned().map(|(service, operation)| Signal::Spans(service, operation));
    let attributes = usage.attributes.iter().cloned().map(Signal::Attribute);
    let streams = usage.streams.iter().cloned().map(|(label, value)| Signal::Streams(label, value));
    series.chain(patterns).chain(spans).chain(attributes).chain(streams).collect()
}
