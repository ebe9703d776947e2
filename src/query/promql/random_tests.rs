//! Random queries: of the right types, of wrong ones, and broken.
//!
//! From: a seed. To: a query's text, the same on every run.

use super::ValueType;
use super::function;
use super::token::{self, Token};

/// The words and symbols of a query.
pub(super) fn words(text: &str) -> Vec<&str> {
    let tokens: Vec<Token> = token::scan(text).unwrap_or_default();
    tokens.iter().map(|token| &text[token.range.clone()]).collect()
}

/// Numbers that look random, and are the same on every run.
pub(super) struct Dice(pub u64);

impl Dice {
    /// A number below `sides`. (Steele, Lea, Flood, "Fast splittable pseudorandom number generators".)
    #[expect(clippy::cast_possible_truncation, reason = "it is below `sides`")]
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn pick<'list>(&mut self, list: &[&'list str]) -> &'list str {
        list[self.roll(list.len())]
    }
}

/// The types that an expression can have.
pub(super) const TYPES: [ValueType; 4] = [ValueType::Scalar, ValueType::InstantVector, ValueType::RangeVector, ValueType::String];

/// An expression of the type `wanted`, or now and then of another.
pub(super) fn expression(dice: &mut Dice, wanted: ValueType, depth: usize) -> String {
    let wanted = if dice.roll(40) == 0 { TYPES[dice.roll(4)] } else { wanted };
    if depth > 0 && dice.roll(12) == 0 {
        return format!("({})", expression(dice, wanted, depth - 1));
    }
    match wanted {
        ValueType::String => dice.pick(&["\"a\"", "'b'", "`c`"]).to_owned(),
        ValueType::RangeVector if depth > 0 && dice.roll(3) == 0 => {
            let inner = expression(dice, ValueType::InstantVector, depth - 1);
            format!("({inner}){}{}", dice.pick(&["[1h:]", "[1h:5m]", "[1d:30]"]), modifier(dice))
        }
        ValueType::RangeVector => format!("{}{}{}", selector(dice), dice.pick(&["[5m]", "[1h30m]", "[300]"]), modifier(dice)),
        ValueType::Scalar if depth == 0 || dice.roll(3) == 0 => {
            dice.pick(&["5", "0.9", "1e3", "0x1F", "Inf", "NaN", "5m", ".5"]).to_owned()
        }
        ValueType::InstantVector if depth == 0 || dice.roll(4) == 0 => format!("{}{}", selector(dice), modifier(dice)),
        _ => match dice.roll(10) {
            0 => format!("{}{}", dice.pick(&["-", "- ", "+"]), expression(dice, wanted, depth - 1)),
            1..=4 => binary(dice, wanted, depth),
            5..=7 => call(dice, wanted, depth),
            _ => aggregation(dice, depth),
        },
    }
}

fn selector(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "x",
        "up",
        "job:x:rate5m",
        "sum",
        "x{a=\"b\"}",
        "x{a=~\"b.*\",c!=\"d\",}",
        "{a=\"b\"}",
        "{__name__=\"y\"}",
        "{\"a.b\"}",
        "x{}",
        "{a=\"\"}",
        "{a=~\"b?\"}",
        "{a!~\".+\", c=~\".*\"}",
        "{a!~\"\"}",
        "{}",
        "x{__name__=\"y\"}",
        "x{\"y\"}",
    ])
}

fn modifier(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "",
        "",
        "",
        "",
        " offset 5m",
        " offset -1h",
        " @ 1609746000",
        " @ end()",
        " @ start() offset 1d",
        " offset 60 @ 5",
    ])
}

fn binary(dice: &mut Dice, wanted: ValueType, depth: usize) -> String {
    let (left, right) = match (wanted, dice.roll(4)) {
        (ValueType::Scalar, _) => (ValueType::Scalar, ValueType::Scalar),
        (_, 0) => (ValueType::InstantVector, ValueType::Scalar),
        (_, 1) => (ValueType::Scalar, ValueType::InstantVector),
        _ => (ValueType::InstantVector, ValueType::InstantVector),
    };
    let operator = if left == right && right == ValueType::InstantVector && dice.roll(2) == 0 {
        dice.pick(&[
            "and",
            "or",
            "unless on (a)",
            "AND ignoring (a, b)",
            "* on (a) group_left",
            "/ on (a) group_right (b)",
            "> bool ignoring (a)",
            "+ on (a) group_left (a, b)",
            "and on (a) group_left (b)",
            "- ignoring (a) group_left (a)",
            "* fill (0)",
            "or on (a) fill (5)",
            "/ on (a) group_right fill_left (-1) fill_right (1)",
        ])
    } else {
        dice.pick(&[
            "+", "-", "*", "/", "%", "^", "atan2", "== bool", "> bool", "<= BOOL", "!=", "<", "+ on ()", "* on (a)", "and",
            "+ bool",
        ])
    };
    let (left, right) = (expression(dice, left, depth - 1), expression(dice, right, depth - 1));
    format!("{left} {operator} {right}")
}

fn call(dice: &mut Dice, wanted: ValueType, depth: usize) -> String {
    const SCALARS: [&str; 6] = ["scalar", "time", "pi", "min_of", "max_of", "start"];
    const VECTORS: [&str; 42] = [
        "abs",
        "absent",
        "clamp",
        "clamp_max",
        "hour",
        "day_of_week",
        "histogram_quantile",
        "histogram_fraction",
        "info",
        "timestamp",
        "label_replace",
        "label_join",
        "sort_by_label",
        "round",
        "vector",
        "rate",
        "increase",
        "irate",
        "delta",
        "last_over_time",
        "quantile_over_time",
        "predict_linear",
        "double_exponential_smoothing",
        "absent_over_time",
        "mad_over_time",
        "first_over_time",
        "ln",
        "exp",
        "sort",
        "sgn",
        "integral",
        "histogram_quantiles",
        "ts_of_max_over_time",
        "year",
        "ceil",
        "rate",
        "rate",
        "rate",
        "histogram_quantile",
        "abs",
        "rat",
        "no_such_function",
    ];
    let name = if wanted == ValueType::Scalar { dice.pick(&SCALARS) } else { dice.pick(&VECTORS) };
    let Some(signature) = function::function(name) else { return format!("{name}(x)") };
    let most = signature.most.unwrap_or(signature.least + 2);
    let mut count = signature.least + dice.roll(most - signature.least + 1);
    match dice.roll(40) {
        0 => count += 1,
        1 => count = count.saturating_sub(1),
        _ => {}
    }
    let mut arguments: Vec<String> = (0..count)
        .map(|index| {
            let wanted = signature.takes.get(index).or(signature.takes.last()).copied().unwrap_or(ValueType::Scalar);
            expression(dice, wanted, depth - 1)
        })
        .collect();
    if dice.roll(20) == 0 {
        arguments.reverse();
    }
    format!("{name}({})", arguments.join(", "))
}

fn aggregation(dice: &mut Dice, depth: usize) -> String {
    let name = dice.pick(&["sum", "AVG", "min", "group", "topk", "count_values", "quantile", "limitk", "limit_ratio", "stddev"]);
    let wanted = function::aggregation(name).map_or(&[][..], |signature| signature.takes);
    let mut arguments: Vec<String> = wanted.iter().map(|wanted| expression(dice, *wanted, depth - 1)).collect();
    match dice.roll(40) {
        0 => arguments.reverse(),
        1 => arguments.push("x".to_owned()),
        2 => drop(arguments.pop()),
        _ => {}
    }
    let arguments = arguments.join(", ");
    let grouping = dice.pick(&["by (a)", "without (a, b)", "by ()", "by (on, sum,)", "without (\"a.b\")"]);
    match dice.roll(3) {
        0 => format!("{name} {grouping} ({arguments})"),
        1 => format!("{name}({arguments}) {grouping}"),
        _ => format!("{name}({arguments})"),
    }
}

/// The query with one or two of its words dropped, doubled, swapped, or others among them.
pub(super) fn broken(dice: &mut Dice, text: &str) -> String {
    const OTHERS: [&str; 56] = [
        "by",
        "offset",
        "bool",
        "on",
        "ignoring",
        "group_left",
        "without",
        "and",
        "or",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        ",",
        ":",
        "=",
        "==",
        "=~",
        "!=",
        "!",
        "~",
        "\"a\"",
        "'",
        "inf",
        "NaN",
        "start",
        "end()",
        "-",
        "+",
        "@",
        "5",
        "5m",
        "0",
        "0s",
        "1_000",
        "08",
        "0b1",
        "1.5.",
        ".",
        "0x",
        "1e",
        "5m30s",
        "30s5m",
        "[5m]",
        "[1h:]",
        "sum",
        "rate",
        "x",
        "a:b",
        "#",
        "atan2",
        "1.5m",
        "é",
        "fill(0)",
    ];
    let mut words = words(text);
    for _ in 0..=dice.roll(2) {
        let at = dice.roll(words.len().max(1));
        if at + 1 >= words.len() {
            break;
        }
        match dice.roll(5) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, words[at]),
            2 => words.swap(at, at + 1),
            3 => words.insert(at, dice.pick(&OTHERS)),
            _ => words[at] = dice.pick(&OTHERS),
        }
    }
    words.join(if dice.roll(4) == 0 { "" } else { " " })
}
