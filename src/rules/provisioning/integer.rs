//! A number that Grafana does not read as one.

use serde_json::{Map, Value};

use crate::diag::Pointer;
use crate::rules::scalar::{Scalar, integer};
use crate::rules::view::{Context, DatasourceFileView, DatasourceView, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct Integer;

impl Rule for Integer {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provisioning/integer");
        &ABOUT
    }

    fn datasource_file(&self, file: &DatasourceFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let deleted = file.file.iter().flat_map(|file| file.delete_datasources.iter().flatten());
        for (index, deleted) in deleted.enumerate() {
            check_kept(&deleted.extra, &["orgId"], &Pointer::root().key("deleteDatasources").index(index), found);
        }
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        check_kept(&datasource.datasource.extra, &["orgId", "version"], &datasource.at, found);
        check_org(datasource.datasource.org_id, &datasource.at, found);
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        check_kept(&provider.provider.extra, &["orgId", "updateIntervalSeconds"], &provider.at, found);
        check_org(provider.provider.org_id, &provider.at, found);
    }
}

/// Looks at what the model did not take: what is an integer of YAML, it took.
fn check_kept(kept: &Map<String, Value>, keys: &[&str], at: &Pointer, found: &mut Findings<'_>) {
    for key in keys {
        let Some(value) = kept.get(*key) else { continue };
        let message = match Scalar::of(Some(value)) {
            Scalar::Word(word) if integer(&word).is_none() => {
                format!("`{key}: {word}` is no integer to Grafana, which does not start")
            }
            Scalar::Nested => format!("`{key}` is no integer to Grafana, which does not start"),
            Scalar::Word(_) | Scalar::Environment | Scalar::Missing => continue,
        };
        found.value(&at.key(key), message);
    }
}

fn check_org(org: Option<i64>, at: &Pointer, found: &mut Findings<'_>) {
    if let Some(org) = org.filter(|org| *org < 0) {
        let message = format!("there is no organisation {org}: Grafana does not start");
        found.value(&at.key("orgId"), message).help("leave `orgId` out for the first organisation, 1");
    }
}
