//! Links: above a dashboard, in a panel's head, and from values.
//!
//! From: `links` of dashboards, panels, field defaults and overrides. To: the same again.

use serde_json::Value;

use crate::grafana::json::{model, text_enum};

model! {
    /// A link above a dashboard or in a panel's head.
    pub struct DashboardLink {
        /// The text shown.
        "title" => title: String,
        /// Whether it leads to one place or to the dashboards that have certain tags.
        "type" => r#type: DashboardLinkType,
        /// Where it leads, for the type `link`.
        "url" => url: String,
        /// The tags, for the type `dashboards`.
        "tags" => tags: Vec<String>,
        /// The name of an icon, such as `external link`.
        "icon" => icon: String,
        /// What is shown while the pointer is over it.
        "tooltip" => tooltip: String,
        /// Whether dashboards are shown as a drop-down list and not side by side.
        "asDropdown" => as_dropdown: bool,
        /// Whether the variables' values go along.
        "includeVars" => include_vars: bool,
        /// Whether the time range goes along.
        "keepTime" => keep_time: bool,
        /// Whether it opens in a new tab.
        "targetBlank" => target_blank: bool,
        /// `inControlsMenu` puts it into the menu of controls.
        "placement" => placement: String,
    }
}

text_enum! {
    /// What a dashboard link leads to.
    pub enum DashboardLinkType {
        /// One place.
        Link = "link",
        /// The dashboards that have certain tags.
        Dashboards = "dashboards",
    }
}

model! {
    /// A link from a value. (`@grafana/data` 13.2, `DataLink`.)
    pub struct DataLink {
        /// The text shown. It may hold variables, `${__value.text}` among them.
        "title" => title: String,
        /// Where it leads. It may hold variables, `${__value.raw}` among them. Empty for a link within Grafana.
        "url" => url: String,
        /// Whether it opens in a new tab.
        "targetBlank" => target_blank: bool,
        /// Whether one press of the value follows it, without a menu.
        "oneClick" => one_click: bool,
        /// A query that it opens: `datasourceUid`, `datasourceName` and `query`.
        "internal" => internal: Value,
    }
}
