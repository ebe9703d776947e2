//! Spans: a name or a pattern, attributes, events, and that none is declared twice.

use std::collections::BTreeMap;

use super::Check;
use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Pointer};
use crate::signals::attribute::{AttributeSpec, AttributeType};
use crate::signals::name_template::NameTemplate;
use crate::signals::span::SpanSpec;

/// The type of each attribute of a source, and where it was first said.
type Types = BTreeMap<String, (AttributeType, Pointer)>;

impl Check<'_> {
    pub(super) fn spans(&mut self, spans: &[SpanSpec], at: &Pointer) {
        let mut seen = BTreeMap::new();
        let mut types = Types::new();
        for (index, span) in spans.iter().enumerate() {
            let at = at.index(index);
            match (&span.name, &span.pattern) {
                (Some(name), None) => {
                    if name.trim().is_empty() {
                        let diagnostic = Diagnostic::error("signals/name", "the name of a span is not empty");
                        let diagnostic = diagnostic.at(self.value(&at.key("name")));
                        self.report(diagnostic);
                    }
                    self.once(&mut seen, format!("{} ({})", span.title(), span.kind.name()), &at.key("name"), "spans named");
                }
                (None, Some(pattern)) => {
                    self.pattern(span, pattern, &at.key("pattern"));
                    self.once(
                        &mut seen,
                        format!("{} ({})", span.title(), span.kind.name()),
                        &at.key("pattern"),
                        "spans of the pattern",
                    );
                }
                (name, _) => {
                    let words = if name.is_some() { "both a `name` and a `pattern`" } else { "neither a `name` nor a `pattern`" };
                    let diagnostic = Diagnostic::error("signals/span", format!("the span has {words}")).at(self.value(&at));
                    self.report(diagnostic.help("write one of them"));
                }
            }
            self.attributes(&span.attributes, &at.key("attributes"), &mut types);
            let mut events = BTreeMap::new();
            for (index, event) in span.events.iter().enumerate() {
                let at = at.key("events").index(index);
                self.once(&mut events, event.name.clone(), &at.key("name"), "events named");
                self.attributes(&event.attributes, &at.key("attributes"), &mut types);
            }
        }
    }

    fn pattern(&mut self, span: &SpanSpec, pattern: &str, at: &Pointer) {
        let template = match NameTemplate::parse(pattern) {
            Ok(template) => template,
            Err(problem) => {
                let diagnostic = Diagnostic::error("signals/span", format!("this is no pattern of a span's name: {problem}"));
                let diagnostic = diagnostic.at(self.value(at)).help("write it such as `{http.method} {http.route}`");
                return self.report(diagnostic);
            }
        };
        for attribute in template.attributes().filter(|attribute| !span.attributes.contains_key(*attribute)) {
            let message = format!("the pattern names `{attribute}`, which is no attribute of the span");
            let diagnostic = Diagnostic::error("signals/span", message).at(self.value(at));
            let diagnostic = match nearest(attribute, span.attributes.keys().map(String::as_str)) {
                Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
                None => diagnostic.help("declare it among the `attributes`"),
            };
            self.report(diagnostic);
        }
    }

    fn attributes(&mut self, attributes: &BTreeMap<String, AttributeSpec>, at: &Pointer, types: &mut Types) {
        self.attribute_keys(attributes, at);
        for (key, attribute) in attributes {
            let (first, place) = types.entry(key.clone()).or_insert_with(|| (attribute.kind, at.key(key)));
            if *first != attribute.kind {
                let message =
                    format!("the attribute `{key}` is `{}` here and `{}` elsewhere", attribute.kind.name(), first.name());
                let diagnostic = Diagnostic::error("signals/attribute-types", message).at(self.value(&at.key(key)));
                let diagnostic = diagnostic.related(self.value(place), "the first one");
                self.report(diagnostic.help("a key has one type, so that searches and code can rely on it"));
            }
            let at = at.key(key).key("values");
            self.values(&attribute.values, &at);
            for (index, value) in attribute.values.known().unwrap_or_default().iter().enumerate() {
                if !attribute.kind.takes(value) {
                    let message = format!("`{value}` is no value of the type `{}`", attribute.kind.name());
                    let diagnostic = Diagnostic::error("signals/values", message).at(self.value(&at.index(index)));
                    self.report(diagnostic);
                }
            }
        }
    }
}
