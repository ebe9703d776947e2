//! A label in a LogQL selector that no stream has.

use crate::diag::suggest::nearest;
use crate::query::logql::MatcherOperator;
use crate::query::variable;
use crate::rules::query::{pattern, streams};
use crate::rules::view::Owner;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct UnknownStreamLabel;

impl Rule for UnknownStreamLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-stream-label");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| streams::has_logs(contract)) else { return };
        let Some(logql) = query.logql() else { return };
        let near = |label: &str| nearest(label, contract.stream_labels()).map(|near| format!("did you mean `{near}`?"));
        for matcher in logql.pipelines.iter().flat_map(|pipeline| &pipeline.matchers) {
            let label = &matcher.label;
            let asks_for_nothing = !matcher.value_has_variable
                && match matcher.operator {
                    MatcherOperator::Equal => matcher.value.text.is_empty(),
                    MatcherOperator::Matches => pattern::takes_nothing(&matcher.value.text),
                    MatcherOperator::NotEqual | MatcherOperator::NotMatches => false,
                };
            if !asks_for_nothing && !label.text.contains(['$', '[']) && !streams::has_label(contract, &label.text) {
                let help = if streams::logs(contract).any(|log| log.fields.contains_key(&label.text)) {
                    format!("it is a field of lines: filter by it behind the selector and a parser, `| json | {}=…`", label.text)
                } else {
                    format!("declare it in `{}` if a stream has it", contract.file())
                };
                found
                    .in_query(query, &label.range, format!("no stream has the label `{}`", label.text))
                    .label_if(near(&label.text))
                    .help(help);
            }
        }
        // The label that a variable asks the values of.
        if let (Owner::Variable(_), Some(range)) = (query.owner, &query.label) {
            let label = query.whole.get(range.clone()).unwrap_or_default();
            if variable::references(label).is_empty() && !streams::has_label(contract, label) {
                found
                    .part(&query.text_at, query.whole, range.clone(), format!("no stream has the label `{label}`"))
                    .label_if(near(label));
            }
        }
    }
}
