//! Two data sources of an organisation have one name.

use crate::rules::check::repeated;
use crate::rules::{About, Context, Facts, Findings, Rule, about};

pub struct DuplicateName;

impl Rule for DuplicateName {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/duplicate-name");
        &ABOUT
    }

    fn across(&self, files: &[Facts], _: &Context<'_>, found: &mut Findings<'_>) {
        let datasources = files.iter().flat_map(|file| {
            let known = file.datasources.iter().filter(|datasource| datasource.org_id != 0 && !datasource.name.is_empty());
            known.map(|datasource| ((file.folder.as_str(), datasource.org_id, datasource.name.as_str()), datasource))
        });
        for ((_, org_id, name), datasources) in repeated(datasources) {
            for other in &datasources[1..] {
                let message =
                    format!("`{name}` is set up a second time in organisation {org_id}: Grafana keeps one and loses the other");
                found
                    .report(other.place.clone(), message)
                    .related(datasources[0].place.clone(), "the first one")
                    .help("give one of them another name, or take it out");
            }
        }
    }
}
