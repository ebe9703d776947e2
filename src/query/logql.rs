//! One language.
use super::Unread;
/// A query.
#[derive(Debug, Clone)]
pub struct Query;
/// Reads a query.
pub fn parse(_: &str) -> Result<Query, Unread> {
    Err(Unread::Unchecked { reason: "not there yet".to_owned() })
}
