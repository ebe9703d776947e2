//! None of several data sources of an organisation is the default.

use std::collections::BTreeMap;

use crate::rules::{About, Context, Facts, Findings, KnownDatasource, Rule, about};

pub struct NoDefault;

impl Rule for NoDefault {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "datasource/no-default");
        &ABOUT
    }

    fn across(&self, files: &[Facts], _: &Context<'_>, found: &mut Findings<'_>) {
        let mut of_org: BTreeMap<(&str, i64), Vec<&KnownDatasource>> = BTreeMap::new();
        for file in files.iter().filter(|file| file.is_complete) {
            for datasource in file.datasources.iter().filter(|datasource| datasource.org_id != 0) {
                of_org.entry((&file.folder, datasource.org_id)).or_default().push(datasource);
            }
        }
        for ((_, org_id), datasources) in of_org {
            if datasources.len() > 1 && !datasources.iter().any(|datasource| datasource.is_default) {
                let message = format!(
                    "none of the {} data sources of organisation {org_id} is the default: which one Grafana takes is left to chance",
                    datasources.len()
                );
                found.report(datasources[0].place.clone(), message).help("give one of them `isDefault: true`");
            }
        }
    }
}
