//! Counts in words.

use super::order::NotChecked;

/// `1 error`, `2 errors`; of `TraceQL query`, `2 TraceQL queries`.
pub(super) fn counted(number: usize, singular: &str) -> String {
    if number == 1 { format!("1 {singular}") } else { format!("{number} {}", plural(singular)) }
}

/// `12 TraceQL queries were not checked: the reason`.
pub(super) fn not_checked(group: &NotChecked<'_>) -> String {
    let number = group.spots.len();
    let verb = if number == 1 { "was" } else { "were" };
    format!("{} {verb} not checked: {}", counted(number, group.what), group.reason)
}

/// The plural of a regular English noun, of which further words may follow after a preposition.
fn plural(singular: &str) -> String {
    let ends = [" to ", " of ", " in ", " with ", " without ", " for ", " from "].iter().filter_map(|word| singular.find(word));
    let (noun, rest) = singular.split_at(ends.min().unwrap_or(singular.len()));
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ies{rest}"),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end)) => format!("{noun}es{rest}"),
        None => format!("{noun}s{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn nouns_are_counted_as_english_does() {
        assert_eq!(counted(1, "TraceQL query"), "1 TraceQL query");
        assert_eq!(counted(12, "TraceQL query"), "12 TraceQL queries");
        assert_eq!(counted(2, "reference to a data source"), "2 references to a data source");
        assert_eq!(counted(2, "regex"), "2 regexes");
        assert_eq!(counted(0, "array"), "0 arrays");
    }
}
