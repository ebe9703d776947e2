//! Graphs of nodes, and panels of types that are not known here.

use super::Size;
use super::shape::{Anchor, bar, circle, label, line, rect};
use crate::preview::markup::Markup;
use crate::preview::scene::PanelDrawing;

/// Where nodes stand, as parts of the room. They were made up once, and mean nothing.
const NODES: [(f64, f64); 6] = [(0.14, 0.50), (0.38, 0.26), (0.38, 0.74), (0.64, 0.20), (0.64, 0.56), (0.86, 0.42)];

/// Which of them are joined.
const EDGES: [(usize, usize); 6] = [(0, 1), (0, 2), (1, 3), (1, 4), (2, 4), (4, 5)];

pub(super) fn nodes(markup: &mut Markup, size: Size) {
    let at = |index: usize| NODES.get(index).map_or((0.0, 0.0), |(x, y)| (size.width * x, (size.height - 14.0) * y));
    for (from, to) in EDGES {
        let ((x1, y1), (x2, y2)) = (at(from), at(to));
        line(markup, "edge", [x1, y1, x2, y2]);
    }
    let radius = (size.height * 0.09).clamp(7.0, 20.0);
    for index in 0..NODES.len() {
        let (x, y) = at(index);
        circle(markup, "paper", [x, y, radius]);
        circle(markup, super::shape::line_class(if index == 3 { 4 } else { 0 }), [x, y, radius]);
        bar(markup, "ink", [x - radius * 0.5, y - 2.5, radius, 5.0]);
        bar(markup, "ink2", [x - radius, y + radius + 4.0, radius * 2.0, 5.0]);
    }
}

pub(super) fn unknown(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    rect(markup, "unknown", [8.0, 6.0, size.width - 16.0, size.height - 12.0]);
    line(markup, "grid", [8.0, 6.0, size.width - 8.0, size.height - 6.0]);
    line(markup, "grid", [size.width - 8.0, 6.0, 8.0, size.height - 6.0]);
    let name = if panel.type_id.is_empty() { "(no type)" } else { &panel.type_id };
    let height = 14.0;
    let width = (super::shape::width(name) * height + 20.0).min(size.width - 24.0);
    rect(markup, "paper", [(size.width - width) / 2.0, size.height / 2.0 - height, width, height * 2.0]);
    label(markup, "label", [size.width / 2.0, size.height / 2.0 + 5.0], height, Anchor::Middle, name, size.width - 30.0);
}
