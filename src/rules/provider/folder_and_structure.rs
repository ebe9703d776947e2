//! A provider that names a folder and takes folders from the files as well.

use crate::rules::view::{Context, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct FolderAndStructure;

impl Rule for FolderAndStructure {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provider/folder-and-structure");
        &ABOUT
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(options) = &provider.provider.options else { return };
        let is_set = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        let both = is_set(&provider.provider.folder) && is_set(&provider.provider.folder_uid);
        if both && options.folders_from_files_structure == Some(true) {
            let message = "`foldersFromFilesStructure` beside `folder` and `folderUid`: Grafana does not start";
            let at = provider.at.key("options").key("foldersFromFilesStructure");
            found.key(&at, message).help("leave `folder` and `folderUid` out, or `foldersFromFilesStructure`");
        }
    }
}
