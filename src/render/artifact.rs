//! [`Artifact`]: a file to be, whole and in memory.

/// A file to be: where it goes, what it holds, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The path below the output root, with `/` between its parts: `generated/grafana/dashboards/tracing.json`.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The template that made it: `grafana/dashboard.json.j2`.
    pub template: String,
    /// The spec file that it was made from, as it is shown: `observability/dashboards/tracing.yaml`.
    pub origin: String,
}
