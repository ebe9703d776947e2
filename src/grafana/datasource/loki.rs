//! The settings of a Loki data source.
//!
//! Facts: `src/types.ts`, `getDerivedFields.ts` and `datasource.ts` of Grafana's Loki data source.

use super::json_data::json_data;
use super::links::DerivedField;
use super::shapes::NumberOrText;

json_data! {
    /// `jsonData` of a data source of type `loki`.
    pub struct LokiJsonData {
        /// The most lines of an answer: a text, or a number, which works as well. Default 1000.
        "maxLines" => max_lines: NumberOrText,
        /// Fields that are won from log lines, with links.
        "derivedFields" => derived_fields: Vec<DerivedField>,
        /// The uid of an Alertmanager.
        "alertmanager" => alertmanager: String,
    }
}
