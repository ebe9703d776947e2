//! An operation that no span is named after.

use crate::diag::suggest::nearest;
use crate::query::traceql::Scope;
use crate::rules::query::traces;
use crate::rules::view::PanelView;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct UnknownOperation;

impl Rule for UnknownOperation {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-operation");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| traces::has_spans(contract)) else { return };
        for target in &panel.targets {
            let Some(search) = traces::search(target.target) else { continue };
            // That `All` is no operation is told whether there is a contract or not.
            let operation = traces::plain(search.operation.as_deref()).filter(|operation| *operation != "All");
            let Some(operation) = operation else { continue };
            let service = traces::plain(search.service.as_deref()).filter(|service| contract.has_service(service));
            if !contract.span_matches(service, operation).is_empty() {
                continue;
            }
            let of = service.map(|service| format!(" of `{service}`")).unwrap_or_default();
            let message = format!("no span{of} is named `{operation}`: nothing is found");
            let others = contract.span_matches(None, operation).into_iter().next();
            let reported = found.value(&target.at.key("operation"), message).label_if(near(operation, service, contract));
            match others {
                Some(other) => reported.related(other.place(), format!("spans of `{}` are", other.source.name)),
                None => reported,
            };
        }
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| traces::has_spans(contract)) else { return };
        let Some(traceql) = query.traceql() else { return };
        for condition in &traceql.conditions {
            let is_name = traceql.attributes.get(condition.attribute).is_some_and(|attribute| {
                attribute.scope == Scope::Intrinsic
                    && matches!(attribute.name.text.as_str(), "name" | "span:name" | "rootName" | "trace:rootName")
            });
            let name = condition.value.text.as_str();
            if is_name
                && condition.operator.text == "="
                && !condition.value_has_variable
                && contract.span_matches(None, name).is_empty()
            {
                found
                    .in_query(query, &condition.value.range, format!("no span is named `{name}`: nothing is found"))
                    .label_if(near(name, None, contract));
            }
        }
    }
}

/// The name that was meant, among those of the service's spans.
fn near(operation: &str, service: Option<&str>, contract: &Contract) -> Option<String> {
    let spans = contract.spans().filter(|span| service.is_none_or(|service| span.is_of(service)));
    let near = nearest(operation, spans.filter_map(|span| span.spec.name.as_deref()))?;
    (near != operation).then(|| format!("did you mean `{near}`?"))
}
