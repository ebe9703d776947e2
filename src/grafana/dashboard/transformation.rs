//! Transformations of results before they are shown.
//!
//! From: a panel's `transformations`. To: the same again. The options differ for each of the transformations and are kept as
//! they are.

use serde_json::Value;

use super::Matcher;
use crate::grafana::json::{model, text_enum};

model! {
    /// A transformation of results.
    pub struct Transformation {
        /// The id of the transformation, such as `organize` or `joinByField`.
        "id" => id: String,
        /// What the transformation takes.
        "options" => options: Value,
        /// Whether it is left out.
        "disabled" => disabled: bool,
        /// Which frames it is about. Without it, all.
        "filter" => filter: Matcher,
        /// Which kind of results it is about.
        "topic" => topic: TransformationTopic,
    }
}

text_enum! {
    /// Which kind of results a transformation is about.
    pub enum TransformationTopic {
        /// The results of queries.
        Series = "series",
        /// Annotations.
        Annotations = "annotations",
        /// States of alerts.
        AlertStates = "alertStates",
    }
}
