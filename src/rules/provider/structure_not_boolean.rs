//! A `foldersFromFilesStructure` that Grafana takes for false.

use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct StructureNotBoolean;

impl Rule for StructureNotBoolean {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provider/structure-not-boolean");
        &ABOUT
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(options) = &provider.provider.options else { return };
        let key = "foldersFromFilesStructure";
        if let Scalar::Word(word) = Scalar::of(options.extra.get(key)) {
            let message = format!("`{word}` is not written as a boolean: Grafana takes it for `false`");
            found.value(&provider.at.key("options").key(key), message).help("write `true` or `false`, without quotes");
        }
    }
}
