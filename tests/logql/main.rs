//! LogQL: good and bad queries by hand, those of dashboards by others, and arbitrary texts.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod accepted;
mod corpus;
mod limits;
mod meaning;
mod properties;
mod refused;
mod result_labels;

use spanboard::query::Unread;
use spanboard::query::logql::{Query, parse};

/// The query that `text` is.
#[track_caller]
fn read(text: &str) -> Query {
    parse(text).unwrap_or_else(|error| panic!("{text:.200}\n{error:?}"))
}

/// The message for what `text` breaks, and the text at its range.
#[track_caller]
fn refusal(text: &str) -> (String, String) {
    match parse(text) {
        Err(Unread::Syntax { message, range }) => (message, text.get(range).expect("a range of the text").to_owned()),
        other => panic!("not refused: {text:.200}\n{other:?}"),
    }
}

/// Why `text` was not checked.
#[track_caller]
fn reason(text: &str) -> String {
    match parse(text) {
        Err(Unread::Unchecked { reason }) => reason,
        other => panic!("not left unchecked: {text:.200}\n{other:?}"),
    }
}
