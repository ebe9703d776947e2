//! Annotations: events drawn over a dashboard's graphs.
//!
//! From: a dashboard's `annotations`. To: the same again.

use serde_json::Value;

use super::{DatasourceRef, Target};
use crate::grafana::json::model;

model! {
    /// The annotation queries of a dashboard.
    pub struct Annotations {
        /// The queries.
        "list" => list: Vec<Annotation>,
    }
}

model! {
    /// An annotation query.
    pub struct Annotation {
        /// Its name, shown next to its switch.
        "name" => name: String,
        /// Where the events come from.
        "datasource" => datasource: DatasourceRef,
        /// Whether it is on.
        "enable" => enable: bool,
        /// Whether its switch is hidden.
        "hide" => hide: bool,
        /// The colour of its marks: a name of Grafana's palette or a CSS colour.
        "iconColor" => icon_color: String,
        /// Which panels show it.
        "filter" => filter: AnnotationPanelFilter,
        /// The query of Grafana's own data source; others write their own query's fields here.
        "target" => target: AnnotationTarget,
        /// The kind of the query of Grafana's own data source: `dashboard` or `tags`.
        "type" => r#type: String,
        /// 1 for the query that every dashboard has: annotations and alerts of its own.
        "builtIn" => built_in: u32,
        /// `inControlsMenu` puts the switch into the menu of controls.
        "placement" => placement: String,
        /// The query, in old files and of some data sources.
        "expr" => expr: String,
        /// Which fields of the results give time, title, text and tags.
        "mappings" => mappings: Value,
    }
}

model! {
    /// Which panels show an annotation.
    pub struct AnnotationPanelFilter {
        /// Whether the panels named are the ones that do not.
        "exclude" => exclude: bool,
        /// The panels' numbers.
        "ids" => ids: Vec<u64>,
    }
}

model! {
    /// The query of an annotation, in the fields of Grafana's own data source.
    pub struct AnnotationTarget {
        /// How many events at most.
        "limit" => limit: u64,
        /// Whether one of the tags is enough.
        "matchAny" => match_any: bool,
        /// The tags that events must have.
        "tags" => tags: Vec<String>,
        /// `dashboard` for the events of this dashboard, `tags` for those that have the tags.
        "type" => r#type: String,
        /// Tells the query from others.
        "refId" => ref_id: String,
    }
}

impl Annotation {
    /// The annotation query that Grafana gives every dashboard: its own annotations and alerts.
    #[must_use]
    pub fn built_in_query() -> Self {
        Self::default()
            .built_in(1_u32)
            .datasource(DatasourceRef::grafana())
            .enable(true)
            .hide(true)
            .icon_color("rgba(0, 211, 255, 1)")
            .name("Annotations & Alerts")
            .r#type("dashboard")
    }

    /// The query in the shape of its data source's own queries, where it is one.
    #[must_use]
    pub fn query(&self) -> Option<Target> {
        use crate::grafana::json::Json;
        let written = self.target.as_ref()?.to_json();
        Target::from_json(written).ok().map(|target| target.typed_within(self.datasource.as_ref()))
    }
}
