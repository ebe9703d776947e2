//! What an exposition says of its metrics: types, labels with the values that were seen, buckets.

mod families;
mod line;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place};
use crate::signals::{MetricSpec, Values};
use families::Families;
use line::Line;

/// A label with more values than this is taken to be open.
const MOST_VALUES: usize = 20;
/// A line longer than this, in bytes, is no line of an exposition.
const LONGEST_LINE: usize = 1 << 20;
/// A text longer than this, in bytes, is not shown in messages: finding the line in it would take longer than reading it.
pub const LONGEST_SHOWN: usize = 1 << 20;
/// After so many lines that can't be read the rest is not looked at.
const MOST_PROBLEMS: usize = 20;

/// A metric that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What is known of it.
    pub spec: MetricSpec,
    /// Where it was first seen.
    pub place: Place,
}

/// What was read of one or more files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exposition {
    /// The metrics, in the order of the files.
    pub metrics: Vec<Imported>,
    /// What a reader has to know: metrics without a type, and those that were left out.
    pub notes: Vec<String>,
}

/// Reads a file. Errors: it is not UTF-8, not an exposition, or cut off; or single lines can't be read, each of which is named.
pub fn read(file: &str, bytes: &[u8]) -> Result<Exposition, Vec<Diagnostic>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes.get(..error.valid_up_to()).unwrap_or_default().split(|byte| *byte == b'\n').count();
        let message = format!("`{file}` is no exposition: line {line} is not UTF-8 text");
        vec![Diagnostic::error("import/not-an-exposition", message).at(Place::file(file))]
    })?;
    let mut families = Families::new(file);
    let mut found = Vec::new();
    let mut end = None;
    let mut offset = 0;
    for (index, line) in text.split('\n').enumerate() {
        let place = Place::bytes(file, offset..offset + line.len());
        offset += line.len() + 1;
        if line.len() > LONGEST_LINE {
            let message = format!("`{file}` is no exposition: line {} has {} bytes", index + 1, line.len());
            return Err(vec![Diagnostic::error("import/not-an-exposition", message).at(Place::file(file))]);
        }
        let read = line::read(line.strip_suffix('\r').unwrap_or(line));
        let taken = match read {
            Ok(Line::Empty) => Ok(()),
            _ if end.is_some() => Err("there is something after `# EOF`".to_owned()),
            Ok(Line::End) => {
                end = Some(index);
                Ok(())
            }
            Ok(line) => families.take(line, &place),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = taken {
            found.push(if text.len() > LONGEST_SHOWN {
                Diagnostic::error("import/line", format!("line {}: {problem}", index + 1)).at(Place::file(file))
            } else {
                Diagnostic::error("import/line", problem).at(place)
            });
            if found.len() == MOST_PROBLEMS {
                break;
            }
        }
    }
    if families.is_empty() {
        return Err(vec![not_an_exposition(file, found.first())]);
    }
    if end.is_none() && families.is_open_metrics() {
        let message = format!("`{file}` is cut off: OpenMetrics ends with `# EOF`");
        found.push(Diagnostic::error("import/cut-off", message).at(Place::file(file)));
    }
    if found.is_empty() { families.finish(end.is_some()) } else { Err(found) }
}

fn not_an_exposition(file: &str, first: Option<&Diagnostic>) -> Diagnostic {
    let (place, why) = match first {
        Some(first) => (first.place.clone().unwrap_or_else(|| Place::file(file)), format!(": {}", first.message)),
        None => (Place::file(file), ": it has no metric".to_owned()),
    };
    let diagnostic = Diagnostic::error("import/not-an-exposition", format!("`{file}` is no exposition{why}")).at(place);
    diagnostic.help("what is wanted is the answer of a `/metrics`, as it is: `curl -s http://localhost:8000/metrics`")
}

/// What several files say together. An error for each metric that has another type in another file.
pub fn join(files: Vec<Exposition>) -> Result<Exposition, Vec<Diagnostic>> {
    let mut joined = Exposition::default();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for file in files {
        joined.notes.extend(file.notes);
        for metric in file.metrics {
            let Some(first) = places.get(&metric.spec.name).and_then(|index| joined.metrics.get_mut(*index)) else {
                places.insert(metric.spec.name.clone(), joined.metrics.len());
                joined.metrics.push(metric);
                continue;
            };
            if first.spec.kind == metric.spec.kind {
                add(&mut first.spec, metric.spec);
            } else {
                let (kind, other) = (metric.spec.kind.name(), first.spec.kind.name());
                let message = format!("the metric `{}` is a {kind} here and a {other} elsewhere", metric.spec.name);
                let diagnostic = Diagnostic::error("import/two-types", message).at(metric.place);
                found.push(diagnostic.related(first.place.clone(), "the first one"));
            }
        }
    }
    joined.notes.dedup();
    if found.is_empty() { Ok(joined) } else { Err(found) }
}

/// Adds what was seen of the same metric elsewhere.
fn add(metric: &mut MetricSpec, other: MetricSpec) {
    metric.unit = metric.unit.take().or(other.unit);
    metric.help = metric.help.take().or(other.help);
    for (label, values) in other.labels {
        let known = metric.labels.entry(label).or_insert_with(|| Values::Known(Vec::new()));
        *known = match (&*known, values) {
            (Values::Known(known), Values::Known(more)) => seen(known.iter().cloned().chain(more).collect()),
            _ => Values::Open,
        };
    }
    if let (Some(bounds), Some(more)) = (&mut metric.buckets, other.buckets) {
        bounds.extend(more);
        sort(bounds);
    }
    metric.quantiles.extend(other.quantiles);
    sort(&mut metric.quantiles);
    let exemplars: BTreeSet<String> = metric.exemplars.drain(..).chain(other.exemplars).collect();
    metric.exemplars = exemplars.into_iter().collect();
}

/// The values of a label that were seen, or `open` where there are too many to be all.
fn seen(values: BTreeSet<String>) -> Values {
    if values.len() > MOST_VALUES { Values::Open } else { Values::Known(values.into_iter().collect()) }
}

fn sort(numbers: &mut Vec<f64>) {
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
}

#[cfg(test)]
mod tests;
