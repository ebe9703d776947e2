//! Links in words, with addresses where the page may lead there.

use crate::grafana::dashboard::{DashboardLink, DashboardLinkType, DataLink};
use crate::preview::href::Href;
use crate::preview::scene::LinkNote;

/// A link above a dashboard or in a panel's head.
pub(super) fn of_dashboard(link: &DashboardLink) -> LinkNote {
    let title = link.title.clone().unwrap_or_default();
    if link.r#type == Some(DashboardLinkType::Dashboards) {
        let tags = link.tags.as_deref().unwrap_or_default().join(", ");
        let target = if tags.is_empty() { "all dashboards".to_owned() } else { format!("dashboards with the tag {tags}") };
        return LinkNote { title, target, href: None };
    }
    to(title, link.url.clone().unwrap_or_default())
}

/// A link from values.
pub(super) fn of_value(link: &DataLink) -> LinkNote {
    let title = link.title.clone().unwrap_or_default();
    let url = link.url.clone().unwrap_or_default();
    match &link.internal {
        Some(internal) if url.is_empty() => {
            let text = |key: &str| internal.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            let name = text("datasourceName");
            let target = if name.is_empty() { text("datasourceUid") } else { name };
            LinkNote { title, target: format!("a query of {target}"), href: None }
        }
        _ => to(title, url),
    }
}

fn to(title: String, target: String) -> LinkNote {
    let href = Href::parse(&target);
    let title = if title.is_empty() { target.clone() } else { title };
    LinkNote { title, target, href }
}
