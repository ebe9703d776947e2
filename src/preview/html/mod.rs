//! A scene as one page of HTML that needs nothing else: no network, and no script.

mod dashboard;
mod detail;
mod note;
mod panel;
mod text;
mod wiring;

use super::art;
use super::markup::{Markup, Name};
use super::scene::{Drawing, Scene, Sheet};

/// The style sheet of the page.
const STYLE: &str = include_str!("style.css");

/// What the page may do: show itself. Nothing is fetched, nothing runs, nothing is sent.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What every preview says of itself.
pub(super) const NOTICE: [&str; 2] = [
    "A drawing, not Grafana.",
    "Spanboard made it offline, from files alone. Shapes show which kind of panel stands where, and no data: \
     bars stand in place of values.",
];

/// Writes the page.
#[must_use]
pub fn html(scene: &Scene) -> String {
    let mut page = Markup::default();
    page.constant("<!doctype html>\n");
    page.element("html").fixed(Name::Lang, "en").inside(|page| {
        page.element("head").inside(|page| head(page, scene));
        page.element("body").inside(|page| body(page, scene));
    });
    page.line();
    page.finish()
}

fn head(page: &mut Markup, scene: &Scene) {
    page.constant("<meta charset=\"utf-8\"/>");
    page.element("meta").fixed(Name::Named, "viewport").fixed(Name::Content, "width=device-width, initial-scale=1").empty();
    page.element("meta").fixed(Name::Named, "color-scheme").fixed(Name::Content, "light dark").empty();
    page.element("meta").fixed(Name::HttpEquiv, "Content-Security-Policy").fixed(Name::Content, POLICY).empty();
    page.element("meta").fixed(Name::Named, "generator").fixed(Name::Content, "Spanboard").empty();
    page.element("title").text(&format!("Preview of {}", scene.about));
    page.element("style").inside(|page| {
        page.constant(art::STYLE);
        page.constant(STYLE);
    });
}

fn body(page: &mut Markup, scene: &Scene) {
    let skip = page.of_class("a", "skip").leading_to("main");
    skip.text("Skip to the dashboards");
    page.element("header").inside(|page| {
        page.of_class("p", "notice").fixed(Name::Role, "note").inside(|page| {
            page.element("strong").text(NOTICE[0]);
            page.text(" ");
            page.text(NOTICE[1]);
        });
        page.element("h1").inside(|page| {
            page.text("Preview of ");
            page.of_class("span", "about").text(&scene.about);
        });
        page.of_class("p", "counts").text(&counts(scene));
        contents(page, scene);
    });
    page.element("main").fixed(Name::Id, "main").fixed(Name::TabIndex, "-1").inside(|page| {
        note::not_drawn(page, &scene.not_drawn);
        for (index, sheet) in scene.sheets.iter().enumerate() {
            dashboard::sheet(page, sheet, index, scene.sides.as_ref());
        }
        if !scene.changes.is_empty() {
            page.of_class("section", "block").fixed(Name::Id, "changes").fixed(Name::AriaLabelledby, "changes-title").inside(
                |page| {
                    page.element("h2").fixed(Name::Id, "changes-title").text("Other changes");
                    note::changes(page, &scene.changes);
                },
            );
        }
        wiring::section(page, &scene.sources);
        if !scene.findings.is_empty() {
            page.of_class("section", "block").fixed(Name::Id, "findings").fixed(Name::AriaLabelledby, "findings-title").inside(
                |page| {
                    page.element("h2").fixed(Name::Id, "findings-title").text("Findings that belong to no dashboard");
                    note::findings(page, &scene.findings);
                },
            );
        }
    });
    page.element("footer").inside(|page| {
        page.element("p").text("Drawn by Spanboard from files, without Grafana. Findings are those of `spanboard check`; `spanboard explain RULE` tells more.");
    });
}

/// The parts of the page, where there are several.
fn contents(page: &mut Markup, scene: &Scene) {
    let others = [
        ("changes", "Other changes", !scene.changes.is_empty()),
        ("sources", "Data sources and their links", !scene.sources.is_empty()),
        ("findings", "Findings that belong to no dashboard", !scene.findings.is_empty()),
    ];
    let count = scene.sheets.len() + others.iter().filter(|(_, _, is_there)| *is_there).count();
    if count < 2 {
        return;
    }
    page.element("nav").fixed(Name::AriaLabel, "Contents").inside(|page| {
        page.element("ul").inside(|page| {
            for (index, sheet) in scene.sheets.iter().enumerate() {
                let title = sheet.main().map_or("", |drawing| drawing.title.as_str());
                page.element("li").inside(|page| {
                    page.element("a").leading_to(&dashboard::id(index)).text(title);
                    if let Some(mark) = dashboard::mark(sheet).filter(|_| scene.sides.is_some()) {
                        page.text(" ");
                        note::mark(page, mark);
                    }
                });
            }
            for (id, words, _) in others.iter().filter(|(_, _, is_there)| *is_there) {
                page.element("li").inside(|page| page.element("a").leading_to(id).text(words));
            }
        });
    });
}

/// `3 dashboards, 41 panels, 2 errors, 1 warning`.
#[must_use]
pub fn counts(scene: &Scene) -> String {
    use crate::diag::Severity;
    let drawings = || scene.sheets.iter().filter_map(Sheet::main);
    let panels = drawings().flat_map(Drawing::panels).count();
    let all = || {
        let own = drawings().flat_map(|drawing| &drawing.findings);
        let of_panels =
            drawings().flat_map(|drawing| &drawing.sections).flat_map(|section| section.row.iter().chain(&section.panels));
        scene.findings.iter().chain(own).chain(of_panels.flat_map(|panel| &panel.findings))
    };
    let of = |severity| all().filter(|finding| finding.severity == severity).count();
    let parts = [
        (scene.sheets.len(), if scene.sides.is_some() { "changed dashboard" } else { "dashboard" }, true),
        (scene.unchanged, "unchanged, not drawn", false),
        (panels, "panel", true),
        (scene.sources.len(), "data source", true),
        (of(Severity::Error), "error", true),
        (of(Severity::Warning), "warning", true),
        (of(Severity::Info), "note", true),
    ];
    let shown = parts.iter().enumerate().filter(|(index, (count, ..))| *index == 0 || *count > 0);
    let words = shown
        .map(|(_, (count, what, has_plural))| format!("{count} {what}{}", if *count == 1 || !has_plural { "" } else { "s" }));
    words.collect::<Vec<_>>().join(", ")
}
