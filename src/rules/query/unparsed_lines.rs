//! A parser of LogQL that takes none of the lines which the contract shows.

use crate::query::logql::{Pipeline, Stage};
use crate::query::variable;
use crate::rules::query::{pattern, streams};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct UnparsedLines;

impl Rule for UnparsedLines {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/unparsed-lines");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Some(logql), Some(contract)) = (query.logql(), around.contract) else { return };
        for pipeline in logql.pipelines.iter().filter(|pipeline| pipeline.selector_variables.is_empty()) {
            for stage in &pipeline.stages {
                let (what, part) = match stage {
                    // From here on lines are others than those of the examples.
                    Stage::LineFormat { .. } | Stage::Unpack => break,
                    Stage::Regexp { pattern, names: Some(_) } => ("regular expression", pattern),
                    Stage::Pattern { pattern, names: Some(_) } => ("pattern", pattern),
                    _ => continue,
                };
                let is_pattern = what == "pattern";
                if takes_no_line(&part.text, is_pattern, pipeline, contract) {
                    found
                        .in_query(
                            query,
                            &part.range,
                            format!("the {what} takes none of the lines that `{}` shows", contract.file()),
                        )
                        .help("the labels that it names stay empty; mend it, or add a line that it takes to the `examples`");
                }
            }
        }
    }
}

/// Whether there are example lines of what is selected, and none that the parser takes.
fn takes_no_line(text: &str, is_pattern: bool, pipeline: &Pipeline, contract: &Contract) -> bool {
    let mut lines = streams::selected(contract, pipeline).flat_map(|log| &log.examples).peekable();
    if lines.peek().is_none() || !variable::references(text).is_empty() {
        return false;
    }
    if is_pattern {
        return !lines.any(|line| may_take(text, line));
    }
    // The parser looks for its expression anywhere in the line.
    let Ok(expression) = pattern::compiled(&format!("(?s:.*)(?:{text})(?s:.*)")) else { return false };
    !lines.any(|line| expression.matches(line) != Some(false))
}

/// Whether what stands between the captures of a pattern stands in the line too, in its order.
fn may_take(pattern: &str, line: &str) -> bool {
    let mut rest = line;
    literals(pattern).filter(|literal| !literal.is_empty()).all(|literal| match rest.split_once(literal) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// What stands between the captures `<name>` of a pattern.
fn literals(pattern: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(pattern);
    std::iter::from_fn(move || {
        let text = rest?;
        let capture = text.match_indices('<').find_map(|(open, _)| {
            let (name, after) = text.get(open + 1..)?.split_once('>')?;
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_name.then_some((text.get(..open)?, after))
        });
        let (literal, after) = capture.map_or((text, None), |(literal, after)| (literal, Some(after)));
        rest = after;
        Some(literal)
    })
}

#[cfg(test)]
mod tests {
    use super::{literals, may_take};

    #[test]
    fn captures_part_the_literals_of_a_pattern() {
        assert_eq!(literals("<time> | <level> a < b <_>").collect::<Vec<_>>(), ["", " | ", " a < b ", ""]);
        assert_eq!(literals("plain").collect::<Vec<_>>(), ["plain"]);
    }

    #[test]
    fn literals_have_to_stand_in_the_line_in_their_order() {
        assert!(may_take("<_> | <level> | <_>", "10:30 | INFO | started"));
        assert!(!may_take("<_> | <level> - <_>", "10:30 | INFO | started"));
        assert!(!may_take("<_> - <level> | <_>", "10:30 | INFO - started"));
    }
}
