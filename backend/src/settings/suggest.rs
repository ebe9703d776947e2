//! The known name nearest to an unknown one.

/// The nearest by edit distance, case aside, if at most a third of the letters differ.
pub(super) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_uppercase();
    let limit = (wanted.chars().count() / 3).max(1);
    let distances = candidates.into_iter().map(|candidate| (distance(&wanted, &candidate.to_uppercase()), candidate));
    distances.filter(|(distance, _)| *distance <= limit).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Letters inserted, dropped or changed (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut next = vec![index + 1];
        for ((other, diagonal), above) in right.iter().zip(&row).zip(row.iter().skip(1)) {
            let beside = next.last().copied().unwrap_or(index + 1);
            next.push((diagonal + usize::from(letter != *other)).min(above + 1).min(beside + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_fingers_finds_its_name() {
        let known = ["OTEL_ENABLED", "OTEL_SERVICE_NAME", "LOG_LEVEL"];
        assert_eq!(nearest("OTEL_ENABELD", known), Some("OTEL_ENABLED"));
        assert_eq!(nearest("otel_enabled", known), Some("OTEL_ENABLED"));
        assert_eq!(nearest("LOGLEVEL", known), Some("LOG_LEVEL"));
    }

    #[test]
    fn a_name_that_resembles_nothing_gets_no_suggestion() {
        assert_eq!(nearest("CAMERAS", ["OTEL_ENABLED", "LOG_LEVEL"]), None);
        assert_eq!(nearest("", ["LOG_LEVEL"]), None);
    }
}
