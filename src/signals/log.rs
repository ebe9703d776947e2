//! [`LogSpec`]: one form of log lines.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::values::Values;
use crate::written::spec;

/// The format of log lines, by the parser of `LogQL` that reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Plain text, to be taken apart by `pattern` or `regexp`.
    #[default]
    Text,
    /// A JSON object a line: `json`.
    Json,
    /// `key=value` pairs: `logfmt`.
    Logfmt,
}

spec! {
    /// One form of log lines.
    pub struct LogSpec {
        /// The format.
        pub format: LogFormat,
        /// What writes them, and when.
        #[serde(default)]
        pub description: Option<String>,
        /// The labels of Loki's streams that hold them.
        #[serde(default)]
        pub labels: BTreeMap<String, Values>,
        /// How a line of the format `text` is made, as `LogQL`'s parser `pattern` writes it: `<time> | <level> | <message>`.
        #[serde(default)]
        pub pattern: Option<String>,
        /// The fields of a line. In JSON those of inner objects are named as `LogQL` names them, `outer_inner`.
        #[serde(default)]
        pub fields: BTreeMap<String, Values>,
        /// Real lines, at least one.
        #[serde(default)]
        pub examples: Vec<String>,
    }
}
