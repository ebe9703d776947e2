use super::{Query, parse};
use crate::query::Unread;

fn read(text: &str) -> Query {
    parse(text).unwrap_or_else(|unread| panic!("{text}: {unread:?}"))
}
#[test]
fn x() {
    read("sum(rate(x[5m])) by (a)");
}

#[test]
fn a_variable_with_quotes_of_its_own_is_part_of_the_text_around_it() {
    let query = read("rate(m{a=\"${__span.tags[\"service.name\"]}\", b=\"c\"}[5m])");
    let matchers = &query.selectors[0].matchers;
    assert_eq!(matchers.len(), 2);
    assert!(matchers[0].value_has_variable);
    assert_eq!(matchers[1].value.text, "c");
}
