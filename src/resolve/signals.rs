//! What the Rust constants are written from: one source of the contract, found by its name.

use std::collections::BTreeMap;

use super::{Catalog, Scope};
use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Pointer};
use crate::signals::{AttributeType, MetricSpec, SignalsSpec, SourceKind, SourceSpec, SpanSpec};
use crate::spec::{FilePath, ProjectSpec, SpecFile};

/// A Rust constant.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant<T> {
    /// Its name: `HTTP_STATUS_CODE`.
    pub name: String,
    /// What it stands for.
    pub of: T,
    /// Where that is declared in the contract.
    pub place: Pointer,
}

/// What the constants of one source say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResolvedSignals {
    /// The contract's file.
    pub path: FilePath,
    /// The source's name.
    pub source: String,
    /// Where the source stands in the contract.
    pub place: Pointer,
    /// Its metrics.
    pub metrics: Vec<Constant<MetricSpec>>,
    /// Its spans that have a name.
    pub spans: Vec<Constant<SpanSpec>>,
    /// The keys of all attributes of its spans, their events and its resource, with their types; sorted.
    pub attributes: Vec<Constant<(String, AttributeType)>>,
    /// The names of its spans' events, sorted.
    pub events: Vec<Constant<String>>,
}

/// Finds the source of the constants in the contract, and gives each of its names a constant. Errors: there is no such source, it
/// is not a service, or two names would have one constant.
pub fn signals(
    project: &SpecFile<ProjectSpec>,
    contract: &SpecFile<SignalsSpec>,
) -> Result<Option<ResolvedSignals>, Vec<Diagnostic>> {
    let Some(output) = &project.spec.outputs.signals else { return Ok(None) };
    let at = Pointer::root().key("outputs").key("signals").key("source");
    let sources = &contract.spec.sources;
    let catalog = Catalog::default();
    let scope = |shown| Scope { shown, catalog: &catalog, variables: &[], found: Vec::new() };
    let Some((index, source)) = sources.iter().enumerate().find(|(_, source)| source.name == output.source) else {
        let message = format!("the contract has no source named `{}`", output.source);
        let diagnostic = Diagnostic::error("signals/unknown-source", message).at(scope(&project.path.shown).value(&at));
        return Err(vec![match nearest(&output.source, sources.iter().map(|source| source.name.as_str())) {
            Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
            None => diagnostic,
        }]);
    };
    if source.kind != SourceKind::Service {
        let message = format!("the source `{}` is an exporter, whose code is not the project's", source.name);
        let diagnostic = Diagnostic::error("signals/unknown-source", message).at(scope(&project.path.shown).value(&at));
        return Err(vec![diagnostic.help("name a source of the kind `service`")]);
    }
    let mut scope = scope(&contract.path.shown);
    let place = Pointer::root().key("sources").index(index);
    let resolved = scope.constants(source, &place);
    if scope.found.is_empty() { Ok(Some(ResolvedSignals { path: contract.path.clone(), ..resolved })) } else { Err(scope.found) }
}

impl Scope<'_> {
    fn constants(&mut self, source: &SourceSpec, at: &Pointer) -> ResolvedSignals {
        let mut resolved = ResolvedSignals { source: source.name.clone(), place: at.clone(), ..ResolvedSignals::default() };
        let mut taken = Taken::default();
        for (index, metric) in source.metrics.iter().enumerate() {
            let place = at.key("metrics").index(index);
            let name = self.constant(&mut taken, &metric.name, &place.key("name"));
            resolved.metrics.push(Constant { name, of: metric.clone(), place });
        }
        let mut taken = Taken::default();
        let named = |name: &str| source.spans.iter().filter(|span| span.name.as_deref() == Some(name)).count();
        for (index, span) in source.spans.iter().enumerate() {
            let Some(name) = &span.name else { continue };
            let place = at.key("spans").index(index);
            // A message has one name where it is sent and where it is worked on.
            let told = if named(name) > 1 { format!("{name} {}", span.kind.name()) } else { name.clone() };
            let name = self.constant(&mut taken, &told, &place.key("name"));
            resolved.spans.push(Constant { name, of: span.clone(), place });
        }
        let (attributes, events) = keys(source, at);
        let mut taken = Taken::default();
        for (key, (kind, place)) in attributes {
            let name = self.constant(&mut taken, key, &place);
            resolved.attributes.push(Constant { name, of: (key.to_owned(), kind), place });
        }
        let mut taken = Taken::default();
        for (event, place) in events {
            let name = self.constant(&mut taken, event, &place);
            resolved.events.push(Constant { name, of: event.to_owned(), place });
        }
        resolved
    }

    /// The constant of a name; reports a name that has none, or that of another.
    fn constant(&mut self, taken: &mut Taken, name: &str, at: &Pointer) -> String {
        let constant = constant(name);
        if !constant.contains(|c: char| c.is_ascii_alphanumeric()) {
            let message = format!("no Rust constant can be named after `{}`", name.escape_debug());
            let diagnostic = Diagnostic::error("signals/constant", message).at(self.value(at));
            self.report(diagnostic.help("a name has at least one letter or digit of ASCII"));
        } else if constant == ALL {
            let diagnostic = Diagnostic::error("signals/constant", format!("the constant `{ALL}` is the list of the others"));
            let diagnostic = diagnostic.at(self.value(at));
            self.report(diagnostic);
        } else if let Some(first) = taken.0.get(&constant) {
            let diagnostic = Diagnostic::error("signals/constant", format!("two names have the Rust constant `{constant}`"));
            let diagnostic = diagnostic.at(self.value(at)).related(self.value(first), "the first one");
            self.report(diagnostic);
        }
        taken.0.entry(constant.clone()).or_insert_with(|| at.clone());
        constant
    }
}

/// The constants of one module that are taken, with the place of their names.
#[derive(Default)]
struct Taken(BTreeMap<String, Pointer>);

/// The constant that lists the others of its module.
const ALL: &str = "ALL";

/// A name as Rust writes constants: `http.status_code` is `HTTP_STATUS_CODE`.
fn constant(name: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let constant: String = name.chars().map(keep).collect();
    if constant.starts_with(|first: char| first.is_ascii_digit()) { format!("_{constant}") } else { constant }
}

type Attributes<'a> = BTreeMap<&'a str, (AttributeType, Pointer)>;
type Events<'a> = BTreeMap<&'a str, Pointer>;

/// The attributes and events of a source, by name, each with one of its places.
fn keys<'a>(source: &'a SourceSpec, at: &Pointer) -> (Attributes<'a>, Events<'a>) {
    let (mut attributes, mut events) = (Attributes::new(), Events::new());
    for (index, span) in source.spans.iter().enumerate() {
        let at = at.key("spans").index(index);
        let mut add = |key: &'a str, kind, at: Pointer| {
            attributes.entry(key).or_insert((kind, at));
        };
        for (key, attribute) in &span.attributes {
            add(key, attribute.kind, at.key("attributes").key(key));
        }
        for (index, event) in span.events.iter().enumerate() {
            let at = at.key("events").index(index);
            events.entry(event.name.as_str()).or_insert_with(|| at.key("name"));
            for (key, attribute) in &event.attributes {
                add(key, attribute.kind, at.key("attributes").key(key));
            }
        }
    }
    for key in source.resource.keys() {
        attributes.entry(key).or_insert_with(|| (AttributeType::String, at.key("resource").key(key)));
    }
    (attributes, events)
}

#[cfg(test)]
mod tests {
    use super::constant;

    #[test]
    fn a_constant_is_made_of_capitals_digits_and_underscores() {
        for (name, expected) in [("http.status_code", "HTTP_STATUS_CODE"), ("2 tries", "_2_TRIES"), ("é", "_"), ("", "")] {
            assert_eq!(constant(name), expected);
        }
    }
}
