//! Data sources in words.

use crate::grafana::dashboard::Dashboard;
use crate::rules::{Datasources, Meant, Written};

/// What a reference means: `Prometheus (prometheus)`, `$metrics (prometheus)`. `None`: there is nothing to say.
pub(super) fn words(written: Written<'_>, dashboard: &Dashboard, datasources: &Datasources) -> Option<String> {
    let text = written.text().filter(|text| !text.is_empty());
    let of_kind = |name: &str, kind: &str| {
        if kind.is_empty() || name.eq_ignore_ascii_case(kind) { name.to_owned() } else { format!("{name} ({kind})") }
    };
    match (datasources.resolve(written, dashboard), text) {
        (Meant::Known(known), _) if !known.name.is_empty() => Some(of_kind(&known.name, &known.kind)),
        (Meant::Known(known), _) => Some(known.kind.clone()),
        (Meant::Special(name), _) => Some(name.to_owned()),
        (Meant::Plugin(kind), Some(text)) => Some(of_kind(&variable_name(text), kind)),
        (Meant::Plugin(kind), None) => Some(format!("the default of {kind}")),
        (Meant::Nothing, Some(text)) => Some(format!("{text} (no file sets it up)")),
        (Meant::Unknown, Some(text)) => Some(variable_name(text)),
        (Meant::Unknown | Meant::Nothing, None) => match written {
            Written::Missing => None,
            _ => Some("the default data source".to_owned()),
        },
    }
}

/// `$name` for each way to write a variable.
fn variable_name(text: &str) -> String {
    let inner = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let inner = inner.or_else(|| text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")));
    inner.map_or_else(|| text.to_owned(), |name| format!("${name}"))
}
