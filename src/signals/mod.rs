//! The contract: what the code emits. Metrics, spans and log lines, source by source.
//!
//! From: `observability/signals.yaml` ([`SignalsSpec`], read strictly), or the same built in Rust. To: findings about the contract
//! itself ([`validate`]), and the index that everything else asks ([`Contract`]): which series, labels, spans, attributes and log
//! fields there are.

mod attribute;
pub mod contract;
mod interval;
mod line_pattern;
mod log;
mod metric;
mod name_template;
pub mod naming;
mod source;
mod span;
mod validate;
mod values;

pub use attribute::{AttributeSpec, AttributeType, EventSpec};
pub use contract::{Contract, Part, Series};
pub use interval::Interval;
pub use log::{LogFormat, LogSpec};
pub use metric::{MetricSpec, MetricType, RecordingRuleSpec};
pub use source::{ScrapeSpec, SignalsSpec, SourceKind, SourceSpec};
pub use span::{SpanKind, SpanSpec};
pub use validate::validate;
pub use values::Values;
