//! A data source whose uid is right and whose type is another.

use super::references::named;
use crate::rules::{About, Context, DashboardView, Findings, Meant, Rule, Written, about};

pub struct DatasourceType;

impl Rule for DatasourceType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/datasource-type");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for named in named(dashboard) {
            let (Written::Ref(reference), Meant::Known(known)) = (named.written, named.meant) else { continue };
            let (Some(kind), Some(uid)) = (reference.r#type.as_deref(), reference.uid.as_deref()) else { continue };
            if known.kind.is_empty() || kind.is_empty() || uid.is_empty() || is_same(kind, &known.kind) {
                continue;
            }
            let message =
                format!("the data source `{uid}` is of the type `{}` and not `{kind}`: Grafana goes by the uid", known.kind);
            found.value(&named.at().key("type"), message).related(known.place.clone(), "set up here");
        }
    }
}

/// Whether two types are one plugin's: some plugins have had two.
fn is_same(left: &str, right: &str) -> bool {
    let of = |kind: &str| match kind {
        "grafana-postgresql-datasource" => "postgres".to_owned(),
        other => other.strip_prefix("grafana-").unwrap_or(other).trim_end_matches("-datasource").to_owned(),
    };
    // The word `datasource` is a reference to any of Grafana's own.
    left == right || left == "datasource" || of(left) == of(right)
}
