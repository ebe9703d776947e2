//! A provider whose folder has a uid that Grafana keeps for itself.

use crate::rules::view::{Context, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct ReservedFolder;

impl Rule for ReservedFolder {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provider/reserved-folder");
        &ABOUT
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if provider.provider.folder_uid.as_deref() == Some("general") {
            let message = "`general` is the uid of Grafana's own root folder, and is refused here";
            found.value(&provider.at.key("folderUid"), message).help("leave `folder` and `folderUid` out for the root");
        }
    }
}
