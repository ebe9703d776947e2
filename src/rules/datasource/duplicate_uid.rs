//! Two data sources of an organisation have one uid.

use crate::rules::check::repeated;
use crate::rules::{About, Context, Facts, Findings, Rule, about};

pub struct DuplicateUid;

impl Rule for DuplicateUid {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/duplicate-uid");
        &ABOUT
    }

    fn across(&self, files: &[Facts], _: &Context<'_>, found: &mut Findings<'_>) {
        let datasources = files.iter().flat_map(|file| {
            let known = file.datasources.iter().filter(|datasource| datasource.org_id != 0);
            known.filter_map(|datasource| {
                let uid = datasource.uid.as_deref()?;
                Some(((file.folder.as_str(), datasource.org_id, uid), datasource))
            })
        });
        for ((_, _, uid), datasources) in repeated(datasources) {
            let (first, others) = (datasources[0], &datasources[1..]);
            // One name twice is one data source that is written twice.
            for other in others.iter().filter(|other| other.name != first.name) {
                let message = format!("`{}` has the uid `{uid}` of `{}`: Grafana does not start", other.name, first.name);
                found
                    .report(other.place.clone(), message)
                    .related(first.place.clone(), format!("`{}` has it first", first.name))
                    .help("give each data source a uid of its own");
            }
        }
    }
}
