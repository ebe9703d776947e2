//! The metrics of a program, held against those that are declared.

use super::Differences;
use super::declared::{Metric, Source};
use super::exposition::{Family, parse};
use std::collections::{BTreeMap, BTreeSet};

/// Compares both ways: in what a program told at several times, each declared metric has samples somewhere that are as declared, and nothing
/// else is anywhere.
pub fn compare(source: &Source, texts: &[String], differences: &mut Differences) {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    for (name, family) in texts.iter().flat_map(|text| parse(text)) {
        let all = families.entry(name).or_default();
        (all.kind, all.help) = (family.kind, family.help);
        all.samples.extend(family.samples);
    }
    let family_name = |metric: &Metric| metric.name.strip_suffix("_total").unwrap_or(&metric.name).to_owned();
    for metric in &source.metrics {
        match families.get(&family_name(metric)) {
            Some(family) if !family.samples.is_empty() => compare_one(metric, family, differences),
            _ => differences.note(format!("the metric `{}` is declared and was never emitted", metric.name)),
        }
    }
    let declared: BTreeSet<String> = source.metrics.iter().map(family_name).collect();
    for name in families.keys().filter(|name| !declared.contains(*name)) {
        differences.note(format!("the metric `{name}` was emitted and is not declared"));
    }
}

/// The metrics that no sample of any text shows above zero: nothing that the program did counted there.
pub fn never_moved(texts: &[String], allowed: &[&str]) -> Vec<String> {
    let mut moved: BTreeMap<String, bool> = BTreeMap::new();
    for (name, family) in texts.iter().flat_map(|text| parse(text)) {
        *moved.entry(name).or_default() |= family.samples.iter().any(|sample| sample.value > 0.0);
    }
    moved.into_iter().filter(|(name, moved)| !moved && !allowed.contains(&name.as_str())).map(|(name, _)| name).collect()
}

fn compare_one(metric: &Metric, family: &Family, differences: &mut Differences) {
    let name = &metric.name;
    if family.kind != metric.kind {
        differences.note(format!("`{name}` is a {} and declared as a {}", family.kind, metric.kind));
    }
    if family.help.trim_end_matches('.') != metric.help.trim_end_matches('.') {
        differences.note(format!("the help of `{name}` is {:?} and declared as {:?}", family.help, metric.help));
    }
    for sample in &family.samples {
        let labels: BTreeSet<&str> = sample.labels.keys().map(String::as_str).filter(|label| *label != "le").collect();
        if labels != metric.labels.keys().map(String::as_str).collect() {
            differences.note(format!("`{name}` has the labels {labels:?}, which are not those declared"));
        }
        for (label, values) in &metric.labels {
            let value = sample.labels.get(label).map_or("", String::as_str);
            if !values.allow(value) {
                differences.note(format!("`{name}` has {label}={value:?}, which is not declared"));
            }
        }
    }
    if metric.kind == "histogram" {
        compare_buckets(metric, family, differences);
    }
    compare_exemplars(metric, family, differences);
}

fn compare_buckets(metric: &Metric, family: &Family, differences: &mut Differences) {
    let mut bounds: Vec<f64> = Vec::new();
    for sample in family.samples.iter().filter(|sample| sample.name.ends_with("_bucket")) {
        let bound: f64 = sample.labels["le"].parse().unwrap();
        if bound.is_finite() && !bounds.contains(&bound) {
            bounds.push(bound);
        }
    }
    if bounds != metric.buckets {
        differences.note(format!("`{}` has the buckets {bounds:?} and declares {:?}", metric.name, metric.buckets));
    }
}

fn compare_exemplars(metric: &Metric, family: &Family, differences: &mut Differences) {
    let name = &metric.name;
    let seen: BTreeSet<&str> = family
        .samples
        .iter()
        .filter_map(|sample| sample.exemplar.as_ref())
        .flat_map(|exemplar| exemplar.keys().map(String::as_str))
        .collect();
    if seen != metric.exemplars.iter().map(String::as_str).collect() {
        differences.note(format!("the exemplars of `{name}` have the labels {seen:?} and declare {:?}", metric.exemplars));
    }
}
