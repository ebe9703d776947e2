//! Providers of one name in several files.

use crate::rules::check::repeated;
use crate::rules::{About, Context, Facts, Findings, Rule, about};

pub struct SharedName;

impl Rule for SharedName {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "provider/shared-name");
        &ABOUT
    }

    fn across(&self, files: &[Facts], _: &Context<'_>, found: &mut Findings<'_>) {
        let providers = files
            .iter()
            .flat_map(|file| file.providers.iter().map(|provider| ((file.folder.as_str(), provider.name.as_str()), provider)));
        for ((_, name), providers) in repeated(providers) {
            let first = providers[0];
            // Within one file it is an error, which `provider/duplicate-name` tells.
            for other in providers[1..].iter().filter(|other| other.place.file != first.place.file) {
                let message = format!(
                    "`{name}` is the name of a provider in another file, and each takes the other's dashboards for removed"
                );
                found
                    .report(other.place.clone(), message)
                    .related(first.place.clone(), "the first one")
                    .help("give each provider a name of its own");
            }
        }
    }
}
