//! Queries of panels, typed by their data source.
//!
//! From: a panel's `targets`. To: the same again. A query's data source is its own, or, where it names none, the panel's.

mod expression;
mod jaeger;
mod loki;
mod prometheus;
mod tempo;

pub use expression::{ExpressionTarget, ExpressionType};
pub use jaeger::{JaegerQueryType, JaegerTarget};
pub use loki::{LokiDirection, LokiQueryType, LokiTarget};
pub use prometheus::{PrometheusFormat, PrometheusTarget};
pub use tempo::{TempoMetricsQueryType, TempoQueryType, TempoTableType, TempoTarget};

use serde_json::Value;

use super::DatasourceRef;
use super::shapes::typed_by;
use crate::grafana::json::{Json, text_enum};

typed_by! {
    /// A query, of the kind that its data source's `type` says.
    pub enum Target reads Object by "/datasource/type" {
        /// Of metrics, in `PromQL`.
        Prometheus(PrometheusTarget) = "prometheus",
        /// Of logs, in `LogQL`.
        Loki(LokiTarget) = "loki",
        /// Of traces, by Jaeger.
        Jaeger(JaegerTarget) = "jaeger",
        /// Of traces, by Tempo.
        Tempo(TempoTarget) = "tempo",
        /// Over the results of the panel's other queries.
        Expression(ExpressionTarget) = "__expr__",
    }
}

/// Reads one accessor's field from whichever kind of query it is.
macro_rules! each_kind {
    ($target:expr, $query:ident => $typed:expr, $value:ident => $other:expr) => {
        match $target {
            Target::Prometheus($query) => $typed,
            Target::Loki($query) => $typed,
            Target::Jaeger($query) => $typed,
            Target::Tempo($query) => $typed,
            Target::Expression($query) => $typed,
            Target::Other($value) => $other,
        }
    };
}

impl Target {
    /// The name of the query within its panel, such as `A`.
    #[must_use]
    pub fn ref_id(&self) -> Option<&str> {
        each_kind!(self, query => query.ref_id.as_deref(), value => value.get("refId").and_then(Value::as_str))
    }

    /// Whether the query is not shown. Expressions may use it all the same.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        each_kind!(self, query => query.hide == Some(true), value => value.get("hide") == Some(&Value::Bool(true)))
    }

    /// The data source that the query itself names.
    #[must_use]
    pub fn datasource(&self) -> Option<DatasourceRef> {
        each_kind!(self, query => query.datasource.clone(), value => {
            value.get("datasource").and_then(|written| DatasourceRef::from_json(written.clone()).ok())
        })
    }

    /// The same query within a panel that has the data source `panel`.
    pub(super) fn typed_within(self, panel: Option<&DatasourceRef>) -> Self {
        let Self::Other(_) = &self else { return self };
        let own = self.datasource();
        // A query that names another data source by its uid alone is not of the panel's kind.
        let source = match &own {
            Some(own) if own.plugin().is_some() => Some(own),
            Some(own) if own.uid.is_some() && own.uid.as_ref() != panel.and_then(|panel| panel.uid.as_ref()) => None,
            _ => panel,
        };
        match source.and_then(DatasourceRef::plugin) {
            Some(plugin) => self.typed(plugin),
            None => self,
        }
    }
}

text_enum! {
    /// In which editor Grafana shows a query.
    pub enum QueryEditorMode {
        /// As text.
        Code = "code",
        /// As fields to fill in.
        Builder = "builder",
    }
}
