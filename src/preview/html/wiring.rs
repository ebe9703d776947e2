//! Data sources and the links between them: a picture, and the same as a list.

use crate::preview::markup::{Markup, Name};
use crate::preview::scene::{SourceLink, SourceNode};
use crate::preview::wires;

/// Writes the section; nothing where there are no data sources.
pub(super) fn section(page: &mut Markup, sources: &[SourceNode]) {
    if sources.is_empty() {
        return;
    }
    page.line();
    page.of_class("section", "block").fixed(Name::Id, "sources").fixed(Name::AriaLabelledby, "sources-title").inside(|page| {
        page.element("h2").fixed(Name::Id, "sources-title").text("Data sources and their links");
        if sources.iter().any(|source| !source.links.is_empty()) {
            let size = wires::size(sources);
            let words = "Drawing of the links between data sources; the list below says the same";
            let picture = page.of_class("svg", "art wires").fixed(Name::Role, "img").fixed(Name::AriaLabel, words);
            let picture = picture.with(Name::ViewBox, &format!("0 0 {} {}", size.width, size.height));
            picture.number(Name::Width, size.width).number(Name::Height, size.height).inside(|page| wires::draw(page, sources));
        }
        page.of_class("ul", "sources").inside(|page| {
            for source in sources {
                page.element("li").inside(|page| one(page, source, sources));
            }
        });
    });
}

fn one(page: &mut Markup, source: &SourceNode, sources: &[SourceNode]) {
    page.element("strong").text(&source.name);
    page.text(" ");
    page.of_class("span", "kind").text(&source.kind);
    if source.is_default {
        page.of_class("span", "chip").text("default");
    }
    page.text(" ");
    page.of_class("span", "address").text(&source.file);
    if source.links.is_empty() {
        return;
    }
    page.element("ul").inside(|page| {
        for link in &source.links {
            page.element("li").inside(|page| {
                page.element("code").text(link.setting);
                page.text(" → ");
                page.text(target(link, sources));
                if !link.detail.is_empty() {
                    page.text(": ");
                    page.text(&link.detail);
                }
            });
        }
    });
}

/// What a link leads to.
fn target<'a>(link: &'a SourceLink, sources: &'a [SourceNode]) -> &'a str {
    link.target.and_then(|place| sources.get(place)).map_or(link.outside.as_str(), |source| source.name.as_str())
}
