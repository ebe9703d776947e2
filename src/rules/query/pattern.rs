//! Regular expressions that can be told about without compiling them: most of those that people write.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::query::Unread;
use crate::query::regular_expression::{Re2, re2};
use crate::signals::Values;

/// How many compiled patterns a thread keeps, and up to which length.
const MOST_KEPT: usize = 64;
const LONGEST_KEPT: usize = 256;

thread_local! {
    static COMPILED: RefCell<HashMap<String, Result<Re2, Unread>>> = RefCell::default();
}

/// The pattern, compiled. The queries of a dashboard share their patterns, and compiling one takes longer than all else about it.
pub(super) fn compiled(pattern: &str) -> Result<Re2, Unread> {
    if pattern.len() > LONGEST_KEPT {
        return re2(pattern);
    }
    COMPILED.with_borrow_mut(|kept| {
        if let Some(known) = kept.get(pattern) {
            return known.clone();
        }
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        let read = re2(pattern);
        kept.insert(pattern.to_owned(), read.clone());
        read
    })
}

/// Whether a pattern surely compiles: letters, alternatives, and repetitions of single characters.
pub(super) fn is_plain(pattern: &str) -> bool {
    let mut can_repeat = false;
    pattern.bytes().all(|byte| match byte {
        b'*' | b'+' | b'?' => std::mem::replace(&mut can_repeat, false),
        b'|' => {
            can_repeat = false;
            true
        }
        b'.' => {
            can_repeat = true;
            true
        }
        _ => {
            can_repeat = true;
            is_literal(byte)
        }
    })
}

/// Whether a byte stands for itself in every pattern. A variable's dollar is none: what stands for it may be anything.
fn is_literal(byte: u8) -> bool {
    !matches!(byte, b'\\' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'^' | b'$' | b'.' | b'*' | b'+' | b'?' | b'|')
}

/// Whether a pattern is made of plain alternatives: `GET|POST`, or `GET` alone.
fn is_words(pattern: &str) -> bool {
    pattern.bytes().all(|byte| byte == b'|' || is_literal(byte))
}

/// Whether a pattern is a list of plain alternatives, two at least: `GET|POST`.
pub(super) fn is_list(pattern: &str) -> bool {
    pattern.contains('|') && is_words(pattern)
}

/// Whether a pattern without variables, anchored at both ends, can take one of `values`, or the empty value of what is not there.
/// What can't be told is taken for yes.
pub(super) fn can_match(pattern: &str, values: &Values) -> bool {
    let Some(known) = values.known() else { return true };
    if is_words(pattern) {
        return pattern.split('|').any(|alternative| alternative.is_empty() || values.contains(alternative));
    }
    if matches!(pattern, ".*" | ".+") {
        return true;
    }
    let Ok(compiled) = compiled(pattern) else { return true };
    compiled.matches("") != Some(false) || known.iter().any(|value| compiled.matches(value) != Some(false))
}

/// Whether a pattern surely takes the empty value, which is that of a label that is not there.
pub(super) fn takes_nothing(pattern: &str) -> bool {
    if pattern.is_empty() || pattern == ".*" {
        return true;
    }
    if pattern == ".+" || pattern.bytes().all(is_literal) {
        return false;
    }
    compiled(pattern).is_ok_and(|compiled| compiled.matches("") == Some(true))
}

#[cfg(test)]
mod tests {
    use super::{can_match, is_plain, takes_nothing};
    use crate::query::regular_expression::re2;
    use crate::signals::Values;

    #[test]
    fn what_is_plain_compiles_and_what_does_not_compile_is_not_plain() {
        for pattern in ["", "a|b", "GET|POST", ".*", "api-.+", "a.b?", "x*|y", "|", "a b/c:d"] {
            assert!(is_plain(pattern) && re2(pattern).is_ok(), "{pattern}");
        }
        for pattern in ["*", "a**", "a|*", "(", "a+?+", "[a", "a\\", "+x"] {
            assert!(!is_plain(pattern), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_is_held_against_all_values() {
        let values = Values::from(["detect", "batch"]);
        for pattern in ["detect", "x|batch", "det.*", ".+", ".*", "x|", "(x)?", "[bd]etect", "$stage"] {
            assert!(can_match(pattern, &values), "{pattern}");
        }
        for pattern in ["det", "x|y", "x.*", "(x|y)", "atch"] {
            assert!(!can_match(pattern, &values), "{pattern}");
        }
        assert!(can_match("x", &Values::Open));
    }

    #[test]
    fn the_empty_value_is_taken_by_what_may_be_absent() {
        for (pattern, expected) in
            [("", true), (".*", true), (".+", false), ("a", false), ("a?", true), ("a|", true), ("$a", false)]
        {
            assert_eq!(takes_nothing(pattern), expected, "{pattern}");
        }
    }
}
