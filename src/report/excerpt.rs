//! From a range of bytes in a text to the one line of it that is shown, safe for a terminal.

use std::ops::Range;

/// How many characters are marked at most. The drawing cuts a long line around the marked part, but never that part itself.
const MARKED: usize = 80;
/// How many characters of the line are kept behind the marked part.
const AFTER: usize = 200;
/// How many characters of a message are shown at most.
const MESSAGE: usize = 2000;

/// One line of a text with a part of it marked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The line, character for character up to the marked part's end, so that columns can be counted in it.
    pub(super) shown: String,
    /// The marked bytes of `shown`. A range over several lines is marked to the end of its first.
    pub(super) marked: Range<usize>,
}

impl Excerpt {
    pub(super) fn of(text: &str, range: &Range<usize>) -> Self {
        let start = text.floor_char_boundary(range.start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let end = text.ceil_char_boundary(range.end.max(start)).min(line_end);
        let marked = first(text[start..end].trim_end_matches('\r'), MARKED);
        let rest = text[start + marked.len()..line_end].trim_end_matches('\r');

        let mut shown = visible(text[line_start..start].trim_start_matches('\u{feff}'));
        let marked_start = shown.len();
        shown.push_str(&visible(marked));
        let marked = marked_start..shown.len();
        shown.push_str(&visible(first(rest, AFTER)));
        Self { shown, marked }
    }
}

/// At most `limit` characters of `text`.
fn first(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit).map_or(text, |(end, _)| &text[..end])
}

/// A message or help text as it may be written to a terminal: its line breaks are kept, its length is bounded.
pub(super) fn message(text: &str) -> String {
    visible(&bounded(text))
}

/// A message of bearable length.
pub(super) fn bounded(text: &str) -> String {
    let kept = first(text, MESSAGE);
    let cut = if kept.len() < text.len() { "..." } else { "" };
    kept.to_owned() + cut
}

/// Words that must stay in one line: a label, a path.
pub(super) fn one_line(text: &str) -> String {
    message(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The same number of characters, but none that would move the cursor, change colours, or turn the direction of writing.
fn visible(text: &str) -> String {
    text.chars().map(visible_character).collect()
}

/// The character, or one that stands for it where it is not visible.
pub(super) fn visible_character(character: char) -> char {
    if is_visible(character) { character } else { char::REPLACEMENT_CHARACTER }
}

/// Whether a terminal only shows the character, line breaks and tabs included.
pub(super) fn is_visible(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
        other => !other.is_control(),
    }
}
