//! Long, deep, arbitrary and mutated queries.

use proptest::prelude::*;

use super::parse;
use crate::query::Unread;

#[test]
fn long_and_deep_queries_are_given_up_within_a_small_stack() {
    let deep = [
        "(".repeat(10_000),
        format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{}a{}", "abs(".repeat(10_000), ")".repeat(10_000)),
        format!("{}a", "-".repeat(10_000)),
        format!("{}a", "- +".repeat(10_000)),
        format!("a{}", "+a".repeat(100_000)),
        format!("a{}", "^a".repeat(100_000)),
        format!("sum by (a:b) (x) + {}a", "-".repeat(10_000)),
        format!("sum by (a:b) (x) + {}a", "-".repeat(1_900)),
        format!("sum by (a:b) (x) + {}a{}", "(".repeat(950), ")".repeat(950)),
        format!("sum by (a:b) (x) {}", "+x".repeat(950)),
        format!("a{}", "[1m:]".repeat(3_000)),
        format!("a{}", "[1m:]".repeat(100_000)),
        "a".repeat(10 << 20),
        "${a.".repeat(200_000),
        format!("a{{{}", "b=\"c\",".repeat(100_000)),
    ];
    let work = move || {
        for text in deep {
            assert!(parse(&text).is_err(), "{}", &text[..10]);
        }
        for (open, close) in [("(", ")"), ("abs(", ")"), ("sum by (a) (", ")"), ("1 or 1 + 1 * 1 ^ (", ")"), ("-", "")] {
            let text = format!("{}a{}", open.repeat(100), close.repeat(100));
            let _ = parse(&text);
        }
        assert!(parse(&format!("a{}", "+a".repeat(500))).is_ok());
        assert!(parse(&format!("a{{{}}}", "b=\"c\",".repeat(20_000))).is_ok());
        assert!(parse(&format!("sum by ({}) (a)", "b,".repeat(40_000))).is_ok());
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
}

/// Queries as people write them, to be mutated.
const SEEDS: [&str; 5] = [
    "sum by (le, $by) (rate(http_seconds_bucket{job=~\"$job\", code!~`5..`}[$__rate_interval])) / on (a) group_left (b) up",
    "histogram_quantile(0.95, sum(rate(x_bucket{$__tags, a=\"b\"}[5m] offset 1h)) by (le)) > bool 1e3 # why",
    "label_replace(max_over_time(deriv(x[1h])[1d:5m]), \"a\", \"$1\", 'b', \"(.*)\") or -vector(0) unless absent(y)",
    "topk($n, hsi_${stage}_total @ end()) and {\"http.server\", __name__=~\"a|b\"} ^ 2 atan2 Inf",
    "WITH (x = 1Ki) x default 5i keep_metric_names if ([[y]] * ignoring (z) fill (0) ${q:raw})",
];

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_bytes_that_are_there(text in ".{0,80}") {
        if let Err(Unread::Syntax { range, .. }) = parse(&text) {
            prop_assert!(text.get(range).is_some());
        }
    }

    #[test]
    fn mutated_queries_are_read_or_refused(
        seed in 0..SEEDS.len(),
        cuts in prop::collection::vec((0.0..1.0_f64, "[a-z$\\{\\}\\[\\]()\"'`=~!,:@#\\\\+5m ]{0,3}", 0..4_usize), 1..4),
    ) {
        let mut characters: Vec<char> = SEEDS[seed].chars().collect();
        for (place, inserted, removed) in cuts {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
            let at = (place * characters.len() as f64) as usize;
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, inserted.chars());
        }
        let text: String = characters.into_iter().collect();
        match parse(&text) {
            Err(Unread::Syntax { range, .. }) => prop_assert!(text.get(range).is_some(), "{text}"),
            Err(Unread::Unchecked { .. }) => {}
            Ok(query) => {
                prop_assert!(query.selectors.iter().all(|selector| text.get(selector.bytes.clone()).is_some()), "{text}");
                // The canonical text says the same.
                let canonical = query.canonical(&text);
                let again = parse(&canonical).map(|again| again.canonical(&canonical));
                prop_assert_eq!(again, Ok(canonical), "{}", text);
            }
        }
    }
}
