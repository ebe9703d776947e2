use super::{Query, parse};
use crate::query::Unread;

fn read(text: &str) -> Query {
    parse(text).unwrap_or_else(|unread| panic!("{text}: {unread:?}"))
}
#[test]
fn x() {
    read("sum(rate(x[5m])) by (a)");
}
