//! Texts that are neither JSON nor YAML, by their lines.

use super::change::{Action, Change, PlacePair, Subject};
use crate::diag::Pointer;

/// What differs between two texts; `None` where nothing does.
pub(super) fn change(before: &str, after: &str) -> Option<Change> {
    if before == after {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let begin = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - begin;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let shown = |lines: usize| match lines - begin - end {
        0 => format!("nothing at line {}", begin + 1),
        1 => format!("line {}", begin + 1),
        number => format!("lines {} to {}", begin + 1, begin + number),
    };
    let (shown_old, shown_new) = (shown(old.len()), shown(new.len()));
    let is_same = shown_old == shown_new;
    let what = if is_same { format!("text ({shown_new})") } else { "text".to_owned() };
    let place = PlacePair { before: Some(Pointer::root()), after: Some(Pointer::root()) };
    Some(Change {
        subject: Subject::File,
        action: Action::Changed,
        what,
        old: Some(shown_old).filter(|_| !is_same),
        new: Some(shown_new).filter(|_| !is_same),
        words: Vec::new(),
        breaking: None,
        places: vec![place],
    })
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn the_lines_that_differ_are_told() {
        let told = |before: &str, after: &str| {
            change(before, after).map(|change| (change.old.unwrap_or_default(), change.new.unwrap_or_default()))
        };
        let some = |old: &str, new: &str| Some((old.to_owned(), new.to_owned()));
        assert_eq!(told("a\nb\nc\n", "a\nb\nc\n"), None);
        assert_eq!(told("a\nb\nc\n", "a\nx\ny\nc\n"), some("line 2", "lines 2 to 3"));
        assert_eq!(told("a\nc\n", "a\nb\nc\n"), some("nothing at line 2", "line 2"));
        assert_eq!(told("a\na\n", "a\n"), some("line 2", "nothing at line 2"));
        assert_eq!(told("a\n", "a"), some("line 2", "nothing at line 2"));
    }
}
