//! The tree of a query as a list of nodes, children before their parents: it is walked by loops, however deep it is.

use std::ops::Range;

use super::applied::{Grouping, Matching};
use super::selector::{Duration, Offset, Selector};
use crate::query::Part;

/// A query's tree.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub selectors: Vec<Selector>,
    pub matchings: Vec<Matching>,
}

/// One node.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub kind: Kind,
    pub bytes: Range<usize>,
    children: Vec<usize>,
    parent: Option<usize>,
    /// The selectors in it.
    pub selectors: Range<usize>,
    /// Whether an `@` stands behind it.
    pub has_at: bool,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// The index of a selector.
    Selector(usize),
    /// A variable that stands for an expression: a number, a metric, a whole query.
    Variable,
    /// A number, where it is written out.
    Number(Option<f64>),
    Text {
        value: Part,
        has_variable: bool,
    },
    Brackets,
    Sign {
        is_minus: bool,
    },
    Binary {
        operator: Part,
        is_bool: bool,
        matching: Option<usize>,
        /// Whether it says what stands for missing series: `fill (0)`.
        has_fill: bool,
    },
    Call {
        name: Part,
    },
    Aggregation {
        operator: Part,
        grouping: Option<Grouping>,
    },
    Subquery {
        range: Duration,
        step: Option<Duration>,
        offset: Option<Offset>,
    },
}

impl Tree {
    /// Adds a node over `children`, which are there already; `first_selector` is how many selectors there were before it.
    pub fn push(&mut self, kind: Kind, bytes: Range<usize>, children: Vec<usize>, first_selector: usize) -> usize {
        let index = self.nodes.len();
        for child in &children {
            if let Some(child) = self.nodes.get_mut(*child) {
                child.parent = Some(index);
            }
        }
        let selectors = first_selector..self.selectors.len();
        self.nodes.push(Node { kind, bytes, children, parent: None, selectors, has_at: false });
        index
    }

    /// Says that `node` reaches over `bytes`.
    pub fn extend(&mut self, node: usize, bytes: Range<usize>) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.bytes = bytes;
        }
    }

    pub fn parent(&self, node: usize) -> Option<(usize, &Kind)> {
        let parent = self.nodes.get(node)?.parent?;
        Some((parent, &self.nodes.get(parent)?.kind))
    }

    pub fn children(&self, node: usize) -> &[usize] {
        self.nodes.get(node).map_or(&[], Node::children)
    }

    /// The node behind any brackets around `node`.
    pub fn unwrapped(&self, node: usize) -> Option<&Node> {
        let mut found = self.nodes.get(node)?;
        while let (Kind::Brackets, [inner]) = (&found.kind, found.children()) {
            found = self.nodes.get(*inner)?;
        }
        Some(found)
    }
}

impl Node {
    pub fn children(&self) -> &[usize] {
        &self.children
    }
}
