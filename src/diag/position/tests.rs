use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::super::{At, Pointer};
use super::{Lines, Positions, line_column};

fn pointer(text: &str) -> Pointer {
    Pointer::parse(text).unwrap()
}

/// The text that stands where the value of `at` is located.
fn value<'t>(text: &'t str, at: &str) -> &'t str {
    let range = Positions::read(text).locate(&At::Value(pointer(at))).expect("the text has positions");
    &text[range]
}

/// The text that stands where the key of `at` is located.
fn key<'t>(text: &'t str, at: &str) -> &'t str {
    let range = Positions::read(text).locate(&At::Key(pointer(at))).expect("the text has positions");
    &text[range]
}

#[test]
fn block_style_keys_and_values_are_found() {
    let text = "title: Tracing\npanels:\n  - title: One\n    type: stat\n  - title: Two\nrefresh: 5s # often\n";
    assert_eq!(value(text, "/title"), "Tracing");
    assert_eq!(key(text, "/title"), "title");
    assert_eq!(value(text, "/panels/1/title"), "Two");
    assert_eq!(value(text, "/panels/0"), "title: One\n    type: stat");
    assert_eq!(value(text, "/panels"), "- title: One\n    type: stat\n  - title: Two");
    assert_eq!(key(text, "/panels"), "panels");
    assert_eq!(value(text, "/refresh"), "5s");
    assert_eq!(value(text, ""), text.strip_suffix(" # often\n").unwrap());
}

#[test]
fn a_list_as_deep_as_its_key_is_found() {
    let text = "panels:\n- a: 1\n- a: 2\nnext: 3\n";
    assert_eq!(value(text, "/panels/1/a"), "2");
    assert_eq!(value(text, "/panels"), "- a: 1\n- a: 2");
    assert_eq!(value(text, "/next"), "3");
    let inner = "panels:\n- - 1\n  - 2\n";
    assert_eq!(value(inner, "/panels"), "- - 1\n  - 2");
    assert_eq!(value(inner, "/panels/0"), "- 1\n  - 2");
    assert_eq!(value(inner, "/panels/0/0"), "1");
}

#[test]
fn flow_style_keys_and_values_are_found() {
    let text = "gridPos: {w: 12, h: [1, 2 ] }\nlinks: []\n";
    assert_eq!(value(text, "/gridPos"), "{w: 12, h: [1, 2 ] }");
    assert_eq!(value(text, "/gridPos/h"), "[1, 2 ]");
    assert_eq!(value(text, "/gridPos/h/1"), "2");
    assert_eq!(key(text, "/gridPos/h"), "h");
    assert_eq!(value(text, "/links"), "[]");
}

#[test]
fn a_pair_in_a_flow_list_ends_with_its_value() {
    let text = "tags: [a: one two, b]\n";
    assert_eq!(value(text, "/tags/0"), "a: one two");
    assert_eq!(value(text, "/tags/0/a"), "one two");
    assert_eq!(value(text, "/tags/1"), "b");
}

#[test]
fn non_ascii_text_is_found_by_its_bytes() {
    let text = "über: größe\n\"名前\": {ключ: значение, n: '😀 x'}\nlast: é\n";
    assert_eq!(value(text, "/über"), "größe");
    assert_eq!(key(text, "/名前"), "\"名前\"");
    assert_eq!(value(text, "/名前/ключ"), "значение");
    assert_eq!(value(text, "/名前/n"), "'😀 x'");
    assert_eq!(value(text, "/last"), "é");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_shift_nothing() {
    let text = "\u{feff}a: é\r\nb:\r\n  - c: |\r\n      x\r\n      y\r\n  - d\r\n";
    assert_eq!(value(text, "/a"), "é");
    assert_eq!(key(text, "/a"), "a");
    assert_eq!(value(text, "/b/0/c"), "x\r\n      y");
    assert_eq!(value(text, "/b/1"), "d");
    let json = "\u{feff}{\"a\": \"é\",\r\n\t\"b\": 1}";
    assert_eq!(value(json, "/b"), "1");
}

#[test]
fn quoted_keys_are_found_by_what_they_mean() {
    let text = "\"a\\tb\": 1\n'it''s': 2\n\"x/y~z\": 3\n1: one\n";
    assert_eq!(key(text, "/a\tb"), "\"a\\tb\"");
    assert_eq!(value(text, "/it's"), "2");
    assert_eq!(value(text, "/x~1y~0z"), "3");
    assert_eq!(value(text, "/1"), "one");
}

#[test]
fn an_anchor_or_tag_is_not_part_of_the_value() {
    let text = "a: &one 5\nb: !!str 6\nc: &two # why\n  d: 7\ne: &three [1]\nf: &four |\n  text\ng: &five\n";
    assert_eq!(value(text, "/a"), "5");
    assert_eq!(value(text, "/b"), "6");
    assert_eq!(value(text, "/c"), "d: 7");
    assert_eq!(value(text, "/e"), "[1]");
    assert_eq!(value(text, "/f"), "text");
    assert_eq!(value(text, "/g"), "");
}

#[test]
fn what_lies_behind_an_alias_is_the_aliass_own_place() {
    let text = "a: &x\n  b: 1\nc: *x\n";
    assert_eq!(value(text, "/c"), "*x");
    assert_eq!(value(text, "/c/b"), "*x");
    assert_eq!(value(text, "/a/b"), "1");
}

#[test]
fn texts_over_several_lines_end_with_their_last_line() {
    let text = "a: |\n  one\n  two\n\nb: >-\n  three\nc: plain\n  goes on\nd: \"quoted\n  too\"\ne: |+\n  kept\n\n";
    assert_eq!(value(text, "/a"), "one\n  two");
    assert_eq!(value(text, "/b"), "three");
    assert_eq!(value(text, "/c"), "plain\n  goes on");
    assert_eq!(value(text, "/d"), "\"quoted\n  too\"");
    assert_eq!(value(text, "/e"), "kept");
}

#[test]
fn a_block_text_in_a_last_entry_ends_its_parents_too() {
    let text = "a:\n  b: |\n    one\n\n\nc: 1\n";
    assert_eq!(value(text, "/a"), "b: |\n    one");
}

#[test]
fn of_a_key_written_twice_the_last_is_found() {
    assert_eq!(value("a: 1\nb: 2\na: 3\n", "/a"), "3");
    assert_eq!(value("{\"a\": 1, \"a\": 3}", "/a"), "3");
}

#[test]
fn a_missing_value_has_an_empty_place_after_its_colon_or_dash() {
    let text = "a:\nb:\n  -\n  - 1\nc: {d, e: }\n";
    let place = |at: &str| Positions::read(text).locate(&At::Value(pointer(at))).unwrap();
    assert_eq!(place("/a"), 2..2);
    assert_eq!(place("/b/0"), 9..9);
    assert_eq!(value(text, "/b"), "-\n  - 1");
    assert_eq!(text[..place("/c/d").start].chars().last(), Some('d'));
    assert_eq!(text[..place("/c/e").start].chars().last(), Some(':'));
}

#[test]
fn a_pointer_that_leads_nowhere_falls_back_to_its_nearest_parent() {
    let text = "a:\n  b: 1\nlist: [x]\n";
    assert_eq!(value(text, "/a/missing/deeper"), "b: 1");
    assert_eq!(key(text, "/a/missing"), "b: 1");
    assert_eq!(value(text, "/a/b/c"), "1");
    assert_eq!(value(text, "/list/7"), "[x]");
    assert_eq!(value(text, "/list/nine"), "[x]");
}

#[test]
fn an_element_has_no_key_and_is_meant_itself() {
    assert_eq!(key("list: [x]\n", "/list/0"), "x");
    assert_eq!(key("x\n", ""), "x");
}

#[test]
fn a_key_that_is_not_a_text_hides_nothing_else() {
    let text = "? [a, b]\n: 1\n? {c: d}\n: 2\nx: 3\n";
    assert_eq!(value(text, "/x"), "3");
    assert_eq!(value(text, "/a"), text.trim_end());
}

#[test]
fn json_is_found_with_tabs_escapes_and_long_keys() {
    let long = "k".repeat(5000);
    let text = format!(
        "{{\n\t\"a\": [1, -2.5e3, {{\"b\\u00e9\\ud83d\\ude00\": null}}],\n\t\"{long}\" : \"\\\"x\\\\\",\n\t\"e\": {{}}\n}}\n"
    );
    assert_eq!(value(&text, "/a/1"), "-2.5e3");
    assert_eq!(value(&text, "/a/2/bé😀"), "null");
    assert_eq!(key(&text, "/a/2/bé😀"), "\"b\\u00e9\\ud83d\\ude00\"");
    assert_eq!(value(&text, &format!("/{long}")), "\"\\\"x\\\\\"");
    assert_eq!(value(&text, "/e"), "{}");
    assert_eq!(value(&text, ""), text.trim_end());
}

#[test]
fn what_only_looks_like_json_is_read_as_yaml() {
    assert_eq!(value("{\"a\": 1, b: two}\n", "/b"), "two");
    assert_eq!(value("{\"a\": 1, }\n", "/a"), "1");
    assert_eq!(value("[1, 2] # three\n", "/1"), "2");
}

#[test]
fn a_text_that_is_neither_yaml_nor_json_has_no_positions() {
    for text in ["", "# nothing\n", "a: [1\n", "a: b: c\n", "{\"a\" 1", "\"a", "a: *none\n", "- \u{feff}"] {
        let positions = Positions::read(text);
        assert_eq!(positions.locate(&At::Value(Pointer::root())), None, "{text:?}");
        assert_eq!(positions.locate(&At::File), None);
    }
}

#[test]
fn bytes_are_cut_to_the_text() {
    let positions = Positions::read("a: [1");
    assert_eq!(positions.locate(&At::Bytes { start: 1, end: 3 }), Some(1..3));
    assert_eq!(positions.locate(&At::Bytes { start: 3, end: 1 }), Some(3..3));
    assert_eq!(positions.locate(&At::Bytes { start: 3, end: 99 }), Some(3..5));
    assert_eq!(positions.locate(&At::Bytes { start: 98, end: 99 }), Some(5..5));
}

#[test]
fn ten_thousand_levels_do_not_exhaust_the_stack() {
    let deep = "/0".repeat(9_999);
    let json = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(value(&json, &format!("{deep}/0")), "1");
    let block = format!("{}1\n", "- ".repeat(10_000));
    assert_eq!(value(&block, &format!("{deep}/0")), "1");
    let flow = format!("{}a{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(Positions::read(&flow).locate(&At::Value(Pointer::root())), None);
}

#[test]
fn lines_and_columns_are_counted_from_one_in_characters() {
    let text = "a: é\r\nbß: x\n";
    assert_eq!(line_column(text, 0), (1, 1));
    assert_eq!(line_column(text, text.find('x').unwrap()), (2, 5));
    assert_eq!(line_column(text, text.find('ß').unwrap() + 1), (2, 2));
    assert_eq!(line_column(text, 999), (3, 1));
    assert_eq!(line_column("\u{feff}a", 3), (1, 1));
}

proptest::proptest! {
    #[test]
    fn a_text_that_is_asked_often_gives_the_same_lines_and_columns(text in "[aé😀\t\r\n\u{feff}]{0,30}", offset in 0..99_usize) {
        proptest::prop_assert_eq!(Lines::of(&text).line_column(offset), line_column(&text, offset));
    }

    #[test]
    fn no_text_makes_it_panic_or_point_between_characters(text in "[a-c:\\-\\[\\]{},&*!|>'\"#?é😀 \n\t\r0\u{feff}\\\\%@]{0,40}") {
        let positions = Positions::read(&text);
        for way in ["", "/a", "/0", "/a/0", "/0/a", "/"] {
            for at in [At::Value(pointer(way)), At::Key(pointer(way))] {
                if let Some(range) = positions.locate(&at) {
                    proptest::prop_assert!(text.get(range.clone()).is_some(), "{:?} {:?}", text, range);
                }
            }
            for words in ["a", "é", "\n", " ", "b-"] {
                let at = At::Part { pointer: pointer(way), words: words.to_owned(), before: 0 };
                if let Some(range) = positions.locate(&at) {
                    proptest::prop_assert!(text.get(range.clone()).is_some(), "{:?} {:?}", text, range);
                }
            }
        }
    }

    #[test]
    fn a_plain_value_is_found_wherever_it_stands(before in proptest::collection::vec("[a-zß😀]{1,6}", 0..6), indent in 1..9_usize) {
        let mut text = String::new();
        for (number, word) in before.iter().enumerate() {
            writeln!(text, "k{number}: # {word}\n{}- \"{word}\" # {word}", " ".repeat(indent)).unwrap();
        }
        text.push_str("last: wörd");
        proptest::prop_assert_eq!(value(&text, "/last"), "wörd");
        for (number, word) in before.iter().enumerate() {
            proptest::prop_assert_eq!(value(&text, &format!("/k{number}/0")), format!("\"{word}\""));
        }
    }
}

/// Calls `check` with the way to every value that has no inner values.
fn for_each_leaf(value: &serde_json::Value, way: &Pointer, check: &mut impl FnMut(&Pointer, &serde_json::Value)) {
    match value {
        serde_json::Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                for_each_leaf(element, &way.index(index), check);
            }
        }
        serde_json::Value::Object(entries) => {
            for (key, entry) in entries {
                for_each_leaf(entry, &way.key(key), check);
            }
        }
        leaf => check(way, leaf),
    }
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else if path.extension().is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known)) {
            files.push(path);
        }
    }
}

/// Reads each value again from the bytes where it is said to stand, and expects the same value.
#[expect(clippy::print_stderr, reason = "a skipped check must be seen, and so must the number of files")]
#[test]
fn every_value_of_real_files_stands_where_it_is_located() {
    let folder = std::env::var_os("SPANBOARD_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    if !folder.is_dir() {
        eprintln!("SKIPPED: no corpus at {}", folder.display());
        return;
    }
    let mut files = Vec::new();
    files_below(&folder, &mut files);
    let (mut read, mut values) = (0, 0);
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let Ok(whole) = serde_yaml::from_str::<serde_json::Value>(&text) else { continue };
        let positions = Positions::read(&text);
        read += 1;
        for_each_leaf(&whole, &Pointer::root(), &mut |way, expected| {
            let range = positions.locate(&At::Value(way.clone())).unwrap_or_else(|| panic!("{}: {way}", file.display()));
            let written = &text[range];
            let aliased = written.starts_with('*');
            if let Some(expected) = expected.as_str().map(str::trim_end).filter(|expected| !expected.is_empty() && !aliased) {
                let meant = positions.meant(way).unwrap_or_else(|| panic!("{}: {way}", file.display()));
                assert_eq!(meant.trim_end(), expected, "{}: {way}", file.display());
            }
            let block =
                expected.as_str().is_some_and(|expected| expected.trim_end().contains('\n')) && !written.starts_with(['"', '\'']);
            if !aliased && !block {
                let again: serde_json::Value = serde_yaml::from_str(written).unwrap_or_default();
                let same =
                    again == *expected || expected.as_str().is_some_and(|expected| expected.trim_end() == written.trim_end());
                assert!(same, "{}: {way}: {written:?} is not {expected}", file.display());
                values += 1;
            }
        });
    }
    eprintln!("{values} values in {read} files");
    assert!(values > 0, "no value in {} was checked", folder.display());
}

#[test]
fn several_documents_are_found_by_their_numbers() {
    let text = "a: 1\n---\nb:\n  - x\n  - y\n";
    let positions = Positions::read(text);
    let at = |pointer: &str| positions.locate(&At::Value(Pointer::parse(pointer).unwrap())).map(|range| &text[range]);
    assert_eq!(at("/0/a"), Some("1"));
    assert_eq!(at("/1/b/1"), Some("y"));
}
