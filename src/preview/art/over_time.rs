//! Graphs with axes: over time, by category, by bucket.

use super::Size;
use super::shape::{Anchor, area_class, bar, label, line, line_class, painted_rect, path, rect, segment};
use crate::preview::markup::{Markup, Name};
use crate::preview::scene::{LegendPlace, PanelDrawing, SeriesLook, SeriesStyle};

/// The shapes of lines, from 0 (bottom) to 1 (top). They were made up once, and mean nothing.
const WAVES: [[f64; 13]; 6] = [
    [0.30, 0.36, 0.33, 0.45, 0.52, 0.47, 0.58, 0.66, 0.60, 0.55, 0.62, 0.57, 0.60],
    [0.18, 0.15, 0.22, 0.26, 0.20, 0.28, 0.34, 0.30, 0.38, 0.33, 0.30, 0.36, 0.40],
    [0.55, 0.60, 0.68, 0.62, 0.70, 0.78, 0.74, 0.82, 0.76, 0.72, 0.80, 0.86, 0.82],
    [0.08, 0.10, 0.07, 0.12, 0.40, 0.22, 0.14, 0.10, 0.09, 0.13, 0.11, 0.16, 0.12],
    [0.44, 0.40, 0.42, 0.36, 0.38, 0.42, 0.46, 0.43, 0.48, 0.52, 0.46, 0.44, 0.47],
    [0.70, 0.66, 0.60, 0.64, 0.56, 0.50, 0.54, 0.46, 0.42, 0.44, 0.38, 0.34, 0.30],
];

/// The room of a plot, within its axes.
struct Plot {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Plot {
    fn x(&self, part: f64) -> f64 {
        self.left + self.width * part
    }

    fn y(&self, part: f64) -> f64 {
        self.top + self.height * (1.0 - part)
    }
}

/// Draws axes with bars in place of their numbers.
fn axes(markup: &mut Markup, size: Size, legend: f64, right: f64) -> Plot {
    let plot = Plot {
        left: 34.0,
        top: 6.0,
        width: (size.width - 40.0 - right).max(1.0),
        height: (size.height - 24.0 - legend).max(1.0),
    };
    let lines = if plot.height > 90.0 { 4 } else { 2 };
    for index in 0..=lines {
        let y = plot.y(f64::from(index) / f64::from(lines));
        line(markup, "grid", [plot.left, y, plot.left + plot.width, y]);
        bar(markup, "ink", [14.0, y - 2.0, 14.0, 4.0]);
    }
    let ticks = if plot.width > 300.0 { 6 } else { 3 };
    for index in 0..ticks {
        let x = plot.x((f64::from(index) + 0.5) / f64::from(ticks));
        bar(markup, "ink", [x - 10.0, plot.top + plot.height + 8.0, 20.0, 4.0]);
    }
    plot
}

pub(super) fn series(markup: &mut Markup, panel: &PanelDrawing, look: SeriesLook, size: Size) {
    let count = panel.series.len().clamp(1, WAVES.len());
    let is_low = size.height < 70.0;
    let is_right = look.legend == LegendPlace::Right && size.width > 260.0;
    let is_below = look.legend != LegendPlace::Hidden && !is_right && !is_low;
    let right = if is_right { (size.width * 0.28).min(200.0) } else { 0.0 };
    let plot = axes(markup, size, if is_below { 18.0 } else { 0.0 }, right);
    if look.has_thresholds {
        thresholds(markup, panel, &plot);
    }
    for (index, wave) in WAVES.iter().enumerate().take(count).rev() {
        let color = panel.color.as_ref().filter(|_| index == 0);
        let stacked = |at: usize| {
            let below = WAVES.iter().take(index + 1).map(|wave| wave.get(at).copied().unwrap_or(0.0));
            below.sum::<f64>() / f64::from(u32::try_from(count).unwrap_or(1)) * 0.9
        };
        let value = |at: usize, own: f64| if look.is_stacked { stacked(at) } else { own };
        let points: Vec<(f64, f64)> =
            wave.iter().enumerate().map(|(at, own)| (plot.x(part(at)), plot.y(value(at, *own)))).collect();
        match look.style {
            SeriesStyle::Lines => {
                if look.is_filled || look.is_stacked {
                    let mut closed = points.clone();
                    closed.extend([(plot.x(1.0), plot.y(0.0)), (plot.x(0.0), plot.y(0.0))]);
                    let area = path(markup, area_class(index), &closed, true).fill(color);
                    area.number(Name::FillOpacity, if look.is_stacked { 0.45 } else { 0.18 }).empty();
                }
                path(markup, line_class(index), &points, false).stroke(color).empty();
            }
            SeriesStyle::Bars => {
                let width =
                    plot.width / 13.0 * 0.6 / if look.is_stacked { 1.0 } else { f64::from(u32::try_from(count).unwrap_or(1)) };
                let shift = if look.is_stacked { 0.0 } else { width * f64::from(u32::try_from(index).unwrap_or(0)) };
                for (x, y) in points {
                    painted_rect(
                        markup,
                        area_class(index),
                        [x * 0.95 + plot.left * 0.05 + shift, y, width, plot.y(0.0) - y],
                        0.0,
                        color,
                    );
                }
            }
            SeriesStyle::Points => {
                for (x, y) in points {
                    let point =
                        markup.of_class("circle", area_class(index)).numbers([(Name::Cx, x), (Name::Cy, y), (Name::R, 2.5)]);
                    point.fill(color).empty();
                }
            }
        }
    }
    if is_right {
        legend_right(markup, panel, count, [size.width - right + 8.0, 10.0], right - 24.0, size.height);
    } else if is_below {
        legend_below(markup, panel, count, size);
    }
}

/// How far along the time axis a point lies.
fn part(at: usize) -> f64 {
    f64::from(u32::try_from(at).unwrap_or(0)) / 12.0
}

/// Lines at even heights: where they are to one another says nothing of their values.
fn thresholds(markup: &mut Markup, panel: &PanelDrawing, plot: &Plot) {
    let Some(scale) = &panel.scale else { return };
    let count = f64::from(u32::try_from(scale.steps.len()).unwrap_or(1));
    for (index, step) in scale.steps.iter().enumerate().skip(1) {
        let y = plot.y(f64::from(u32::try_from(index).unwrap_or(0)) / count + 0.12);
        segment(markup, "threshold", [plot.left, y, plot.left + plot.width, y]).stroke(step.color.as_ref()).empty();
    }
}

fn swatch(markup: &mut Markup, panel: &PanelDrawing, index: usize, [x, y]: [f64; 2]) {
    let color = panel.color.as_ref().filter(|_| index == 0);
    painted_rect(markup, area_class(index), [x, y - 4.0, 12.0, 4.0], 2.0, color);
}

fn legend_below(markup: &mut Markup, panel: &PanelDrawing, count: usize, size: Size) {
    let room = (size.width - 24.0) / f64::from(u32::try_from(count).unwrap_or(1));
    let mut x = 14.0;
    for (index, name) in panel.series.iter().take(count).enumerate() {
        swatch(markup, panel, index, [x, size.height - 6.0]);
        label(markup, "label", [x + 17.0, size.height - 4.0], 11.0, Anchor::Start, name, room - 26.0);
        x += room.min(super::shape::width(name) * 11.0 + 34.0);
    }
}

fn legend_right(markup: &mut Markup, panel: &PanelDrawing, count: usize, [x, top]: [f64; 2], room: f64, height: f64) {
    let mut y = top + 6.0;
    for (index, name) in panel.series.iter().take(count).enumerate().take_while(|_| height > 20.0) {
        if y > height - 4.0 {
            break;
        }
        swatch(markup, panel, index, [x, y]);
        label(markup, "label", [x + 17.0, y + 2.0], 11.0, Anchor::Start, name, room);
        y += 18.0;
    }
}

pub(super) fn bar_chart(markup: &mut Markup, panel: &PanelDrawing, is_vertical: bool, size: Size) {
    const BARS: [f64; 6] = [0.82, 0.55, 0.68, 0.34, 0.47, 0.22];
    let plot = axes(markup, size, 0.0, 0.0);
    for (index, value) in BARS.iter().enumerate() {
        let at = f64::from(u32::try_from(index).unwrap_or(0)) / 6.0;
        let place = if is_vertical {
            [plot.x(at + 0.03), plot.y(*value), plot.width / 6.0 * 0.64, plot.height * value]
        } else {
            [plot.left, plot.top + plot.height * (at + 0.03), plot.width * value, plot.height / 6.0 * 0.64]
        };
        painted_rect(markup, "s0", place, 1.0, panel.color.as_ref());
    }
}

pub(super) fn histogram(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    const BARS: [f64; 12] = [0.05, 0.12, 0.28, 0.52, 0.78, 0.92, 0.74, 0.50, 0.30, 0.18, 0.09, 0.04];
    let plot = axes(markup, size, 0.0, 0.0);
    for (index, value) in BARS.iter().enumerate() {
        let at = f64::from(u32::try_from(index).unwrap_or(0)) / 12.0;
        painted_rect(
            markup,
            "s0",
            [plot.x(at), plot.y(*value), plot.width / 12.0 - 1.0, plot.height * value],
            0.0,
            panel.color.as_ref(),
        );
    }
}

/// Cells whose strength falls from the middle row on, as most distributions do.
pub(super) fn heatmap(markup: &mut Markup, size: Size) {
    const ROWS: [f64; 6] = [0.10, 0.30, 0.85, 0.60, 0.30, 0.12];
    const COLUMNS: [f64; 16] = [0.6, 0.7, 0.9, 0.8, 1.0, 0.9, 0.7, 0.8, 0.6, 0.9, 1.0, 0.8, 0.9, 0.7, 0.6, 0.8];
    let plot = axes(markup, size, 0.0, 0.0);
    let (width, height) = (plot.width / 16.0, plot.height / 6.0);
    for (row, strength) in ROWS.iter().enumerate() {
        for (column, also) in COLUMNS.iter().enumerate() {
            let (x, y) = (
                plot.x(f64::from(u32::try_from(column).unwrap_or(0)) / 16.0),
                plot.top + height * f64::from(u32::try_from(row).unwrap_or(0)),
            );
            let cell = markup.of_class("rect", "heat").numbers([
                (Name::X, x),
                (Name::Y, y),
                (Name::Width, width - 1.0),
                (Name::Height, height - 1.0),
            ]);
            cell.number(Name::FillOpacity, strength * also).empty();
        }
    }
}

/// The parts at which bands of a timeline change.
const BANDS: [[f64; 4]; 4] = [[0.0, 0.35, 0.50, 0.80], [0.0, 0.60, 0.70, 0.92], [0.0, 0.15, 0.42, 0.66], [0.0, 0.50, 0.75, 0.85]];

pub(super) fn state_timeline(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    let names = (size.width * 0.14).clamp(30.0, 130.0);
    let rows = if size.height > 120.0 { 4 } else { 3 };
    let height = (size.height - 20.0) / f64::from(rows);
    for (row, bands) in (0..rows).zip(BANDS.iter()) {
        let y = 4.0 + height * f64::from(row);
        bar(markup, "ink", [8.0, y + height / 2.0 - 3.0, names - 20.0, 6.0]);
        for (index, from) in bands.iter().enumerate() {
            let to = bands.get(index + 1).copied().unwrap_or(1.0);
            let room = size.width - names - 8.0;
            let step = panel.scale.as_ref().and_then(|scale| scale.steps.get(index % scale.steps.len().max(1)));
            let place = [names + room * from, y + 2.0, room * (to - from) - 1.5, height - 6.0];
            painted_rect(markup, area_class(index % 2), place, 2.0, step.and_then(|step| step.color.as_ref()));
        }
    }
    for index in 0..5 {
        bar(markup, "ink", [names + (size.width - names) * (f64::from(index) + 0.4) / 5.0, size.height - 9.0, 20.0, 4.0]);
    }
}

pub(super) fn status_history(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    let (width, height) = (size.width / 20.0, (size.height - 8.0) / 4.0);
    for row in 0..4_u8 {
        for column in 0..20_u8 {
            let state = usize::from((column * 7 + row * 5) % 11 < 3);
            let step = panel.scale.as_ref().and_then(|scale| scale.steps.get(state));
            let place = [width * f64::from(column) + 1.0, 4.0 + height * f64::from(row), width - 2.0, height - 3.0];
            painted_rect(markup, area_class(state), place, 2.0, step.and_then(|step| step.color.as_ref()));
        }
    }
    rect(markup, "grid", [0.0, size.height - 1.0, size.width, 1.0]);
}
