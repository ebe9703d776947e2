//! Writes foreign text so that a line stays one line, shows what it says, and has no ids but its own.
//!
//! Escaped are control characters, line and paragraph separators, characters that turn the direction of writing, and the equals sign after
//! `trace_id` and `span_id`, by which logs are searched for ids. Text is escaped as Rust does it (`\n`, `\u{1b}`, and `\\` for a
//! backslash), JSON as JSON does it; both can be read back.

use std::fmt::Write as _;

/// How characters are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In a line of text.
    Plain,
    /// Between quotes in a line of text.
    Quoted,
    /// In the target of a line of text, where a bar or a space would end it.
    Target,
    /// In a string of JSON.
    Json,
}

/// Appends a text, escaped.
pub(super) fn push(line: &mut String, text: &str, form: Form) {
    let mut rest = text;
    // Most texts have nothing to escape, and go over in one piece.
    while let Some(at) = rest.find(|character| is_special(character, form)) {
        let (plain, special) = rest.split_at(at);
        line.push_str(plain);
        let mut characters = special.chars();
        if let Some(character) = characters.next() {
            push_special(line, character, form);
        }
        rest = characters.as_str();
    }
    line.push_str(rest);
}

/// Whether a character may have to be escaped.
fn is_special(character: char, form: Form) -> bool {
    match character {
        '\\' | '=' => true,
        '"' => matches!(form, Form::Quoted | Form::Json),
        '|' | ' ' => form == Form::Target,
        _ => is_unsafe(character),
    }
}

fn push_special(line: &mut String, character: char, form: Form) {
    match character {
        '\\' => line.push_str(r"\\"),
        '\n' => line.push_str(r"\n"),
        '\r' => line.push_str(r"\r"),
        '\t' => line.push_str(r"\t"),
        '"' => line.push_str("\\\""),
        '=' if !ends_with_id(line) => line.push('='),
        _ => push_code(line, character, form),
    }
}

/// Whether an equals sign here would make an id of what follows.
pub(super) fn ends_with_id(line: &str) -> bool {
    line.ends_with("trace_id") || line.ends_with("span_id")
}

/// Appends the number of a character. Those that are escaped all fit into four digits.
pub(super) fn push_code(line: &mut String, character: char, form: Form) {
    let code = u32::from(character);
    // Writing to a String cannot fail.
    let _ = match form {
        Form::Json => write!(line, "\\u{code:04x}"),
        Form::Plain | Form::Quoted | Form::Target => write!(line, "\\u{{{code:x}}}"),
    };
}

fn is_unsafe(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    let separator = matches!(character, '\u{2028}' | '\u{2029}');
    // Marks, embeddings, overrides and isolates (Unicode Standard Annex 9).
    let turns = matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || separator || turns
}
