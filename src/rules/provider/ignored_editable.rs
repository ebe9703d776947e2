//! A provider with `editable`, which Grafana does not apply.

use crate::rules::view::{Context, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct IgnoredEditable;

impl Rule for IgnoredEditable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "provider/ignored-editable");
        &ABOUT
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if provider.provider.editable.is_some() {
            let message = "Grafana reads `editable` of a provider and does nothing with it";
            found.key(&provider.at.key("editable"), message).help("whether changes can be saved is said by `allowUiUpdates`");
        }
    }
}
