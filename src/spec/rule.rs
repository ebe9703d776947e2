//! What a project says about rules, as it is written.

use crate::written::spec;

/// How much findings of a rule matter in this project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RuleSeveritySpec {
    /// Nothing is written while there is a finding.
    Error,
    /// A finding is told.
    Warning,
    /// A finding is told where all is asked for.
    Info,
    /// The rule is not asked.
    Off,
}

spec! {
    /// Findings that are accepted, and why.
    pub struct SuppressionSpec {
        /// The rule: `query/raw-counter`.
        pub rule: String,
        /// The spec file that the findings point into, relative to the project's folder.
        pub file: String,
        /// Where in the file, as a JSON Pointer: findings there and below. Default: anywhere in it.
        #[serde(default)]
        pub at: Option<String>,
        /// Why they are accepted.
        pub reason: String,
        /// The last day on which they are: `2027-03-31`. Default: no end.
        #[serde(default)]
        pub until: Option<String>,
    }
}
