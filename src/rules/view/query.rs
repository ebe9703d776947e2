//! Queries as rules see them.

use std::ops::Range;

use crate::diag::Pointer;
use crate::grafana::dashboard::Target;
use crate::query::{Unread, jaeger, logql, promql, traceql};
use crate::rules::catalog::Meant;

/// The language of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Of Prometheus.
    PromQl,
    /// Of Loki.
    LogQl,
    /// Of Tempo.
    TraceQl,
    /// The fields of Jaeger's search; the text is its tags.
    Jaeger,
}

impl Language {
    /// What `text` says in this language.
    ///
    /// # Errors
    ///
    /// The text breaks the grammar, or can't be judged.
    pub fn read(self, text: &str) -> Result<Parsed, Unread> {
        match self {
            Self::PromQl => promql::parse(text).map(Parsed::PromQl),
            Self::LogQl => logql::parse(text).map(Parsed::LogQl),
            Self::TraceQl => traceql::parse(text).map(Parsed::TraceQl),
            Self::Jaeger => jaeger::tags(text).map(Parsed::Tags),
        }
    }

    /// The language of a query whose data source nobody knows, where only one fits: a metric's name is `PromQL`, and stages after a
    /// selector are `LogQL`.
    pub(super) fn told_by(text: &str) -> Option<Self> {
        let names_metric =
            |query: &promql::Query| query.selectors.iter().any(|selector| !matches!(selector.metric, promql::MetricName::None));
        if promql::parse(text).is_ok_and(|query| names_metric(&query)) {
            return Some(Self::PromQl);
        }
        let has_stages = |query: &logql::Query| query.pipelines.iter().any(|pipeline| !pipeline.stages.is_empty());
        logql::parse(text).is_ok_and(|query| has_stages(&query)).then_some(Self::LogQl)
    }
}

/// What a query belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Owner<'a> {
    /// A panel, by its number in the list of the dashboard's panels, and the query as it is written.
    Panel(usize, &'a Target),
    /// A variable, by its number.
    Variable(usize),
    /// An annotation, by its number.
    Annotation(usize),
    /// A link of a data source from spans to metrics, by its number.
    TracesToMetrics(usize),
    /// The link of a data source from spans to logs.
    TracesToLogs,
}

/// What a query says, by its language.
#[derive(Debug, Clone)]
pub enum Parsed {
    /// `PromQL`.
    PromQl(promql::Query),
    /// `LogQL`.
    LogQl(logql::Query),
    /// `TraceQL`.
    TraceQl(traceql::TraceQl),
    /// The tags of Jaeger's search.
    Tags(Vec<jaeger::Tag>),
}

/// The text of a query, before it is read.
#[derive(Debug, Clone)]
pub(super) struct Asked<'a> {
    /// The keys that lead from the query's place to its text.
    keys: Vec<&'static str>,
    /// The whole text at that place.
    text: &'a str,
    /// The bytes of the query within it.
    pub(super) range: Range<usize>,
    /// The bytes of a label that is asked for beside the query.
    pub(super) label: Option<Range<usize>>,
    language: Language,
}

impl<'a> Asked<'a> {
    /// The text at `key`; `None` where it is empty.
    pub(super) fn new(key: &'static str, text: &'a str, language: Language) -> Option<Self> {
        Self::below(&[key], text, language)
    }

    /// The text at the end of `keys`; `None` where it is empty.
    pub(super) fn below(keys: &[&'static str], text: &'a str, language: Language) -> Option<Self> {
        let range = 0..text.len();
        (!text.trim().is_empty()).then(|| Self { keys: keys.to_vec(), text, range, label: None, language })
    }
}

/// A query.
#[derive(Debug)]
pub struct QueryView<'a> {
    /// What it belongs to.
    pub owner: Owner<'a>,
    /// Where the query stands, with its settings.
    pub at: Pointer,
    /// Where its text stands.
    pub text_at: Pointer,
    /// The text at that place, as the author wrote it.
    pub whole: &'a str,
    /// The bytes of the query within that text: all of it, but for the queries of variables.
    pub range: Range<usize>,
    /// The bytes within that text of the label that `label_values` asks for.
    pub label: Option<Range<usize>>,
    /// Its language.
    pub language: Language,
    /// The data source that it asks.
    pub datasource: Meant<'a>,
    /// What it says, or why that can't be told. Bytes are those of [`QueryView::text`].
    pub parsed: Result<Parsed, Unread>,
}

impl<'a> QueryView<'a> {
    /// Reads what is asked at `at`.
    pub(super) fn new(owner: Owner<'a>, at: Pointer, datasource: Meant<'a>, asked: Asked<'a>) -> Self {
        let text = asked.text.get(asked.range.clone()).unwrap_or_default();
        let parsed = asked.language.read(text);
        let text_at = asked.keys.iter().fold(at.clone(), |at, key| at.key(key));
        Self {
            owner,
            at,
            text_at,
            whole: asked.text,
            range: asked.range,
            label: asked.label,
            language: asked.language,
            datasource,
            parsed,
        }
    }

    /// The query's text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }

    /// What it says, if it is `PromQL` that could be read.
    #[must_use]
    pub fn promql(&self) -> Option<&promql::Query> {
        match &self.parsed {
            Ok(Parsed::PromQl(query)) => Some(query),
            _ => None,
        }
    }

    /// What it says, if it is `LogQL` that could be read.
    #[must_use]
    pub fn logql(&self) -> Option<&logql::Query> {
        match &self.parsed {
            Ok(Parsed::LogQl(query)) => Some(query),
            _ => None,
        }
    }

    /// What it says, if it is `TraceQL` that could be read.
    #[must_use]
    pub fn traceql(&self) -> Option<&traceql::TraceQl> {
        match &self.parsed {
            Ok(Parsed::TraceQl(query)) => Some(query),
            _ => None,
        }
    }

    /// The tags, if it is a search of Jaeger's whose tags could be read.
    #[must_use]
    pub fn tags(&self) -> Option<&[jaeger::Tag]> {
        match &self.parsed {
            Ok(Parsed::Tags(tags)) => Some(tags),
            _ => None,
        }
    }

    /// The query as a panel has it, with its settings.
    #[must_use]
    pub fn target(&self) -> Option<&'a Target> {
        match self.owner {
            Owner::Panel(_, target) => Some(target),
            _ => None,
        }
    }
}
