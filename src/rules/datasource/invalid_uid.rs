//! A uid that Grafana refuses.

use crate::grafana::uid::check_uid;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct InvalidUid;

impl Rule for InvalidUid {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/invalid-uid");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        // An empty one counts as none: Grafana derives it from the name.
        let uid = datasource.datasource.uid.as_deref().filter(|uid| !uid.is_empty());
        if let Some(Err(problem)) = uid.map(check_uid) {
            let help = "use 1 to 40 letters, digits, `-` and `_`, or leave `uid` out";
            found.value(&datasource.at.key("uid"), format!("{problem}: Grafana does not start")).help(help);
        }
    }
}
