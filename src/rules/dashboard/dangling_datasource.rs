//! A data source that no file sets up.

use super::references::{Named, named};
use crate::diag::suggest::nearest;
use crate::rules::{About, Context, DashboardView, Datasources, Findings, Meant, Rule, Written, about};

pub struct DanglingDatasource;

impl Rule for DanglingDatasource {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/dangling-datasource");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        if !around.datasources.is_complete {
            return;
        }
        for Named { written, meant, at, is_used } in named(dashboard) {
            if let (Meant::Nothing, Some(text), true) = (meant, written.text(), is_used) {
                let message = format!("no data source has the uid or name `{text}`: Grafana finds none and shows an error");
                let at = if matches!(written, Written::Ref(_)) { at.key("uid") } else { at };
                found.value(&at, message).label_if(did_you_mean(text, around.datasources));
            }
        }
    }
}

fn did_you_mean(text: &str, datasources: &Datasources) -> Option<String> {
    let uids = datasources.known.iter().filter_map(|known| known.uid.as_deref());
    let names = datasources.known.iter().map(|known| known.name.as_str());
    nearest(text, uids.chain(names)).map(|meant| format!("did you mean `{meant}`?"))
}
