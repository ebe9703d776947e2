use super::{Format, Report, render, summary};
use crate::diag::{Diagnostic, Place, Pointer, Sources};

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.insert("observability/datasources.yaml", "links:\n  queries:\n    - query: rate(errors[1m]) * 60\n");
    sources.insert("observability/signals.yaml", "metrics:\n  - name: failures\n    type: counter\n");
    sources
}

fn human(diagnostics: &[Diagnostic]) -> String {
    render(Format::Human, &Report::of(diagnostics, &sources()), false)
}

fn at(file: &str, pointer: &str) -> Place {
    Place::value(file, Pointer::parse(pointer).unwrap())
}

fn unknown_metric() -> Diagnostic {
    Diagnostic::error("query/unknown-metric", "metric `errors` is not declared")
        .at(at("observability/datasources.yaml", "/links/queries/0/query"))
        .label("did you mean `failures`?")
        .related(at("observability/signals.yaml", "/metrics/0/name"), "declared here")
        .help("declare the metric, or use one that is declared")
}

/// The text below its first line break, without the bars that show the margin.
fn expected(text: &str) -> String {
    text.lines().skip(1).map(|line| line.trim_start().strip_prefix('¦').unwrap_or_default().to_owned() + "\n").collect()
}

#[test]
fn a_finding_has_its_place_carets_related_places_and_help() {
    let text = expected(
        "
        ¦error[query/unknown-metric]: metric `errors` is not declared
        ¦ --> observability/datasources.yaml:3:14
        ¦  |
        ¦3 |     - query: rate(errors[1m]) * 60
        ¦  |              ^^^^^^^^^^^^^^^^^^^^^ did you mean `failures`?
        ¦  |
        ¦ ::: observability/signals.yaml:2:11
        ¦  |
        ¦2 |   - name: failures
        ¦  |           -------- declared here
        ¦  |
        ¦  = help: declare the metric, or use one that is declared",
    );
    assert_eq!(human(&[unknown_metric()]), text);
}

#[test]
fn colours_are_used_only_when_asked_for() {
    let warning = Diagnostic::warning("spec/odd", "odd").at(at("observability/signals.yaml", "/metrics/0/type")).label("this");
    let coloured = render(Format::Human, &Report::of(std::slice::from_ref(&warning), &sources()), true);
    let plain = human(&[warning]);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    let mut stripped = String::new();
    for (index, part) in coloured.split("\u{1b}[").enumerate() {
        stripped.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(stripped, plain);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[33mwarning[spec/odd]\u{1b}[0m") || cfg!(windows), "{coloured:?}");
    assert!(coloured.contains("^^^^^^^\u{1b}[0m"), "{coloured:?}");
}

#[test]
fn a_value_over_several_lines_is_marked_at_its_first() {
    let whole = Diagnostic::error("spec/metric", "incomplete").at(at("observability/signals.yaml", "/metrics/0"));
    let text = expected(
        "
        ¦error[spec/metric]: incomplete
        ¦ --> observability/signals.yaml:2:5
        ¦  |
        ¦2 |   - name: failures
        ¦  |     ^^^^^^^^^^^^^^",
    );
    assert_eq!(human(&[whole]), text);
}

#[test]
fn without_a_known_text_the_file_alone_is_named_and_nothing_said_is_lost() {
    let finding = Diagnostic::error("output/disk", "can't write")
        .at(at("generated/x.json", "/title"))
        .label("the label")
        .related(Place::file("spanboard.yaml"), "listed here")
        .help("make room");
    let text = expected(
        "
        ¦error[output/disk]: can't write
        ¦--> generated/x.json
        ¦ = note: the label
        ¦ = note: listed here (spanboard.yaml)
        ¦ = help: make room",
    );
    assert_eq!(human(&[finding]), text);
}

#[test]
fn without_a_place_there_is_only_the_message() {
    assert_eq!(human(&[Diagnostic::error("usage/format", "no such format")]), "error[usage/format]: no such format\n");
    assert_eq!(human(&[]), "");
}

#[test]
fn findings_come_by_file_and_position_and_identical_ones_once() {
    let signals = "observability/signals.yaml";
    let second = Diagnostic::warning("a/second", "second").at(at(signals, "/metrics/0/type"));
    let first = Diagnostic::error("z/first", "first").at(at(signals, "/metrics/0/name"));
    let same_place = Diagnostic::warning("a/also", "also").at(at(signals, "/metrics/0/name"));
    let no_file = Diagnostic::error("z/none", "none");
    let all = [second.clone(), unknown_metric(), same_place, first, no_file, second];
    let text = human(&all);
    let titles: Vec<&str> = text.lines().filter(|line| line.contains("]: ")).collect();
    let order = ["error[z/none]", "error[query/unknown-metric]", "error[z/first]", "warning[a/also]", "warning[a/second]"];
    assert_eq!(titles.len(), order.len(), "{text}");
    for (title, begin) in titles.iter().zip(order) {
        assert!(title.starts_with(begin), "{title} instead of {begin}");
    }
    assert_eq!(summary(&Report::of(&all, &sources())).to_string(), "3 errors, 2 warnings");
}

#[test]
fn the_closing_line_leaves_out_what_there_is_none_of() {
    let error = Diagnostic::error("a/b", "c");
    let warning = Diagnostic::warning("a/b", "c");
    let sources = Sources::new();
    assert_eq!(summary(&Report::of(std::slice::from_ref(&error), &sources)).to_string(), "1 error");
    assert_eq!(summary(&Report::of(&[warning.clone(), error], &sources)).to_string(), "1 error, 1 warning");
    assert_eq!(summary(&Report::of(&[warning], &sources)).to_string(), "1 warning");
    assert_eq!(summary(&Report::of(&[], &sources)).to_string(), "");
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let evil = "a\u{1b}[31m\u{9b}2J\u{202e}\u{7}\u{8}\r\u{2028}b";
    let mut sources = Sources::new();
    sources.insert(evil, format!("{evil}: {evil}\nlast: {evil}"));
    let finding = Diagnostic::error("a/b", evil)
        .at(Place::bytes(evil, 0..6))
        .label(format!("{evil}\nnext"))
        .related(Place::bytes(evil, 40..45), evil)
        .related(Place::file(evil), evil)
        .help(evil);
    let text = render(Format::Human, &Report::of(&[finding], &sources), false);
    let bad = text.chars().find(|found| (found.is_control() && *found != '\n') || ('\u{2028}'..='\u{202e}').contains(found));
    assert_eq!(bad, None, "{text:?}");
}

#[test]
fn a_line_of_ten_thousand_characters_is_cut_around_its_mark() {
    let mut sources = Sources::new();
    sources.insert("long.yaml", format!("a: {} {} {}\n", "b".repeat(5000), "x".repeat(3000), "d".repeat(5000)));
    let marked = Diagnostic::error("a/b", "m".repeat(10_000)).at(Place::bytes("long.yaml", 5004..8004)).label("here");
    let text = render(Format::Human, &Report::of(&[marked], &sources), false);
    assert!(text.lines().skip(1).all(|line| line.chars().count() < 200), "{text}");
    assert!(text.len() < 3000, "{}", text.len());
    assert!(text.contains("--> long.yaml:1:5005\n"), "{text}");
    let source: Vec<char> = text.lines().find(|line| line.starts_with("1 |")).unwrap().chars().collect();
    let carets: Vec<char> = text.lines().find(|line| line.contains('^')).unwrap().chars().collect();
    let first = carets.iter().position(|found| *found == '^').unwrap();
    assert_eq!(source[first - 2..=first], ['b', ' ', 'x']);
}

#[test]
fn tabs_wide_characters_and_a_byte_order_mark_keep_carets_and_columns_right() {
    let mut sources = Sources::new();
    sources.insert("wide.yaml", "\u{feff}{\t\"é😀\": 名前x}\r\n");
    let finding = Diagnostic::error("a/b", "c").at(at("wide.yaml", "/é😀"));
    let text = expected(
        "
        ¦error[a/b]: c
        ¦ --> wide.yaml:1:9
        ¦  |
        ¦1 | {    \"é😀\": 名前x}
        ¦  |             ^^^^^",
    );
    assert_eq!(render(Format::Human, &Report::of(&[finding], &sources), false), text);
}

#[test]
fn a_place_past_the_end_or_inside_a_character_is_shown_nearby() {
    let mut sources = Sources::new();
    sources.insert("short", "é");
    for range in [0..0, 0..1, 1..1, 1..2, 2..2, 2..9, 7..9] {
        let text = render(
            Format::Human,
            &Report::of(&[Diagnostic::error("a/b", "c").at(Place::bytes("short", range))], &sources),
            false,
        );
        assert!(text.contains("--> short:1:") && text.contains('^'), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_and_no_range_makes_it_panic(text in "[a-cé😀\t\r\n\u{feff}\u{1b}:]{0,30}", start in 0..40_usize, length in 0..40_usize) {
        let mut sources = Sources::new();
        sources.insert("any", text);
        let finding = Diagnostic::error("a/b", "c").at(Place::bytes("any", start..start + length)).label("d");
        let shown = render(Format::Human, &Report::of(&[finding], &sources), false);
        proptest::prop_assert!(shown.contains("any:"));
    }
}
