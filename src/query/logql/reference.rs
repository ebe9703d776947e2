//! Grafana's variables within a query: from a text to the references in it, in linear time whatever the text.

use crate::query::variable::{self, Reference};

/// Finds references in one text.
pub(super) struct Finder<'a> {
    text: &'a str,
    last_brace: Option<usize>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, last_brace: text.rfind('}') }
    }

    /// The reference that begins at the byte `start`, where there is one.
    pub(super) fn at(&self, start: usize) -> Option<Reference> {
        let rest = self.text.get(start..)?;
        match rest.strip_prefix("${") {
            // The end of a reference is looked for only where there is one: looking in vain at each of many would take long.
            Some(inner) if !self.can_close(inner, start) => None,
            _ => variable::reference(self.text, start),
        }
    }

    fn can_close(&self, inner: &str, start: usize) -> bool {
        let after = inner.trim_start_matches(|character: char| character.is_ascii_alphanumeric() || character == '_');
        after.starts_with(['}', ':', '.', '[']) && self.last_brace.is_some_and(|brace| brace > start)
    }

    /// All references, in their order. `$1` is left out: it is a group of a regular expression.
    pub(super) fn all(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(next) = self.text.get(at..).and_then(|rest| rest.find(['$', '['])) {
            at += next;
            let Some(reference) = self.at(at) else {
                at += 1;
                continue;
            };
            at = reference.range.end;
            if !reference.name.bytes().all(|byte| byte.is_ascii_digit()) {
                found.push(reference);
            }
        }
        found
    }
}

/// Whether a variable stands anywhere in `text`.
pub(super) fn has_variable(text: &str) -> bool {
    !Finder::new(text).all().is_empty()
}

#[cfg(test)]
mod tests {
    use super::Finder;

    fn names(text: &str) -> Vec<String> {
        Finder::new(text).all().into_iter().map(|reference| reference.name).collect()
    }

    #[test]
    fn references_are_those_of_grafana_without_groups_of_regular_expressions() {
        assert_eq!(names("$a ${b:regex} [[c]] $1 ${1} ${d.e} ${f g} ${"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn many_open_braces_take_no_longer_than_they_are_long() {
        for open in ["${", "${a", "${a:", "[[a", "$"] {
            assert_eq!(names(&open.repeat(200_000)).len(), 0, "{open}");
        }
    }
}
