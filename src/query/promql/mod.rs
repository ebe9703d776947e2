//! PromQL: from a query's text to its selectors, matchers, functions and labels.
//!
//! From: the text as its author wrote it, Grafana's variables included. To: a [`Query`], every part of it with its bytes in that
//! text, or what Prometheus would refuse it for. What only VictoriaMetrics or a newer Prometheus may read, and what a variable
//! decides, is [`Unread::Unchecked`].

#[cfg(test)]
mod agreement_tests;
mod applied;
#[cfg(test)]
mod arbitrary_tests;
mod cursor;
mod expression;
mod function;
mod labels;
mod literal;
mod metricsql;
mod operand;
#[cfg(test)]
mod oracle_tests;
mod quantile;
#[cfg(test)]
mod random_tests;
mod selector;
#[cfg(test)]
mod tests;
mod token;
mod tree;
mod types;
#[cfg(test)]
mod types_tests;

pub use self::applied::{Applied, Call, Group, Grouping, Matching};
pub use self::function::ValueType;
pub use self::labels::Labels;
pub use self::quantile::Quantile;
pub use self::selector::{Duration, MatchOperator, Matcher, MatcherVariable, MetricName, Offset, Selector};

use std::borrow::Cow;

use self::cursor::{Cursor, unchecked};
use self::expression::Reader;
use self::token::Token;
use self::tree::{Kind, Tree};
use super::{LONGEST, Unread, variable};

/// Queries of more tokens than this are not parsed.
const MOST_TOKENS: usize = 100_000;

/// A query that was read.
#[derive(Debug, Clone)]
pub struct Query {
    /// What it selects, in the order of the text.
    pub selectors: Vec<Selector>,
    /// The `on` and `ignoring` of its operators, in the order of the text.
    pub matchings: Vec<Matching>,
    /// The functions it calls, inner ones before outer ones.
    pub calls: Vec<Call>,
    /// Its calls of `histogram_quantile`.
    pub quantiles: Vec<Quantile>,
    /// The variables in it, in the order of the text; those in comments too, since Grafana replaces them there as well.
    pub variables: Vec<variable::Reference>,
    labels: Labels,
    result: Option<ValueType>,
    tokens: Vec<Token>,
}

impl Query {
    /// Which labels its result has, as far as the query tells.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// What it gives; `None` where a variable decides.
    #[must_use]
    pub fn result(&self) -> Option<ValueType> {
        self.result
    }

    /// A text that is the same for two queries that differ only in white space, comments, kinds of quotes, and the order of
    /// matchers. Variables appear in it as they are written. `text` is what the query was read from.
    #[must_use]
    pub fn canonical(&self, text: &str) -> String {
        canonical(text, &self.tokens)
    }
}

/// Reads `text`.
///
/// [`Unread::Syntax`] is what Prometheus refuses too: its grammar, the types of its functions, functions that it does not have.
/// Regular expressions in matchers are not looked at; [`super::regular_expression::re2`] is for them.
pub fn parse(text: &str) -> Result<Query, Unread> {
    if text.is_empty() {
        return Err(unchecked("it is empty: Grafana does not run it".to_owned()));
    }
    if text.len() > LONGEST {
        return Err(unchecked(format!("it is longer than {LONGEST} bytes")));
    }
    let tokens = token::scan(text)?;
    if tokens.len() > MOST_TOKENS {
        return Err(unchecked(format!("it has more than {MOST_TOKENS} words and symbols")));
    }
    let mut reader = Reader { cursor: Cursor::new(text, &tokens), tree: Tree::default() };
    reader.query()?;
    let types = types::check(&reader.tree)?;
    let tree = reader.tree;
    Ok(query(text, tokens, tree, &types))
}

fn query(text: &str, tokens: Vec<Token>, mut tree: Tree, types: &[Option<ValueType>]) -> Query {
    let labels = labels::flow(&tree, types);
    let quantiles = quantile::quantiles(&tree, &labels);
    let chains: Vec<(usize, Vec<Applied>)> = tree
        .nodes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| match node.kind {
            Kind::Selector(selector) => Some((selector, applied::chain(&tree, index))),
            _ => None,
        })
        .collect();
    for (selector, chain) in chains {
        if let Some(selector) = tree.selectors.get_mut(selector) {
            selector.applied = chain;
        }
    }
    let calls = tree.nodes.iter().filter_map(|node| match &node.kind {
        Kind::Call { name } => Some(Call {
            name: name.clone(),
            is_experimental: function::is_experimental(&name.text),
            bytes: node.bytes.clone(),
            selectors: node.selectors.clone(),
        }),
        _ => None,
    });
    Query {
        calls: calls.collect(),
        variables: variable::references(text).into_iter().filter(token::is_name).collect(),
        result: types.last().copied().flatten(),
        labels: labels.last().cloned().unwrap_or(Labels::Unknown),
        selectors: tree.selectors,
        matchings: tree.matchings,
        quantiles,
        tokens,
    }
}

/// The tokens with one space between them, strings in double quotes, matchers in the order of their text.
fn canonical(text: &str, tokens: &[Token]) -> String {
    let mut canonical = String::with_capacity(text.len());
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        if token.text(text) == "{" {
            let inside = rest.iter().take_while(|token| token.text(text) != "}").count();
            let (matchers, after) = rest.split_at(inside);
            canonical.push_str(&braces(text, matchers));
            rest = after.get(1..).unwrap_or_default();
        } else {
            canonical.push_str(&plain(text, token));
        }
        canonical.push(' ');
    }
    canonical.truncate(canonical.trim_end().len());
    canonical
}

/// The matchers between braces, sorted.
fn braces(text: &str, tokens: &[Token]) -> String {
    let items = tokens.split(|token| token.text(text) == ",").filter(|item| !item.is_empty());
    let mut items: Vec<String> = items.map(|item| item.iter().map(|token| plain(text, token)).collect()).collect();
    items.sort();
    format!("{{{}}}", items.join(", "))
}

/// A token as it is written; a string in double quotes, whatever quotes it is written in.
fn plain<'text>(text: &'text str, token: &Token) -> Cow<'text, str> {
    let written = token.text(text);
    let content = if token.kind == token::Kind::String { literal::unquoted(written) } else { None };
    content.map_or(Cow::Borrowed(written), |content| Cow::Owned(literal::quoted(&content)))
}
