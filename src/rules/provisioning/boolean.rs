//! A boolean in words that Grafana does not read as one.

use serde_json::{Map, Value};

use crate::diag::Pointer;
use crate::rules::scalar::{Scalar, boolean};
use crate::rules::view::{Context, DatasourceView, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct Boolean;

const OF_DATASOURCE: [&str; 4] = ["basicAuth", "withCredentials", "isDefault", "editable"];
const OF_PROVIDER: [&str; 3] = ["disableDeletion", "allowUiUpdates", "editable"];

impl Rule for Boolean {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provisioning/boolean");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        check(&datasource.datasource.extra, &OF_DATASOURCE, &datasource.at, found);
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        check(&provider.provider.extra, &OF_PROVIDER, &provider.at, found);
    }
}

/// Looks at what the model did not take: what is a boolean of YAML, it took.
fn check(kept: &Map<String, Value>, keys: &[&str], at: &Pointer, found: &mut Findings<'_>) {
    for key in keys {
        let Some(value) = kept.get(*key) else { continue };
        let (message, label) = match Scalar::of(Some(value)) {
            Scalar::Word(word) if word.is_empty() => {
                (format!("an empty text as `{key}` is no boolean to Grafana, which does not start"), None)
            }
            Scalar::Word(word) if boolean(&word).is_none() => {
                (format!("`{key}: {word}` is no boolean to Grafana, which does not start"), meant(&word))
            }
            Scalar::Nested => (format!("`{key}` is no boolean to Grafana, which does not start"), None),
            Scalar::Word(_) | Scalar::Environment | Scalar::Missing => continue,
        };
        found.value(&at.key(key), message).label_if(meant_label(label)).help("write `true` or `false`");
    }
}

fn meant(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" => Some(true),
        "no" | "n" | "off" => Some(false),
        _ => None,
    }
}

fn meant_label(meant: Option<bool>) -> Option<String> {
    meant.map(|meant| format!("did you mean `{meant}`?"))
}
