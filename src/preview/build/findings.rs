//! Findings at the panels that they are about.
//!
//! From: findings, each with a place in the file that a person edits. To: the drawings, each with its own; and the rest.

use std::collections::HashMap;

use super::dashboard::Places;
use crate::diag::{At, Diagnostic, Place, Pointer};
use crate::plan::Source;
use crate::preview::scene::{Drawing, Finding, PanelDrawing};

/// Which panel stands where.
#[derive(Default)]
pub(super) struct Index {
    /// By file and pointer: the drawing, and the panel by its id.
    places: HashMap<String, HashMap<Pointer, (usize, Option<String>)>>,
}

impl Index {
    /// Takes up the panels of a drawing.
    pub fn add(&mut self, drawing: usize, source: &Source, places: &Places) {
        let whole = source.place(&Pointer::root());
        let root = pointer(&whole).cloned().unwrap_or_default();
        let file = self.places.entry(whole.file).or_default();
        for (at, id) in places {
            if let Some(at) = pointer(&source.place(at)) {
                // Of panels that one place of a spec gives, the first.
                file.entry(at.clone()).or_insert_with(|| (drawing, Some(id.clone())));
            }
        }
        file.entry(root).or_insert((drawing, None));
    }

    /// The drawing, and the panel of it, that a place belongs to.
    pub fn find(&self, place: &Place) -> Option<&(usize, Option<String>)> {
        let file = self.places.get(&place.file)?;
        let root = Pointer::root();
        let mut at = pointer(place).unwrap_or(&root).clone();
        loop {
            if let Some(found) = file.get(&at) {
                return Some(found);
            }
            at = at.parent()?;
        }
    }

    /// Gives each drawing its findings; gives back those that belong to none. They are sorted, the worst first.
    pub fn distribute(&self, found: &[Diagnostic], drawings: &mut [(String, Drawing)]) -> Vec<Finding> {
        let mut of_panels: HashMap<&str, Vec<Finding>> = HashMap::new();
        let mut rest = Vec::new();
        for diagnostic in found {
            let finding = finding(diagnostic);
            match diagnostic.place.as_ref().and_then(|place| self.find(place)) {
                Some((_, Some(panel))) => of_panels.entry(panel).or_default().push(finding),
                Some((drawing, None)) => match drawings.get_mut(*drawing) {
                    Some((_, drawing)) => drawing.findings.push(finding),
                    None => rest.push(finding),
                },
                None => rest.push(finding),
            }
        }
        for (_, drawing) in drawings {
            sort(&mut drawing.findings);
            let panels = drawing.sections.iter_mut().flat_map(|section| section.row.iter_mut().chain(&mut section.panels));
            for panel in panels {
                let PanelDrawing { id, findings, .. } = panel;
                findings.extend(of_panels.remove(id.as_str()).into_iter().flatten());
                sort(findings);
            }
        }
        // Rows of old dashboards may not be drawn, and their findings are told all the same.
        let mut left: Vec<(&str, Vec<Finding>)> = of_panels.into_iter().collect();
        left.sort_by_key(|(id, _)| *id);
        rest.extend(left.into_iter().flat_map(|(_, findings)| findings));
        sort(&mut rest);
        rest
    }
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| {
            (std::cmp::Reverse(finding.severity), finding.file.clone(), finding.rule.clone(), finding.message.clone())
        };
        key(one).cmp(&key(other))
    });
}

fn pointer(place: &Place) -> Option<&Pointer> {
    match &place.at {
        At::Value(pointer) | At::Key(pointer) | At::Hidden(pointer) | At::Part { pointer, .. } => Some(pointer),
        At::File | At::Bytes { .. } => None,
    }
}

fn finding(diagnostic: &Diagnostic) -> Finding {
    Finding {
        severity: diagnostic.severity,
        rule: diagnostic.rule.to_string(),
        message: match &diagnostic.label {
            Some(label) => format!("{}: {label}", diagnostic.message),
            None => diagnostic.message.clone(),
        },
        file: diagnostic.place.as_ref().map(|place| place.file.clone()).unwrap_or_default(),
        help: diagnostic.help.clone(),
    }
}
