//! An attribute that no span has.

use crate::diag::suggest::nearest;
use crate::query::Part;
use crate::query::traceql::{Attribute, Scope};
use crate::rules::query::traces::{self, About as Asked, Whose};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct UnknownAttribute;

impl Rule for UnknownAttribute {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-attribute");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| traces::has_spans(contract)) else { return };
        if let Some(tags) = query.tags() {
            let asked = Asked::of_search(query, contract);
            for tag in tags.iter().filter(|tag| !tag.key.text.contains(['$', '[']) && !traces::is_of_jaeger(&tag.key.text)) {
                one(query, &tag.key, Whose::Jaeger, asked, contract, found);
            }
        }
        for attribute in query.traceql().into_iter().flat_map(|traceql| &traceql.attributes) {
            if let Some(whose) = whose(attribute) {
                one(query, &attribute.name, whose, Asked::default(), contract, found);
            }
        }
    }
}

/// Where TraceQL looks for an attribute; `None` for what the contract does not know.
pub(super) fn whose(attribute: &Attribute) -> Option<Whose> {
    if attribute.name.text.contains(['$', '[']) {
        return None;
    }
    match &attribute.scope {
        Scope::Any => Some(Whose::Both),
        Scope::Named(scope) => match scope.text.as_str() {
            "span" | "parent.span" => Some(Whose::Span),
            "resource" | "parent.resource" => Some(Whose::Resource),
            "parent" => Some(Whose::Both),
            "event" => Some(Whose::Event),
            _ => None,
        },
        Scope::Intrinsic => None,
    }
}

fn one(query: &QueryView<'_>, key: &Part, whose: Whose, asked: Asked<'_>, contract: &Contract, found: &mut Findings<'_>) {
    if !traces::attributes(contract, asked, whose, &key.text).is_empty() {
        return;
    }
    let owner = match whose {
        Whose::Resource => "resource",
        Whose::Event => "event of a span",
        Whose::Span | Whose::Both | Whose::Jaeger => "span",
    };
    let near = nearest(&key.text, contract.attribute_keys()).filter(|near| *near != key.text);
    let reported = found
        .in_query(query, &key.range, format!("no {owner}{} has the attribute `{}`: nothing is found", asked.words(), key.text))
        .label_if(near.map(|near| format!("did you mean `{near}`?")));
    if let Some(place) = contract.attribute(&key.text).into_iter().find_map(|attribute| attribute.place) {
        reported.related(place, "something else has it");
    }
}
