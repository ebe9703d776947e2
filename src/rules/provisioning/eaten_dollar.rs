//! A `$` that Grafana eats while it reads the file.

use crate::rules::eaten::{global, report};
use crate::rules::view::{Context, DatasourceFileView, ProviderFileView};
use crate::rules::{About, Eaten, Findings, Rule, about};

pub struct EatenDollar;

impl Rule for EatenDollar {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "provisioning/eaten-dollar");
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
    for eaten in eaten.iter().filter(|eaten| global(&eaten.text).is_none()) {
        report(eaten, None, found);
    }
}
