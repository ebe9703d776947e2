//! A label of log lines that neither their stream has nor a parser makes.

use crate::diag::suggest::nearest;
use crate::query::Part;
use crate::query::logql::{Expression, FormatSource, Grouping, Pipeline, Query, Stage, VectorOperation};
use crate::rules::query::streams;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::{Contract, LogFormat, LogSpec};

pub struct UnknownLogField;

impl Rule for UnknownLogField {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-log-field");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| streams::has_logs(contract)) else { return };
        let Some(logql) = query.logql() else { return };
        for (index, pipeline) in logql.pipelines.iter().enumerate() {
            let mut logs = streams::selected(contract, pipeline).peekable();
            // What selects nothing is reported as such.
            if !pipeline.selector_variables.is_empty() || logs.peek().is_none() {
                continue;
            }
            in_stages(query, pipeline, contract, found);
            in_groupings(query, logql, (index, pipeline), contract, found);
        }
    }
}

/// The labels that the stages of a pipeline use.
fn in_stages(query: &QueryView<'_>, pipeline: &Pipeline, contract: &Contract, found: &mut Findings<'_>) {
    for (number, stage) in pipeline.stages.iter().enumerate() {
        let mut check = |label: &Part| check(query, label, pipeline, number, contract, found);
        match stage {
            Stage::LabelFilter { comparisons, .. } => comparisons.iter().for_each(|comparison| check(&comparison.label)),
            Stage::Unwrap { label, .. } => check(label),
            Stage::LabelFormat { formats } => {
                for format in formats {
                    if let FormatSource::Rename(from) = &format.source {
                        check(from);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The labels that the aggregations of a pipeline group by.
fn in_groupings(
    query: &QueryView<'_>,
    logql: &Query,
    (index, pipeline): (usize, &Pipeline),
    contract: &Contract,
    found: &mut Findings<'_>,
) {
    // Of a sum over several pipelines, each may have the label.
    if logql.pipelines.len() > 1 || logql.expressions.is_empty() {
        return;
    }
    for expression in logql.applied(index) {
        match expression {
            Expression::LabelReplace { .. } => return,
            Expression::RangeAggregation { grouping: Some(grouping), .. } => {
                in_grouping(query, grouping, pipeline, contract, found);
            }
            Expression::VectorAggregation { grouping: Some(grouping), operation, .. } => {
                let chooses = matches!(operation, VectorOperation::Topk | VectorOperation::Bottomk);
                in_grouping(query, grouping, pipeline, contract, found);
                // What is grouped once is grouped by fewer labels later.
                if !chooses {
                    return;
                }
            }
            _ => {}
        }
    }
}

fn in_grouping(query: &QueryView<'_>, grouping: &Grouping, pipeline: &Pipeline, contract: &Contract, found: &mut Findings<'_>) {
    for label in &grouping.labels {
        check(query, label, pipeline, pipeline.stages.len(), contract, found);
    }
}

/// Reports a label that can't be there after so many stages.
fn check(query: &QueryView<'_>, label: &Part, pipeline: &Pipeline, stages: usize, contract: &Contract, found: &mut Findings<'_>) {
    let name = label.text.as_str();
    // A label of the selector that no stream has is reported there.
    if pipeline.matchers.iter().any(|matcher| matcher.label.text == name) {
        return;
    }
    let stages = pipeline.stages.get(..stages).unwrap_or_default();
    let mut logs = streams::selected(contract, pipeline);
    if name.contains(['$', '[']) || is_of_loki(name) || logs.any(|log| may_have(log, name, stages)) {
        return;
    }
    let declared = streams::selected(contract, pipeline).any(|log| log.fields.contains_key(name));
    let made = streams::selected(contract, pipeline).flat_map(|log| log.fields.keys());
    let labels = streams::selected(contract, pipeline).flat_map(|log| log.labels.keys());
    let near = nearest(name, made.chain(labels).map(String::as_str)).filter(|near| *near != name);
    let reported = found
        .in_query(query, &label.range, format!("these lines have no label `{name}` at this point of the query"))
        .label_if(near.map(|near| format!("did you mean `{near}`?")));
    if declared {
        reported.help(
            "it is a field of the lines: a parser that reads it has to stand before, such as `json`, `logfmt` or `pattern`",
        );
    }
}

/// What Loki adds itself. (Loki documentation: "Pipeline errors", "Detected level".)
fn is_of_loki(label: &str) -> bool {
    label.starts_with("__") || matches!(label, streams::OF_LOKI | "detected_level")
}

/// Whether lines of a form can have a label after some stages.
fn may_have(log: &LogSpec, label: &str, stages: &[Stage]) -> bool {
    let own = label.strip_suffix("_extracted").unwrap_or(label);
    log.labels.contains_key(label) || stages.iter().any(|stage| makes(stage, log, own))
}

/// Whether a stage can make a label of lines of a form.
fn makes(stage: &Stage, log: &LogSpec, label: &str) -> bool {
    // Where no field is declared, nothing is known of them.
    let reads = |format: LogFormat| log.format == format && (log.fields.is_empty() || log.fields.contains_key(label));
    match stage {
        Stage::Json { expressions } if expressions.is_empty() => reads(LogFormat::Json),
        Stage::Logfmt { expressions, .. } if expressions.is_empty() => reads(LogFormat::Logfmt),
        Stage::Json { expressions } | Stage::Logfmt { expressions, .. } => {
            expressions.iter().any(|expression| expression.label.text == label || expression.label.text.contains('$'))
        }
        Stage::Regexp { names, .. } | Stage::Pattern { names, .. } => {
            names.as_ref().is_none_or(|names| names.iter().any(|name| name == label))
        }
        Stage::LabelFormat { formats } => {
            formats.iter().any(|format| format.label.text == label || format.label.text.contains('$'))
        }
        // What was packed, and what lies in a line that was written anew, is not declared.
        Stage::Unpack | Stage::LineFormat { .. } => true,
        _ => false,
    }
}
