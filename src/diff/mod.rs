//! What changed between two sets of files, as a reviewer would say it.
//!
//! From: the files of two sides, in memory. To: a [`Comparison`]: each file that differs, with its changes in words and with the
//! places that they stand for.
//!
//! Three steps make sure that nothing is left out. First every difference of two values is found, whatever it means (`raw`, `align`;
//! `panels` and `dashboard` pair panels wherever they stand). Then differences are sorted by what they are about (`group`). Then
//! each is told (`tell`): several together where they are one thing, and by its path where nobody has words for it. A change can
//! only be made from differences, and what nobody takes is told by itself.
//!
//! No change is: another order of keys, other white space, another way of writing a number, a query that only is written
//! otherwise, and numbers that Grafana gives anew.

mod align;
mod change;
mod compare;
mod dashboard;
mod equal;
mod file;
mod group;
mod lines;
mod panels;
mod queries;
mod raw;
mod tell;
mod words;

pub use change::{Action, Change, Comparison, Counts, FileDiff, FileKind, FileState, PlacePair, Signal, Subject, Unread};
pub use compare::{compare, compare_files, compare_values};
pub use file::{Content, File, Side};
pub use words::{Word, words};
