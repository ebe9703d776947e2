//! Data sources: uids, and the links between them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::catalog::{Catalog, Known};
use super::{ResolvedDatasources, Scope};
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::datasource::{
    Access, Datasource, DatasourceFile, DeleteDatasource, JsonData, MAX_NAME_LENGTH, MAX_URL_LENGTH, SecureJsonData,
};
use crate::grafana::meaning;
use crate::grafana::setting::Setting;
use crate::grafana::uid::{check_uid, derive_uid};
use crate::spec::datasource::{AccessSpec, with_uids};
use crate::spec::reference::SettingSpec;
use crate::spec::{DatasourceSpec, DatasourcesSpec, SpecFile};

/// The data sources of a project. Grafana's own uid is written out where the spec gives none.
pub fn datasources(file: &SpecFile<DatasourcesSpec>) -> Result<ResolvedDatasources, Vec<Diagnostic>> {
    let catalog = catalog(file);
    let mut scope = Scope { shown: &file.path.shown, catalog: &catalog, variables: &[], found: Vec::new() };
    scope.check_identities(&file.spec.datasources);
    scope.check_default(&file.spec.datasources);
    let list = Pointer::root().key("datasources");
    let specs = file.spec.datasources.iter().enumerate();
    let resolved: Vec<Datasource> = specs.map(|(index, spec)| scope.one_datasource(spec, &list.index(index))).collect();
    let mut written = DatasourceFile::default().api_version(1).datasources(resolved);
    written.prune = file.spec.prune;
    if !file.spec.delete_datasources.is_empty() {
        let delete = file.spec.delete_datasources.iter().map(|spec| {
            let delete = DeleteDatasource::default().name(spec.name.as_str());
            // Grafana looks for the organisation of the number given here, and 0 is none.
            delete.org_id(spec.org_id.unwrap_or(1))
        });
        written.delete_datasources = Some(delete.collect());
    }
    let found = std::mem::take(&mut scope.found);
    if found.is_empty() { Ok(ResolvedDatasources { path: file.path.clone(), file: written, catalog }) } else { Err(found) }
}

fn uid(spec: &DatasourceSpec) -> String {
    spec.uid.clone().unwrap_or_else(|| derive_uid(&spec.name))
}

/// The names of the data sources, whatever else may be wrong with them: a dashboard is not to blame for that.
#[must_use]
pub fn catalog(file: &SpecFile<DatasourcesSpec>) -> Catalog {
    let mut catalog = Catalog::default();
    for spec in &file.spec.datasources {
        catalog.insert(spec.name.as_str(), Known { kind: spec.kind.clone(), uid: uid(spec) }, spec.is_default == Some(true));
    }
    catalog
}

impl Scope<'_> {
    fn check_identities(&mut self, specs: &[DatasourceSpec]) {
        let list = Pointer::root().key("datasources");
        let mut names: BTreeMap<(u32, &str), usize> = BTreeMap::new();
        let mut uids: BTreeMap<(u32, String), usize> = BTreeMap::new();
        self.check_names_mean_one(specs);
        for (index, spec) in specs.iter().enumerate() {
            let at = list.index(index);
            let org = spec.org_id.unwrap_or(1);
            if let Some(first) = names.insert((org, &spec.name), index) {
                let message = format!("there are two data sources named `{}`", spec.name);
                let diagnostic = Diagnostic::error("spec/duplicate-name", message).at(self.value(&at.key("name")));
                let first = self.value(&list.index(first).key("name"));
                self.report(diagnostic.related(first, "the first one"));
            } else if let Some(first) = uids.insert((org, uid(spec)), index) {
                let message = format!("`{}` has the uid `{}`, as `{}` has", spec.name, uid(spec), specs[first].name);
                let diagnostic = Diagnostic::error("spec/duplicate-uid", message).at(self.value(&at.key("uid")));
                let first = self.value(&list.index(first));
                self.report(diagnostic.related(first, "the first one"));
            }
            self.check_texts(spec, &at);
        }
    }

    /// References are by name, so a name that two organisations have must mean the same uid and plugin in both.
    fn check_names_mean_one(&mut self, specs: &[DatasourceSpec]) {
        let list = Pointer::root().key("datasources");
        for (index, spec) in specs.iter().enumerate() {
            let in_another =
                |other: &DatasourceSpec| other.name == spec.name && other.org_id.unwrap_or(1) != spec.org_id.unwrap_or(1);
            let Some(first) = specs[..index].iter().position(in_another) else { continue };
            let other = &specs[first];
            if (uid(other), &other.kind) != (uid(spec), &spec.kind) {
                let message = format!(
                    "`{}` is another data source in organisation {}; what refers to it by name could mean either",
                    spec.name,
                    other.org_id.unwrap_or(1)
                );
                let diagnostic = Diagnostic::error("spec/ambiguous-name", message).at(self.value(&list.index(index).key("name")));
                let first = self.value(&list.index(first).key("name"));
                let diagnostic = diagnostic.related(first, "the other one");
                self.report(diagnostic.help("give both the same `type` and `uid`, or another name to one of them"));
            }
        }
    }

    fn check_texts(&mut self, spec: &DatasourceSpec, at: &Pointer) {
        let length = spec.name.chars().count();
        if length == 0 || length > MAX_NAME_LENGTH {
            let message = format!("a data source's name has 1 to {MAX_NAME_LENGTH} characters, not {length}");
            self.report(Diagnostic::error("spec/bad-name", message).at(self.value(&at.key("name"))));
        }
        if let Some(Err(error)) = spec.uid.as_deref().map(check_uid) {
            self.report(Diagnostic::error("spec/bad-uid", error.to_string()).at(self.value(&at.key("uid"))));
        }
        if spec.kind.is_empty() {
            self.report(Diagnostic::error("spec/value", "the type is empty").at(self.value(&at.key("type"))));
        }
        if let Some(SettingSpec(Setting::Text(url))) = &spec.url {
            let length = url.chars().count();
            if length > MAX_URL_LENGTH {
                let message = format!("a url has at most {MAX_URL_LENGTH} characters, not {length}");
                self.report(Diagnostic::error("spec/value", message).at(self.value(&at.key("url"))));
            }
        }
    }

    /// Exactly one default an organisation: with two, Grafana does not start; with none, it takes whichever it adds first.
    fn check_default(&mut self, specs: &[DatasourceSpec]) {
        let list = Pointer::root().key("datasources");
        let mut defaults: BTreeMap<u32, Option<usize>> = BTreeMap::new();
        for (index, spec) in specs.iter().enumerate() {
            let default = defaults.entry(spec.org_id.unwrap_or(1)).or_default();
            if spec.is_default != Some(true) {
                continue;
            }
            if let Some(first) = *default {
                let message = format!(
                    "`{}` is the default data source, and so is `{}`; Grafana does not start with two",
                    spec.name, specs[first].name
                );
                let diagnostic =
                    Diagnostic::error("spec/two-defaults", message).at(self.value(&list.index(index).key("isDefault")));
                let first = self.value(&list.index(first).key("isDefault"));
                self.report(diagnostic.related(first, "the first one"));
            } else {
                *default = Some(index);
            }
        }
        for org in defaults.iter().filter(|(_, default)| default.is_none()).map(|(org, _)| *org).collect::<Vec<_>>() {
            let message = format!("no data source of organisation {org} is the default; Grafana takes whichever it adds first");
            let diagnostic = Diagnostic::error("spec/no-default", message).at(self.key(&list));
            self.report(diagnostic.help("write `isDefault: true` at one of them"));
        }
    }

    fn one_datasource(&mut self, spec: &DatasourceSpec, at: &Pointer) -> Datasource {
        let mut datasource = Datasource::default().name(spec.name.as_str()).r#type(spec.kind.as_str()).uid(uid(spec));
        datasource.org_id = spec.org_id.map(i64::from);
        datasource.access = Some(match spec.access {
            Some(AccessSpec::Direct) => Access::Direct,
            Some(AccessSpec::Proxy) | None => Access::Proxy,
        });
        let setting = |setting: &Option<SettingSpec>| setting.as_ref().map(|SettingSpec(setting)| setting.clone());
        datasource.url = setting(&spec.url);
        datasource.user = setting(&spec.user);
        datasource.database = setting(&spec.database);
        datasource.basic_auth = spec.basic_auth;
        datasource.basic_auth_user = setting(&spec.basic_auth_user);
        datasource.with_credentials = spec.with_credentials;
        datasource.is_default = spec.is_default;
        datasource.editable = spec.editable;
        if !spec.json_data.is_empty() {
            datasource.json_data = Some(self.json_data(spec, &at.key("jsonData")));
        }
        if !spec.secure_json_data.is_empty() {
            let secrets = spec.secure_json_data.iter().map(|(key, secret)| (key.clone(), secret.0.clone()));
            datasource.secure_json_data = Some(secrets.collect::<SecureJsonData>());
        }
        datasource
    }

    fn json_data(&mut self, spec: &DatasourceSpec, at: &Pointer) -> JsonData {
        let settings = Value::Object(spec.json_data.clone());
        let typed = JsonData::KINDS.contains(&spec.kind.as_str());
        if !typed {
            return JsonData::of_type(&spec.kind, meaning::literal(settings));
        }
        self.check_names(&settings, at);
        self.check_shifts(&settings, at);
        let catalog = self.catalog;
        let settings = with_uids(&settings, &|name| catalog.get(name).map(|known| known.uid.clone()));
        let settings = JsonData::of_type(&spec.kind, meaning::literal(settings));
        self.expect_known_settings(&settings, at);
        settings
    }

    fn expect_known_settings(&mut self, settings: &JsonData, at: &Pointer) {
        // A name that is not known stays as it was written, and is reported as that.
        if !self.found.is_empty() {
            return;
        }
        match settings {
            JsonData::Prometheus(settings) => self.expect_known(settings, at),
            JsonData::Loki(settings) => self.expect_known(settings, at),
            JsonData::Jaeger(settings) => self.expect_known(settings, at),
            JsonData::Tempo(settings) => self.expect_known(settings, at),
            JsonData::Other(_) => {}
        }
    }

    /// Reports every `datasource: NAME` of which there is none.
    fn check_names(&mut self, settings: &Value, at: &Pointer) {
        match settings {
            Value::Object(entries) => {
                for (key, entry) in entries {
                    match entry {
                        Value::String(name) if key == "datasource" => {
                            if self.catalog.get(name).is_none() {
                                // Variables and Grafana's own data sources mean nothing between data sources.
                                let diagnostic = Diagnostic::error(
                                    "spec/unknown-datasource",
                                    format!("there is no data source named `{name}`"),
                                );
                                let diagnostic = diagnostic.at(self.value(&at.key(key)));
                                let near = self.catalog.nearest(name).map(|near| format!("did you mean `{near}`?"));
                                self.report(match near {
                                    Some(near) => diagnostic.label(near),
                                    None => diagnostic,
                                });
                            }
                        }
                        entry => self.check_names(entry, &at.key(key)),
                    }
                }
            }
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| self.check_names(item, &at.index(index))),
            _ => {}
        }
    }

    /// Reports every time shift that Grafana can't read: it throws an error when the link is shown.
    fn check_shifts(&mut self, settings: &Value, at: &Pointer) {
        match settings {
            Value::Object(entries) => {
                for (key, entry) in entries {
                    let at = at.key(key);
                    match entry {
                        Value::String(shift) if matches!(key.as_str(), "spanStartTimeShift" | "spanEndTimeShift") => {
                            self.time_shift(shift, &at);
                        }
                        entry => self.check_shifts(entry, &at),
                    }
                }
            }
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| self.check_shifts(item, &at.index(index))),
            _ => {}
        }
    }
}
