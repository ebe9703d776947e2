//! Two texts, word by word: what stayed, what went, what came.

/// A stretch of a text that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// In both texts.
    Kept(String),
    /// In the old one alone.
    Removed(String),
    /// In the new one alone.
    Added(String),
}

/// More comparisons of words than this are not made: the middle of the text is then told as a whole.
const MOST_COMPARED: usize = 1_000_000;

/// The stretches of two texts, in their order. All that is kept or removed is the old text; all that is kept or added the new one.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<Word> {
    let (left, right) = (tokens(old), tokens(new));
    let before = left.iter().zip(&right).take_while(|(left, right)| left == right).count();
    let (left_rest, right_rest) = (left.get(before..).unwrap_or_default(), right.get(before..).unwrap_or_default());
    let after = left_rest.iter().rev().zip(right_rest.iter().rev()).take_while(|(left, right)| left == right).count();
    let left_middle = left_rest.get(..left_rest.len() - after).unwrap_or_default();
    let right_middle = right_rest.get(..right_rest.len() - after).unwrap_or_default();

    let mut built = Built::default();
    left.iter().take(before).for_each(|token| built.keep(token));
    built.middle(left_middle, right_middle);
    left.iter().skip(left.len() - after).for_each(|token| built.keep(token));
    built.flush();
    built.words
}

/// Names and numbers, white space, and every other character by itself.
fn tokens(text: &str) -> Vec<&str> {
    #[derive(PartialEq)]
    enum Kind {
        Name,
        Space,
        Other,
    }
    let kind = |character: char| match character {
        character if character.is_alphanumeric() || character == '_' => Kind::Name,
        character if character.is_whitespace() => Kind::Space,
        _ => Kind::Other,
    };
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let own = kind(first);
        let end = match own {
            Kind::Other => first.len_utf8(),
            _ => rest.find(|character| kind(character) != own).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        found.push(token);
        rest = after;
    }
    found
}

/// Words so far, and what is removed and added since the last one that was kept.
#[derive(Default)]
struct Built {
    words: Vec<Word>,
    removed: String,
    added: String,
}

impl Built {
    fn keep(&mut self, token: &str) {
        self.flush();
        match self.words.last_mut() {
            Some(Word::Kept(text)) => text.push_str(token),
            _ => self.words.push(Word::Kept(token.to_owned())),
        }
    }

    fn flush(&mut self) {
        let (removed, added) = (std::mem::take(&mut self.removed), std::mem::take(&mut self.added));
        if !removed.is_empty() {
            self.words.push(Word::Removed(removed));
        }
        if !added.is_empty() {
            self.words.push(Word::Added(added));
        }
    }

    /// The longest common row of words is kept; of several such rows the last, which leaves an inserted part in one piece more
    /// often: `sum(` before and `sum by (job) (` after.
    fn middle(&mut self, left: &[&str], right: &[&str]) {
        if left.len().saturating_mul(right.len()) > MOST_COMPARED {
            self.removed = left.concat();
            self.added = right.concat();
            return;
        }
        for step in steps(left, right) {
            match step {
                Step::Keep(token) => self.keep(token),
                Step::Remove(token) => self.removed.push_str(token),
                Step::Add(token) => self.added.push_str(token),
            }
        }
    }
}

enum Step<'t> {
    Keep(&'t str),
    Remove(&'t str),
    Add(&'t str),
}

/// The way from one row of words to the other, found from its end.
fn steps<'t>(left: &[&'t str], right: &[&'t str]) -> Vec<Step<'t>> {
    let lengths = common(left, right);
    let width = right.len() + 1;
    let length = |row: usize, column: usize| lengths.get(row * width + column).copied().unwrap_or(0);
    let (mut row, mut column) = (left.len(), right.len());
    let mut steps = Vec::new();
    loop {
        let old = row.checked_sub(1).and_then(|row| left.get(row));
        let new = column.checked_sub(1).and_then(|column| right.get(column));
        match (old, new) {
            (Some(old), Some(new)) if old == new => {
                steps.push(Step::Keep(old));
                row -= 1;
                column -= 1;
            }
            (Some(old), new) if new.is_none() || length(row - 1, column) >= length(row, column - 1) => {
                steps.push(Step::Remove(old));
                row -= 1;
            }
            (_, Some(new)) => {
                steps.push(Step::Add(new));
                column -= 1;
            }
            (_, None) => break,
        }
    }
    steps.reverse();
    steps
}

/// For each pair of places, how many words the parts before them have in common, in their order.
fn common(left: &[&str], right: &[&str]) -> Vec<u32> {
    let width = right.len() + 1;
    let mut lengths = vec![0_u32; (left.len() + 1) * width];
    for (row, old) in left.iter().enumerate() {
        for (column, new) in right.iter().enumerate() {
            let at = |row: usize, column: usize| lengths.get(row * width + column).copied().unwrap_or(0);
            let longest = if old == new { at(row, column) + 1 } else { at(row, column + 1).max(at(row + 1, column)) };
            if let Some(own) = lengths.get_mut((row + 1) * width + column + 1) {
                *own = longest;
            }
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::{Word, words};

    fn shown(old: &str, new: &str) -> String {
        let parts = words(old, new).into_iter().map(|word| match word {
            Word::Kept(text) => text,
            Word::Removed(text) => format!("[-{text}-]"),
            Word::Added(text) => format!("{{+{text}+}}"),
        });
        parts.collect()
    }

    #[test]
    fn a_query_is_told_word_by_word() {
        assert_eq!(
            shown("sum(rate(http_requests_total[5m]))", "sum by (job) (irate(http_requests_total[5m]))"),
            "sum{+ by (job) +}([-rate-]{+irate+}(http_requests_total[5m]))"
        );
    }

    #[test]
    fn texts_without_anything_in_common_are_told_whole() {
        assert_eq!(shown("a", "b"), "[-a-]{+b+}");
        assert_eq!(shown("", "b c"), "{+b c+}");
    }

    #[test]
    fn long_texts_take_no_time() {
        let long = |word: &str| format!("{word} ").repeat(20_000);
        let start = std::time::Instant::now();
        assert_eq!(words(&format!("{}x", long("a")), &format!("{}y", long("b"))).len(), 2);
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
    }

    proptest::proptest! {
        #[test]
        fn both_texts_are_there(old in "[ab_ (]{0,12}", new in "[ab_ (]{0,12}") {
            let words = words(&old, &new);
            let side = |skips_added: bool| -> String {
                words.iter().filter_map(|word| match word {
                    Word::Kept(text) => Some(text.as_str()),
                    Word::Removed(text) => skips_added.then_some(text.as_str()),
                    Word::Added(text) => (!skips_added).then_some(text.as_str()),
                }).collect()
            };
            proptest::prop_assert_eq!(side(true), old);
            proptest::prop_assert_eq!(side(false), new);
        }
    }
}
