//! A query without a name.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct MissingRefId;

impl Rule for MissingRefId {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/missing-ref-id");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for target in panel.targets.iter().filter(|target| target.target.ref_id().is_none_or(str::is_empty)) {
            found
                .value(&target.at, "this query has no `refId`; Grafana makes one up")
                .help("give it one, such as `A`, so that expressions and overrides can name it");
        }
    }
}
