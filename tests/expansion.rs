//! The twin of Grafana's expansion: what it makes of the strings that matter, and that escaping undoes it.
#![expect(clippy::unwrap_used, reason = "a failed expansion fails the test")]

use std::collections::BTreeMap;
use std::io;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use spanboard::grafana::expand::{Empty, Environment, Reference, escape, expand, references};
use spanboard::grafana::json::Json;
use spanboard::grafana::meaning::{literal, read, write};
use spanboard::grafana::setting::Setting;

/// An environment of these variables and files.
#[derive(Debug, Clone, Default)]
struct World {
    variables: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
}

impl Environment for World {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn file(&self, path: &str) -> io::Result<String> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn hostname(&self) -> String {
        "grafana-0".to_owned()
    }
}

fn world(variables: &[(&str, &str)], files: &[(&str, &str)]) -> World {
    let own = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    World { variables: own(variables), files: own(files) }
}

#[track_caller]
fn assert_expands(world: &World, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(expand(text, world).unwrap(), *expected, "{text}");
    }
}

#[test]
fn an_unescaped_variable_of_a_link_is_lost() {
    assert_expands(
        &World::default(),
        &[
            ("${__value.raw}", ""),
            ("rate(x[$__rate_interval])", "rate(x[])"),
            ("sum(rate(m{$__tags}[5m]))", "sum(rate(m{}[5m]))"),
            ("{${__tags}}", "{}"),
            ("method=\"${__span.tags.method}\"", "method=\"\""),
        ],
    );
}

#[test]
fn a_doubled_dollar_is_one_dollar() {
    assert_expands(
        &world(&[("A", "a")], &[]),
        &[
            ("$${__value.raw}", "${__value.raw}"),
            ("Pa$$w0rd", "Pa$w0rd"),
            ("$$$", "$$"),
            ("$$$$", "$$"),
            ("$$$$$", "$$$"),
            ("$$$${A}", "$${A}"),
            ("$$$A", "$a"),
            ("$$$${A}$$", "$${A}$"),
            ("$$${A}", "$a"),
        ],
    );
}

#[test]
fn a_dollar_before_nothing_that_is_a_name_stays() {
    assert_expands(
        &World::default(),
        &[("foo$", "foo$"), ("^(.*)$|x", "^(.*)$|x"), ("(\\w+)$\"", "(\\w+)$\""), ("$ 5", "$ 5"), ("$é", "$é"), ("$", "$")],
    );
}

#[test]
fn names_and_single_characters_behind_a_dollar_are_eaten() {
    assert_expands(
        &World::default(),
        &[
            ("a$b", "a"),
            ("a$1", "a"),
            ("a$12", "a2"),
            ("\\d+$?", "\\d+"),
            ("a$-b", "ab"),
            ("cost $5", "cost "),
            ("$*$#$@$!$?$-$0$9.", "."),
            ("a$b-c", "a-c"),
            ("a$bé", "aé"),
        ],
    );
}

#[test]
fn broken_braces_are_eaten() {
    assert_expands(
        &world(&[("A", "a")], &[]),
        &[
            ("a${}b", "ab"),
            ("a${b", "ab"),
            ("${", ""),
            ("a${", "a"),
            ("${$A", "a"),
            ("${A", "A"),
            ("${}}", "}"),
            ("${*}", ""),
            ("${{A}}", "}"),
        ],
    );
}

#[test]
fn a_name_that_no_expander_has_is_taken_for_a_variable() {
    assert_expands(
        &world(&[("__foo", "x")], &[]),
        &[("$__foo{A}", "x{A}"), ("$__vault{secret}", "{secret}"), ("$__{A}", "{A}"), ("$_env{A}", "{A}")],
    );
    assert_expands(&World::default(), &[("$__foo{A}", "{A}")]);
}

#[test]
fn only_the_form_without_braces_keeps_a_dollar_of_the_value() {
    let world = world(&[("PW", "Pa$sw0rd"), ("TWICE", "a$$b"), ("REGEX", "a$")], &[("/pw", " Pa$sw0rd\n")]);
    assert_expands(
        &world,
        &[
            ("$PW", "Pa$sw0rd"),
            ("${PW}", "Pa"),
            ("$__env{PW}", "Pa"),
            ("$__file{/pw}", "Pa"),
            ("$TWICE", "a$$b"),
            // The value's two dollars are a name in the second expansion: they are not split there.
            ("${TWICE}", "ab"),
            ("${REGEX}b", "a"),
        ],
    );
}

#[test]
fn a_value_with_a_reference_is_expanded_again_as_far_as_grafana_does() {
    let world = world(
        &[("FILE", "$__file{/a}"), ("INNER", "${A}"), ("A", "a"), ("SELF", "${SELF}"), ("FIRST", "$__env{A}")],
        &[("/a", "content"), ("/env", "$A")],
    );
    assert_expands(
        &world,
        &[
            ("${FILE}", "content"),
            ("$FILE", "$__file{/a}"),
            ("${INNER}", "a"),
            ("${SELF}", "${SELF}"),
            ("${INNER} ${A}", "a a"),
            ("$__file{/env}", "a"),
            // Each match replaces the first place that reads the same, so the second lands in the first one's value, and what
            // was the second match is left to the last step.
            ("${FIRST} $__env{A}", "a {A}"),
        ],
    );
}

#[test]
fn files_lose_the_space_around_them_and_must_exist() {
    let world = world(&[], &[("/a b", "\u{a0}\n x y \t"), ("relative", "r")]);
    assert_expands(&world, &[("<$__file{/a b}>", "<x y>"), ("$__file{relative}", "r"), ("$$__file{/none}", "$__file{/none}")]);
    let error = expand("$__file{/none}", &world).unwrap_err();
    assert!(error.to_string().contains("`/none`"), "{error}");
}

#[test]
fn the_hostname_is_a_fallback_for_the_forms_with_braces() {
    assert_expands(
        &World::default(),
        &[("${HOSTNAME}", "grafana-0"), ("$__env{HOSTNAME}", "grafana-0"), ("$HOSTNAME", ""), ("${hostname}", "")],
    );
    assert_expands(&world(&[("HOSTNAME", "set")], &[]), &[("${HOSTNAME}", "set"), ("$HOSTNAME", "set")]);
}

#[test]
fn the_braces_of_a_match_hold_anything_but_a_closing_brace() {
    let world = world(&[("a b", "1"), ("a$b", "2"), ("a\nb", "3"), ("a{b", "4")], &[]);
    assert_expands(&world, &[("${a b}", "1"), ("${a$b}", "2"), ("${a\nb}", "3"), ("${a{b}", "4"), ("$x ${a b}", " 1")]);
}

#[test]
fn references_are_what_is_looked_up() {
    let env = |name: &str| Reference::Env(name.to_owned());
    assert_eq!(references("Bearer $${X} $A ${B}"), [env("B"), env("A")]);
    assert_eq!(references("$__file{/a}"), [Reference::File("/a".to_owned())]);
    assert_eq!(references("$$A ^a$"), []);
}

/// Texts in which the letters that matter are frequent.
fn text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        6 => Just('$'),
        3 => prop_oneof![Just('{'), Just('}'), Just('_')],
        3 => proptest::sample::select("ABenvfile/ .1*?-\n".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    let word = prop_oneof![
        4 => proptest::collection::vec(letter, 0..12).prop_map(String::from_iter),
        1 => Just("$__file{/a}".to_owned()),
        1 => Just("$__env{A}".to_owned()),
        1 => Just("${A}".to_owned()),
        1 => Just("$A".to_owned()),
    ];
    proptest::collection::vec(word, 0..4).prop_map(|words| words.concat())
}

fn any_world() -> impl Strategy<Value = World> {
    let names = || proptest::sample::select(vec!["A", "B", "e", "_", "1", "*", "__env", "$"]).prop_map(str::to_owned);
    let paths = || proptest::sample::select(vec!["/a", "A", "/"]).prop_map(str::to_owned);
    (proptest::collection::btree_map(names(), text(), 0..5), proptest::collection::btree_map(paths(), text(), 0..3))
        .prop_map(|(variables, files)| World { variables, files })
}

/// Any JSON value, in which keys that look like references are frequent.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no such number", |number| number.is_finite()).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let key = prop_oneof![
        4 => proptest::sample::select(vec!["$__env", "$__file", "$__expanded", "$__object"]).prop_map(str::to_owned),
        1 => text(),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..3).prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn escaped_text_expands_to_the_text_in_any_environment(text in text(), world in any_world()) {
        prop_assert_eq!(expand(&escape(&text), &world).unwrap(), text);
    }

    #[test]
    fn what_reads_as_plain_text_is_the_same_in_any_environment(text in text(), world in any_world()) {
        if let Setting::Text(plain) = Setting::from_file_text(&text) {
            prop_assert_eq!(expand(&text, &world).unwrap(), plain);
        }
    }

    #[test]
    fn a_text_without_references_expands_the_same_in_any_environment(text in text(), world in any_world()) {
        if references(&text).is_empty() {
            prop_assert_eq!(expand(&text, &world).unwrap(), expand(&text, &Empty).unwrap());
        }
    }

    #[test]
    fn a_setting_comes_back_from_its_file_text_and_from_its_value(text in text()) {
        let setting = Setting::from_file_text(&text);
        prop_assert_eq!(setting.to_file_text(), text);
        prop_assert_eq!(Setting::from_json(setting.to_json()), Ok(setting));
    }

    #[test]
    fn every_file_value_survives_being_read_and_written(file in value()) {
        prop_assert_eq!(write(read(file.clone())), file);
    }

    #[test]
    fn every_literal_value_survives_being_written_and_read(plain in value()) {
        let meaning = literal(plain);
        prop_assert_eq!(read(write(meaning.clone())), meaning);
    }
}

#[test]
fn a_tree_of_plain_strings_is_its_own_meaning() {
    let plain = json!({"a": ["$b", "${__value.raw}", {"c": "^d$"}], "n": 1});
    assert_eq!(literal(plain.clone()), plain);
}
