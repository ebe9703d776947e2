//! Links of dashboards and panels: every field that Grafana asks for, where the spec leaves it open.

use crate::grafana::dashboard::{DashboardLink, DashboardLinkType};
use crate::spec::Strict;

/// The links of a list; `None` where it is empty.
pub(super) fn links(list: &[Strict<DashboardLink>]) -> Option<Vec<DashboardLink>> {
    (!list.is_empty()).then(|| list.iter().map(|Strict(link)| filled(link.clone())).collect())
}

/// A link with an address leads there, one without to the dashboards that have its tags.
fn filled(mut link: DashboardLink) -> DashboardLink {
    let kind = if link.url.is_some() { DashboardLinkType::Link } else { DashboardLinkType::Dashboards };
    link.r#type.get_or_insert(kind);
    link.title.get_or_insert_default();
    link.icon.get_or_insert_default();
    link.tooltip.get_or_insert_default();
    link.tags.get_or_insert_default();
    link.as_dropdown.get_or_insert(false);
    link.include_vars.get_or_insert(false);
    link.keep_time.get_or_insert(false);
    link.target_blank.get_or_insert(false);
    link
}
