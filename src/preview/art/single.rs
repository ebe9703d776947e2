//! Panels that show one value, or a few, large.

use super::Size;
use super::shape::{Anchor, area_class, bar, label, painted_rect, path, rect, ring};
use crate::preview::color::Color;
use crate::preview::markup::{Markup, Name};
use crate::preview::scene::PanelDrawing;

/// How many values stand side by side, and how much room each has.
fn parts(panel: &PanelDrawing, size: Size, least: f64, most: usize) -> Vec<(usize, f64, f64)> {
    let count = panel.series.len().clamp(1, most);
    let count = (1..=count).rev().find(|count| size.width / number(*count) >= least).unwrap_or(1);
    let width = size.width / number(count);
    (0..count).map(|index| (index, width * number(index), width)).collect()
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn unit(panel: &PanelDrawing) -> &str {
    panel.unit.as_ref().map_or("", |unit| unit.symbol.as_str())
}

fn name(panel: &PanelDrawing, index: usize) -> &str {
    panel.series.get(index).map_or("", String::as_str)
}

/// A bar as wide as a few digits, and the unit: a value that is none.
fn value(markup: &mut Markup, panel: &PanelDrawing, [x, y]: [f64; 2], height: f64, room: f64, color: Option<&Color>) {
    // The unit is never wider than half of the room: it gets smaller first, and is cut only then.
    let natural = super::shape::width(unit(panel)).max(0.1);
    let unit_size = (height * 0.62).min(room * 0.5 / natural).max(9.0);
    let unit_width = (natural * unit_size).min(room * 0.55);
    let has_unit = !unit(panel).is_empty();
    let width = (height * 1.7).min(room - unit_width - 18.0).max(12.0);
    let whole = width + if has_unit { unit_width + 6.0 } else { 0.0 };
    let left = x - whole * 0.5;
    let class = if color.is_some() { "value" } else { "value plain" };
    painted_rect(markup, class, [left, y - height * 0.72, width, height * 0.72], height * 0.16, color);
    label(markup, "label strong", [left + width + 6.0, y], unit_size, Anchor::Start, unit(panel), room * 0.6);
}

pub(super) fn stat(markup: &mut Markup, panel: &PanelDrawing, has_graph: bool, size: Size) {
    const LINE: [f64; 9] = [0.30, 0.42, 0.35, 0.55, 0.48, 0.70, 0.62, 0.78, 0.66];
    for (index, left, width) in parts(panel, size, 110.0, 4) {
        let middle = left + width / 2.0;
        let is_one = panel.series.len() < 2;
        let height = (size.height * 0.42).clamp(12.0, 44.0);
        let base = if has_graph { size.height * 0.55 } else { size.height * 0.5 + height * 0.36 };
        if has_graph {
            let at = |index: usize, value: f64| (left + width * number(index) / 8.0, size.height - size.height * 0.36 * value);
            let line: Vec<(f64, f64)> = LINE.iter().enumerate().map(|(index, value)| at(index, *value)).collect();
            let mut area = line.clone();
            area.extend([(left + width, size.height), (left, size.height)]);
            path(markup, "s0", &area, true).fill(panel.color.as_ref()).number(Name::FillOpacity, 0.18).empty();
            path(markup, "l0", &line, false).stroke(panel.color.as_ref()).empty();
        }
        value(markup, panel, [middle, base], height, width, panel.color.as_ref());
        if !is_one && size.height > 60.0 {
            label(markup, "label", [middle, base - height], 11.0, Anchor::Middle, name(panel, index), width - 10.0);
        }
    }
}

pub(super) fn gauge(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    // A ring that is open below: from 0.65 turns to 1.35.
    const FROM: f64 = -0.35;
    const WHOLE: f64 = 0.7;
    for (index, left, width) in parts(panel, size, 110.0, 3) {
        let radius = (width / 2.0 - 8.0).min((size.height - 8.0) * 0.56).max(8.0);
        let middle = [left + width / 2.0, radius + 4.0];
        ring(markup, "track", middle, [radius * 0.68, radius * 0.92], [FROM, FROM + WHOLE]).empty();
        let filled = ring(markup, area_class(0), middle, [radius * 0.68, radius * 0.92], [FROM, FROM + WHOLE * 0.62]);
        filled.fill(panel.color.as_ref()).empty();
        let steps = panel.scale.as_ref().map(|scale| scale.steps.as_slice()).unwrap_or_default();
        for (at, step) in steps.iter().enumerate() {
            let turn = |at: usize| FROM + WHOLE * number(at) / number(steps.len());
            ring(markup, "track", middle, [radius * 0.95, radius], [turn(at), turn(at + 1)]).fill(step.color.as_ref()).empty();
        }
        value(markup, panel, [middle[0], middle[1] + radius * 0.22], radius * 0.42, radius * 1.2, panel.color.as_ref());
        if panel.series.len() > 1 {
            label(
                markup,
                "label",
                [middle[0], middle[1] + radius * 0.75],
                10.0,
                Anchor::Middle,
                name(panel, index),
                width - 12.0,
            );
        }
    }
}

pub(super) fn bar_gauge(markup: &mut Markup, panel: &PanelDrawing, is_vertical: bool, size: Size) {
    const VALUES: [f64; 6] = [0.72, 0.45, 0.86, 0.30, 0.58, 0.66];
    let count = panel.series.len().clamp(2, VALUES.len());
    for (index, value) in VALUES.iter().enumerate().take(count) {
        let color = panel.color.as_ref();
        let at = number(index) / number(count);
        if is_vertical {
            let (x, width, height) =
                (8.0 + (size.width - 16.0) * at, (size.width - 16.0) / number(count) * 0.7, size.height - 24.0);
            painted_rect(markup, "track", [x, 4.0, width, height], 2.0, None);
            painted_rect(markup, area_class(0), [x, 4.0 + height * (1.0 - value), width, height * value], 2.0, color);
            label(markup, "label", [x + width / 2.0, size.height - 6.0], 10.0, Anchor::Middle, name(panel, index), width + 8.0);
        } else {
            let room = (size.height - 6.0) / number(count);
            let names = if panel.series.is_empty() { 0.0 } else { (size.width * 0.34).min(140.0) };
            let (y, height, width) = (4.0 + room * number(index), (room * 0.66).min(30.0), size.width - names - 52.0);
            label(markup, "label", [8.0, y + height / 2.0 + 4.0], 11.0, Anchor::Start, name(panel, index), names - 10.0);
            painted_rect(markup, "track", [names + 4.0, y, width, height], 2.0, None);
            painted_rect(markup, area_class(0), [names + 4.0, y, width * value, height], 2.0, color);
            bar(markup, "ink", [size.width - 40.0, y + height / 2.0 - 3.0, 30.0, 6.0]);
        }
    }
}

pub(super) fn pie(markup: &mut Markup, panel: &PanelDrawing, is_donut: bool, size: Size) {
    const SLICES: [f64; 5] = [0.0, 0.38, 0.62, 0.80, 1.0];
    let radius = ((size.height - 12.0) / 2.0).min(size.width / 3.0).max(8.0);
    let middle = [radius + 12.0 + (size.width * 0.08), size.height / 2.0];
    for (index, pair) in SLICES.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        let inner = if is_donut { radius * 0.58 } else { 0.0 };
        ring(markup, area_class(index), middle, [inner, radius], [*from + 0.003, *to - 0.003]).empty();
        let (x, y) = (middle[0] + radius + 22.0, size.height / 2.0 - 30.0 + 18.0 * number(index));
        rect(markup, area_class(index), [x, y - 4.0, 12.0, 4.0]);
        match panel.series.get(index) {
            Some(name) => label(markup, "label", [x + 18.0, y + 2.0], 11.0, Anchor::Start, name, size.width - x - 24.0),
            None => bar(markup, "ink", [x + 18.0, y - 5.0, (size.width - x - 40.0).clamp(0.0, 60.0), 6.0]),
        }
    }
}
