//! Names in the little languages within LogQL's texts: groups of regular expressions, captures of patterns, fields of templates;
//! and whether a regular expression lets the empty value through.

/// The names of the groups of an RE2 expression: `(?P<name>…)` and `(?<name>…)`.
pub(super) fn group_names(pattern: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = pattern;
    while let Some(next) = rest.find(['\\', '[', '(']) {
        let here = rest.get(next..).unwrap_or_default();
        let (name, length) = match here.as_bytes() {
            [b'\\', b'Q', ..] => (None, here.find("\\E").map_or(here.len(), |end| end + 2)),
            [b'\\', ..] => (None, 1 + here.chars().nth(1).map_or(0, char::len_utf8)),
            [b'[', ..] => (None, class_length(here)),
            _ => (group_name(here), 1),
        };
        names.extend(name.map(str::to_owned));
        rest = here.get(length..).unwrap_or_default();
    }
    names
}

fn group_name(group: &str) -> Option<&str> {
    let inner = group.strip_prefix("(?P<").or_else(|| group.strip_prefix("(?<"))?;
    let name = word(inner);
    (!name.is_empty() && inner[name.len()..].starts_with('>')).then_some(name)
}

/// How many bytes the character class has that `text` begins with: `[]a]`, `[^\]]`.
fn class_length(text: &str) -> usize {
    let negated = text.strip_prefix("[^").unwrap_or(&text[1..]);
    // A bracket that comes first is a character.
    let start = text.len() - negated.strip_prefix(']').unwrap_or(negated).len();
    let mut escaped = false;
    let end = text[start..].find(|character| {
        let ends = character == ']' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    });
    // A class without an end takes the rest: such an expression is none.
    end.map_or(text.len(), |end| start + end + 1)
}

fn word(text: &str) -> &str {
    let end = text.find(|character: char| !(character.is_ascii_alphanumeric() || character == '_')).unwrap_or(text.len());
    &text[..end]
}

/// One capture of a pattern: its name, and whether it follows another without anything between.
pub(super) struct Capture<'a> {
    pub(super) name: &'a str,
    pub(super) follows: bool,
}

/// The captures of a pattern: `<name>`, `<_>`. Other brackets are text.
pub(super) fn captures(pattern: &str) -> Vec<Capture<'_>> {
    let mut captures = Vec::new();
    let mut at = 0;
    let mut last_end = None;
    while let Some(next) = pattern[at..].find('<') {
        let start = at + next;
        let name = word(&pattern[start + 1..]);
        let end = start + 1 + name.len();
        let closed = pattern[end..].starts_with('>');
        if closed && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
            captures.push(Capture { name, follows: last_end == Some(start) });
            last_end = Some(end + 1);
            at = end + 1;
        } else {
            at = end;
        }
    }
    captures
}

/// The first name that comes twice.
pub(super) fn twice<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = std::collections::BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

/// The labels that a Go template names: `level` of `{{.level | upper}}`, each once.
pub(super) fn fields(template: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut rest = template;
    while let Some(open) = rest.find("{{") {
        let inner = &rest[open + 2..];
        let end = inner.find("}}").unwrap_or(inner.len());
        for field in fields_of_action(&inner[..end]) {
            if seen.insert(field) {
                found.push(field.to_owned());
            }
        }
        rest = inner.get(end + 2..).unwrap_or_default();
    }
    found
}

fn fields_of_action(action: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, character) in action.char_indices() {
        match quote {
            Some(open) => quote = (character != open || before == '\\').then_some(open),
            None if matches!(character, '"' | '`') => quote = Some(character),
            // What follows a word, a bracket or a variable of the template is a field of that.
            None if character == '.' && matches!(before, ' ' | '\t' | '\n' | '(' | '-' | ',' | '|' | '=') => {
                let name = word(&action[at + 1..]);
                if name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
                    found.push(name);
                }
            }
            None => {}
        }
        before = if character == '\\' && before == '\\' { ' ' } else { character };
    }
    found
}

/// Whether a regular expression matches the empty text; `None` where that would need an engine.
pub(super) fn matches_empty(pattern: &str) -> Option<bool> {
    if pattern.contains(['(', '[', '{', '\\']) {
        return None;
    }
    let mut any = false;
    for branch in pattern.split('|') {
        any |= branch_matches_empty(branch)?;
    }
    Some(any)
}

fn branch_matches_empty(branch: &str) -> Option<bool> {
    let mut characters = branch.chars().peekable();
    let mut all = true;
    while let Some(character) = characters.next() {
        match character {
            '*' | '+' | '?' => return None,
            '^' | '$' => continue,
            _ => {}
        }
        all &= match characters.peek() {
            Some('*' | '?') => true,
            Some('+') | None => false,
            Some(_) => {
                all = false;
                continue;
            }
        };
        // The repetition, and its laziness.
        characters.next();
        characters.next_if_eq(&'?');
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::{captures, fields, group_names, matches_empty};

    #[test]
    fn groups_have_names_in_two_ways_of_writing() {
        assert_eq!(group_names(r"(?P<a>\w+) (?<b>.*) (?:c) (d)"), ["a", "b"]);
    }

    #[test]
    fn what_only_looks_like_a_group_is_none() {
        for pattern in [r"\(?P<a>x", r"[(?P<a>]", r"[](?P<a>]", r"[^\](?P<a>]", r"\Q(?P<a>x)\E", "(?P<a", "(?P<>x)", "[", "\\"] {
            assert_eq!(group_names(pattern).len(), 0, "{pattern}");
        }
    }

    #[test]
    fn captures_know_their_neighbours() {
        let found: Vec<_> = captures("<a><_> < b> <c> <1> <<d>>").into_iter().map(|one| (one.name, one.follows)).collect();
        assert_eq!(found, [("a", false), ("_", true), ("c", false), ("d", false)]);
    }

    #[test]
    fn a_template_names_fields_by_a_dot() {
        assert_eq!(
            fields(r#"{{.level}} {{ .msg | upper }} {{ if eq .a "x.y .z" }}{{.level}}{{end}} .no {{printf "%s" (.b)}}"#),
            ["level", "msg", "a", "b"]
        );
        assert_eq!(fields("{{ .mdc.traceId }}{{ $x.y }}{{"), ["mdc"]);
    }

    #[test]
    fn the_empty_text_is_matched_by_what_may_be_absent() {
        for (pattern, expected) in [
            ("", Some(true)),
            (".*", Some(true)),
            ("^.*$", Some(true)),
            ("a|", Some(true)),
            ("a?b*", Some(true)),
            (".*?", Some(true)),
            (".+", Some(false)),
            ("a", Some(false)),
            ("a.*", Some(false)),
            (".*a", Some(false)),
            ("ab", Some(false)),
            ("a|b", Some(false)),
            ("(a)?", None),
            ("*", None),
            ("a**", None),
            (r"\d*", None),
        ] {
            assert_eq!(matches_empty(pattern), expected, "{pattern}");
        }
    }
}
