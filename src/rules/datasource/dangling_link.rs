//! A link to a data source that no file sets up.

use crate::diag::suggest::nearest;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DanglingLink;

impl Rule for DanglingLink {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/dangling-link");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        if !around.datasources.is_complete {
            return;
        }
        for link in datasource.links() {
            // A number is the id that the database gave.
            let is_told = !link.target.contains('$') && link.target != "grafana" && link.target.parse::<u64>().is_err();
            if !is_told || around.datasources.find(link.target).is_some() || around.datasources.known.iter().any(is_hidden) {
                continue;
            }
            let uids = around.datasources.known.iter().filter_map(|known| known.uid.as_deref());
            let near = nearest(link.target, uids);
            let (name, target) = (link.kind.name(), link.target);
            let message = format!("`{name}` leads to `{target}`, and no file sets up a data source of this uid or name");
            found
                .value(&datasource.link_at(link.kind), message)
                .label_if(near.map(|near| format!("did you mean `{near}`?")))
                .help("name the uid of a data source that exists");
        }
    }
}

/// Whether a data source has a uid or a name that only Grafana's environment knows.
fn is_hidden(known: &crate::rules::KnownDatasource) -> bool {
    known.uid.is_none() || known.name.is_empty()
}
