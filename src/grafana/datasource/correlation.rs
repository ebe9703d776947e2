//! Correlations: links from a field of one data source's results to a query of another.
//!
//! Facts: Grafana's `pkg/services/provisioning/datasources/datasources.go` and its documentation of correlations.

use serde_json::Value;

use crate::grafana::json::{model, text_enum};

model! {
    /// A link from a field of the results to another data source.
    pub struct Correlation {
        /// The uid of the data source that is asked. Not for [`CorrelationType::External`].
        "targetUID" => target_uid: String,
        /// The link's text. Grafana crashes without it.
        "label" => label: String,
        /// What the link is for. Grafana crashes without it.
        "description" => description: String,
        /// What the link opens. Default `query`.
        "type" => r#type: CorrelationType,
        /// Which field, which query.
        "config" => config: CorrelationConfig,
    }
}

text_enum! {
    /// What a correlation opens.
    pub enum CorrelationType {
        /// A query of another data source.
        Query = "query",
        /// A web address.
        External = "external",
    }
}

model! {
    /// Which field of the results is linked, and to which query.
    pub struct CorrelationConfig {
        /// The field that shows the link.
        "field" => field: String,
        /// The query, as the target's type wants it, with `${…}` for values of the row; or `url` of an external link.
        "target" => target: Value,
        /// How more variables are won from fields. On the correlation itself instead of here they are an error.
        "transformations" => transformations: Vec<CorrelationTransformation>,
        /// The former place of the correlation's `type`.
        "type" => r#type: CorrelationType,
    }
}

model! {
    /// How variables are won from a field.
    pub struct CorrelationTransformation {
        /// By which means.
        "type" => r#type: CorrelationTransformationType,
        /// The field that is read. Default: that of the link.
        "field" => field: String,
        /// The regular expression, in JavaScript's syntax.
        "expression" => expression: String,
        /// The variable that takes what the expression finds.
        "mapValue" => map_value: String,
    }
}

text_enum! {
    /// By which means variables are won from a field.
    pub enum CorrelationTransformationType {
        /// By a regular expression.
        Regex = "regex",
        /// By taking it for `key=value` pairs.
        Logfmt = "logfmt",
    }
}
