//! [`AnnotationSpec`]: a query whose results are drawn over the panels.

use super::target::TargetSpec;
use crate::written::spec;

spec! {
    /// An annotation query. (Grafana: Annotate visualizations.)
    pub struct AnnotationSpec {
        /// The name, shown at its switch.
        pub name: String,
        /// The data source's name, or `${variable}`. Default: the organisation's default.
        #[serde(default)]
        pub datasource: Option<String>,
        /// Whether it is drawn when the dashboard opens. Default: true.
        #[serde(default)]
        pub enable: Option<bool>,
        /// Whether its switch is hidden. Default: false.
        #[serde(default)]
        pub hide: Option<bool>,
        /// The colour of the marks: a name such as `red`, or `#rrggbb`.
        #[serde(default)]
        pub icon_color: Option<String>,
        /// Prometheus: the title of a mark; may hold `{{label}}`.
        #[serde(default)]
        pub title_format: Option<String>,
        /// Prometheus: the text of a mark; may hold `{{label}}`.
        #[serde(default)]
        pub text_format: Option<String>,
        /// Prometheus: labels whose values become tags, joined by commas.
        #[serde(default)]
        pub tag_keys: Option<String>,
        /// The query. Each of its results is a mark.
        pub target: TargetSpec,
    }
}

impl AnnotationSpec {
    /// The results of `target`, drawn under the name `name`.
    #[must_use]
    pub fn new(name: impl Into<String>, target: TargetSpec) -> Self {
        Self { name: name.into(), target, ..Self::default() }
    }
}
