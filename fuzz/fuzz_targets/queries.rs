//! Any text is a query or none, in each language; what is wrong has a place in the text; a canonical text says the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use spanboard::query::{Unread, jaeger, logql, promql, regular_expression, traceql, variable};

fuzz_target!(|text: &str| {
    let promql = promql::parse(text);
    let logql = logql::parse(text);
    for found in
        [promql.as_ref().err(), logql.as_ref().err(), traceql::parse(text).err().as_ref(), jaeger::tags(text).err().as_ref()]
    {
        if let Some(Unread::Syntax { range, .. }) = found {
            assert!(text.get(range.clone()).is_some());
        }
    }
    if let Ok(query) = promql {
        let canonical = query.canonical(text);
        let again = promql::parse(&canonical).map(|again| again.canonical(&canonical));
        assert_eq!(again, Ok(canonical));
    }
    if let Ok(query) = logql {
        let again = logql::parse(query.canonical()).map(|again| again.canonical().to_owned());
        assert_eq!(again.as_deref(), Ok(query.canonical()));
    }
    for reference in variable::references(text) {
        assert!(text.get(reference.range).is_some());
    }
    let _ = jaeger::duration(text);
    let (pattern, line) = text.split_once('\n').unwrap_or((text, text));
    if let Ok(pattern) = regular_expression::re2(pattern) {
        let _ = pattern.matches(line);
    }
    if let Ok(pattern) = regular_expression::javascript(pattern) {
        let _ = pattern.first_group_of_match(line);
    }
});
