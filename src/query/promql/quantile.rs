//! Calls of `histogram_quantile`, with what is known of their arguments.

use std::ops::Range;

use super::labels::Labels;
use super::tree::{Kind, Node, Tree};

/// One call of `histogram_quantile`.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantile {
    /// The bytes of the whole call.
    pub bytes: Range<usize>,
    /// The quantile, from 0 to 1 where it is right; `None` where it is not a number that is written out.
    pub value: Option<f64>,
    /// The bytes of the quantile.
    pub value_bytes: Range<usize>,
    /// Whether its second argument can have the label `le`, without which a classic histogram gives nothing; `None` where a
    /// variable decides. Native histograms need none.
    pub has_le: Option<bool>,
    /// The selectors in its second argument, as indices into [`super::Query::selectors`].
    pub selectors: Range<usize>,
}

/// The calls of `histogram_quantile` in `tree`; `labels` are those of its nodes.
pub(super) fn quantiles(tree: &Tree, labels: &[Labels]) -> Vec<Quantile> {
    let calls = tree.nodes.iter().filter(|node| matches!(&node.kind, Kind::Call { name } if name.text == "histogram_quantile"));
    calls.filter_map(|call| quantile(tree, labels, call)).collect()
}

fn quantile(tree: &Tree, labels: &[Labels], call: &Node) -> Option<Quantile> {
    let [value, buckets] = call.children() else { return None };
    let (value_node, buckets_node) = (tree.nodes.get(*value)?, tree.nodes.get(*buckets)?);
    Some(Quantile {
        bytes: call.bytes.clone(),
        value: number(tree, *value),
        value_bytes: value_node.bytes.clone(),
        has_le: labels.get(*buckets)?.may_have("le"),
        selectors: buckets_node.selectors.clone(),
    })
}

/// The number that is written out at `node`, with its sign.
fn number(tree: &Tree, node: usize) -> Option<f64> {
    let node = tree.unwrapped(node)?;
    match node.kind {
        Kind::Number(value) => value,
        Kind::Sign { is_minus } => {
            let Kind::Number(value) = tree.unwrapped(*node.children().first()?)?.kind else { return None };
            value.map(|value| if is_minus { -value } else { value })
        }
        _ => None,
    }
}
