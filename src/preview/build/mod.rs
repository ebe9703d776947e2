//! From models to the scene.

mod compare;
mod dashboard;
mod datasources;
mod findings;
mod kind;
mod layout;
mod limits;
mod link;
mod note;
mod panel;
mod query;
mod reference;
mod unit;
mod variable;

use self::findings::Index;
use super::scene::{Drawing, Finding, Scene, Sheet};
use crate::diag::Diagnostic;
use crate::foreign::{Content, Document};
use crate::rules::Datasources;

pub use compare::{Sides, compared};

/// What there is to draw: documents, each with the data sources that it can refer to, and what was found in them.
#[derive(Debug, Default)]
pub struct State<'a> {
    /// The documents.
    pub documents: Vec<(&'a Document, &'a Datasources)>,
    /// What was found.
    pub findings: &'a [Diagnostic],
}

/// One state as a scene. `about` says what it is.
#[must_use]
pub fn scene(about: &str, state: &State<'_>) -> Scene {
    let Drawn { drawings, findings, .. } = drawn(state, "", |_| true);
    let sheets = drawings.into_iter().map(|(file, drawing)| Sheet { file, after: Some(drawing), ..Sheet::default() });
    Scene { about: about.to_owned(), sheets: sheets.collect(), sources: datasources::nodes(state), findings, ..Scene::default() }
}

/// The dashboards of a state, and the findings that belong to none.
struct Drawn {
    drawings: Vec<(String, Drawing)>,
    findings: Vec<Finding>,
    /// Which panel stands where.
    index: Index,
}

/// Draws the dashboards of a state that `wanted` wants. `side` tells the ids of two states apart.
fn drawn(state: &State<'_>, side: &str, wanted: impl Fn(&Document) -> bool) -> Drawn {
    let mut index = Index::default();
    let mut drawings = Vec::new();
    for (document, known) in &state.documents {
        let Content::Dashboard(dashboard) = &document.content else { continue };
        if !wanted(document) {
            continue;
        }
        let id = format!("d{}{side}", drawings.len() + 1);
        let (drawing, places) = dashboard::drawing(dashboard, known, &id);
        index.add(drawings.len(), &document.source, &places);
        drawings.push((document.source.shown.clone(), drawing));
    }
    let findings = index.distribute(state.findings, &mut drawings);
    Drawn { drawings, findings, index }
}
