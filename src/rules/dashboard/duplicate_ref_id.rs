//! Two queries of one name in a panel.

use crate::rules::check::repeated;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct DuplicateRefId;

impl Rule for DuplicateRefId {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/duplicate-ref-id");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let shown = panel.targets.iter().filter(|target| !target.target.is_hidden());
        let named = shown.filter_map(|target| {
            let name = target.target.ref_id().filter(|name| !name.is_empty())?;
            Some(((name, target.written.text().or(panel.written.text())), target))
        });
        for ((name, _), targets) in repeated(named) {
            let (first, others) = (targets[0], &targets[1..]);
            for other in others {
                let first_place = found.place(&first.at.key("refId"));
                let message =
                    format!("two queries of the panel have the name `{name}`: the results of one replace those of the other");
                found
                    .value(&other.at.key("refId"), message)
                    .related(first_place, "the first one")
                    .help("give each query of a panel its own letter");
            }
        }
    }
}
