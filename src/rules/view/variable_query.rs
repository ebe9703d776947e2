//! What a variable asks: `label_values(up{job="x"}, instance)`, `query_result(…)`, a stream selector.
//!
//! From: a variable. To: the part of its text that is a query of the data source's own language. (`@grafana/prometheus`,
//! `metric_find_query.ts`; the Loki data source's `LokiVariableSupport`.)

use super::query::{Asked, Language};
use crate::grafana::dashboard::{Variable, VariableQuery, VariableType};
use crate::rules::catalog::Meant;

/// The query within what the variable asks, where there is one.
pub(super) fn asked<'a>(variable: &'a Variable, datasource: Meant<'a>) -> Option<Asked<'a>> {
    if variable.r#type != Some(VariableType::Query) {
        return None;
    }
    let plugin = datasource.plugin()?;
    let (keys, text): (&[&'static str], &str) = match variable.query.as_ref()? {
        VariableQuery::Text(text) => (&["query"], text),
        VariableQuery::Model(model) if plugin == "loki" => (&["query", "stream"], model.extra.get("stream")?.as_str()?),
        VariableQuery::Model(model) => (&["query", "query"], model.query.as_deref()?),
    };
    let language = match plugin {
        "prometheus" => Language::PromQl,
        "loki" => Language::LogQl,
        _ => return None,
    };
    let (start, end) = inner(text)?;
    let mut asked = Asked::below(keys, text, language)?;
    asked.range = start..end;
    asked.label = label(text);
    Some(asked)
}

/// The bytes of the query within `label_values(query, label)`, `query_result(query)`, or of a selector that stands alone.
fn inner(text: &str) -> Option<(usize, usize)> {
    let trimmed = text.trim();
    let start = text.find(trimmed)?;
    if let Some(rest) = trimmed.strip_prefix("query_result(") {
        let length = rest.strip_suffix(')')?.len();
        let begin = start + trimmed.len() - rest.len();
        return Some((begin, begin + length));
    }
    if let Some(rest) = trimmed.strip_prefix("label_values(") {
        let inside = rest.strip_suffix(')')?;
        let begin = start + trimmed.len() - rest.len();
        let comma = inside.rfind(',')?;
        let query = inside[..comma].trim_end();
        let skipped = query.len() - query.trim_start().len();
        // The label is a word; a comma within braces or brackets is none that separates.
        let label = inside[comma + 1..].trim();
        let is_word =
            !label.is_empty() && label.chars().all(|letter| letter.is_ascii_alphanumeric() || "_.$[]{}".contains(letter));
        return (is_word && !query.trim().is_empty()).then_some((begin + skipped, begin + query.len()));
    }
    trimmed.starts_with('{').then_some((start, start + trimmed.len()))
}

/// The bytes of the label that `label_values` asks for.
fn label(text: &str) -> Option<std::ops::Range<usize>> {
    let trimmed = text.trim();
    let start = text.find(trimmed)?;
    let inside = trimmed.strip_prefix("label_values(")?.strip_suffix(')')?;
    let begin = start + "label_values(".len();
    let from = inside.rfind(',').map_or(0, |comma| comma + 1);
    let label = inside[from..].trim();
    let offset = inside[from..].find(label)?;
    Some(begin + from + offset..begin + from + offset + label.len())
}

#[cfg(test)]
mod tests {
    use super::{inner, label};

    #[test]
    fn the_query_within_a_function_is_found() {
        for (text, query) in [
            ("label_values(up{job=\"a,b\"}, instance)", Some("up{job=\"a,b\"}")),
            ("label_values( up , instance )", Some("up")),
            ("label_values(instance)", None),
            ("query_result(sum(up))", Some("sum(up)")),
            ("metrics(up.*)", None),
            (" {app=\"x\"} ", Some("{app=\"x\"}")),
        ] {
            assert_eq!(inner(text).map(|(start, end)| &text[start..end]), query, "{text}");
        }
    }

    #[test]
    fn the_label_within_label_values_is_found() {
        for (text, found) in [
            ("label_values(up{job=\"a,b\"}, instance)", Some("instance")),
            ("label_values(instance)", Some("instance")),
            ("query_result(sum(up))", None),
        ] {
            assert_eq!(label(text).map(|range| &text[range]), found, "{text}");
        }
    }
}
