//! A value that an attribute of spans never has.

use crate::diag::suggest::nearest;
use crate::query::Part;
use crate::query::variable;
use crate::rules::query::traces::{self, About as Asked, Whose};
use crate::rules::query::unknown_attribute::whose;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct UnknownAttributeValue;

impl Rule for UnknownAttributeValue {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-attribute-value");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| traces::has_spans(contract)) else { return };
        if let Some(tags) = query.tags() {
            let asked = Asked::of_search(query, contract);
            for tag in tags.iter().filter(|tag| tag.has_value && variable::references(&tag.value.text).is_empty()) {
                one(query, &tag.key, &tag.value, Whose::Jaeger, asked, contract, found);
            }
        }
        let Some(traceql) = query.traceql() else { return };
        for condition in &traceql.conditions {
            let Some(attribute) = traceql.attributes.get(condition.attribute) else { continue };
            // That there is no such service is reported as such.
            if condition.operator.text != "=" || condition.value_has_variable || attribute.name.text == "service.name" {
                continue;
            }
            if let Some(whose) = whose(attribute).filter(|_| condition.value.text != "nil") {
                one(query, &attribute.name, &condition.value, whose, Asked::default(), contract, found);
            }
        }
    }
}

fn one(
    query: &QueryView<'_>,
    key: &Part,
    value: &Part,
    whose: Whose,
    asked: Asked<'_>,
    contract: &Contract,
    found: &mut Findings<'_>,
) {
    let owners = traces::attributes(contract, asked, whose, &key.text);
    if owners.is_empty() || owners.iter().any(|(kind, values)| kind.takes(&value.text) && values.contains(&value.text)) {
        return;
    }
    let known: Vec<&str> = owners.iter().flat_map(|(_, values)| values.known().unwrap_or_default()).map(String::as_str).collect();
    let near = nearest(&value.text, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let message = format!("`{}` is never `{}`{}: nothing is found", key.text, value.text, asked.words());
    let reported = found.in_query(query, &value.range, message).label_if(near);
    match owners.as_slice() {
        [(kind, _), ..] if known.is_empty() => reported.help(format!("its values are of the type {}", kind.name())),
        _ => reported.help(format!("it is one of `{}`", known.join("`, `"))),
    };
}
