//! A dashboard on the page: its head, its grid, and the list of its panels.

use super::{detail, note, panel, text};
use crate::preview::markup::{Markup, Name};
use crate::preview::scene::{Drawing, Mark, PanelDrawing, Section, Sheet};

/// The id of a dashboard's section.
pub(super) fn id(index: usize) -> String {
    format!("dashboard-{}", index + 1)
}

/// How large things are on the page. Pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// A column of the grid, at the width that the page is made for.
    pub column: f64,
    /// A row of the grid, with the gap below it.
    pub row: f64,
}

/// One drawing a dashboard, as wide as the page.
const WHOLE: Measure = Measure { column: 51.0, row: 36.0 };

/// Two drawings beside one another.
const HALF: Measure = Measure { column: 29.0, row: 30.0 };

/// What happened to a dashboard as a whole.
pub(super) fn mark(sheet: &Sheet) -> Option<Mark> {
    match (&sheet.before, &sheet.after) {
        (None, Some(_)) => Some(Mark::Added),
        (Some(_), None) => Some(Mark::Removed),
        (Some(_), Some(_)) => Some(Mark::Changed),
        (None, None) => None,
    }
}

/// Writes a dashboard.
pub(super) fn sheet(page: &mut Markup, sheet: &Sheet, index: usize, sides: Option<&[String; 2]>) {
    let Some(main) = sheet.main() else { return };
    let id = id(index);
    let title_id = format!("{id}-title");
    page.line();
    let section = page.of_class("section", "dashboard").with(Name::Id, &id).with(Name::AriaLabelledby, &title_id);
    section.inside(|page| {
        page.element("h2").with(Name::Id, &title_id).inside(|page| {
            page.text(&main.title);
            if let Some(mark) = mark(sheet).filter(|_| sides.is_some()) {
                page.text(" ");
                note::mark(page, mark);
            }
        });
        head(page, main, &sheet.file);
        // Where two states are drawn, what stands around the panels is told where it changed.
        if sides.is_none() {
            around(page, main);
        }
        note::changes(page, &sheet.changes);
        if sides.is_some() {
            note::marked(page, &marked(sheet));
        }
        note::findings(page, &main.findings);
        match sides {
            None => {
                grid(page, main, WHOLE, "h3", "h4");
                detail::list(page, main, &id, "h3");
            }
            Some([before, after]) => page.of_class("div", "sides").inside(|page| {
                side(page, sheet.before.as_ref(), "Before", before, &format!("{id}-before"));
                side(page, sheet.after.as_ref(), "After", after, &format!("{id}-after"));
            }),
        }
    });
}

/// The panels that are marked: as they are, and those that are gone as they were.
fn marked(sheet: &Sheet) -> Vec<&PanelDrawing> {
    let gone = sheet.before.iter().flat_map(Drawing::rows_and_panels).filter(|panel| panel.mark == Some(Mark::Removed));
    let now = sheet.after.iter().flat_map(Drawing::rows_and_panels).filter(|panel| panel.mark.is_some());
    now.chain(gone).collect()
}

fn side(page: &mut Markup, drawing: Option<&Drawing>, word: &'static str, name: &str, id: &str) {
    page.of_class("div", "side").with(Name::Id, id).inside(|page| {
        page.element("h3").inside(|page| {
            page.text(word);
            page.text(" ");
            page.of_class("span", "about").text(name);
        });
        match drawing {
            Some(drawing) => {
                grid(page, drawing, HALF, "h4", "h5");
                detail::list(page, drawing, id, "h4");
            }
            None => page.of_class("p", "nothing").text("There is no such dashboard on this side."),
        }
    });
}

fn head(page: &mut Markup, drawing: &Drawing, file: &str) {
    page.of_class("p", "meta").inside(|page| {
        page.element("code").text(file);
        for words in &drawing.settings {
            page.of_class("span", "chip").text(words);
        }
        for tag in &drawing.tags {
            page.of_class("span", "chip tag").text(tag);
        }
    });
}

/// What stands around the panels: words, variables, annotations, links.
fn around(page: &mut Markup, drawing: &Drawing) {
    page.of_class("div", "description").inside(|page| text::blocks(page, &drawing.description));
    if drawing.variables.is_empty() && drawing.annotations.is_empty() && drawing.links.is_empty() {
        return;
    }
    page.of_class("ul", "controls").inside(|page| {
        for variable in &drawing.variables {
            page.of_class("li", "variable").inside(|page| {
                page.element("strong").text(&variable.label);
                page.text(" ");
                page.element("code").text(&format!("${}", variable.name));
                page.of_class("span", "kind").text(variable.kind);
                if !variable.asks.is_empty() {
                    page.of_class("span", "asks").text(&variable.asks);
                }
            });
        }
        for (name, color) in &drawing.annotations {
            page.of_class("li", "annotation").inside(|page| {
                page.of_class("span", "step").background(color.as_ref()).text("");
                page.text(name);
                page.of_class("span", "kind").text("annotation");
            });
        }
        for link in &drawing.links {
            page.of_class("li", "link-note").inside(|page| {
                note::link(page, link);
                page.of_class("span", "kind").text("link");
            });
        }
    });
}

/// The panels at their places, row by row.
fn grid(page: &mut Markup, drawing: &Drawing, measure: Measure, row_heading: &'static str, panel_heading: &'static str) {
    if drawing.sections.is_empty() {
        page.of_class("p", "nothing").text("This dashboard has no panels.");
    }
    let class = if measure.column < WHOLE.column { "grid24 half" } else { "grid24" };
    for section in &drawing.sections {
        page.line();
        let class_of_section = if section.is_collapsed { "row-section collapsed" } else { "row-section" };
        page.of_class("div", class_of_section).inside(|page| {
            row(page, section, row_heading);
            if !section.panels.is_empty() {
                page.of_class("div", class).inside(|page| {
                    for one in &section.panels {
                        page.line();
                        panel::panel(page, one, measure, panel_heading);
                    }
                });
            }
        });
    }
}

fn row(page: &mut Markup, section: &Section, heading: &'static str) {
    let Some(row) = &section.row else {
        page.of_class(heading, "unseen").text("Panels");
        return;
    };
    let class = row.mark.map_or("row-head", panel::row_class);
    page.of_class("div", class).with(Name::Id, &row.id).inside(|page| {
        page.element(heading).inside(|page| {
            page.of_class("span", "turn").fixed(Name::AriaHidden, "true").text(if section.is_collapsed { "▸" } else { "▾" });
            page.text(" ");
            page.element("a").leading_to(&detail::id(row)).text(&row.title);
        });
        let count = section.panels.len();
        let panels = if count == 1 { "1 panel".to_owned() } else { format!("{count} panels") };
        let words = if section.is_collapsed {
            format!("collapsed row: {panels}, shown when it is opened")
        } else {
            format!("row: {panels}")
        };
        page.of_class("span", "kind").text(&words);
        if let Some(mark) = row.mark {
            note::mark(page, mark);
        }
        note::badges(page, &row.findings);
    });
}
