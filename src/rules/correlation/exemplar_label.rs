//! A link from a label of exemplars that no metric has.

use std::collections::BTreeSet;

use super::links::{exemplar_at, exemplars};
use crate::diag::suggest::nearest;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ExemplarLabel;

impl Rule for ExemplarLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/exemplar-label");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract else { return };
        let declared = || {
            let metrics = contract.sources().iter().flat_map(|source| &source.metrics);
            metrics.flat_map(|metric| &metric.exemplars).map(String::as_str)
        };
        // A contract that was read from a program's metrics may say nothing of exemplars.
        if declared().next().is_none() {
            return;
        }
        for (index, link) in exemplars(datasource).iter().enumerate() {
            let name = link.name.as_deref().filter(|name| !name.is_empty());
            let Some(name) = name.filter(|name| !declared().any(|declared| declared == *name)) else { continue };
            let near = nearest(name, declared().collect::<BTreeSet<_>>());
            let message = format!("no metric of the contract has exemplars with a label `{name}`: the link is never shown");
            found
                .value(&exemplar_at(datasource, index).key("name"), message)
                .label_if(near.map(|near| format!("did you mean `{near}`?")))
                .help("the name must be the label's, letter for letter");
        }
    }
}
