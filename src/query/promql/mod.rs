//! PromQL: from a query's text to its selectors, matchers, functions and labels.
//!
//! From: the text as its author wrote it, Grafana's variables included. To: a [`Query`], every part of it with its bytes in that
//! text. Two readers have to agree before a query is called wrong: the one here, which knows positions and variables, and the
//! crate promql-parser, which knows the functions and their types. What only VictoriaMetrics or a newer Prometheus may read, and
//! what a variable decides, is [`Unread::Unchecked`].

mod applied;
mod cursor;
mod expression;
mod judge;
mod labels;
mod literal;
mod metricsql;
mod operand;
mod quantile;
mod selector;
#[cfg(test)]
mod tests;
mod token;
mod tree;

pub use self::applied::{Applied, Call, Group, Grouping, Matching};
pub use self::labels::Labels;
pub use self::quantile::Quantile;
pub use self::selector::{Duration, MatchOperator, Matcher, MatcherVariable, MetricName, Offset, Selector};

use self::cursor::{Cursor, unchecked};
use self::expression::Reader;
use self::token::Token;
use self::tree::{Kind, Tree};
use super::{LONGEST, Unread, variable};

/// Queries of more tokens than this are not parsed.
const MOST_TOKENS: usize = 20_000;

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
    canonical: String,
}

impl Query {
    /// Which labels its result has, as far as the query tells.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// A text that is the same for two queries that differ only in white space, comments, kinds of quotes, and the order of
    /// matchers. Variables appear in it as they are written.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
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
    match reader.query() {
        Err(Unread::Syntax { .. })
            if !reader.cursor.is_certain && judge::contradicts(text, &tokens, &reader.cursor.stand_ins) =>
        {
            return Err(unchecked("its grammar is read in two ways".to_owned()));
        }
        Ok(()) => judge::agrees(text, &tokens, &reader.cursor.stand_ins)?,
        Err(unread) => return Err(unread),
    }
    Ok(query(text, &tokens, reader.tree))
}

fn query(text: &str, tokens: &[Token], mut tree: Tree) -> Query {
    let canonical = canonical(text, tokens, &tree);
    let labels = labels::flow(&tree);
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
        Kind::Call { name } => Some(Call { name: name.clone(), bytes: node.bytes.clone(), selectors: node.selectors.clone() }),
        _ => None,
    });
    Query {
        calls: calls.collect(),
        variables: variable::references(text).into_iter().filter(token::is_name).collect(),
        labels: labels.last().cloned().unwrap_or(Labels::Unknown),
        selectors: tree.selectors,
        matchings: tree.matchings,
        quantiles,
        canonical,
    }
}

/// The tokens with one space between them, strings in double quotes, matchers in the order of their text.
fn canonical(text: &str, tokens: &[Token], tree: &Tree) -> String {
    let mut canonical = String::with_capacity(text.len());
    let mut selectors = tree.selectors.iter().filter(|selector| text[selector.bytes.clone()].ends_with('}'));
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let written = &text[token.range.clone()];
        at += 1;
        match token.kind {
            token::Kind::String => canonical.push_str(&quoted(written)),
            _ if written != "{" => canonical.push_str(written),
            _ => {
                let end = selectors.next().map_or(text.len(), |selector| selector.bytes.end);
                let inside = tokens[at..].iter().take_while(|token| token.range.end < end).count();
                canonical.push_str(&braces(text, &tokens[at..at + inside]));
                at += inside + 1;
            }
        }
        canonical.push(' ');
    }
    canonical.truncate(canonical.trim_end().len());
    canonical
}

/// The matchers between braces, sorted.
fn braces(text: &str, tokens: &[Token]) -> String {
    let items = tokens.split(|token| &text[token.range.clone()] == ",");
    let items = items.filter(|item| !item.is_empty()).map(|item| {
        item.iter()
            .map(|token| match token.kind {
                token::Kind::String => quoted(&text[token.range.clone()]),
                _ => text[token.range.clone()].to_owned(),
            })
            .collect::<String>()
    });
    let mut items: Vec<String> = items.collect();
    items.sort();
    format!("{{{}}}", items.join(", "))
}

/// A string in double quotes, whatever quotes it is written in.
fn quoted(written: &str) -> String {
    literal::unquoted(written).map_or_else(|| written.to_owned(), |text| format!("{text:?}"))
}
