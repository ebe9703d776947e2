//! Changes that break what relies on them.

use serde_json::Value;

use crate::diff::change::{Action, Subject};
use crate::diff::group::Group;
use crate::rules::KnownDatasource;

/// Why a change breaks what relies on it; `None` where it does not, as far as files can tell.
pub(super) fn reason(group: &Group<'_>, action: Action, path: &str) -> Option<&'static str> {
    match (&group.subject, path) {
        (Subject::Dashboard, "uid") if action != Action::Added => Some("links to the dashboard by its old uid lead nowhere"),
        (Subject::Datasource { .. }, "") if action == Action::Removed => {
            Some("dashboards, links and alerts that refer to it lead nowhere")
        }
        (Subject::Datasource { .. }, "uid" | "name") if uid(group.before) != uid(group.after) => {
            Some("dashboards, links and alerts that refer to its old uid lead nowhere")
        }
        (Subject::Datasource { .. }, "type") => Some("queries are read by another plugin now"),
        (Subject::Datasource { .. }, "orgId") => Some("it is in another organisation now"),
        _ => None,
    }
}

/// The uid of a data source: the written one, or Grafana's own from its name.
fn uid(datasource: Option<&Value>) -> Option<String> {
    let text = |key: &str| datasource.and_then(|datasource| datasource.get(key)).and_then(Value::as_str);
    KnownDatasource::uid_of(text("name").unwrap_or_default(), text("uid"))
}
