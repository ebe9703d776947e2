//! A link to a data source that no file sets up.

use crate::diag::suggest::nearest;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, KnownDatasource, Rule, about};

pub struct DanglingLink;

impl Rule for DanglingLink {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/dangling-link");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let known = &around.datasources.known;
        for link in datasource.links() {
            if !is_plain(link.target) || around.datasources.find(link.target).is_some() {
                continue;
            }
            let at = datasource.link_at(link.kind);
            if !around.datasources.is_complete || known.iter().any(is_hidden) {
                found.unchecked("link to a data source", &at, "not all data sources are known");
                continue;
            }
            let uids = known.iter().filter_map(|known| known.uid.as_deref());
            let near = nearest(link.target, uids.chain(known.iter().map(|known| known.name.as_str())));
            let (name, target) = (link.kind.name(), link.target);
            let message = format!("`{name}` leads to `{target}`, and no file sets up a data source of this uid or name");
            found
                .value(&at, message)
                .label_if(near.map(|near| format!("did you mean `{near}`?")))
                .help("name the uid of a data source that exists");
        }
    }
}

/// Whether a target is one that a file sets up: no variable, no data source of Grafana's own, and no number, which is the id that
/// the database gave.
fn is_plain(target: &str) -> bool {
    !target.contains('$') && target != "grafana" && target.parse::<u64>().is_err()
}

/// Whether a data source has a uid or a name that only Grafana's environment knows.
fn is_hidden(known: &KnownDatasource) -> bool {
    known.uid.is_none() || known.name.is_empty()
}
