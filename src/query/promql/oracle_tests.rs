//! What is read and what is refused, held against the crate promql-parser, which knows nothing of this one.
//!
//! From: random queries that fit, do not fit, or are broken. To: both verdicts, which are the same but for the differences in
//! [`DIFFERENCES`]. `tests/queries.rs` does the same with what people write.

use std::collections::BTreeMap;

use super::parse;
use super::random_tests::{Dice, TYPES, broken, expression, words};
use crate::query::Unread;

/// A kind of queries on which the two differ.
struct Difference {
    /// Whether it is read here and refused by the crate, or the other way round.
    is_read: bool,
    /// What the one that refuses says.
    message: &'static str,
    /// What is in the words of the query.
    words: &'static str,
    /// Such a query.
    example: &'static str,
    /// Why it is right here.
    reason: &'static str,
}

const fn refused(message: &'static str, example: &'static str, reason: &'static str) -> Difference {
    Difference { is_read: false, message, words: "", example, reason }
}

const fn read(message: &'static str, words: &'static str, example: &'static str, reason: &'static str) -> Difference {
    Difference { is_read: true, message, words, example, reason }
}

/// Where the crate is not as Prometheus is. (`promql/parser/parse.go`, `lex.go` and `generated_parser.y`; Prometheus'
/// documentation, "Float literals and time durations".)
const DIFFERENCES: &[Difference] = &[
    refused("a plus stands before", "+x[5m]", "the crate drops a plus, whatever it stands before"),
    refused("`limitk` takes a scalar", "limitk(x, y)", "the crate does not ask for the type of this parameter"),
    refused("`limit_ratio` takes a scalar", "limit_ratio(x, y)", "the crate does not ask for the type of this parameter"),
    refused("the second argument of `info`", "info(x, y)", "the crate takes any vector there"),
    refused("what is missing is filled in", "x + fill (0) 5", "the crate takes `fill` next to scalars"),
    refused("has no `fill`", "x or fill (0) y", "the crate takes `fill` behind set operators"),
    refused("the time is beyond", "x @ 10000000000000000000", "the crate keeps times in more than 64 bits"),
    refused("ranges and steps are longer than 0", "x[0]", "the crate refuses `0s` and takes `0`"),
    refused("`exp` takes an instant vector", "exp(NaN)", "the crate lets some numbers pass"),
    refused("`ln` takes an instant vector", "ln(Inf)", "the crate lets some numbers pass"),
    read("duration must be greater than 0", "0s", "x offset 0s", "since version 3, 0 seconds are a number and an offset"),
    read("bad number or duration syntax", "_", "1_000", "digits have underscores between them"),
    read("at least one non-empty matcher", "info", "info(x, {})", "the second argument of `info` may be empty"),
    read("invalid promql query", "or =", "{ or = \"a\" }", "`or` is a label between braces"),
    read("invalid promql query", "or !=", "x{a=\"b\" , or != \"c\"}", "`or` is a label between braces"),
    read("unexpected character inside brackets: '.'", "[ .", "x[.5]", "a length of time may begin with its point"),
    read("ParseFloatError", "0", "051e3", "a zero before a number with an exponent does not count"),
];

/// What the two readers say: the message where it is refused. `None` where it is not told here.
fn verdicts(text: &str) -> Option<(Result<(), String>, Result<(), String>)> {
    let own = match parse(text) {
        Ok(_) => Ok(()),
        Err(Unread::Syntax { message, .. }) => Err(message),
        Err(Unread::Unchecked { .. }) => return None,
    };
    // The crate panics on lengths of time that are too long: `x offset Inf`.
    let other = std::panic::catch_unwind(|| promql_parser::parser::parse(text).map(drop));
    Some((own, other.unwrap_or_else(|_| Err("it panics".to_owned()))))
}

/// Why the two differ on `text`.
fn reason(text: &str, own: &Result<(), String>, other: &Result<(), String>) -> Option<&'static str> {
    let (is_read, message) = match (own, other) {
        (Ok(()), Err(message)) => (true, message),
        (Err(message), Ok(())) => (false, message),
        _ => return None,
    };
    let words = words(text).join(" ");
    let explains =
        |known: &&Difference| known.is_read == is_read && message.contains(known.message) && words.contains(known.words);
    DIFFERENCES.iter().find(explains).map(|known| known.reason)
}

/// How many of `queries` both read, both refuse, and are not told here; what they disagree on without a known reason.
#[derive(Debug, Default)]
struct Verdicts {
    read: usize,
    refused: usize,
    untold: usize,
    known: BTreeMap<&'static str, usize>,
    disagreed: Vec<String>,
}

impl Verdicts {
    fn hold(&mut self, text: &str) {
        match verdicts(text) {
            None => self.untold += 1,
            Some((Ok(()), Ok(()))) => self.read += 1,
            Some((Err(_), Err(_))) => self.refused += 1,
            Some((own, other)) => match reason(text, &own, &other) {
                Some(reason) => *self.known.entry(reason).or_default() += 1,
                None => self.disagreed.push(format!("{text}\n    here: {own:?}\n    there: {other:?}")),
            },
        }
    }
}

impl Verdicts {
    /// Nothing is disagreed on, and both verdicts are frequent enough to say something.
    fn check(&self) {
        assert!(self.disagreed.is_empty(), "{} of them: {self:#?}", self.disagreed.len());
        let sum = self.read + self.refused;
        assert!(self.read > sum / 5 && self.refused > sum / 5, "{self:#?}");
        assert!(self.untold < sum / 50, "{self:#?}");
    }
}

fn random(count: u64, is_broken: bool) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for seed in 0..count {
        let mut dice = Dice(seed);
        let wanted = TYPES[dice.roll(3)];
        let depth = dice.roll(4);
        let mut text = expression(&mut dice, wanted, depth);
        if is_broken {
            text = broken(&mut dice, &text);
        }
        // What may be a variable here is no PromQL.
        if !text.contains("[[") {
            verdicts.hold(&text);
        }
    }
    verdicts
}

#[test]
fn expressions_that_fit_or_not_are_read_and_refused_by_both() {
    let verdicts = random(5_000, false);
    verdicts.check();
}

#[test]
fn broken_expressions_are_read_and_refused_by_both() {
    let verdicts = random(10_000, true);
    verdicts.check();
}

#[test]
fn every_known_difference_is_one() {
    for known in DIFFERENCES {
        let (own, other) = verdicts(known.example).unwrap();
        assert_eq!(reason(known.example, &own, &other), Some(known.reason), "{}: {own:?} {other:?}", known.example);
    }
}
