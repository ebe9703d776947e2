//! A provider that does not say where its dashboards are.

use serde_json::{Map, Value};

use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct MissingPath;

impl Rule for MissingPath {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provider/missing-path");
        &ABOUT
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let at = match &provider.provider.options {
            Some(options) => {
                let has_path = options.path.is_some() || options.folder.is_some();
                if has_path || comes_from_elsewhere(&options.extra) {
                    return;
                }
                provider.at.key("options")
            }
            // What is no object holds no path.
            None => provider.at.clone(),
        };
        let message = "this provider has no text as its `options.path`: Grafana does not start";
        found.value(&at, message).help("name the folder of the dashboards: `options: { path: /var/lib/grafana/dashboards }`");
    }
}

/// Whether the path, or its former name `folder`, comes from Grafana's environment.
fn comes_from_elsewhere(options: &Map<String, Value>) -> bool {
    ["path", "folder"].iter().any(|key| Scalar::of(options.get(*key)) == Scalar::Environment)
}
