//! A transformation that Grafana does not have.

use crate::diag::suggest::nearest;
use crate::grafana::transformers::TRANSFORMATIONS;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct UnknownTransformation;

impl Rule for UnknownTransformation {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/unknown-transformation");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, transformation) in panel.panel.transformations.iter().flatten().enumerate() {
            let Some(id) = transformation.id.as_deref() else { continue };
            if TRANSFORMATIONS.contains(&id) {
                continue;
            }
            let meant = nearest(id, TRANSFORMATIONS.iter().copied());
            let message =
                format!("Grafana has no transformation `{id}`: the results pass as they are, or the panel shows an error");
            found
                .value(&panel.at.key("transformations").index(index).key("id"), message)
                .label_if(meant.map(|meant| format!("did you mean `{meant}`?")));
        }
    }
}
