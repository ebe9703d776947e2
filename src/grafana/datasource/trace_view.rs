//! How a trace is shown: settings that Jaeger and Tempo data sources share.
//!
//! Facts: the types of `@grafana/o11y-ds-frontend` and Grafana's documentation of both data sources.

use crate::grafana::json::{model, text_enum};

model! {
    /// The graph of a trace's spans.
    pub struct NodeGraph {
        /// Whether it is shown above the trace.
        "enabled" => enabled: bool,
    }
}

model! {
    /// What stands beside each span of a trace.
    pub struct SpanBar {
        /// Which kind of thing. Default `Duration`.
        "type" => r#type: SpanBarType,
        /// The key of the tag, for [`SpanBarType::Tag`].
        "tag" => tag: String,
    }
}

text_enum! {
    /// What stands beside a span.
    pub enum SpanBarType {
        /// Nothing.
        None = "None",
        /// How long it took.
        Duration = "Duration",
        /// The value of a tag.
        Tag = "Tag",
    }
}

model! {
    /// Whether a look-up by trace id says when the trace was.
    pub struct TraceIdTimeParams {
        /// Whether it sends the start and the end of the time range.
        "enabled" => enabled: bool,
    }
}
