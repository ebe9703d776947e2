//! Variables and macros in texts: `$name`, `${name}`, `${name:format}`, `${name.field}`, `[[name]]`.
//!
//! From: any text of a dashboard or a link. To: the references in it. Grafana puts values in their place before a data source
//! sees the text. (`@grafana/data` and Grafana's `variables/utils.ts`, `variableRegex`.)

use std::ops::Range;

/// References longer than this are text. Bytes, without the dollar and the brace.
const LONGEST: usize = 1000;

/// One reference to a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The variable's name: `environment`, `__rate_interval`.
    pub name: String,
    /// What follows the name's dot: `tags.http` in `${__span.tags.http}`.
    pub field: Option<String>,
    /// What follows the colon: `regex` in `${service:regex}`.
    pub format: Option<String>,
    /// The bytes of the whole reference.
    pub range: Range<usize>,
}

impl Reference {
    /// Whether Grafana itself gives the value: names that begin with two underscores.
    #[must_use]
    pub fn is_global(&self) -> bool {
        self.name.starts_with("__") || self.name == "timeFilter"
    }
}

/// The references in `text`, in its order.
#[must_use]
pub fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['$', '[']) {
        at += next;
        match reference(text, at) {
            Some(reference) => {
                at = reference.range.end;
                found.push(reference);
            }
            None => at += 1,
        }
    }
    found
}

/// The reference that begins at the byte `start`, where there is one.
#[must_use]
pub fn reference(text: &str, start: usize) -> Option<Reference> {
    let rest = text.get(start..)?;
    if let Some(inner) = rest.strip_prefix("${") {
        return braces(inner, start);
    }
    if let Some(inner) = rest.strip_prefix("[[") {
        return brackets(inner, start);
    }
    let name = word(rest.strip_prefix('$')?);
    (!name.is_empty()).then(|| Reference {
        name: name.to_owned(),
        field: None,
        format: None,
        range: start..start + 1 + name.len(),
    })
}

/// The bytes of a reference that has quotes of its own, where `text` begins with one: `${__span.tags["service.name"]}`. In a string
/// of a query they do not end the string: Grafana puts the value in place before.
pub(super) fn length_with_quotes(text: &str) -> Option<usize> {
    /// No name of a tag is longer; without a limit, many open braces would take long.
    const LONGEST: usize = 256;
    let reference = reference(&text[..text.floor_char_boundary(LONGEST)], 0)?;
    reference.field.is_some_and(|field| field.contains("[\"")).then_some(reference.range.end)
}

/// `${name}`, `${name.field}`, `${name["field"]}`, `${name:format}`; `inner` begins after the brace.
fn braces(inner: &str, start: usize) -> Option<Reference> {
    let name = word(inner);
    // Without a bound, a text of many open braces would be searched to its end for each of them.
    let end = inner[..inner.floor_char_boundary(LONGEST)].find('}')?;
    let content = &inner[..end];
    let rest = &content[name.len()..];
    let (field, format) = match (rest.chars().next(), rest.split_once(':')) {
        (None, _) => (None, None),
        (Some('.' | '['), Some((field, format))) => (Some(field), Some(format)),
        (Some('.' | '['), None) => (Some(rest), None),
        (Some(':'), _) => (None, Some(&rest[1..])),
        _ => return None,
    };
    (!name.is_empty()).then(|| Reference {
        name: name.to_owned(),
        field: field.map(|field| field.trim_start_matches('.').to_owned()),
        format: format.map(str::to_owned),
        range: start..start + 2 + end + 1,
    })
}

/// `[[name]]`, `[[name:format]]`, the old way of writing; `inner` begins after the brackets.
fn brackets(inner: &str, start: usize) -> Option<Reference> {
    let name = word(inner);
    let rest = &inner[name.len()..];
    let format = rest.strip_prefix(':').map(word);
    let used = name.len() + format.map_or(0, |format| format.len() + 1);
    (!name.is_empty() && inner[used..].starts_with("]]")).then(|| Reference {
        name: name.to_owned(),
        field: None,
        format: format.map(str::to_owned),
        range: start..start + 2 + used + 2,
    })
}

/// The letters, digits and underscores that `text` begins with.
fn word(text: &str) -> &str {
    let end = text.find(|character: char| !(character.is_ascii_alphanumeric() || character == '_')).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::references;

    /// Name, field, format and text of each reference.
    fn found(text: &str) -> Vec<(String, Option<String>, Option<String>, String)> {
        references(text)
            .into_iter()
            .map(|reference| (reference.name, reference.field, reference.format, text[reference.range].to_owned()))
            .collect()
    }

    fn one(
        name: &str,
        field: Option<&str>,
        format: Option<&str>,
        text: &str,
    ) -> (String, Option<String>, Option<String>, String) {
        (name.to_owned(), field.map(str::to_owned), format.map(str::to_owned), text.to_owned())
    }

    #[test]
    fn all_ways_of_writing_are_found_in_their_order() {
        assert_eq!(
            found("rate(x{a=~\"${a:regex}\", b=\"[[b]]\", c=\"[[c:pipe]]\"}[$__rate_interval]) $d"),
            [
                one("a", None, Some("regex"), "${a:regex}"),
                one("b", None, None, "[[b]]"),
                one("c", None, Some("pipe"), "[[c:pipe]]"),
                one("__rate_interval", None, None, "$__rate_interval"),
                one("d", None, None, "$d"),
            ]
        );
    }

    #[test]
    fn a_field_is_kept_apart_from_the_name() {
        assert_eq!(
            found("${__span.tags.http.method}"),
            [one("__span", Some("tags.http.method"), None, "${__span.tags.http.method}")]
        );
        assert_eq!(
            found("${__data.fields[\"x\"]:raw}"),
            [one("__data", Some("fields[\"x\"]"), Some("raw"), "${__data.fields[\"x\"]:raw}")]
        );
    }

    #[test]
    fn a_dollar_without_a_name_and_an_open_brace_are_text() {
        for text in ["$", "^a$", "${", "${}", "${a", "$$", "a[[", "[[a]", "[[]]", "x[5m]", "${a b}"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn many_open_braces_take_no_time() {
        let start = std::time::Instant::now();
        assert_eq!(found(&"${a.".repeat(100_000)), []);
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    }

    #[test]
    fn a_reference_among_characters_of_many_bytes_has_its_bytes() {
        assert_eq!(found("größe $größe ${ü}"), [one("gr", None, None, "$gr")]);
    }
}
