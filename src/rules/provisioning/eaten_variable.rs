//! A variable of Grafana's own that Grafana empties while it reads the file.

use crate::rules::eaten::{global, report};
use crate::rules::view::{Context, DatasourceFileView, ProviderFileView};
use crate::rules::{About, Eaten, Findings, Rule, about};

pub struct EatenVariable;

impl Rule for EatenVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provisioning/eaten-variable");
        &ABOUT
    }

    fn datasource_file(&self, file: &DatasourceFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        check(&file.eaten, found);
    }

    fn provider_file(&self, file: &ProviderFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        check(&file.eaten, found);
    }
}

fn check(eaten: &[Eaten], found: &mut Findings<'_>) {
    for eaten in eaten {
        if let Some(range) = global(&eaten.text) {
            report(eaten, Some(range), found);
        }
    }
}
