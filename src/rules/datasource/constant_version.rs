//! A `version` that stays the same makes Grafana ignore later changes.

use crate::grafana::datasource::DeleteDatasource;
use crate::rules::scalar::{Scalar, integer};
use crate::rules::view::{Context, DatasourceFileView, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ConstantVersion;

impl Rule for ConstantVersion {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "datasource/constant-version");
        &ABOUT
    }

    fn datasource_file(&self, file: &DatasourceFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let deleted = file.file.as_ref().and_then(|file| file.delete_datasources.as_deref()).unwrap_or_default();
        for datasource in &file.datasources() {
            let Some(version) = version(datasource).filter(|version| *version != 0) else { continue };
            if deleted.iter().any(|deleted| is_made_anew(datasource, deleted)) {
                continue;
            }
            let message =
                format!("as long as `version` is {version}, Grafana ignores changes of this data source from its third start on");
            found.key(&datasource.at.key("version"), message).help("leave `version` out: Grafana takes every change then");
        }
    }
}

fn version(datasource: &DatasourceView<'_>) -> Option<i64> {
    match Scalar::of(datasource.datasource.extra.get("version")) {
        Scalar::Word(word) => integer(&word),
        _ => datasource.datasource.version,
    }
}

/// Whether each start deletes the data source before it makes it, so that no older version is there.
fn is_made_anew(datasource: &DatasourceView<'_>, deleted: &DeleteDatasource) -> bool {
    let org_id = if deleted.extra.contains_key("orgId") { None } else { Some(deleted.org_id.unwrap_or(1).max(1)) };
    let is_same_org = datasource.org_id() == 0 || org_id.is_none_or(|org_id| org_id == datasource.org_id());
    is_same_org && deleted.name.is_some() && deleted.name == datasource.datasource.name
}
