//! The panel type `traces`: one trace. It shows the first result, which must be a trace and not a search.
//!
//! From: such a panel's options. To: the same again. (Grafana 13.2, `public/app/plugins/panel/traces/types.ts`.)

use serde_json::Value;

use crate::grafana::json::model;

model! {
    /// The options of a panel of one trace.
    pub struct TracesOptions {
        /// The id of the span that is scrolled to.
        "focusedSpanId" => focused_span_id: String,
        /// Which spans are marked: the fields of the view's own search.
        "spanFilters" => span_filters: Value,
    }
}
