//! When two JSON values say the same, and how alike two are that do not.
//!
//! Keys have no order, and `1`, `1.0` and `1e0` are one number. Everything else counts.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Number, Value};

/// Whether two values say the same.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    order(left, right) == Ordering::Equal
}

/// A total order of values, in which those that say the same are equal.
pub(super) fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Number(left), Value::Number(right)) => order_numbers(left, right),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) => {
            let items = left.iter().zip(right).map(|(left, right)| order(left, right));
            first_unequal(items).then_with(|| left.len().cmp(&right.len()))
        }
        (Value::Object(left), Value::Object(right)) => {
            let entries = left
                .iter()
                .zip(right)
                .map(|((left_key, left), (right_key, right))| left_key.cmp(right_key).then_with(|| order(left, right)));
            first_unequal(entries).then_with(|| left.len().cmp(&right.len()))
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

fn first_unequal(mut all: impl Iterator<Item = Ordering>) -> Ordering {
    all.find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

/// Integers are compared exactly, also with floats that have no fraction; anything else as floats.
fn order_numbers(left: &Number, right: &Number) -> Ordering {
    if let (Some(left), Some(right)) = (whole(left), whole(right)) {
        return left.cmp(&right);
    }
    let float = |number: &Number| number.as_f64().unwrap_or(f64::NAN);
    float(left).total_cmp(&float(right))
}

/// The number as an integer, where it is one.
fn whole(number: &Number) -> Option<i128> {
    /// From here on not every integer is a float, and a float says no more than about how much.
    const LARGEST: f64 = 1e30;
    if let Some(integer) = number.as_i128() {
        return Some(integer);
    }
    let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < LARGEST)?;
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number within the bounds of the type")]
    Some(float as i128)
}

/// A number that is the same for values that say the same, and seldom for others.
pub(super) fn fingerprint(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(value, &mut hasher);
    hasher.finish()
}

fn hash(value: &Value, hasher: &mut DefaultHasher) {
    rank(value).hash(hasher);
    match value {
        Value::Null => {}
        Value::Bool(value) => value.hash(hasher),
        Value::Number(number) => match whole(number) {
            Some(whole) => whole.hash(hasher),
            None => number.as_f64().map(f64::to_bits).hash(hasher),
        },
        Value::String(text) => text.hash(hasher),
        Value::Array(items) => {
            items.len().hash(hasher);
            for item in items {
                hash(item, hasher);
            }
        }
        Value::Object(entries) => {
            entries.len().hash(hasher);
            for (key, entry) in entries {
                key.hash(hasher);
                hash(entry, hasher);
            }
        }
    }
}

/// What a value consists of, as sorted numbers: one for each leaf, with the keys that lead to it.
pub(super) fn features(value: &Value) -> Vec<u64> {
    let mut found = Vec::new();
    add_features(value, 0, &mut found);
    found.sort_unstable();
    found
}

fn add_features(value: &Value, way: u64, found: &mut Vec<u64>) {
    match value {
        Value::Array(items) if !items.is_empty() => items.iter().for_each(|item| add_features(item, way, found)),
        Value::Object(entries) if !entries.is_empty() => {
            for (key, entry) in entries {
                add_features(entry, combined(way, key), found);
            }
        }
        leaf => found.push(combined(way, &fingerprint(leaf))),
    }
}

fn combined(way: u64, more: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    way.hash(&mut hasher);
    more.hash(&mut hasher);
    hasher.finish()
}

/// How much of two sorted lists is in both, from 0 to 1.
pub(super) fn likeness(left: &[u64], right: &[u64]) -> f64 {
    if left.is_empty() && right.is_empty() {
        return 1.0;
    }
    let (mut left_at, mut right_at, mut both) = (0, 0, 0_usize);
    while let (Some(one), Some(other)) = (left.get(left_at), right.get(right_at)) {
        match one.cmp(other) {
            Ordering::Less => left_at += 1,
            Ordering::Greater => right_at += 1,
            Ordering::Equal => {
                both += 1;
                left_at += 1;
                right_at += 1;
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "an estimate of small counts")]
    let share = (2 * both) as f64 / (left.len() + right.len()) as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::{features, fingerprint, likeness, order, same};
    use serde_json::{Value, json};
    use std::cmp::Ordering;

    fn read(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn keys_have_no_order_and_numbers_no_format() {
        for (left, right) in [
            (r#"{"a": 1, "b": [2.50, 3e2]}"#, r#"{"b": [2.5, 300], "a": 1.0}"#),
            ("-0.0", "0"),
            ("1e2", "100"),
            ("9007199254740993", "9007199254740993"),
        ] {
            assert!(same(&read(left), &read(right)), "{left} {right}");
            assert_eq!(fingerprint(&read(left)), fingerprint(&read(right)), "{left} {right}");
        }
    }

    #[test]
    fn everything_else_counts() {
        for (left, right) in [
            ("9007199254740993", "9007199254740992.0"),
            ("[1, 2]", "[2, 1]"),
            ("{}", "[]"),
            ("null", "{}"),
            (r#""1""#, "1"),
            (r#"{"a": null}"#, "{}"),
            ("0.1", "0.10000000000000002"),
        ] {
            assert!(!same(&read(left), &read(right)), "{left} {right}");
            assert_ne!(fingerprint(&read(left)), fingerprint(&read(right)), "{left} {right}");
            assert_eq!(order(&read(left), &read(right)), order(&read(right), &read(left)).reverse());
            assert_ne!(order(&read(left), &read(right)), Ordering::Equal);
        }
    }

    #[test]
    fn likeness_is_the_share_of_common_leaves() {
        let one = json!({"a": 1, "b": [2, 3], "c": 4});
        let half = json!({"a": 1, "b": [3], "d": 4, "e": 5});
        assert!((likeness(&features(&one), &features(&one)) - 1.0).abs() < f64::EPSILON);
        assert!((likeness(&features(&one), &features(&half)) - 0.5).abs() < f64::EPSILON);
    }
}
