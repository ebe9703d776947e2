//! [`NameTemplate`]: how the names of automatic spans are made, `{http.method} {http.route}`.

use super::values::Values;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// An attribute whose value stands here.
    Attribute(String),
}

/// A template of span names: text, and in braces the attributes whose values stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameTemplate {
    pieces: Vec<Piece>,
}

impl NameTemplate {
    /// Reads a template. An error, in words, where a brace is not closed or stands alone, nothing stands between two, or no
    /// attribute is named at all.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            let (literal, after) = rest.split_at(end);
            if !literal.is_empty() {
                pieces.push(Piece::Text(literal.to_owned()));
            }
            let Some(inside) = after.strip_prefix('{') else {
                if after.is_empty() {
                    break;
                }
                return Err("there is a `}` without a `{`".to_owned());
            };
            let Some((attribute, after)) = inside.split_once('}') else {
                return Err("a `{` is not closed".to_owned());
            };
            if attribute.is_empty() || attribute.contains('{') {
                return Err("between `{` and `}` stands the name of an attribute".to_owned());
            }
            pieces.push(Piece::Attribute(attribute.to_owned()));
            rest = after;
        }
        let template = Self { pieces };
        if template.attributes().next().is_none() {
            return Err("it names no attribute in braces: write it as `name`".to_owned());
        }
        Ok(template)
    }

    /// The attributes that it names.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Attribute(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// Whether `name` can be made by it, with these values of the attributes. An open one stands for any text but none.
    pub(super) fn matches<'v>(&self, name: &str, values: impl Fn(&str) -> Option<&'v Values>) -> bool {
        // The places of `name` up to which the pieces so far can reach.
        let mut reached = vec![0];
        for piece in &self.pieces {
            let known = match piece {
                Piece::Text(text) => Some(std::slice::from_ref(text)),
                Piece::Attribute(attribute) => values(attribute).and_then(Values::known),
            };
            let Some(known) = known else {
                let Some(first) = reached.iter().min().copied() else { return false };
                reached = name.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|end| *end > first).collect();
                continue;
            };
            let ends = |at: &usize| {
                let rest = name.get(*at..).unwrap_or_default();
                known.iter().filter(|text| rest.starts_with(text.as_str())).map(|text| at + text.len()).collect::<Vec<_>>()
            };
            reached = reached.iter().flat_map(ends).collect();
            reached.sort_unstable();
            reached.dedup();
        }
        reached.contains(&name.len())
    }
}

#[cfg(test)]
mod tests {
    use super::NameTemplate;
    use crate::signals::Values;

    fn matches(template: &str, name: &str) -> bool {
        let methods = Values::from(["GET", "POST"]);
        let values = |attribute: &str| (attribute == "http.method").then_some(&methods);
        NameTemplate::parse(template).unwrap().matches(name, values)
    }

    #[test]
    fn a_name_is_made_of_known_values_and_of_any_text_where_a_value_is_open() {
        let template = "{http.method} {http.route}";
        for (name, expected) in [
            ("GET /api/events/{id}", true),
            ("POST /é", true),
            ("GET ", false),
            ("GTE /api", false),
            ("GET/api", false),
            ("", false),
        ] {
            assert_eq!(matches(template, name), expected, "{name}");
        }
        assert!(matches("{http.method}", "GET") && !matches("{http.method}", "GET /"));
        assert!(matches("{a}-{b}", "x-y-z") && matches("{a}{b}", "xy") && !matches("{a}{b}", "x"));
    }

    #[test]
    fn a_template_names_an_attribute_in_closed_braces() {
        for bad in ["", "GET", "{", "}", "{}", "{a", "a}", "{a{b}}"] {
            assert!(NameTemplate::parse(bad).is_err(), "{bad}");
        }
    }
}
