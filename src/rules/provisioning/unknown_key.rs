//! A key that Grafana does not know.

use crate::diag::Pointer;
use crate::diag::suggest::nearest;
use crate::grafana::datasource::{JaegerJsonData, LokiJsonData, PrometheusJsonData, TempoJsonData};
use crate::grafana::json::{Json, Kept};
use crate::rules::view::{Context, DatasourceFileView, ProviderFileView};
use crate::rules::{About, Findings, Rule, about};

pub struct UnknownKey;

/// The settings of data sources, whose plugins also know keys that no documentation lists.
const SETTINGS: [(&str, &str, &[&str]); 4] = [
    ("PrometheusJsonData", "prometheus", PrometheusJsonData::KEYS),
    ("LokiJsonData", "loki", LokiJsonData::KEYS),
    ("JaegerJsonData", "jaeger", JaegerJsonData::KEYS),
    ("TempoJsonData", "tempo", TempoJsonData::KEYS),
];

/// Secrets that were once read from here; `datasource/misplaced-secret` tells of them.
const MOVED: [&str; 2] = ["password", "basicAuthPassword"];

/// Keys that are often written without need, and without harm: they say what holds anyway.
const HARMLESS: [&str; 2] = ["apiVersion", "httpMethod"];

impl Rule for UnknownKey {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "provisioning/unknown-key");
        &ABOUT
    }

    fn datasource_file(&self, file: &DatasourceFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if let Some(file) = file.file.as_ref().filter(|file| file.api_version.is_some_and(|version| version > 0)) {
            file.visit_models(&mut |kept| check(kept, found));
        }
    }

    fn provider_file(&self, file: &ProviderFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if let Some(file) = file.file.as_ref().filter(|file| file.api_version.is_some_and(|version| version > 0)) {
            file.visit_models(&mut |kept| check(kept, found));
        }
    }
}

fn check(kept: &Kept<'_>, found: &mut Findings<'_>) {
    let settings = SETTINGS.iter().find(|(model, _, _)| *model == kept.model);
    for key in kept.extra.keys().map(String::as_str) {
        let is_moved = kept.model == "Datasource" && MOVED.contains(&key);
        // Keys that begin so hold what YAML anchors refer to.
        if kept.keys.contains(&key) || is_moved || HARMLESS.contains(&key) || key.starts_with("x-") {
            continue;
        }
        let near = nearest(key, kept.keys.iter().copied()).filter(|near| !kept.extra.contains_key(*near));
        let other = settings.and_then(|settings| owners(key, settings.1));
        let (message, near) = match (settings, near, other) {
            (Some((_, kind, _)), _, Some(other)) => (format!("`{key}` is a setting of {other}; `{kind}` passes over it"), None),
            (Some(_), None, None) => continue,
            (_, near, _) => (format!("Grafana does not know `{key}` here and passes over it"), near),
        };
        let at = kept.trail.steps().iter().fold(Pointer::root(), |at, step| at.key(step)).key(key);
        found.key(&at, message).label_if(near.map(|near| format!("did you mean `{near}`?")));
    }
}

/// The other types of data sources that know the setting `key`.
fn owners(key: &str, of: &str) -> Option<String> {
    // Whether Jaeger's trace view takes links to profiles is not documented.
    if key == "tracesToProfiles" {
        return None;
    }
    let owners = SETTINGS.iter().filter(|(_, kind, keys)| *kind != of && keys.contains(&key));
    let owners: Vec<String> = owners.map(|(_, kind, _)| format!("`{kind}`")).collect();
    if owners.is_empty() { None } else { Some(owners.join(" and ")) }
}
