//! The picture of the links between data sources.
//!
//! At the left each data source with its links, one a line; at the right everything that links lead to; a line from each link to its
//! target. So no two texts ever meet, however many links there are.

use super::art::{Anchor, Size, label};
use super::markup::{Markup, Name};
use super::scene::{SourceLink, SourceNode};

const WIDTH: f64 = 900.0;
const LEFT: f64 = 430.0;
const RIGHT: f64 = 640.0;
const HEAD: f64 = 34.0;
const LINE: f64 = 22.0;
const GAP: f64 = 14.0;
const TARGET: f64 = 34.0;

/// Something that links lead to.
struct Target<'a> {
    name: &'a str,
    kind: &'a str,
}

/// The targets, each once: data sources in their order, then what is outside.
fn targets(sources: &[SourceNode]) -> Vec<(Option<usize>, Target<'_>)> {
    let links = || sources.iter().flat_map(|source| &source.links);
    let mut found: Vec<(Option<usize>, Target<'_>)> = Vec::new();
    for (place, source) in sources.iter().enumerate() {
        if links().any(|link| link.target == Some(place)) {
            found.push((Some(place), Target { name: &source.name, kind: &source.kind }));
        }
    }
    for link in links().filter(|link| link.target.is_none()) {
        if !found.iter().any(|(place, target)| place.is_none() && target.name == link.outside) {
            let kind = if link.outside.contains("://") { "address" } else { "not set up here" };
            found.push((None, Target { name: &link.outside, kind }));
        }
    }
    found
}

fn height_of(source: &SourceNode) -> f64 {
    HEAD + LINE * f64::from(u32::try_from(source.links.len()).unwrap_or(0)) + if source.links.is_empty() { 0.0 } else { 6.0 }
}

/// How large the picture is.
pub(super) fn size(sources: &[SourceNode]) -> Size {
    let left: f64 = sources.iter().map(|source| height_of(source) + GAP).sum();
    let right = f64::from(u32::try_from(targets(sources).len()).unwrap_or(0)) * (TARGET + GAP);
    Size { width: WIDTH, height: left.max(right) + 8.0 }
}

/// Draws it, from 0 to its size.
pub(super) fn draw(markup: &mut Markup, sources: &[SourceNode]) {
    let height = size(sources).height;
    let targets = targets(sources);
    let whole = f64::from(u32::try_from(targets.len()).unwrap_or(0)) * (TARGET + GAP) - GAP;
    let top = ((height - whole) / 2.0).max(4.0);
    let middle = |index: usize| top + (TARGET + GAP) * f64::from(u32::try_from(index).unwrap_or(0)) + TARGET / 2.0;
    let mut y = 4.0;
    for (place, source) in sources.iter().enumerate() {
        boxed(markup, [4.0, y, LEFT, height_of(source)]);
        label(markup, "label strong", [16.0, y + 22.0], 14.0, Anchor::Start, &source.name, LEFT * 0.55);
        let kind = if source.is_default { format!("{}, default", source.kind) } else { source.kind.clone() };
        label(markup, "label", [LEFT - 8.0, y + 22.0], 12.0, Anchor::End, &kind, LEFT * 0.35);
        for (index, link) in source.links.iter().enumerate() {
            let line = y + HEAD + LINE * f64::from(u32::try_from(index).unwrap_or(0)) + 8.0;
            let words =
                if link.detail.is_empty() { link.setting.to_owned() } else { format!("{}: {}", link.setting, link.detail) };
            label(markup, "label", [24.0, line + 4.0], 12.0, Anchor::Start, &words, LEFT - 44.0);
            let target = targets.iter().position(|target| leads_to(link, target));
            if let Some(target) = target {
                wire(markup, place, [LEFT + 4.0, line], [RIGHT, middle(target)]);
            }
        }
        y += height_of(source) + GAP;
    }
    for (index, (_, target)) in targets.iter().enumerate() {
        let y = middle(index) - TARGET / 2.0;
        boxed(markup, [RIGHT, y, WIDTH - RIGHT - 4.0, TARGET]);
        label(markup, "label strong", [RIGHT + 14.0, y + 22.0], 13.0, Anchor::Start, target.name, 150.0);
        label(markup, "label", [WIDTH - 14.0, y + 22.0], 11.5, Anchor::End, target.kind, 84.0);
    }
}

fn leads_to(link: &SourceLink, (place, target): &(Option<usize>, Target<'_>)) -> bool {
    match link.target {
        Some(wanted) => *place == Some(wanted),
        None => place.is_none() && target.name == link.outside,
    }
}

fn boxed(markup: &mut Markup, [x, y, width, height]: [f64; 4]) {
    let shape =
        markup.of_class("rect", "box").numbers([(Name::X, x), (Name::Y, y), (Name::Width, width), (Name::Height, height)]);
    shape.number(Name::Rx, 6.0).empty();
}

fn wire(markup: &mut Markup, source: usize, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
    const CLASSES: [&str; 6] = ["wire l0", "wire l1", "wire l2", "wire l3", "wire l4", "wire l5"];
    let class = CLASSES.get(source % CLASSES.len()).copied().unwrap_or("wire l0");
    let half = f64::midpoint(x1, x2);
    let end = x2 - 7.0;
    let way = format!(
        "M{x1:.1} {y1:.1}C{half:.1} {y1:.1} {half:.1} {y2:.1} {end:.1} {y2:.1}M{:.1} {:.1}L{x2:.1} {y2:.1}L{:.1} {:.1}",
        x2 - 8.0,
        y2 - 4.5,
        x2 - 8.0,
        y2 + 4.5
    );
    markup.of_class("path", class).with(Name::D, &way).empty();
}
