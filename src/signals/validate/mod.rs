//! What is wrong with a contract that could be read: all of it, each at its place.
//!
//! From: a [`SignalsSpec`], whose keys and types are right already. To: diagnostics of the rules `signals/…`.

mod logs;
mod metrics;
mod spans;

use std::collections::{BTreeMap, BTreeSet};

use super::naming::is_label_name;
use super::source::{SignalsSpec, SourceSpec};
use super::values::Values;
use crate::diag::{Diagnostic, Place, Pointer};

pub(in crate::signals) use logs::fields_of;

/// All that is wrong with a contract. `file` is its path, as places in it are shown.
#[must_use]
pub fn validate(file: &str, spec: &SignalsSpec) -> Vec<Diagnostic> {
    let mut check = Check { file, found: Vec::new() };
    let sources = Pointer::root().key("sources");
    let mut names = BTreeMap::new();
    for (index, source) in spec.sources.iter().enumerate() {
        let at = sources.index(index);
        check.once(&mut names, source.name.clone(), &at.key("name"), "sources named");
        check.source(source, &at);
    }
    check.metrics_across(spec);
    check.recording_rules(&spec.recording_rules, &Pointer::root().key("recordingRules"));
    check.found
}

/// The file under check, and what is found.
struct Check<'a> {
    file: &'a str,
    found: Vec<Diagnostic>,
}

impl Check<'_> {
    fn value(&self, at: &Pointer) -> Place {
        Place::value(self.file, at.clone())
    }

    fn key(&self, at: &Pointer) -> Place {
        Place::key(self.file, at.clone())
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Reports a name that was there before. `what` is its kind, in the plural.
    fn once(&mut self, seen: &mut BTreeMap<String, Pointer>, name: String, at: &Pointer, what: &str) {
        if let Some(first) = seen.get(&name) {
            let diagnostic = Diagnostic::error("signals/duplicate", format!("there are two {what} `{name}`"));
            let diagnostic = diagnostic.at(self.value(at)).related(self.value(first), "the first one");
            self.report(diagnostic);
        } else {
            seen.insert(name, at.clone());
        }
    }

    fn source(&mut self, source: &SourceSpec, at: &Pointer) {
        if source.name.trim().is_empty() {
            let diagnostic = Diagnostic::error("signals/name", "a source has a name").at(self.value(&at.key("name")));
            self.report(diagnostic);
        }
        self.attribute_keys(&source.resource, &at.key("resource"));
        for (key, values) in &source.resource {
            self.values(values, &at.key("resource").key(key));
        }
        if let Some(scrape) = &source.scrape {
            self.labels(&scrape.labels, &at.key("scrape").key("labels"), &[]);
        }
        self.metrics(source, at);
        self.spans(&source.spans, &at.key("spans"));
        self.logs(&source.logs, &at.key("logs"));
    }

    /// Reports names that can't be a label's, and those that are kept for Prometheus or in `reserved`.
    fn labels(&mut self, labels: &BTreeMap<String, Values>, at: &Pointer, reserved: &[&str]) {
        for (name, values) in labels {
            let at = at.key(name);
            if !is_label_name(name) {
                let message = format!("`{name}` can't be the name of a label");
                let diagnostic = Diagnostic::error("signals/name", message).at(self.key(&at));
                self.report(diagnostic.help("it is letters, digits and `_`, and does not begin with a digit"));
            } else if name.starts_with("__") || reserved.contains(&name.as_str()) {
                let diagnostic =
                    Diagnostic::error("signals/reserved-label", format!("the label `{name}` is not yours to declare"));
                let why = match name.as_str() {
                    "le" => "a histogram has it by its `buckets`",
                    "quantile" => "a summary has it by its `quantiles`",
                    _ => "names that begin with `__` are Prometheus's own, and no series keeps them",
                };
                let diagnostic = diagnostic.at(self.key(&at)).help(why);
                self.report(diagnostic);
            }
            self.values(values, &at);
        }
    }

    /// Reports a list of values that is empty or says something twice.
    fn values(&mut self, values: &Values, at: &Pointer) {
        let Values::Known(known) = values else { return };
        if known.is_empty() {
            let diagnostic = Diagnostic::error("signals/values", "the list of values is empty").at(self.value(at));
            self.report(diagnostic.help("write `open` where the values are not known"));
        }
        let distinct: BTreeSet<&String> = known.iter().collect();
        if distinct.len() == known.len() {
            return;
        }
        let mut seen = BTreeMap::new();
        for (index, value) in known.iter().enumerate() {
            self.once(&mut seen, value.clone(), &at.index(index), "values");
        }
    }

    /// Reports keys that can't be an attribute's. (OpenTelemetry: Attribute naming.)
    fn attribute_keys<T>(&mut self, attributes: &BTreeMap<String, T>, at: &Pointer) {
        for key in attributes.keys().filter(|key| key.is_empty() || key.contains(|c: char| c.is_whitespace() || c.is_control())) {
            let message = format!("`{}` can't be the key of an attribute", key.escape_debug());
            let diagnostic = Diagnostic::error("signals/name", message).at(self.key(&at.key(key)));
            self.report(diagnostic.help("a key is a word without spaces, such as `http.route`"));
        }
    }
}

#[cfg(test)]
mod tests;
