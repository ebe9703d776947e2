//! Panels that are lines below one another: tables, traces, logs, lists, texts.

use super::Size;
use super::shape::{Anchor, bar, circle, fitted, label, line, painted_rect, rect};
use crate::preview::markup::Markup;
use crate::preview::rich_text::Block;
use crate::preview::scene::PanelDrawing;

/// How wide the bars are that stand for words, as parts of their room. They were made up once, and mean nothing.
const WORDS: [f64; 7] = [0.62, 0.80, 0.48, 0.70, 0.55, 0.88, 0.40];

/// How high a row is. Pixels.
const ROW: f64 = 22.0;

fn words(row: u32, column: usize) -> f64 {
    let at = (row as usize * 3 + column * 2) % WORDS.len();
    WORDS.get(at).copied().unwrap_or(0.6)
}

/// The rows that fit below a head, with their heights.
fn rows(size: Size, head: f64) -> impl Iterator<Item = (u32, f64)> {
    (0_u32..40).map(move |row| (row, head + ROW * f64::from(row))).take_while(move |(_, y)| y + ROW <= size.height + 4.0)
}

/// A column: its name, and its share of the width.
struct Column<'a> {
    name: &'a str,
    share: f64,
}

fn grid(markup: &mut Markup, columns: &[Column<'_>], size: Size, mut cell: impl FnMut(&mut Markup, u32, usize, [f64; 2])) {
    let whole: f64 = columns.iter().map(|column| column.share).sum();
    let widths: Vec<f64> = columns.iter().map(|column| (size.width - 16.0) * column.share / whole).collect();
    rect(markup, "head", [0.0, 0.0, size.width, ROW]);
    let mut x = 8.0;
    for (column, width) in columns.iter().zip(&widths) {
        if column.name.is_empty() {
            bar(markup, "ink2", [x, 8.0, width * 0.5, 6.0]);
        } else {
            label(markup, "label strong", [x, 15.0], 11.5, Anchor::Start, column.name, width - 8.0);
        }
        x += width;
    }
    for (row, y) in rows(size, ROW) {
        line(markup, "grid", [0.0, y + ROW, size.width, y + ROW]);
        let mut x = 8.0;
        for (column, width) in widths.iter().enumerate() {
            cell(markup, row, column, [x, y]);
            x += width;
        }
    }
}

pub(super) fn table(markup: &mut Markup, panel: &PanelDrawing, names: &[String], size: Size) {
    let empty = [const { String::new() }; 4];
    let names = if names.is_empty() { &empty[..] } else { names };
    let columns: Vec<Column<'_>> = names.iter().map(|name| Column { name, share: 1.0 }).collect();
    let width = (size.width - 16.0) / f64::from(u32::try_from(columns.len()).unwrap_or(1));
    let steps = panel.scale.as_ref().map(|scale| scale.steps.as_slice()).unwrap_or_default();
    let last = columns.len().saturating_sub(1);
    grid(markup, &columns, size, |markup, row, column, [x, y]| {
        let step = steps.get(row as usize % steps.len().max(1)).filter(|_| column == last);
        if let Some(step) = step {
            painted_rect(markup, "cell", [x - 4.0, y + 2.0, width, ROW - 4.0], 2.0, step.color.as_ref());
        }
        bar(markup, "ink", [x, y + 8.0, (width - 14.0) * words(row, column), 6.0]);
    });
}

/// The table that a search of Jaeger or Tempo gives; its columns have fixed names.
pub(super) fn trace_list(markup: &mut Markup, panel: &PanelDrawing, size: Size) {
    let columns = [("Trace ID", 1.3), ("Trace name", 2.6), ("Start time", 1.2), ("Duration", 1.0)];
    let columns = columns.map(|(name, share)| Column { name, share });
    let part = (size.width - 16.0) / 6.1;
    let steps = panel.scale.as_ref().map(|scale| scale.steps.as_slice()).unwrap_or_default();
    grid(markup, &columns, size, |markup, row, column, [x, y]| match column {
        0 => bar(markup, "link", [x, y + 8.0, part * 0.9, 6.0]),
        1 => {
            bar(markup, "ink2", [x, y + 8.0, part * 0.7, 6.0]);
            bar(markup, "ink", [x + part * 0.8, y + 8.0, part * words(row, 1), 6.0]);
        }
        2 => bar(markup, "ink", [x, y + 8.0, part * 0.85, 6.0]),
        _ => {
            if let Some(step) = steps.get(row as usize % steps.len().max(1)) {
                painted_rect(markup, "cell", [x - 4.0, y + 2.0, part + 4.0, ROW - 4.0], 2.0, step.color.as_ref());
            }
            bar(markup, "ink2", [x, y + 8.0, part * 0.4, 6.0]);
        }
    });
}

/// Spans below one another, each within its parent.
pub(super) fn trace(markup: &mut Markup, size: Size) {
    const SPANS: [(f64, f64, f64); 9] = [
        (0.0, 0.0, 1.0),
        (1.0, 0.02, 0.30),
        (2.0, 0.05, 0.22),
        (1.0, 0.33, 0.62),
        (2.0, 0.35, 0.40),
        (3.0, 0.38, 0.20),
        (2.0, 0.77, 0.16),
        (1.0, 0.95, 0.04),
        (2.0, 0.96, 0.02),
    ];
    let names = size.width * 0.3;
    for ((row, y), (depth, from, length)) in rows(size, 2.0).zip(SPANS) {
        let indent = depth * 14.0;
        circle(markup, "s1", [10.0 + indent, y + ROW / 2.0, 3.0]);
        bar(markup, "ink2", [18.0 + indent, y + ROW / 2.0 - 3.0, ((names - indent - 30.0) * words(row, 0)).max(8.0), 6.0]);
        let room = size.width - names - 10.0;
        let class = if row % 4 == 2 { "s1" } else { "s2" };
        painted_rect(markup, class, [names + room * from, y + 5.0, (room * length).max(3.0), ROW - 10.0], 2.0, None);
        line(markup, "grid", [0.0, y + ROW, size.width, y + ROW]);
    }
}

pub(super) fn logs(markup: &mut Markup, size: Size) {
    const LEVELS: [&str; 6] = ["s2", "s2", "s1", "s2", "s4", "s2"];
    for (row, y) in rows(size, 2.0) {
        let level = LEVELS.get(row as usize % LEVELS.len()).copied().unwrap_or("s2");
        rect(markup, level, [4.0, y + 3.0, 3.0, ROW - 6.0]);
        bar(markup, "ink", [14.0, y + 8.0, (size.width * 0.16).min(110.0), 6.0]);
        let left = 24.0 + (size.width * 0.16).min(110.0);
        bar(markup, "ink2", [left, y + 8.0, (size.width - left - 12.0) * words(row, 0), 6.0]);
    }
}

pub(super) fn list(markup: &mut Markup, size: Size) {
    for (row, y) in rows(size, 2.0) {
        circle(markup, "s0", [12.0, y + ROW / 2.0, 4.0]);
        bar(markup, "ink2", [24.0, y + 8.0, (size.width - 40.0) * words(row, 0), 6.0]);
        line(markup, "grid", [0.0, y + ROW, size.width, y + ROW]);
    }
}

/// A text, line by line, as far as there is room.
pub(super) fn text(markup: &mut Markup, blocks: &[Block], size: Size) {
    let mut y = 16.0;
    for block in blocks {
        let (class, height) = match block {
            Block::Heading(1 | 2, _) => ("label strong", 16.0),
            Block::Heading(..) => ("label strong", 13.0),
            Block::Code(_) => ("label code", 11.0),
            _ => ("label", 12.0),
        };
        for part in block.words().lines() {
            for line in wrapped(part, (size.width - 20.0) / height) {
                if y > size.height {
                    return;
                }
                label(markup, class, [10.0, y], height, Anchor::Start, &line, size.width - 16.0);
                y += height * 1.35;
            }
        }
        y += 4.0;
    }
}

/// A text in lines of a width, in heights of its letters, broken between words.
fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(last) = lines.last_mut() else { break };
        let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
        if fitted(&longer, room) == longer || last.is_empty() {
            *last = longer;
        } else {
            lines.push(word.to_owned());
        }
        // No panel has room for more.
        if lines.len() > 60 {
            break;
        }
    }
    lines
}
