//! [`Trail`]: where a walk through a value stands.

use crate::diag::Pointer;

/// The way from the root, without allocating one for every value that is in order.
#[derive(Clone, Copy)]
pub(super) enum Trail<'a> {
    Root,
    Key(&'a Trail<'a>, &'a str),
    Index(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    /// The way, as a pointer.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(before, key) => before.pointer().key(key),
            Self::Index(before, index) => before.pointer().index(*index),
        }
    }
}
