//! Arbitrary texts, and real queries with something changed: never a panic, ranges within the text, one canonical text.

use crate::corpus;
use proptest::prelude::*;
use spanboard::query::Unread;
use spanboard::query::logql::parse;

/// Queries that use most of the grammar, to be changed.
const QUERIES: [&str; 6] = [
    r#"sum by (level, $l) (count_over_time({app="a", pod=~"${p:regex}"} |= "x" or `y` | json c="d[0]", e [$__auto] offset -1h))"#,
    r#"quantile_over_time(0.9, {a!=""}[5m] | logfmt --strict | took > 1.5s and (size <= 20MB, f="g") | unwrap duration(h)) by (i)"#,
    r#"topk(5, rate(({a="b"} | regexp "(?P<j>\\w+)" | pattern `<k> <_>`)[1h30m])) / on (a) group_left (b) 100 > bool 2 ^ -3"#,
    r#"{a="b", $m} |> "<_>x<_>" != ip("10.0.0.0/8") | addr=ip("1.2.3.4") | line_format "{{.n}}" # comment"#,
    r#"label_replace(vector(1) or $q, "to", "$1", "from", "(.*)") unless ignoring () sort(rate($sel[5m]))"#,
    r#"{a=`b`} | label_format c=d, e="{{.f}}" | drop g, h=~"i" | keep j | unpack | decolorize"#,
];

/// What a query is made of, for texts that come close to one.
const PIECES: [&str; 40] = [
    "{", "}", "(", ")", "[", "]", "a", "=", "=~", "!=", "\"b\"", "`c`", ",", "|", "|=", "|>", "json", "logfmt", "unwrap", "rate",
    "sum", "by", "or", "and", "on", "offset", "5m", "5", "20MB", "$v", "${v:x}", "[[v]]", "ip", "-", ">", "^", "#", "\n", "\\",
    "ä",
];

fn holds(text: &str) {
    match parse(text) {
        Ok(query) => {
            let canonical = query.canonical();
            let again = parse(canonical).unwrap_or_else(|error| panic!("{text}\n{canonical}\n{error:?}"));
            assert_eq!(again.canonical(), canonical, "{text}");
            assert_eq!((again.kind, again.expressions.len()), (query.kind, query.expressions.len()), "{text}");
            assert_eq!(again.labels(), query.labels(), "{text}");
            for reference in &query.variables {
                assert!(text.get(reference.range.clone()).is_some_and(|written| written.starts_with(['$', '['])), "{text}");
            }
            for index in 0..query.pipelines.len() {
                assert!(query.applied(index).len() <= query.expressions.len());
            }
        }
        Err(Unread::Syntax { message, range }) => {
            assert!(text.get(range.clone()).is_some(), "{text}\n{range:?}");
            assert!(!message.is_empty() && !message.ends_with('.') && !message.contains('\n'), "{message}");
        }
        Err(Unread::Unchecked { reason }) => assert!(!reason.is_empty()),
    }
}

#[test]
fn the_queries_to_be_changed_are_good_ones() {
    for query in QUERIES {
        crate::read(query);
        holds(query);
    }
}

#[test]
fn every_beginning_of_a_real_query_is_read_or_refused() {
    for query in corpus::queries().into_iter().map(|found| found.text).chain(QUERIES.map(str::to_owned)) {
        for (end, _) in query.char_indices() {
            holds(&query[..end]);
            holds(&query[end..]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_is_read_or_refused(text in "\\PC{0,60}") {
        holds(&text);
    }

    #[test]
    fn arbitrary_pieces_are_read_or_refused(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30), gap in "[ ]?") {
        holds(&pieces.join(&gap));
    }

    #[test]
    fn changed_queries_are_read_or_refused(
        query in prop::sample::select(&QUERIES[..]),
        at in any::<prop::sample::Index>(),
        cut in 0..6usize,
        piece in prop::sample::select(&PIECES[..]),
    ) {
        let places: Vec<usize> = query.char_indices().map(|(at, _)| at).collect();
        let start = at.index(places.len());
        let end = (start + cut).min(places.len() - 1);
        holds(&format!("{}{piece}{}", &query[..places[start]], &query[places[end]..]));
    }

    #[test]
    fn any_value_in_quotes_is_read_back(value in any::<String>()) {
        let escapes: Vec<String> = value.chars().map(|character| format!("\\U{:08x}", u32::from(character))).collect();
        let quoted = escapes.concat();
        let query = crate::read(&format!("{{a=\"b\", c=\"{quoted}\"}}"));
        prop_assert_eq!(&query.pipelines[0].matchers[1].value.text, &value);
        let again = crate::read(query.canonical());
        prop_assert!(again.pipelines[0].matchers.iter().any(|matcher| matcher.value.text == value));
    }
}
