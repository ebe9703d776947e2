//! Two providers of a file have one name.

use std::collections::BTreeMap;

use crate::rules::view::{Context, ProviderFileView};
use crate::rules::{About, Findings, Rule, about};

pub struct DuplicateName;

impl Rule for DuplicateName {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provider/duplicate-name");
        &ABOUT
    }

    fn provider_file(&self, file: &ProviderFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let mut first_of: BTreeMap<&str, usize> = BTreeMap::new();
        let providers = file.providers();
        for (index, provider) in providers.iter().enumerate() {
            let Some(name) = provider.provider.name.as_deref() else { continue };
            let first = *first_of.entry(name).or_insert(index);
            if first != index {
                let place = found.place(&providers[first].at.key("name"));
                let message = format!("`{name}` is the name of another provider in this file: Grafana does not start");
                found.value(&provider.at.key("name"), message).related(place, "the first one");
            }
        }
    }
}
