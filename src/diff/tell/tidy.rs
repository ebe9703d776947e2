//! Queries without white space that says nothing, so that what changed is not lost among it.

/// The query in one line, with single spaces and none behind an opening bracket or before a closing one or a comma. What stands in
/// quotes stays as it is.
pub(super) fn tidy(query: &str) -> String {
    let mut out = String::with_capacity(query.len());
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    let mut has_gap = false;
    for character in query.trim().chars() {
        if let Some(open) = quote {
            out.push(character);
            // Between backticks nothing is escaped.
            let ends = character == open && !is_escaped;
            is_escaped = character == '\\' && !is_escaped && open != '`';
            quote = Some(open).filter(|_| !ends);
            continue;
        }
        if character.is_whitespace() {
            has_gap = true;
            continue;
        }
        let is_needed = !out.ends_with(['(', '[', '{']) && !matches!(character, ')' | ']' | '}' | ',');
        if has_gap && is_needed && !out.is_empty() {
            out.push(' ');
        }
        has_gap = false;
        out.push(character);
        quote = matches!(character, '"' | '\'' | '`').then_some(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn white_space_that_says_nothing_goes_and_texts_stay() {
        assert_eq!(
            tidy("sum by (a) (\n  rate( x{ b = \"  c \\\"( \" , d=`e\\` } [5m] )\n)"),
            "sum by (a) (rate(x{b = \"  c \\\"( \", d=`e\\`} [5m]))"
        );
    }
}
