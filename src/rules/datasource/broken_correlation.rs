//! A correlation that Grafana fails on.

use serde_json::{Map, Value};

use crate::grafana::datasource::correlation::CorrelationType;
use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct BrokenCorrelation;

impl Rule for BrokenCorrelation {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/broken-correlation");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, correlation) in datasource.datasource.correlations.iter().flatten().enumerate() {
            let at = || datasource.at.key("correlations").index(index);
            let texts = [("label", &correlation.label), ("description", &correlation.description)];
            for (key, _) in texts.iter().filter(|(key, text)| text.is_none() && !is_reference(&correlation.extra, key)) {
                let message = format!("this correlation has no text as its `{key}`: Grafana crashes while it starts");
                found.value(&at(), message).help(format!("give it a `{key}`"));
            }
            if correlation.extra.contains_key("transformations") {
                let message = "`transformations` on the correlation itself is an error: Grafana does not start";
                found.key(&at().key("transformations"), message).help("move it into `config`");
            }
            let Some(config) = &correlation.config else { continue };
            let bad = match Scalar::of(config.extra.get("type")) {
                Scalar::Word(word) if !word.is_empty() => Some(word.into_owned()),
                _ if config.r#type == Some(CorrelationType::External) => Some(CorrelationType::External.as_str().to_owned()),
                _ => None,
            };
            if let Some(bad) = bad {
                let message = format!("`{bad}` is no `type` in `config`: Grafana does not start");
                found.value(&at().key("config").key("type"), message).help("write `type` beside `label`, not in `config`");
            }
        }
    }
}

fn is_reference(extra: &Map<String, Value>, key: &str) -> bool {
    Scalar::of(extra.get(key)) == Scalar::Environment
}
