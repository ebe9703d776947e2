//! What the rules on tags of spans share: which tags a contract knows.

use super::links::OF_EVERY_SPAN;
use crate::diag::Pointer;
use crate::diag::suggest::nearest;
use crate::grafana::datasource::links::Tag;
use crate::rules::{Context, Findings};
use crate::signals::Contract;

/// Whether spans can have a tag `key`.
pub(super) fn is_of_spans(key: &str, contract: &Contract) -> bool {
    OF_EVERY_SPAN.contains(&key) || !contract.attribute(key).is_empty()
}

/// The tags that no span has, each with its place in the list. None where the contract declares no spans: then it does not speak of
/// them.
pub(super) fn unknown<'a>(tags: &'a [Tag], contract: &'a Contract) -> impl Iterator<Item = (usize, &'a str)> {
    let declares_spans = contract.spans().next().is_some();
    let keys = tags.iter().enumerate().filter_map(|(index, tag)| Some((index, tag.key.as_deref()?)));
    keys.filter(move |(_, key)| declares_spans && !key.is_empty() && !is_of_spans(key, contract))
}

/// Reports a tag that no span has.
pub(super) fn report_unknown(at: &Pointer, key: &str, contract: &Contract, found: &mut Findings<'_>) {
    let near = nearest(key, contract.attribute_keys());
    let message = format!("no span or resource of the contract has an attribute `{key}`: the query never asks for it");
    found.value(at, message).label_if(near.map(|near| format!("did you mean `{near}`?")));
}

/// Whether one of the tags of the links to metrics is on every span, as the contract says.
pub(super) fn is_always_there(around: &Context<'_>) -> bool {
    let (Some(contract), Some(datasource)) = (around.contract, around.datasource) else { return false };
    let tags = datasource.traces_to_metrics().and_then(|links| links.tags.as_deref()).unwrap_or_default();
    let mut keys = tags.iter().filter_map(|tag| tag.key.as_deref());
    let mut sources = contract.sources().iter().filter(|source| !source.spans.is_empty()).peekable();
    if sources.peek().is_none() {
        return false;
    }
    let sources: Vec<_> = sources.collect();
    keys.any(|key| OF_EVERY_SPAN.contains(&key) || sources.iter().all(|source| source.resource.contains_key(key)))
}
