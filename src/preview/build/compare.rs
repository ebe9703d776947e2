//! Two states as one scene: each changed dashboard before and after, with marks at the panels that something happened to.
//!
//! From: both states, and what `diff` found between them. Which panel became which is known there; here its places are looked up.

use std::collections::{BTreeSet, HashMap};

use super::findings::Index;
use super::{State, datasources, drawn};
use crate::diag::Place;
use crate::diff::{Action, Change, Comparison, FileDiff, Subject};
use crate::foreign::{Content, Document};
use crate::preview::scene::{ChangeNote, Drawing, Mark, Scene, Sheet};

/// What is drawn beside one another.
#[derive(Debug)]
pub struct Sides<'a> {
    /// The names of both sides.
    pub names: [String; 2],
    /// How it was.
    pub before: State<'a>,
    /// How it is.
    pub after: State<'a>,
    /// What changed.
    pub comparison: &'a Comparison,
}

/// Draws what changed. `about` says what it is.
#[must_use]
pub fn compared(about: &str, sides: &Sides<'_>) -> Scene {
    let files = &sides.comparison.files;
    let old: BTreeSet<&str> = files.iter().map(old_path).collect();
    let new: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let before = drawn(&sides.before, "b", |document| old.contains(document.source.shown.as_str()));
    let mut after = drawn(&sides.after, "a", |document| new.contains(document.source.shown.as_str()));
    let mut marks = Marks::default();
    for file in files {
        file.changes.iter().for_each(|change| marks.add(change, file, &before.index, &after.index));
    }
    let not_drawn =
        sides.comparison.unread.iter().map(|unread| format!("`{}` ({}): {}", unread.path, unread.side, unread.reason));
    Scene {
        about: about.to_owned(),
        sides: Some(sides.names.clone()),
        sources: datasources::nodes(&sides.after),
        unchanged: unchanged(&sides.after, &new),
        not_drawn: not_drawn.collect(),
        findings: std::mem::take(&mut after.findings),
        changes: std::mem::take(&mut marks.elsewhere),
        sheets: sheets(files, before.drawings, after.drawings, &mut marks),
    }
}

fn old_path(file: &FileDiff) -> &str {
    file.renamed_from.as_deref().unwrap_or(&file.path)
}

fn unchanged(state: &State<'_>, changed: &BTreeSet<&str>) -> usize {
    let is_dashboard = |document: &Document| matches!(document.content, Content::Dashboard(_));
    state
        .documents
        .iter()
        .filter(|(document, _)| is_dashboard(document) && !changed.contains(document.source.shown.as_str()))
        .count()
}

/// What happened, by what it happened to.
#[derive(Default)]
struct Marks {
    /// Panels by their ids, which tell both sides apart.
    panels: HashMap<String, (Option<Mark>, Vec<ChangeNote>)>,
    /// Dashboards by the place of their drawing after, or before where there is none after.
    after: HashMap<usize, Vec<ChangeNote>>,
    before: HashMap<usize, Vec<ChangeNote>>,
    /// What is told of no dashboard.
    elsewhere: Vec<ChangeNote>,
}

impl Marks {
    /// Takes up a change, at all panels that its places lie in.
    fn add(&mut self, change: &Change, file: &FileDiff, before: &Index, after: &Index) {
        let mut dashboards = (None, None);
        let mut panels: BTreeSet<&str> = BTreeSet::new();
        for pair in &change.places {
            let old = pair.before.as_ref().and_then(|pointer| before.find(&Place::value(old_path(file), pointer.clone())));
            let new = pair.after.as_ref().and_then(|pointer| after.find(&Place::value(&file.path, pointer.clone())));
            dashboards.0 = dashboards.0.or(old.map(|(drawing, _)| *drawing));
            dashboards.1 = dashboards.1.or(new.map(|(drawing, _)| *drawing));
            panels.extend([old, new].into_iter().flatten().filter_map(|(_, panel)| panel.as_deref()));
        }
        // Of panels that went up or down together because something was put in or taken out above them, it is enough to say so once.
        if matches!(change.subject, Subject::Panel { .. }) && !panels.is_empty() {
            for id in panels {
                self.at_panel(id, change);
            }
            return;
        }
        match dashboards {
            (_, Some(drawing)) => self.after.entry(drawing).or_default().push(note(change, true)),
            (Some(drawing), None) => self.before.entry(drawing).or_default().push(note(change, true)),
            (None, None) => {
                let own = note(change, true);
                self.elsewhere.push(ChangeNote { what: format!("`{}`: {}", file.path, own.what), ..own });
            }
        }
    }

    fn at_panel(&mut self, id: &str, change: &Change) {
        let kind = match (change.action, change.what.is_empty()) {
            (Action::Added, true) => Mark::Added,
            (Action::Removed, true) => Mark::Removed,
            (Action::Moved, _) => Mark::Moved,
            _ => Mark::Changed,
        };
        let (mark, notes) = self.panels.entry(id.to_owned()).or_default();
        *mark = (*mark).max(Some(kind));
        // A panel that came or went shows itself.
        if !change.what.is_empty() || change.breaking.is_some() {
            notes.push(note(change, false));
        }
    }

    /// Gives the panels of a drawing their marks.
    fn put(&mut self, mut drawing: Drawing) -> Drawing {
        let panels = drawing.sections.iter_mut().flat_map(|section| section.row.iter_mut().chain(&mut section.panels));
        for panel in panels {
            if let Some((mark, changes)) = self.panels.remove(&panel.id) {
                (panel.mark, panel.changes) = (mark, changes);
            }
        }
        drawing
    }
}

/// A change in words. With its subject, where that is not plain from where it is told.
fn note(change: &Change, with_subject: bool) -> ChangeNote {
    let subject = match &change.subject {
        Subject::File | Subject::Dashboard => String::new(),
        Subject::Variable(name) => format!("variable `{name}`"),
        Subject::Annotation(name) => format!("annotation `{name}`"),
        Subject::Panel { title, .. } => format!("panel `{title}`"),
        Subject::Datasource { name, .. } => format!("data source `{name}`"),
        Subject::Provider(name) => format!("dashboard provider `{name}`"),
    };
    let verb = match change.action {
        Action::Added => "added",
        Action::Removed => "removed",
        Action::Moved if change.old.is_none() => "moved",
        Action::Changed | Action::Moved => "",
    };
    let subject = if with_subject { subject.as_str() } else { "" };
    let gap = if subject.is_empty() || change.what.is_empty() { "" } else { ", " };
    let what = format!("{subject}{gap}{} {verb}", change.what);
    ChangeNote {
        what: what.trim().to_owned(),
        old: change.old.clone(),
        new: change.new.clone(),
        words: change.words.clone(),
        breaking: change.breaking.map(ToOwned::to_owned),
    }
}

/// Puts the drawings of both sides together, file by file. Of a file with several dashboards the first goes with the first.
fn sheets(files: &[FileDiff], before: Vec<(String, Drawing)>, after: Vec<(String, Drawing)>, marks: &mut Marks) -> Vec<Sheet> {
    let (mut before, mut after) = (by_file(before), by_file(after));
    let mut sheets = Vec::new();
    for file in files {
        let mut olds = before.remove(old_path(file)).unwrap_or_default().into_iter();
        let mut news = after.remove(&file.path).unwrap_or_default().into_iter();
        loop {
            let (old, new) = (olds.next(), news.next());
            if old.is_none() && new.is_none() {
                break;
            }
            let of_old = old.as_ref().and_then(|(place, _)| marks.before.remove(place));
            let of_new = new.as_ref().and_then(|(place, _)| marks.after.remove(place));
            sheets.push(Sheet {
                file: match &file.renamed_from {
                    Some(former) => format!("{former} → {}", file.path),
                    None => file.path.clone(),
                },
                changes: of_new.into_iter().chain(of_old).flatten().collect(),
                before: old.map(|(_, drawing)| marks.put(drawing)),
                after: new.map(|(_, drawing)| marks.put(drawing)),
            });
        }
    }
    sheets
}

/// Drawings by their files, each with its place in the list.
fn by_file(drawings: Vec<(String, Drawing)>) -> HashMap<String, Vec<(usize, Drawing)>> {
    let mut files: HashMap<String, Vec<(usize, Drawing)>> = HashMap::new();
    for (place, (file, drawing)) in drawings.into_iter().enumerate() {
        files.entry(file).or_default().push((place, drawing));
    }
    files
}
