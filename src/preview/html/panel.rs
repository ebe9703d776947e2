//! A panel on the grid.

use super::dashboard::Measure;
use super::{detail, note, text};
use crate::preview::art::{self, Size};
use crate::preview::markup::{Markup, Name};
use crate::preview::scene::{Kind, Mark, PanelDrawing};

/// The heights of a panel's head and foot. Pixels.
const HEAD: f64 = 26.0;
const FOOT: f64 = 22.0;

const fn class(mark: Option<Mark>) -> &'static str {
    match mark {
        None => "panel",
        Some(Mark::Added) => "panel is-added",
        Some(Mark::Removed) => "panel is-removed",
        Some(Mark::Changed) => "panel is-changed",
        Some(Mark::Moved) => "panel is-moved",
    }
}

/// The class of a row that something happened to.
pub(super) const fn row_class(mark: Mark) -> &'static str {
    match mark {
        Mark::Added => "row-head is-added",
        Mark::Removed => "row-head is-removed",
        Mark::Changed => "row-head is-changed",
        Mark::Moved => "row-head is-moved",
    }
}

/// Narrower panels have their marks and badges in the foot, where they take no room from the title. Pixels.
const NARROW: f64 = 240.0;

/// Still narrower ones show signs and numbers, and leave their words to those who listen. Pixels.
const TINY: f64 = 150.0;

/// Writes a panel at its place.
pub(super) fn panel(page: &mut Markup, panel: &PanelDrawing, measure: Measure, heading: &'static str) {
    let cell = panel.cell;
    let has_signs = panel.mark.is_some() || !panel.findings.is_empty();
    let in_foot = has_signs && f64::from(cell.width) * measure.column < NARROW && cell.height > 2;
    let article = page.of_class("article", class(panel.mark)).with(Name::Id, &panel.id);
    article.on_grid(cell.x, cell.y, cell.width, cell.height).inside(|page| {
        let is_tiny = f64::from(cell.width) * measure.column < TINY;
        page.of_class("div", if is_tiny { "panel-head tiny" } else { "panel-head" }).inside(|page| {
            page.element(heading).inside(|page| {
                let link = page.of_class("a", if panel.has_title { "title" } else { "untitled" });
                link.leading_to(&detail::id(panel)).with(Name::Title, &panel.title).text(&panel.title);
            });
            if !in_foot {
                signs(page, panel);
            }
        });
        let has_foot =
            in_foot || (cell.height > 2 && (panel.scale.is_some() || panel.datasource.is_some() || panel.unit.is_some()));
        if let Kind::Text(blocks) = &panel.kind {
            let label = format!("Text of {}", panel.title);
            let body = page
                .of_class("div", "panel-text")
                .fixed(Name::TabIndex, "0")
                .fixed(Name::Role, "group")
                .with(Name::AriaLabel, &label);
            body.inside(|page| text::blocks(page, blocks));
        } else {
            let foot = if has_foot { FOOT } else { 0.0 };
            let height = f64::from(cell.height) * measure.row - 8.0 - HEAD - foot;
            let size = Size { width: f64::from(cell.width) * measure.column - 8.0, height: height.max(12.0) };
            art::picture(page, panel, size);
        }
        if has_foot {
            foot(page, panel, in_foot, is_tiny);
        }
    });
}

fn signs(page: &mut Markup, panel: &PanelDrawing) {
    if let Some(mark) = panel.mark {
        note::mark(page, mark);
    }
    note::badges(page, &panel.findings);
}

fn foot(page: &mut Markup, panel: &PanelDrawing, has_signs: bool, is_tiny: bool) {
    page.of_class("div", if is_tiny { "panel-foot tiny" } else { "panel-foot" }).inside(|page| {
        if has_signs {
            signs(page, panel);
        }
        if let Some(scale) = &panel.scale {
            note::strip(page, scale);
        }
        if let Some(unit) = panel.unit.as_ref().filter(|unit| !unit.symbol.is_empty()) {
            page.of_class("span", "unit").with(Name::Title, &format!("Unit: {}", unit.id)).text(&unit.symbol);
        }
        if let Some(datasource) = &panel.datasource {
            page.of_class("span", "source").with(Name::Title, &format!("Data source: {datasource}")).text(short(datasource));
        }
    });
}

/// A data source without its type, which the drawing has no room for.
fn short(datasource: &str) -> &str {
    datasource.split(" (").next().unwrap_or(datasource)
}
