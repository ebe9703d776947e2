//! A derived field for traces that does not find the trace's id in the lines that are written.

use super::links::{Matcher, derived_field_at, derived_fields, first_of_name, matcher};
use crate::diag::{At, Place};
use crate::grafana::datasource::links::DerivedField;
use crate::query::regular_expression::{Found, JavaScript, javascript};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};
use crate::signals::Contract;

pub struct DerivedFieldMissesTraceId;

/// Types of data sources that hold traces.
const OF_TRACES: [&str; 3] = ["jaeger", "tempo", "zipkin"];

impl Rule for DerivedFieldMissesTraceId {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/derived-field-misses-trace-id");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let fields = derived_fields(datasource);
        let Some(contract) = around.contract.filter(|_| !fields.is_empty()) else { return };
        let lines = lines(contract);
        if lines.is_empty() {
            return;
        }
        let first_of_name = first_of_name(fields);
        for (index, field) in fields.iter().enumerate() {
            let is_first = field.name.as_deref().is_none_or(|name| first_of_name.get(name) == Some(&index));
            if matcher(field) != Matcher::Line || !is_of_traces(field, around) || !is_first {
                continue;
            }
            let Some(pattern) = field.matcher_regex.as_deref() else { continue };
            let Some(compiled) = javascript(pattern).ok().filter(|compiled| compiled.groups > 0) else { continue };
            let at = derived_field_at(datasource, index).key("matcherRegex");
            match tried(&compiled, &lines) {
                Outcome::Right => {}
                Outcome::Unchecked => found.unchecked("regular expression", &at, "it could take very long on an example line"),
                Outcome::Wrong(line, value) => {
                    let message = format!("`{pattern}` captures `{value}` and not the trace id, which is `{}`", line.trace_id);
                    found.value(&at, message).related(line.place.clone(), "from this line");
                }
                Outcome::Nothing => {
                    let message = format!("`{pattern}` captures no trace id from any log line of the contract");
                    let reported = found.value(&at, message);
                    if let Some(line) = lines.first() {
                        reported.related(line.place.clone(), format!("this line has the trace id `{}`", line.trace_id));
                    }
                }
            }
        }
    }
}

/// An example line that holds the id of a trace.
struct Line<'a> {
    text: &'a str,
    trace_id: String,
    place: Place,
}

/// The example lines that hold the id of a trace.
fn lines(contract: &Contract) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for log in contract.logs().filter(|log| log.spec.fields.keys().any(|name| is_trace_id(name))) {
        for (index, text) in log.spec.examples.iter().enumerate() {
            let fields = log.read(text).unwrap_or_default();
            let Some((_, trace_id)) = fields.into_iter().find(|(name, value)| is_trace_id(name) && !value.is_empty()) else {
                continue;
            };
            let place = match &log.place {
                Place { file, at: At::Value(pointer) } => Place::value(file, pointer.key("examples").index(index)),
                other => other.clone(),
            };
            lines.push(Line { text, trace_id, place });
        }
    }
    lines
}

/// Whether a field's name is one of those that are in use for the id of a trace: `trace_id`, `traceId`, `TraceID`, `trace.id`.
fn is_trace_id(name: &str) -> bool {
    let mut letters = name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    letters.by_ref().eq("traceid".chars())
}

/// Whether a field is meant to lead to traces: by the data source that it asks, or else by its name.
fn is_of_traces(field: &DerivedField, around: &Context<'_>) -> bool {
    match field.datasource_uid.as_deref().and_then(|uid| around.datasources.find(uid)) {
        Some(target) => OF_TRACES.contains(&target.kind.as_str()),
        None => field.name.as_deref().is_some_and(is_trace_id),
    }
}

/// What an expression gave on all lines.
enum Outcome<'a> {
    /// It captures a trace's id from one line at least.
    Right,
    /// It captures something else from this line.
    Wrong(&'a Line<'a>, String),
    /// It captures nothing.
    Nothing,
    /// It was not tried on every line.
    Unchecked,
}

fn tried<'a>(compiled: &JavaScript, lines: &'a [Line<'a>]) -> Outcome<'a> {
    let mut outcome = Outcome::Nothing;
    for line in lines {
        match compiled.first_group_of_match(line.text) {
            Found::Group(value) if value == line.trace_id => return Outcome::Right,
            Found::Group(value) if !value.is_empty() && matches!(outcome, Outcome::Nothing) => {
                outcome = Outcome::Wrong(line, value);
            }
            Found::Unchecked => outcome = Outcome::Unchecked,
            Found::Group(_) | Found::NoGroup | Found::Nothing => {}
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::is_trace_id;

    #[test]
    fn names_of_the_field_that_holds_a_trace_id_are_known_in_every_spelling() {
        for (name, expected) in [
            ("trace_id", true),
            ("traceID", true),
            ("trace.id", true),
            ("TraceId", true),
            ("parent_trace_id", false),
            ("span_id", false),
            ("traceparent", false),
        ] {
            assert_eq!(is_trace_id(name), expected, "{name}");
        }
    }
}
