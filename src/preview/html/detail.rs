//! The list of a dashboard's panels, with all that does not fit on the grid.

use super::{note, text};
use crate::preview::art;
use crate::preview::markup::{Markup, Name};
use crate::preview::scene::{Drawing, PanelDrawing, QueryNote};

/// The id of what is said of a panel.
pub(super) fn id(panel: &PanelDrawing) -> String {
    format!("{}-detail", panel.id)
}

/// Writes the list.
pub(super) fn list(page: &mut Markup, drawing: &Drawing, id: &str, heading: &'static str) {
    if drawing.rows_and_panels().next().is_none() {
        return;
    }
    page.line();
    let title_id = format!("{id}-panels");
    page.of_class("div", "details").inside(|page| {
        page.element(heading).with(Name::Id, &title_id).text("Panels with their queries");
        page.element("ul").with(Name::AriaLabelledby, &title_id).inside(|page| {
            for panel in drawing.rows_and_panels() {
                page.line();
                page.element("li").inside(|page| page.element("details").inside(|page| one(page, panel)));
            }
        });
    });
}

fn one(page: &mut Markup, panel: &PanelDrawing) {
    page.element("summary").inside(|page| {
        page.of_class("span", "title").text(&panel.title);
        page.text(" ");
        let facts = [Some(art::name(panel)), panel.datasource.clone(), panel.unit.as_ref().map(|unit| unit.id.clone())];
        page.of_class("span", "kind").text(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        if let Some(mark) = panel.mark {
            note::mark(page, mark);
        }
        note::badges(page, &panel.findings);
    });
    page.of_class("div", "detail").with(Name::Id, &id(panel)).fixed(Name::TabIndex, "-1").inside(|page| {
        page.of_class("p", "detail-title").inside(|page| {
            page.element("strong").text(&panel.title);
            page.text(" ");
            page.of_class("a", "back").leading_to(&panel.id).text("Back to the drawing");
        });
        text::blocks(page, &panel.description);
        note::changes(page, &panel.changes);
        note::findings(page, &panel.findings);
        facts(page, panel);
        for query in &panel.queries {
            self::query(page, query);
        }
    });
}

fn facts(page: &mut Markup, panel: &PanelDrawing) {
    page.of_class("dl", "facts").inside(|page| {
        let mut fact = |name: &str, words: &str| {
            page.element("dt").text(name);
            page.element("dd").text(words);
        };
        fact("type", if panel.type_id.is_empty() { "(none)" } else { &panel.type_id });
        fact("place", &panel.place);
        if let Some(datasource) = &panel.datasource {
            fact("data source", datasource);
        }
        if let Some(unit) = &panel.unit {
            fact("unit", &unit.id);
        }
        for (name, words) in &panel.notes {
            fact(name, words);
        }
        if let Some(scale) = &panel.scale {
            page.element("dt").text(if scale.is_percentage { "thresholds, percent of the range" } else { "thresholds" });
            page.element("dd").inside(|page| note::scale(page, scale));
        }
        if !panel.links.is_empty() {
            page.element("dt").text("links");
            page.element("dd").inside(|page| {
                page.element("ul").inside(|page| {
                    for link in &panel.links {
                        page.element("li").inside(|page| note::link(page, link));
                    }
                });
            });
        }
    });
}

fn query(page: &mut Markup, query: &QueryNote) {
    page.of_class("div", "query").inside(|page| {
        page.of_class("p", "query-head").inside(|page| {
            page.of_class("span", "ref-id").text(if query.ref_id.is_empty() { "?" } else { &query.ref_id });
            page.text(" ");
            page.text(&query.language);
            if let Some(datasource) = &query.datasource {
                page.text(" · ");
                page.text(datasource);
            }
            if let Some(legend) = &query.legend {
                page.text(" · legend ");
                page.element("code").text(legend);
            }
            if query.is_hidden {
                page.text(" · hidden");
            }
        });
        if query.text.is_empty() {
            page.of_class("p", "nothing").text("This query is empty.");
        } else {
            page.element("pre").inside(|page| page.element("code").text(&query.text));
        }
    });
}
