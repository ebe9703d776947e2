//! An `access` that Grafana does not know.

use crate::diag::suggest::nearest;
use crate::grafana::datasource::Access;
use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct UnknownAccess;

impl Rule for UnknownAccess {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "datasource/unknown-access");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Scalar::Word(word) = Scalar::of(datasource.datasource.extra.get("access")) else { return };
        if word.is_empty() {
            return;
        }
        let meant = match word.to_ascii_lowercase().as_str() {
            "server" => Some("proxy"),
            "browser" => Some("direct"),
            _ => nearest(&word, Access::TEXTS.iter().copied()),
        };
        found
            .value(&datasource.at.key("access"), format!("Grafana does not know the access `{word}` and takes `proxy`"))
            .label_if(meant.map(|meant| format!("did you mean `{meant}`?")));
    }
}
