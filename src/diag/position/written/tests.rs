use super::super::super::{At, Place, Pointer};
use super::super::Positions;

/// What `file`, whose root has one entry, is located at for the `number`th occurrence of `words` in the meant text.
fn located<'f>(file: &'f str, meant: &str, words: &str, number: usize) -> &'f str {
    let (start, _) = meant.match_indices(words).nth(number).expect("the words stand in the meant text");
    let pointer = Pointer::root().key("a");
    let place = Place::part("file", pointer, meant, start..start + words.len());
    let range = Positions::read(file).locate(&place.at).expect("the file has positions");
    &file[range]
}

/// Like [`located`], with what stands in the file before it.
fn located_after<'f>(file: &'f str, meant: &str, words: &str, number: usize) -> (&'f str, &'f str) {
    let found = located(file, meant, words, number);
    let start = found.as_ptr().addr() - file.as_ptr().addr();
    (&file[..start], found)
}

#[test]
fn words_in_a_json_string_are_found_behind_escapes() {
    let file = r#"{"a": "x{job=\"api\"} / \u0075p \\ \ud83d\ude00 up\/"}"#;
    let meant = "x{job=\"api\"} / up \\ 😀 up/";
    assert_eq!(located(file, meant, "job=\"api\"", 0), r#"job=\"api\""#);
    assert_eq!(located(file, meant, "up", 0), r"\u0075p");
    assert_eq!(located(file, meant, "up", 1), "up");
    assert_eq!(located(file, meant, "😀", 0), r"\ud83d\ude00");
    assert_eq!(located(file, meant, "\\ 😀", 0), r"\\ \ud83d\ude00");
    assert_eq!(located(file, meant, meant, 0), &file[7..file.len() - 2]);
}

#[test]
fn words_in_a_plain_text_are_found_over_folded_lines() {
    let file = "a: sum(up)  \n   by\n\n\n   (job) # up\n";
    let meant = "sum(up) by\n\n(job)";
    assert_eq!(located(file, meant, "up", 0), "up");
    assert_eq!(located(file, meant, ") by", 0), ")  \n   by");
    assert_eq!(located(file, meant, "y\n\n(", 0), "y\n\n\n   (");
    assert_eq!(located(file, meant, "(job)", 0), "(job)");
}

#[test]
fn words_in_single_quotes_are_found_behind_doubled_quotes() {
    let file = "a: 'it''s ''up'' and\n  \\n'\n";
    let meant = "it's 'up' and \\n";
    assert_eq!(located(file, meant, "'up'", 0), "''up''");
    assert_eq!(located(file, meant, "up", 0), "up");
    assert_eq!(located(file, meant, "it's", 0), "it''s");
    assert_eq!(located(file, meant, "and \\n", 0), "and\n  \\n");
}

#[test]
fn words_in_double_quotes_are_found_behind_yamls_escapes() {
    let file = "a: \"\\x75p\\t\\U0001F600\\_\\\n   joined \\e\n\n  next\\ \\\n\n  end\"\n";
    let meant = "up\t😀\u{a0}joined \u{1b}\nnext \nend";
    assert_eq!(Positions::read(file).meant(&Pointer::root().key("a")).as_deref(), Some(meant));
    assert_eq!(located(file, meant, "up", 0), "\\x75p");
    assert_eq!(located(file, meant, "\t😀", 0), "\\t\\U0001F600");
    assert_eq!(located(file, meant, "joined", 0), "joined");
    assert_eq!(located(file, meant, "\u{a0}joined", 0), "\\_\\\n   joined");
    assert_eq!(located(file, meant, "\nnext", 0), "\n\n  next");
    assert_eq!(located(file, meant, "end", 0), "end");
}

#[test]
fn words_in_a_literal_block_are_found_behind_indentation() {
    let file = "a: |-\n  up{\n    job=\"up\"\n  }\n\n  / up\nb: up\n";
    let meant = "up{\n  job=\"up\"\n}\n\n/ up";
    assert_eq!(located_after(file, meant, "up", 1).0, "a: |-\n  up{\n    job=\"");
    assert_eq!(located_after(file, meant, "up", 2), ("a: |-\n  up{\n    job=\"up\"\n  }\n\n  / ", "up"));
    assert_eq!(located(file, meant, "{\n  job", 0), "{\n    job");
    assert_eq!(located(file, meant, "\n}\n", 0), "\n  }\n\n  ");
    assert_eq!(located(file, meant, "  job", 0), "  job");
}

#[test]
fn words_in_a_folded_block_are_found_over_joined_lines() {
    let file = "a: >\n  sum(up)\n  by (job)\n\n  /\n   up\n  up\n";
    let meant = "sum(up) by (job)\n/\n up\nup\n";
    assert_eq!(Positions::read(file).meant(&Pointer::root().key("a")).as_deref(), Some(meant.trim_end()));
    assert_eq!(located(file, meant, ") by", 0), ")\n  by");
    assert_eq!(located_after(file, meant, "up", 2), ("a: >\n  sum(up)\n  by (job)\n\n  /\n   up\n  ", "up"));
    assert_eq!(located(file, meant, " up", 0), " up");
}

#[test]
fn a_block_with_its_indentation_given_an_anchor_or_empty_lines_first_is_read_right() {
    for (file, meant) in [
        ("a: |2\n    up\n  x up\n", "  up\nx up"),
        ("a: &b |\n    up\n    x\n", "up\nx"),
        ("a: !!str >- # why\n  up\n  x\n", "up x"),
        ("a: |\n\n\n  up\n\n  x\n", "\n\nup\n\nx"),
        ("- x\n- a: |+\n\n   up\n    x\n\n", "\nup\n x"),
        ("a: |\r\n  up\r\n\r\n  x\r\n", "up\n\nx"),
        ("|\n up\n x\n", "up\nx"),
    ] {
        let way = if file.starts_with('-') {
            "/1/a"
        } else if file.starts_with('|') {
            ""
        } else {
            "/a"
        };
        let found = Positions::read(file).meant(&Pointer::parse(way).unwrap());
        assert_eq!(found.as_deref(), Some(meant), "{file:?}");
    }
}

#[test]
fn windows_line_ends_are_folded_alike() {
    assert_eq!(located("a: up\r\n  and\r\n\r\n  down\r\n", "up and\ndown", "p and\nd", 0), "p\r\n  and\r\n\r\n  d");
    assert_eq!(located("a: |\r\n  up\r\n  down\r\n", "up\ndown\n", "p\nd", 0), "p\r\n  d");
}

#[test]
fn words_that_overlap_or_stand_in_longer_words_count_alike_on_both_sides() {
    let range = |range| {
        let place = Place::part("file", Pointer::root().key("a"), "aaa", range);
        Positions::read("a: aaa\n").locate(&place.at)
    };
    assert_eq!(range(0..2), Some(3..5));
    assert_eq!(range(1..3), Some(4..6));
    let file = "{\"a\": \"upstream + up + up\"}";
    assert_eq!(located_after(file, "upstream + up + up", "up", 1).0, "{\"a\": \"upstream + ");
    assert_eq!(located_after(file, "upstream + up + up", "up", 2).0, "{\"a\": \"upstream + up + ");
}

#[test]
fn words_that_come_very_often_mean_the_whole_value_in_the_end() {
    let text = "up+".repeat(2_000);
    let file = format!("{{\"a\": \"{text}\"}}");
    let locate = |number: usize| {
        let place = Place::part("file", Pointer::root().key("a"), &text, number * 3..number * 3 + 2);
        Positions::read(&file).locate(&place.at).unwrap()
    };
    assert_eq!(locate(1_000), 3_007..3_009);
    assert_eq!(locate(1_001), 6..6_008);
    assert_eq!(Place::part("file", Pointer::root(), "up", 0..0).at, At::Value(Pointer::root()));
    assert_eq!(Place::part("file", Pointer::root(), "é", 0..1).at, At::Value(Pointer::root()));
}

#[test]
fn words_far_into_a_long_text_are_found() {
    let names: Vec<String> = (0..20_000).map(|number| format!("metric_{number}")).collect();
    let text = names.join(" + ");
    let file = format!("a: {text}\n");
    let positions = Positions::read(&file);
    let mut at = 0;
    for name in names.iter().step_by(100) {
        at += text[at..].find(name.as_str()).unwrap();
        let place = Place::part("file", Pointer::root().key("a"), &text, at..at + name.len());
        assert_eq!(positions.locate(&place.at), Some(at + 3..at + 3 + name.len()));
    }
}

#[test]
fn words_that_are_not_found_mean_the_whole_value() {
    let locate = |file: &'static str, way: &str, words: &str, before| {
        let at = At::Part { pointer: Pointer::parse(way).unwrap(), words: words.to_owned(), before };
        Positions::read(file).locate(&at).map(|range| &file[range])
    };
    assert_eq!(locate("a: up\n", "/a", "down", 0), Some("up"));
    assert_eq!(locate("a: up\n", "/a", "up", 1), Some("up"));
    assert_eq!(locate("a: &x up\nb: *x\n", "/b", "x", 0), Some("*x"));
    assert_eq!(locate("a: [up]\n", "/a", "up", 0), Some("[up]"));
    assert_eq!(locate("a: up\n", "/a/b", "up", 0), Some("up"));
    assert_eq!(locate("{\"a\": 15}", "/a", "5", 0), Some("15"));
    assert_eq!(locate("a: [", "/a", "up", 0), None);
}

/// Every form in which `meant` can be written as the value of `a`.
fn forms(meant: &str) -> Vec<String> {
    let json = serde_json::to_string(meant).unwrap();
    let units: Vec<String> = meant.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let units = units.concat();
    let indented = meant.replace('\n', "\n   ");
    vec![
        format!("{{\"a\": {json}}}"),
        format!("{{\"a\": \"{units}\"}}"),
        format!("a: {json}\n"),
        format!("a: '{}'\n", meant.replace('\'', "''").replace('\n', "\n\n  ")),
        format!("a: |\n   {indented}\n"),
    ]
}

proptest::proptest! {
    #[test]
    fn every_form_is_read_as_it_is_meant_and_every_part_of_it_is_found(
        meant in "[ab\"'\\\\é😀]([ab\"'\\\\é😀:#{ ]{0,9}[ab\"'\\\\é😀])?(\n[ab\"'\\\\é]){0,2}",
        start in proptest::prelude::any::<proptest::sample::Index>(),
        length in 1..9_usize,
    ) {
        let start = meant.floor_char_boundary(start.index(meant.len()));
        let end = meant.ceil_char_boundary((start + length).min(meant.len()));
        let without = format!("{}{}", &meant[..start], &meant[end..]);
        for file in forms(&meant) {
            let positions = Positions::read(&file);
            let pointer = Pointer::root().key("a");
            let read = positions.meant(&pointer).unwrap();
            proptest::prop_assert_eq!(&read, &meant, "{:?}", file);
            let range = positions.locate(&Place::part("file", pointer, &meant, start..end).at).unwrap();
            // Where the file is JSON, what is left after taking out the written words means the rest of the text.
            if file.starts_with('{') {
                let left = format!("{}{}", &file[..range.start], &file[range.end..]);
                let left: serde_json::Value = serde_json::from_str(&left).unwrap();
                proptest::prop_assert_eq!(left["a"].as_str().unwrap(), &without, "{:?}", file);
            }
        }
    }
}
