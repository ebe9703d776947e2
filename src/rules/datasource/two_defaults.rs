//! More than one default data source in an organisation.

use crate::rules::check::repeated;
use crate::rules::{About, Context, Facts, Findings, Rule, about};

pub struct TwoDefaults;

impl Rule for TwoDefaults {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/two-defaults");
        &ABOUT
    }

    fn across(&self, files: &[Facts], _: &Context<'_>, found: &mut Findings<'_>) {
        let defaults = files.iter().flat_map(|file| {
            let defaults = file.datasources.iter().filter(|datasource| datasource.is_default && datasource.org_id != 0);
            defaults.map(move |datasource| ((file.folder.as_str(), datasource.org_id), datasource))
        });
        for ((_, org_id), datasources) in repeated(defaults) {
            let (first, others) = (datasources[0], &datasources[1..]);
            for other in others {
                let message =
                    format!("`{}` is a second default data source of organisation {org_id}: Grafana does not start", other.name);
                found
                    .report(other.place.clone(), message)
                    .related(first.place.clone(), format!("`{}` is the first", first.name))
                    .help("leave `isDefault: true` with one of them");
            }
        }
    }
}
