//! What the rules on `$` in provisioning files share: which `$` is eaten, and how to tell it.

use std::ops::Range;

use super::{Eaten, Findings};
use crate::diag::Pointer;
use crate::query::variable;

/// The first of Grafana's own variables in `text` whose `$` is not doubled: `${__value.raw}`, `$__tags`.
pub(super) fn global(text: &str) -> Option<Range<usize>> {
    let mut variables = variable::references(text).into_iter();
    variables.find(|variable| variable.name.starts_with("__") && is_single(text, &variable.range)).map(|variable| variable.range)
}

/// Whether the `$` that a range begins with is the odd one of those that stand together: Grafana takes them by twos, from the left.
fn is_single(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default();
    let doubled = before.bytes().rev().take_while(|byte| *byte == b'$').count();
    text.get(range.start..).is_some_and(|rest| rest.starts_with('$')) && doubled.is_multiple_of(2)
}

/// What the keys of secrets hold, in small letters.
const SECRETS: [&str; 7] = ["securejsondata", "password", "secret", "token", "apikey", "httpheadervalue", "tlsclientkey"];

/// Whether the value at `at` may be a secret, which must not be shown.
fn is_secret(at: &Pointer) -> bool {
    let way = at.as_str().to_lowercase();
    SECRETS.iter().any(|secret| way.contains(secret))
}

/// Reports what Grafana eats, and what would be left. `range`: the part that is meant.
pub(super) fn report(eaten: &Eaten, range: Option<Range<usize>>, found: &mut Findings<'_>) {
    let help = "write `$$` for each `$` that shall stay";
    if is_secret(&eaten.at) {
        found.hidden(&eaten.at, "Grafana takes a `$` of this secret for a variable of its environment, and eats it").help(help);
        return;
    }
    let left = if eaten.left.is_empty() { "nothing is left".to_owned() } else { format!("`{}` is left", eaten.left) };
    if let Some((range, words)) = range.and_then(|range| eaten.text.get(range.clone()).map(|words| (range, words))) {
        let message = format!("Grafana looks `{words}` up in its environment: {left}");
        found.part(&eaten.at, &eaten.text, range, message).help(format!("write `${words}`"));
    } else {
        let message = format!("Grafana eats a `$` of `{}` with what follows it: {left}", eaten.text);
        found.value(&eaten.at, message).help(help);
    }
}

#[cfg(test)]
mod tests {
    use super::global;

    #[test]
    fn a_variable_of_grafana_is_found_where_its_dollar_stands_alone() {
        for (text, found) in [
            ("rate(x[$__rate_interval])", Some("$__rate_interval")),
            ("$${__value.raw} ${__value.raw}", Some("${__value.raw}")),
            ("$$$__tags", Some("$__tags")),
            ("$$__tags", None),
            ("$service", None),
            ("[[__tags]]", None),
        ] {
            assert_eq!(global(text).map(|range| &text[range]), found, "{text}");
        }
    }
}
