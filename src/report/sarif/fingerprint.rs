//! What makes a finding the same one as in an earlier run: rule, file, and the place by its pointer and words, whatever line
//! it stands on (SARIF 2.1.0, 3.27.17).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::diag::{At, Diagnostic, Sources};

/// Fingerprints of the findings of one run.
pub(super) struct Fingerprints<'a> {
    sources: &'a Sources,
    /// How often each was given.
    given: BTreeMap<String, usize>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn of(sources: &'a Sources) -> Self {
        Self { sources, given: BTreeMap::new() }
    }

    /// The fingerprint of the finding that comes next in the order of the report: 64 digits, and a number that tells apart those
    /// that are otherwise the same.
    pub(super) fn next(&mut self, diagnostic: &Diagnostic) -> String {
        let digest = self.digest(diagnostic);
        let given = self.given.entry(digest.clone()).or_default();
        *given += 1;
        format!("{digest}:{given}")
    }

    fn digest(&self, diagnostic: &Diagnostic) -> String {
        let (file, kind, pointer, words) = match &diagnostic.place {
            None => ("", "none", "", diagnostic.message.as_str()),
            Some(place) => {
                let (kind, pointer, words) = match &place.at {
                    At::File => ("file", "", ""),
                    At::Value(pointer) | At::Hidden(pointer) => ("value", pointer.as_str(), ""),
                    At::Key(pointer) => ("key", pointer.as_str(), ""),
                    At::Part { pointer, words, .. } => ("value", pointer.as_str(), words.as_str()),
                    At::Bytes { start, end } => {
                        let text = self.sources.text(&place.file).and_then(|text| text.get(*start..*end));
                        ("bytes", "", text.unwrap_or_default())
                    }
                };
                (place.file.as_str(), kind, pointer, words)
            }
        };
        let mut hash = Sha256::new();
        for part in [&diagnostic.rule, file, kind, pointer, words] {
            // The length keeps parts apart.
            hash.update(format!("{}:{part}", part.len()));
        }
        hash.finalize().iter().fold(String::new(), |mut digits, byte| {
            // Writing to a text can't fail.
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;
    use crate::diag::{Diagnostic, Place, Pointer, Sources};

    fn part(file: &str, text: &str, words: &str) -> Diagnostic {
        let start = text.find(words).unwrap();
        let place = Place::part(file, Pointer::root().key("expr"), text, start..start + words.len());
        Diagnostic::error("query/unknown-metric", "unknown").at(place)
    }

    #[test]
    fn words_that_move_keep_their_fingerprint_and_other_words_and_files_have_another() {
        let sources = Sources::new();
        let one = |diagnostic: &Diagnostic| Fingerprints::of(&sources).next(diagnostic);
        let first = one(&part("a.json", "up", "up"));
        assert_eq!(first.len(), 64 + 2);
        assert_eq!(one(&part("a.json", "sum(\n up)", "up")), first);
        assert_ne!(one(&part("a.json", "down", "down")), first);
        assert_ne!(one(&part("b.json", "up", "up")), first);
    }

    #[test]
    fn the_same_words_twice_are_told_apart() {
        let sources = Sources::new();
        let mut fingerprints = Fingerprints::of(&sources);
        let finding = part("a.json", "up", "up");
        let (first, second) = (fingerprints.next(&finding), fingerprints.next(&finding));
        assert_eq!(first.strip_suffix(":1"), second.strip_suffix(":2"));
    }

    #[test]
    fn bytes_count_by_what_stands_there() {
        let finding = |range| Diagnostic::error("a/b", "c").at(Place::bytes("f", range));
        let with = |text: &str, range| {
            let mut sources = Sources::new();
            sources.insert("f", text);
            Fingerprints::of(&sources).next(&finding(range))
        };
        assert_eq!(with("xx up", 3..5), with("up", 0..2));
        assert_ne!(with("up", 0..1), with("up", 1..2));
    }
}
