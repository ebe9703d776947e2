//! The text of a spec file without its secrets, for messages.
//!
//! From: the text of a file that was refused. To: the same text, character for character, in which what stands where a secret
//! may stand is written as `xxx`. A secret that somebody wrote as text is one of the reasons to refuse a file, and the line that
//! a message shows may hold it whatever the message is about.

use std::ops::Range;

use serde_json::Value;

use crate::diag::position::Positions;
use crate::diag::{At, Pointer};

/// The text without secrets. `value` is what the text says, where it can be read.
pub(super) fn masked(text: &str, value: Option<&Value>) -> String {
    let Some(value) = value else { return masked_lines(text) };
    let mut secrets = Vec::new();
    find(value, &Pointer::root(), &mut secrets);
    if secrets.is_empty() {
        return text.to_owned();
    }
    let positions = Positions::read(text);
    let mut ranges = Vec::with_capacity(secrets.len());
    for secret in secrets {
        match positions.locate(&At::Value(secret)) {
            Some(range) => ranges.push(range),
            // Better too little is shown than a secret.
            None => return masked_lines(text),
        }
    }
    masked_ranges(text, &ranges)
}

/// Whether the value of this key may be a secret: Grafana's own place for them, and the keys that are taken for it.
pub(super) fn may_hold_a_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key == "securejsondata"
        || ["password", "secret", "token"].iter().any(|end| key.ends_with(end))
        || key.starts_with("httpheadervalue")
}

/// The places of what may be secrets: every entry of `secureJsonData`, and the values of other such keys.
fn find(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    match value {
        Value::Object(entries) => {
            for (key, entry) in entries {
                let at = at.key(key);
                match entry {
                    Value::Object(secrets) if may_hold_a_secret(key) => found.extend(secrets.keys().map(|name| at.key(name))),
                    _ if may_hold_a_secret(key) => found.push(at),
                    entry => find(entry, &at, found),
                }
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| find(item, &at.index(index), found)),
        _ => {}
    }
}

fn masked_ranges(text: &str, ranges: &[Range<usize>]) -> String {
    let mut mask = Mask::default();
    text.char_indices()
        .map(
            |(offset, character)| {
                if ranges.iter().any(|range| range.contains(&offset)) { mask.of(character) } else { character }
            },
        )
        .collect()
}

/// Of a text that is not YAML only lines are known: what follows the key on its line, and the deeper lines below it.
fn masked_lines(text: &str) -> String {
    let mut mask = Mask::default();
    let mut below = None;
    let mut written = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t', '-']).len();
        let blank = line.trim().is_empty();
        if !blank && below.is_some_and(|outer| indent <= outer) {
            below = None;
        }
        let shown = if below.is_some() && !blank { 0 } else { secret_from(line).unwrap_or(line.len()) };
        if shown > 0 && shown < line.len() {
            below = Some(indent);
        }
        written.push_str(&line[..shown]);
        written.extend(line[shown..].chars().map(|character| mask.of(character)));
    }
    written
}

/// The byte of the line behind the first key that may hold a secret.
fn secret_from(line: &str) -> Option<usize> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(':').map(|(colon, _)| colon).find_map(|colon| {
        let before = line[..colon].trim_end_matches([' ', '"', '\'']);
        let name = before.rfind(|c| !is_name(c)).map_or(before, |end| before[end..].trim_start_matches(|c| !is_name(c)));
        may_hold_a_secret(name).then_some(colon + 1)
    })
}

/// Hides letters and keeps the shape, so that the rest of the file means what it did.
#[derive(Default)]
struct Mask {
    escaped: bool,
}

impl Mask {
    fn of(&mut self, character: char) -> char {
        let escaped = self.escaped;
        self.escaped = character == '\\' && !escaped;
        let is_shape =
            character.is_whitespace() || matches!(character, '{' | '}' | '[' | ']' | ',' | ':' | '"' | '\'' | '|' | '>');
        if is_shape && !escaped { character } else { 'x' }
    }
}

#[cfg(test)]
mod tests {
    use super::masked;
    use crate::yaml;

    fn shown(text: &str) -> String {
        masked(text, yaml::parse(text).ok().as_ref())
    }

    #[test]
    fn what_may_be_a_secret_is_hidden_and_the_rest_is_not() {
        let text = "a:\n  secureJsonData:\n    password: hunter2\n    key: {env: \"hun\\\"ter\"}\n  url: b\n";
        let wanted = "a:\n  secureJsonData:\n    password: xxxxxxx\n    key: {xxx: \"xxxxxxxx\"}\n  url: b\n";
        assert_eq!(shown(text), wanted);
        assert_eq!(shown("- {a: 1, basicAuthPassword: hunter2, b: 2}"), "- {a: 1, basicAuthPassword: xxxxxxx, b: 2}");
    }

    #[test]
    fn it_is_hidden_too_where_the_text_is_not_yaml() {
        let text = "a: \"\nsecureJsonData:\n  password: hunter2\n  key: |\n    hunter\nurl: b\n- {token: hunter2}\n";
        let wanted = "a: \"\nsecureJsonData:\n  xxxxxxxx: xxxxxxx\n  xxx: |\n    xxxxxx\nurl: b\n- {token: xxxxxxx}\n";
        assert_eq!(shown(text), wanted);
    }

    #[test]
    fn a_text_without_secrets_is_shown_as_it_is() {
        let text = "title: Passwords that were wrong\npanels: []\n";
        assert_eq!(shown(text), text);
        assert_eq!(shown("a: [password\n"), "a: [password\n");
    }
}
