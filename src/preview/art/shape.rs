//! The few shapes that all drawings are made of.

use std::fmt::Write as _;

use crate::preview::color::Color;
use crate::preview::markup::{Element, Markup, Name};

/// How wide a character is, as a part of its height, on average.
const WIDE: f64 = 0.56;

/// Classes of the colours that series have, in Grafana's order: as an area, and as a line.
const AREAS: [&str; 6] = ["s0", "s1", "s2", "s3", "s4", "s5"];
const LINES: [&str; 6] = ["l0", "l1", "l2", "l3", "l4", "l5"];

pub(super) fn area_class(index: usize) -> &'static str {
    AREAS.get(index % AREAS.len()).copied().unwrap_or("s0")
}

pub(super) fn line_class(index: usize) -> &'static str {
    LINES.get(index % LINES.len()).copied().unwrap_or("l0")
}

/// A rectangle of a class; nothing where it has no size.
pub(super) fn rect(markup: &mut Markup, class: &'static str, place: [f64; 4]) {
    painted_rect(markup, class, place, 0.0, None);
}

/// A rectangle with round corners, in a colour of its own where there is one.
pub(super) fn painted_rect(
    markup: &mut Markup,
    class: &'static str,
    [x, y, width, height]: [f64; 4],
    round: f64,
    color: Option<&Color>,
) {
    if width <= 0.0 || height <= 0.0 {
        return;
    }
    let rect = markup.of_class("rect", class).numbers([(Name::X, x), (Name::Y, y), (Name::Width, width), (Name::Height, height)]);
    let rect = if round > 0.0 { rect.number(Name::Rx, round) } else { rect };
    rect.fill(color).empty();
}

/// A bar in place of words or a number.
pub(super) fn bar(markup: &mut Markup, class: &'static str, [x, y, width, height]: [f64; 4]) {
    painted_rect(markup, class, [x, y, width, height], height / 2.0, None);
}

pub(super) fn line(markup: &mut Markup, class: &'static str, [x1, y1, x2, y2]: [f64; 4]) {
    segment(markup, class, [x1, y1, x2, y2]).empty();
}

pub(super) fn segment<'m>(markup: &'m mut Markup, class: &'static str, [x1, y1, x2, y2]: [f64; 4]) -> Element<'m> {
    markup.of_class("line", class).numbers([(Name::X1, x1), (Name::Y1, y1), (Name::X2, x2), (Name::Y2, y2)])
}

pub(super) fn circle(markup: &mut Markup, class: &'static str, [x, y, radius]: [f64; 3]) {
    markup.of_class("circle", class).numbers([(Name::Cx, x), (Name::Cy, y), (Name::R, radius)]).empty();
}

/// A line through points; closed and filled where the class says so.
pub(super) fn path<'m>(markup: &'m mut Markup, class: &'static str, points: &[(f64, f64)], is_closed: bool) -> Element<'m> {
    let mut way = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        // Writing to a text never fails.
        let _ = write!(way, "{letter}{x:.1} {y:.1}");
    }
    if is_closed {
        way.push('Z');
    }
    markup.of_class("path", class).with(Name::D, &way)
}

/// A piece of a ring: between two radii and two angles, in turns clockwise from the top.
pub(super) fn ring<'m>(
    markup: &'m mut Markup,
    class: &'static str,
    [x, y]: [f64; 2],
    [inner, outer]: [f64; 2],
    [from, to]: [f64; 2],
) -> Element<'m> {
    let at = |radius: f64, turn: f64| {
        let (sin, cos) = (turn * std::f64::consts::TAU).sin_cos();
        (x + radius * sin, y - radius * cos)
    };
    let large = u8::from(to - from > 0.5);
    let ((ax, ay), (bx, by)) = (at(outer, from), at(outer, to));
    let ((cx, cy), (dx, dy)) = (at(inner, to), at(inner, from));
    let way = format!(
        "M{ax:.1} {ay:.1}A{outer:.1} {outer:.1} 0 {large} 1 {bx:.1} {by:.1}L{cx:.1} {cy:.1}A{inner:.1} {inner:.1} 0 {large} 0 {dx:.1} {dy:.1}Z"
    );
    markup.of_class("path", class).with(Name::D, &way)
}

/// Where a text begins, ends or has its middle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::preview) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text of one line, cut where it would be wider than `room`.
pub(in crate::preview) fn label(
    markup: &mut Markup,
    class: &'static str,
    [x, y]: [f64; 2],
    size: f64,
    anchor: Anchor,
    text: &str,
    room: f64,
) {
    let text = fitted(text, room / size);
    if text.is_empty() {
        return;
    }
    let element = markup.of_class("text", class).numbers([(Name::X, x), (Name::Y, y), (Name::FontSize, size)]);
    let element = match anchor {
        Anchor::Start => element,
        Anchor::Middle => element.fixed(Name::TextAnchor, "middle"),
        Anchor::End => element.fixed(Name::TextAnchor, "end"),
    };
    element.text(&text);
}

/// The text, cut to a width in heights of its letters. Letters of the East are twice as wide.
pub(in crate::preview) fn fitted(text: &str, room: f64) -> String {
    let mut fitted = String::new();
    let mut width = 0.0;
    for character in text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        width += wide(character);
        if width > room {
            // The sign takes the place of the last letter.
            fitted.pop();
            return if fitted.is_empty() { fitted } else { fitted + "…" };
        }
        fitted.push(character);
    }
    fitted
}

/// How wide a text is, in heights of its letters.
pub(in crate::preview) fn width(text: &str) -> f64 {
    text.chars().map(wide).sum()
}

fn wide(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '\'' | '!' | ' ' | '(' | ')' => 0.32,
        'm' | 'w' | 'M' | 'W' => 0.85,
        'A'..='Z' => 0.66,
        '\u{1100}'..='\u{ffff}' => 1.0,
        other if other as u32 > 0xffff => 1.1,
        _ => WIDE,
    }
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn a_text_is_cut_to_its_room() {
        assert_eq!(fitted("abcdef", 10.0), "abcdef");
        assert_eq!(fitted("abcdef", 2.0), "ab…");
        assert_eq!(fitted("漢字漢字", 2.0), "漢…");
        assert_eq!(fitted("abc", 0.1), "");
    }
}
