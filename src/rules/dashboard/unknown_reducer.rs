//! A calculation that Grafana does not have.

use crate::diag::Pointer;
use crate::diag::suggest::nearest;
use crate::grafana::dashboard::Transformation;
use crate::grafana::json::{Json, Step};
use crate::grafana::transformers::{REDUCERS, is_reducer};
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct UnknownReducer;

impl Rule for UnknownReducer {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/unknown-reducer");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if let Some(options) = &panel.panel.options {
            options.visit_texts(&mut Vec::new(), &mut |steps, text| {
                if let [way @ .., Step::Key("calcs"), Step::Index(_)] = steps
                    && matches!(way, [Step::Key("legend" | "reduceOptions")])
                    && !is_reducer(text)
                {
                    report(&below(&panel.at.key("options"), steps), text, found);
                }
            });
        }
        for (index, transformation) in panel.panel.transformations.iter().flatten().enumerate() {
            let options = panel.at.key("transformations").index(index).key("options");
            look_into(transformation, &options, found);
        }
    }
}

/// The calculations of the transformation `reduce`.
fn look_into(transformation: &Transformation, at: &Pointer, found: &mut Findings<'_>) {
    let Some(options) = &transformation.options else { return };
    if transformation.id.as_deref() != Some("reduce") {
        return;
    }
    options.visit_texts(&mut Vec::new(), &mut |steps, text| {
        if matches!(steps, [Step::Key("reducers"), Step::Index(_)]) && !is_reducer(text) {
            report(&below(at, steps), text, found);
        }
    });
}

fn below(at: &Pointer, steps: &[Step<'_>]) -> Pointer {
    steps.iter().fold(at.clone(), |at, step| match step {
        Step::Key(key) => at.key(key),
        Step::Index(index) => at.index(*index),
    })
}

fn report(at: &Pointer, id: &str, found: &mut Findings<'_>) {
    let meant = nearest(id, REDUCERS.iter().copied());
    let message = format!("Grafana has no calculation `{id}`, and leaves it out");
    found.value(at, message).label_if(meant.map(|meant| format!("did you mean `{meant}`?")));
}
