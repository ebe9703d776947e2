//! From a [`Pointer`] to the bytes of a file that it means.
