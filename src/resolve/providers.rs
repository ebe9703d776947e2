//! Dashboard providers.

use super::{Catalog, ResolvedProviders, Scope};
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::provider::{Provider, ProviderFile, ProviderOptions, ProviderType};
use crate::grafana::uid::check_uid;
use crate::spec::{Duration, ProjectSpec, ProviderSpec, SpecFile};

/// How often Grafana looks for changes where the spec does not say: more than the 10 seconds from which on Grafana 12.3 watches
/// the file system instead.
const UPDATE_INTERVAL_SECONDS: u32 = 30;

/// The providers of a project.
pub fn providers(project: &SpecFile<ProjectSpec>) -> Result<ResolvedProviders, Vec<Diagnostic>> {
    let catalog = Catalog::default();
    let mut scope = Scope { shown: &project.path.shown, catalog: &catalog, variables: &[], found: Vec::new() };
    let list = Pointer::root().key("providers");
    let mut resolved = Vec::new();
    for (index, spec) in project.spec.providers.iter().enumerate() {
        let at = list.index(index);
        if let Some(first) = project.spec.providers[..index].iter().position(|other| other.name == spec.name) {
            let message = format!("there are two providers named `{}`; Grafana does not start with them", spec.name);
            let diagnostic = Diagnostic::error("spec/duplicate-name", message).at(scope.value(&at.key("name")));
            let first = scope.value(&list.index(first).key("name"));
            scope.report(diagnostic.related(first, "the first one"));
        }
        resolved.push(scope.provider(spec, &at));
    }
    let file = ProviderFile::default().api_version(1).providers(resolved);
    if scope.found.is_empty() { Ok(ResolvedProviders { path: project.path.clone(), file }) } else { Err(scope.found) }
}

impl Scope<'_> {
    fn provider(&mut self, spec: &ProviderSpec, at: &Pointer) -> Provider {
        let mut options = ProviderOptions::default().path(spec.options.path.as_str());
        options.folders_from_files_structure = spec.options.folders_from_files_structure;
        let mut provider = Provider::default().name(spec.name.as_str()).r#type(ProviderType::File).options(options);
        provider.org_id = spec.org_id.map(i64::from);
        provider.folder.clone_from(&spec.folder);
        provider.folder_uid.clone_from(&spec.folder_uid);
        provider.disable_deletion = spec.disable_deletion;
        provider.allow_ui_updates = spec.allow_ui_updates;
        let interval = spec.update_interval.as_ref();
        provider.update_interval_seconds = Some(
            interval
                .map_or(i64::from(UPDATE_INTERVAL_SECONDS), |interval| self.whole_seconds(interval, &at.key("updateInterval"))),
        );
        self.check_folder(spec, at);
        provider
    }

    fn check_folder(&mut self, spec: &ProviderSpec, at: &Pointer) {
        if let Some(Err(error)) = spec.folder_uid.as_deref().map(check_uid) {
            self.report(Diagnostic::error("spec/bad-uid", error.to_string()).at(self.value(&at.key("folderUid"))));
        }
        if spec.options.folders_from_files_structure == Some(true) && spec.folder.is_some() && spec.folder_uid.is_some() {
            let message = "Grafana does not start with `foldersFromFilesStructure` together with both `folder` and `folderUid`";
            self.report(
                Diagnostic::error("spec/value", message).at(self.value(&at.key("options").key("foldersFromFilesStructure"))),
            );
        }
        if spec.options.path.is_empty() {
            self.report(Diagnostic::error("spec/value", "the path is empty").at(self.value(&at.key("options").key("path"))));
        }
    }

    fn whole_seconds(&mut self, interval: &Duration, at: &Pointer) -> i64 {
        let seconds = interval.microseconds() / 1e6;
        if seconds < 1.0 || seconds.fract() != 0.0 || seconds > f64::from(u32::MAX) {
            let message = format!("`{interval}` is not a whole number of seconds, at least one");
            self.report(Diagnostic::error("spec/bad-duration", message).at(self.value(at)));
            return i64::from(UPDATE_INTERVAL_SECONDS);
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked above: whole and within the range of u32")]
        let seconds = seconds as i64;
        seconds
    }
}
