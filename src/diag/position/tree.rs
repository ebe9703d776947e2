//! [`Tree`]: a document as keys and values with their places, and [`Builder`], which makes one from a stream of events.
//!
//! The nodes lie in one list and refer to each other by number, so that no depth of nesting can exhaust the stack, neither
//! while building nor while dropping.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::Pointer;
use super::written::{Text, Written};

/// A document's keys and values.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    root: usize,
}

#[derive(Debug, Clone)]
struct Node {
    key: Option<Range<usize>>,
    value: Range<usize>,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// With its text, where it has one.
    Leaf(Option<Text>),
    Mapping(BTreeMap<String, usize>),
    List(Vec<usize>),
}

impl Node {
    /// The same node in a list whose first `shift` nodes are others.
    fn shifted(mut self, shift: usize) -> Self {
        match &mut self.content {
            Content::Leaf(_) => {}
            Content::Mapping(entries) => entries.values_mut().for_each(|child| *child += shift),
            Content::List(elements) => elements.iter_mut().for_each(|child| *child += shift),
        }
        self
    }
}

/// What a pointer led to.
pub(super) struct Found<'a> {
    /// Whether the whole pointer could be followed; if not, this is the nearest parent.
    pub(super) exact: bool,
    pub(super) key: Option<&'a Range<usize>>,
    pub(super) value: &'a Range<usize>,
    /// The value, if it is a text.
    pub(super) text: Option<&'a Text>,
}

impl Tree {
    /// The one document, or a list of all; `length` is that of the whole text. `None` without any.
    pub(super) fn of_documents(mut documents: Vec<Self>, length: usize) -> Option<Self> {
        if documents.len() < 2 {
            return documents.pop();
        }
        let mut nodes: Vec<Node> = Vec::new();
        let mut roots = Vec::with_capacity(documents.len());
        for document in documents {
            let shift = nodes.len();
            roots.push(document.root + shift);
            nodes.extend(document.nodes.into_iter().map(|node| node.shifted(shift)));
        }
        let root = nodes.len();
        nodes.push(Node { key: None, value: 0..length, content: Content::List(roots) });
        Some(Self { nodes, root })
    }

    /// What `pointer` leads to, or its nearest parent that exists.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<Found<'_>> {
        let mut node = self.nodes.get(self.root)?;
        let mut exact = true;
        for step in pointer.steps() {
            let child = match &node.content {
                Content::Leaf(_) => None,
                Content::Mapping(entries) => entries.get(&step),
                Content::List(elements) => step.parse::<usize>().ok().and_then(|index| elements.get(index)),
            };
            let Some(child) = child.and_then(|child| self.nodes.get(*child)) else {
                exact = false;
                break;
            };
            node = child;
        }
        let text = match &node.content {
            Content::Leaf(text) => text.as_ref(),
            Content::Mapping(_) | Content::List(_) => None,
        };
        Some(Found { exact, key: node.key.as_ref(), value: &node.value, text })
    }
}

/// A mapping or list that has begun and not yet ended.
struct Open {
    node: usize,
    /// The entry's key that has been read and whose value comes next. The name is missing where the key is not a text.
    key: Option<(Option<String>, Range<usize>)>,
    /// Whether this stands where a key is expected: its content is of no interest, but its range is.
    is_key: bool,
    /// The end of the last thing inside.
    end: usize,
}

/// Builds a [`Tree`] from values in the order in which they are written.
#[derive(Default)]
pub(super) struct Builder {
    nodes: Vec<Node>,
    open: Vec<Open>,
    root: Option<usize>,
}

impl Builder {
    /// A text, number, or anything else without inner values; `name` is what it is called if it turns out to be a key.
    pub(super) fn leaf(&mut self, name: Option<String>, range: Range<usize>, written: Option<Written>) {
        if self.expects_key() {
            self.take_key(name, range);
        } else {
            self.add(range, Content::Leaf(written.map(Text::new)));
        }
    }

    /// The begin of a mapping.
    pub(super) fn open_mapping(&mut self, start: usize) {
        self.open(start, Content::Mapping(BTreeMap::new()));
    }

    /// The begin of a list.
    pub(super) fn open_list(&mut self, start: usize) {
        self.open(start, Content::List(Vec::new()));
    }

    /// The end of the innermost mapping or list: `end`, or where its last value ends.
    pub(super) fn close(&mut self, end: Option<usize>) {
        let Some(closed) = self.open.pop() else { return };
        let Some(node) = self.nodes.get_mut(closed.node) else { return };
        node.value.end = end.unwrap_or(closed.end).max(node.value.start);
        let range = node.value.clone();
        if closed.is_key {
            self.take_key(None, range);
        } else if let Some(parent) = self.open.last_mut() {
            parent.end = parent.end.max(range.end);
        }
    }

    /// The place of the byte after the key whose value comes next; `None` where no value of a key is expected.
    pub(super) fn pending_key_end(&self) -> Option<usize> {
        self.open.last()?.key.as_ref().map(|(_, range)| range.end)
    }

    /// The tree, if a whole document was read.
    pub(super) fn finish(self) -> Option<Tree> {
        let root = self.root.filter(|_| self.open.is_empty())?;
        Some(Tree { nodes: self.nodes, root })
    }

    fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|open| {
            open.key.is_none() && matches!(self.nodes.get(open.node), Some(Node { content: Content::Mapping(_), .. }))
        })
    }

    fn take_key(&mut self, name: Option<String>, range: Range<usize>) {
        if let Some(open) = self.open.last_mut() {
            open.end = open.end.max(range.end);
            open.key = Some((name, range));
        }
    }

    fn open(&mut self, start: usize, content: Content) {
        let is_key = self.expects_key();
        let node = if is_key { self.push(None, start..start, content) } else { self.add(start..start, content) };
        self.open.push(Open { node, key: None, is_key, end: start });
    }

    /// Adds a value to what is open, under the key that was read before it.
    fn add(&mut self, value: Range<usize>, content: Content) -> usize {
        let end = value.end;
        let (name, key) = match self.open.last_mut().and_then(|open| open.key.take()) {
            Some((name, key)) => (name, Some(key)),
            None => (None, None),
        };
        let node = self.push(key, value, content);
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return node;
        };
        open.end = open.end.max(end);
        match (self.nodes.get_mut(open.node).map(|parent| &mut parent.content), name) {
            (Some(Content::Mapping(entries)), Some(name)) => drop(entries.insert(name, node)),
            (Some(Content::List(elements)), _) => elements.push(node),
            _ => {}
        }
        node
    }

    fn push(&mut self, key: Option<Range<usize>>, value: Range<usize>, content: Content) -> usize {
        self.nodes.push(Node { key, value, content });
        self.nodes.len() - 1
    }
}
