//! Where words stand in a text. Who counts occurrences and who looks one up again must count alike, so both ask here.

/// The bytes of `text` at which `words` begin, in order. Occurrences that overlap count: `aa` stands twice in `aaa`.
pub(super) fn occurrences<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    let first = words.chars().next();
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(words)?;
        from = start + first?.len_utf8();
        Some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::occurrences;

    fn all(text: &str, words: &str) -> Vec<usize> {
        occurrences(text, words).collect()
    }

    #[test]
    fn overlapping_words_and_words_inside_longer_ones_count() {
        assert_eq!(all("aaa", "aa"), [0, 1]);
        assert_eq!(all("up + upstream", "up"), [0, 5]);
        assert_eq!(all("ßßß", "ßß"), [0, 2]);
    }

    #[test]
    fn words_that_do_not_stand_there_or_are_empty_are_nowhere() {
        assert_eq!(all("up", "upstream"), [0; 0]);
        assert_eq!(all("up", ""), [0; 0]);
        assert_eq!(all("", "up"), [0; 0]);
    }
}
