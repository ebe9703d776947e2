//! A service that emits no spans.

use crate::diag::suggest::nearest;
use crate::query::traceql::{Scope, TraceQl};
use crate::rules::query::traces;
use crate::rules::view::PanelView;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct UnknownService;

impl Rule for UnknownService {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-service");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| traces::has_spans(contract)) else { return };
        for target in &panel.targets {
            let Some(search) = traces::search(target.target) else { continue };
            let Some(service) = traces::plain(search.service.as_deref()) else { continue };
            if !contract.has_service(service) {
                let (message, near) = unknown(service, contract);
                found.value(&target.at.key("service"), message).label_if(near).help(help(contract));
            }
        }
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| traces::has_spans(contract)) else { return };
        let Some(traceql) = query.traceql() else { return };
        for condition in &traceql.conditions {
            let is_equal = condition.operator.text == "=" && !condition.value_has_variable;
            if is_equal && is_service(traceql, condition.attribute) && !contract.has_service(&condition.value.text) {
                let (message, near) = unknown(&condition.value.text, contract);
                found.in_query(query, &condition.value.range, message).label_if(near).help(help(contract));
            }
        }
    }
}

/// Whether an attribute of a query is the name of a service.
fn is_service(traceql: &TraceQl, attribute: usize) -> bool {
    traceql.attributes.get(attribute).is_some_and(|attribute| match &attribute.scope {
        Scope::Intrinsic => matches!(attribute.name.text.as_str(), "rootServiceName" | "trace:rootService"),
        Scope::Any => attribute.name.text == "service.name",
        Scope::Named(scope) => scope.text == "resource" && attribute.name.text == "service.name",
    })
}

fn unknown(service: &str, contract: &Contract) -> (String, Option<String>) {
    let services = contract.services();
    let near = nearest(service, services.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
    (format!("no service named `{service}` emits spans: nothing is found"), near)
}

fn help(contract: &Contract) -> String {
    format!("services that do are `{}`", contract.services().join("`, `"))
}
