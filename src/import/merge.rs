//! From what was found to the text of a contract: a new one, or one that is there with more in it.

use super::edit::{Addition, Editor, NotEditable};
use super::exposition::{Exposition, Imported};
use super::write::{label, metric, metric_in_brackets, scalar};
use crate::diag::{Diagnostic, Place, Pointer};
use crate::signals::{Interval, MetricSpec, MetricType, ScrapeSpec, SignalsSpec, SourceKind, SourceSpec, Values};

/// A contract that is there.
#[derive(Debug, Clone, Copy)]
pub struct Contract<'a> {
    /// Its path, as it is shown.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What it says.
    pub spec: &'a SignalsSpec,
}

/// The contract that comes of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Its text.
    pub text: String,
    /// What the text is to say.
    pub spec: SignalsSpec,
    /// How many metrics are new.
    pub metrics: usize,
    /// How many labels are new, of metrics that were there.
    pub labels: usize,
    /// What the exposition and the contract say differently, and stays as the contract says it.
    pub notes: Vec<String>,
}

/// Begins a contract with what was found, as the source `source`.
#[must_use]
pub fn begin(source: &str, exposition: &Exposition) -> Merged {
    let new = new_source(source, exposition);
    let text = format!(
        "# What the code emits. Begun by `spanboard signals import`: what it could not see (spans, log lines, what metrics are for)\n\
         # is to be written here.\nsources:\n{}\n",
        source_text(&new, 2)
    );
    let notes = exporter_note(&new).into_iter().collect();
    Merged {
        text,
        metrics: new.metrics.len(),
        labels: 0,
        spec: SignalsSpec { sources: vec![new], ..SignalsSpec::default() },
        notes,
    }
}

/// Adds what was found to a contract: new metrics to the source `source`, which is added where it is not there, and new labels to
/// metrics that are there. Errors: a metric is there with another type, or a part of the text can't be added to.
pub fn merge(contract: &Contract<'_>, source: &str, exposition: &Exposition) -> Result<Merged, Vec<Diagnostic>> {
    let mut merge = Merge {
        contract: *contract,
        editor: Editor::new(contract.text),
        merged: Merged { text: String::new(), spec: contract.spec.clone(), metrics: 0, labels: 0, notes: Vec::new() },
        found: Vec::new(),
    };
    let sources = Pointer::root().key("sources");
    if let Some(index) = contract.spec.sources.iter().position(|known| known.name == source) {
        merge.add_to_source(index, &sources.index(index), exposition);
    } else {
        let new = new_source(source, exposition);
        merge.merged.notes.extend(exporter_note(&new));
        merge.merged.metrics = new.metrics.len();
        let block = |indent| source_text(&new, indent);
        merge.add(&sources, &block, &source_in_brackets(&new));
        merge.merged.spec.sources.push(new);
    }
    if !merge.found.is_empty() {
        return Err(merge.found);
    }
    let mut merged = merge.merged;
    merged.text = merge.editor.finish();
    Ok(merged)
}

struct Merge<'a> {
    contract: Contract<'a>,
    editor: Editor<'a>,
    merged: Merged,
    found: Vec<Diagnostic>,
}

impl Merge<'_> {
    fn add_to_source(&mut self, index: usize, at: &Pointer, exposition: &Exposition) {
        let Some(known) = self.contract.spec.sources.get(index) else { return };
        let place = |name: &str| known.metrics.iter().position(|metric| metric.name == name);
        let scraped: Vec<&String> = known.scrape.iter().flat_map(|scrape| scrape.labels.keys()).collect();
        let without_scraped = |metric: &MetricSpec| {
            let mut metric = metric.clone();
            metric.labels.retain(|label, _| !scraped.contains(&label));
            metric
        };
        let mut new = Vec::new();
        for imported in &exposition.metrics {
            let seen = without_scraped(&imported.spec);
            match place(&seen.name).and_then(|number| known.metrics.get(number).map(|metric| (number, metric))) {
                Some((number, declared)) => {
                    self.add_to_metric(declared, &seen, imported, &at.key("metrics").index(number));
                    if let Some(source) = self.merged.spec.sources.get_mut(index)
                        && let Some(metric) = source.metrics.get_mut(number)
                    {
                        for (name, values) in seen.labels {
                            metric.labels.entry(name).or_insert(values);
                        }
                    }
                }
                None => new.push(seen),
            }
        }
        self.add_to_list(&known.metrics, &new, at);
        self.merged.metrics += new.len();
        if let Some(source) = self.merged.spec.sources.get_mut(index) {
            source.metrics.extend(new);
        }
    }

    /// Adds new metrics to the list of a source, which may not have one yet.
    fn add_to_list(&mut self, known: &[MetricSpec], new: &[MetricSpec], source: &Pointer) {
        if new.is_empty() {
            return;
        }
        let list = source.key("metrics");
        if known.is_empty() && !self.editor.has(&list) {
            let block = |indent: usize| {
                let spaces = " ".repeat(indent);
                format!("{spaces}metrics:\n{}", lines(new, indent + 2))
            };
            let inside: Vec<String> = new.iter().map(metric_in_brackets).collect();
            self.add(source, &block, &format!("metrics: [{}]", inside.join(", ")));
        } else {
            let inside: Vec<String> = new.iter().map(metric_in_brackets).collect();
            self.add(&list, &|indent| lines(new, indent), &inside.join(", "));
        }
    }

    fn add_to_metric(&mut self, declared: &MetricSpec, seen: &MetricSpec, imported: &Imported, at: &Pointer) {
        let name = &declared.name;
        if declared.kind != seen.kind {
            let (wanted, found) = (declared.kind.name(), seen.kind.name());
            let message = format!("the metric `{name}` is a {found} here and a {wanted} in the contract");
            let diagnostic = Diagnostic::error("import/two-types", message).at(imported.place.clone());
            let there = Place::value(self.contract.file, at.key("type"));
            self.found.push(diagnostic.related(there, "the contract"));
            return;
        }
        if declared.buckets != seen.buckets {
            self.merged.notes.push(format!("the buckets of `{name}` are others than those of the contract, which stay"));
        }
        let (mut new, mut other) = (Vec::new(), Vec::new());
        for (label, values) in &seen.labels {
            match (declared.labels.get(label), values) {
                (None, _) => new.push((label, values)),
                (Some(Values::Known(known)), Values::Known(values)) if values.iter().all(|value| known.contains(value)) => {}
                (Some(Values::Known(_)), _) => other.push(label.as_str()),
                (Some(Values::Open), _) => {}
            }
        }
        if !other.is_empty() {
            let labels = other.join("`, `");
            self.merged.notes.push(format!("`{labels}` of `{name}` has values that the contract does not know"));
        }
        if new.is_empty() {
            return;
        }
        self.merged.labels += new.len();
        let written: Vec<String> = new.iter().map(|(name, values)| label(name, values)).collect();
        let lines =
            |indent: usize| written.iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect::<Vec<_>>().join("\n");
        if self.editor.has(&at.key("labels")) {
            self.add(&at.key("labels"), &lines, &written.join(", "));
        } else {
            let block = |indent: usize| format!("{}labels:\n{}", " ".repeat(indent), lines(indent + 2));
            self.add(at, &block, &format!("labels: {{{}}}", written.join(", ")));
        }
    }

    fn add(&mut self, at: &Pointer, block: &dyn Fn(usize) -> String, in_brackets: &str) {
        if let Err(NotEditable(at)) = self.editor.add(at, &Addition { block, in_brackets: in_brackets.to_owned() }) {
            let diagnostic =
                Diagnostic::error("import/not-editable", "nothing can be added here without changing what stands there");
            let diagnostic = diagnostic.at(Place::value(self.contract.file, at));
            self.found.push(diagnostic.help(format!("add this by hand: {in_brackets}")));
        }
    }
}

fn lines(metrics: &[MetricSpec], indent: usize) -> String {
    metrics.iter().map(|one| metric(one, indent)).collect::<Vec<_>>().join("\n")
}

/// The source of a first import. A program that names counters in its own way is not the project's own.
fn new_source(name: &str, exposition: &Exposition) -> SourceSpec {
    let metrics: Vec<MetricSpec> = exposition.metrics.iter().map(|metric| metric.spec.clone()).collect();
    let odd = metrics.iter().any(is_oddly_named);
    let kind = if odd { SourceKind::Exporter } else { SourceKind::Service };
    let scrape = Some(ScrapeSpec { interval: Interval::seconds(15), ..ScrapeSpec::default() });
    SourceSpec { name: name.to_owned(), kind, scrape, metrics, ..SourceSpec::default() }
}

fn is_oddly_named(metric: &MetricSpec) -> bool {
    metric.kind == MetricType::Counter && !metric.name.ends_with("_total")
}

fn exporter_note(source: &SourceSpec) -> Option<String> {
    let odd: Vec<&str> =
        source.metrics.iter().filter(|metric| is_oddly_named(metric)).map(|metric| metric.name.as_str()).collect();
    let names = odd.join(", ");
    let source = &source.name;
    (!odd.is_empty())
        .then(|| format!("`{source}` is written as an exporter: the names of its counters do not end with `_total`: {names}"))
}

fn kind_name(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Service => "service",
        SourceKind::Exporter => "exporter",
    }
}

fn source_text(source: &SourceSpec, indent: usize) -> String {
    let spaces = " ".repeat(indent);
    let head = format!(
        "{spaces}- name: {}\n{spaces}  kind: {}\n{spaces}  scrape:\n{spaces}    # Prometheus's scrape_interval for it.\n{spaces}    interval: 15s",
        scalar(&source.name),
        kind_name(source.kind)
    );
    if source.metrics.is_empty() { head } else { format!("{head}\n{spaces}  metrics:\n{}", lines(&source.metrics, indent + 4)) }
}

fn source_in_brackets(source: &SourceSpec) -> String {
    let metrics: Vec<String> = source.metrics.iter().map(metric_in_brackets).collect();
    let (name, kind) = (scalar(&source.name), kind_name(source.kind));
    format!("{{name: {name}, kind: {kind}, scrape: {{interval: 15s}}, metrics: [{}]}}", metrics.join(", "))
}
