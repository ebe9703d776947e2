use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::read;
use crate::yaml::parse_whole;

/// The YAML files of this repository.
static FILES: LazyLock<Vec<String>> = LazyLock::new(files);

fn files() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = ["observability", "examples", "tests/scenarios", "tests/cli", "generated"]
        .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .to_vec();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                found.extend(fs::read_to_string(path));
            }
        }
    }
    found.sort();
    found
}

#[track_caller]
fn assert_agrees(text: &str) -> bool {
    let Some(value) = read(text) else { return false };
    assert_eq!(parse_whole(text).as_ref(), Ok(&value), "{text:?}");
    true
}

#[test]
fn most_files_are_read_here_and_as_the_other_reader_reads_them() {
    let files = &*FILES;
    let read = files.iter().filter(|text| assert_agrees(text)).count();
    assert!(read * 10 > files.len() * 8, "{read} of {}", files.len());
}

#[test]
fn the_files_of_the_bundled_system_are_read_here() {
    for name in ["signals.yaml", "datasources.yaml", "dashboards/tracing.yaml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("observability").join(name);
        assert!(assert_agrees(&fs::read_to_string(path).unwrap()), "{name}");
    }
}

#[test]
fn scalars_in_doubt_are_left_to_the_other_reader() {
    for text in
        ["a: ~", "a: True", "a: 0x1F", "a: 1e3", "a: .inf", "a: 007", "a: +5", "a: |\n  b", "a: !!str 1", "a: 1\na: 2", "1: a"]
    {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn plain_scalars_mean_what_they_mean_to_the_other_reader() {
    for scalar in [
        "30s",
        "-5m",
        "2024-01-01",
        "1.5",
        "-2",
        "0",
        "12345678901234567890",
        "1_000",
        "null",
        "nullish",
        "true",
        "yes",
        "a b",
        "/x",
        "${__value.raw}",
        "0.95",
        "-0",
        "1.",
        ".5",
        "+1h",
        "-",
        "--",
        "5 m",
        "0777",
        "1e3",
        "1,000",
        "9.9.9",
        "-a",
        "é",
        "0b1",
        ".",
        "...",
    ] {
        for text in [format!("a: {scalar}"), format!("- {scalar}"), format!("{{a: {scalar}}}"), format!("a: '{scalar}'")] {
            assert_agrees(&text);
        }
    }
}

#[test]
fn aliases_are_read_here_and_stand_for_their_anchors() {
    for text in [
        "a: &x 1\nb: *x",
        "a: &x {b: 1}\nc: *x\nd: [*x, *x]",
        "a: &x\n  b: [1]\nc:\n  - *x\n  - d: *x",
        "a: &x\n- 1\nb: *x",
        "a: &x\nb: *x",
        "a: &x {b: &y 'text'}\nc: *y\nd: {e: *x}",
        "b: &y |\n  text\nc: *y\n",
        "- &one >-\n  folded\n  text\n- *one\n- 5*6 & 7\n",
    ] {
        assert!(assert_agrees(text), "{text}");
    }
}

#[test]
fn anchors_and_aliases_in_doubt_are_left_to_the_other_reader() {
    for text in [
        // An anchor whose name was given before, at which the other reader mixes up names.
        "a: &x 1\nb: &x 2\nc: &y 3\nd: *x",
        "a: &x [*x]",
        "a: &x 1\nb: &y [*x]\nc: *y",
        "a: &x.y 1\nb: *x.y",
        "a: &x 1\nb: *x.y",
        "&x a: 1",
        "a: &x b\n*x : 1",
        "a: &x {b: 1}\nc: {<<: *x}",
        "a: *x",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn deep_anchors_below_deep_places_are_read_as_the_other_reader_reads_them() {
    for levels in [10, 62, 63, 64, 70] {
        let (opened, closed) = ("[".repeat(levels), "]".repeat(levels));
        assert_agrees(&format!("a: &x {opened}1{closed}\nb: {opened}*x{closed}"));
    }
}

#[test]
fn what_aliases_repeat_has_a_bound() {
    let text = |times: usize| format!("a: &x {}\nb: [{}]", "x".repeat(1000), vec!["*x"; times].join(", "));
    assert!(assert_agrees(&text(400)));
    assert_eq!(read(&text(600)), None);
}

#[test]
fn folded_texts_are_read_here() {
    for text in ["a: >-\n  one\n  two\n\n  three\nb: 1\n", "- >\n  one\n    two\n  three\n", "a: >+\n\n  one\n\nb: 1\n"] {
        assert!(assert_agrees(text), "{text}");
    }
}

/// A made-up value: how it is written, whether it has an anchor, what is within.
#[derive(Debug, Clone)]
enum Written {
    Scalar(&'static str, bool),
    /// The alias of one of the anchors before it.
    Alias(usize),
    /// A folded or literal text: what stands behind its mark, and its lines.
    Block(&'static str, Vec<&'static str>, bool),
    Inner {
        items: Vec<Written>,
        is_mapping: bool,
        is_flow: bool,
        is_anchored: bool,
    },
}

fn written() -> impl Strategy<Value = Written> {
    let scalar = prop::sample::select(vec!["1", "text", "", "'a &x b'", "\"*x\"", "a * b", "null", "a b", "# c", "*x."]);
    let header = prop::sample::select(vec![">", ">-", ">+", "|", "|-", ">2", "> # c"]);
    let lines = prop::sample::select(vec!["one", "  two", "", "- three", "four: *x", "# five", "&x", " "]);
    let leaf = prop_oneof![
        2 => (scalar, any::<bool>()).prop_map(|(scalar, is_anchored)| Written::Scalar(scalar, is_anchored)),
        3 => (0..8_usize).prop_map(Written::Alias),
        1 => (header, prop::collection::vec(lines, 0..4), any::<bool>()).prop_map(|(a, b, c)| Written::Block(a, b, c)),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        (prop::collection::vec(inner, 0..5), any::<bool>(), prop::bool::weighted(0.3), prop::bool::weighted(0.4))
            .prop_map(|(items, is_mapping, is_flow, is_anchored)| Written::Inner { items, is_mapping, is_flow, is_anchored })
    })
}

/// A made-up file as text; anchors and keys have numbers.
#[derive(Default)]
struct Writer {
    text: String,
    anchors: usize,
    keys: usize,
}

impl Writer {
    fn anchor(&mut self, is_anchored: bool) {
        if is_anchored {
            self.anchors += 1;
            write!(self.text, "&x{} ", self.anchors).unwrap();
        }
    }

    fn key(&mut self) {
        self.keys += 1;
        write!(self.text, "key{}: ", self.keys).unwrap();
    }

    fn write(&mut self, written: &Written, indent: usize, in_flow: bool) {
        let margin = format!("\n{}", "  ".repeat(indent));
        match written {
            Written::Scalar(scalar, is_anchored) => {
                self.anchor(*is_anchored);
                self.text += scalar;
            }
            Written::Alias(back) => write!(self.text, "*x{} ", self.anchors.saturating_sub(*back % self.anchors.max(1))).unwrap(),
            Written::Block(header, lines, is_anchored) => {
                self.anchor(*is_anchored);
                self.text += header;
                for line in lines {
                    write!(self.text, "{margin}{line}").unwrap();
                }
            }
            Written::Inner { items, is_mapping, is_flow, is_anchored } if *is_flow || in_flow => {
                self.anchor(*is_anchored);
                self.text += if *is_mapping { "{" } else { "[" };
                for (index, item) in items.iter().enumerate() {
                    self.text += if index == 0 { "" } else { ", " };
                    if *is_mapping {
                        self.key();
                    }
                    self.write(item, indent + 1, true);
                }
                self.text += if *is_mapping { "}" } else { "]" };
            }
            Written::Inner { items, is_mapping, is_anchored, .. } => {
                self.anchor(*is_anchored);
                for item in items {
                    self.text += &margin;
                    if *is_mapping {
                        self.key();
                    } else {
                        self.text += "- ";
                    }
                    self.write(item, indent + 1, false);
                }
            }
        }
    }
}

fn file(written: &[Written]) -> String {
    let mut writer = Writer::default();
    for written in written {
        writer.key();
        writer.write(written, 1, false);
        writer.text += "\n";
    }
    writer.text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn files_changed_at_random_are_read_alike(
        file in 0..usize::MAX,
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[ \\n:#\\[\\]{},&*!|>'\"%@`?~.<0-9a-eé\\\\-]{0,3}", 0..4_usize), 1..5),
    ) {
        let files = &*FILES;
        let mut text: Vec<char> = files[file % files.len()].chars().take(1500).collect();
        for (at, insert, remove) in changes {
            let at = at.index(text.len() + 1);
            let end = (at + remove).min(text.len());
            text.splice(at..end, insert.chars());
        }
        assert_agrees(&text.into_iter().collect::<String>());
    }

    #[test]
    fn anchors_and_aliases_are_read_alike(
        written in prop::collection::vec(written(), 1..5),
        change in prop::option::of((any::<prop::sample::Index>(), "[ \\n:#\\[\\]{},&*x'>-]{0,2}", 0..3_usize)),
    ) {
        let mut text: Vec<char> = file(&written).chars().collect();
        if let Some((at, insert, remove)) = change {
            let at = at.index(text.len() + 1);
            let end = (at + remove).min(text.len());
            text.splice(at..end, insert.chars());
        }
        assert_agrees(&text.into_iter().collect::<String>());
    }

    #[test]
    fn anchors_in_files_are_read_alike(
        which in 0..usize::MAX,
        anchored in any::<prop::sample::Index>(),
        aliased in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let files = &*FILES;
        let mut lines: Vec<String> = files[which % files.len()].lines().map(str::to_owned).collect();
        let with = |line: &mut String, mark: &str| {
            let at = line.find(": ").map_or_else(|| line.rfind(':').map(|at| at + 1), |at| Some(at + 2));
            if let Some(at) = at {
                line.insert_str(at, mark);
            }
        };
        let count = lines.len().max(1);
        if let Some(line) = lines.get_mut(anchored.index(count)) {
            with(line, " &anchor ");
        }
        for aliased in aliased {
            let Some(line) = lines.get_mut(aliased.index(count)) else { continue };
            if let Some(at) = line.find(": ") && !line.contains("&anchor") {
                line.replace_range(at + 2.., "*anchor");
            }
        }
        assert_agrees(&lines.join("\n"));
    }

    #[test]
    fn folded_texts_are_read_alike(
        begin in "(a:\\n  b: |a: |- |- - |)[>|][-+]?[1-4]?[-+]?[ ]{0,2}(#a)?\\n",
        text in "([ ]{0,5}[a \\\\#:>é-]{0,4}\\n){0,7}",
        end in "([ ]{0,4}([a-c]:|- b)?[ ]{0,2}\\n?)?",
    ) {
        assert_agrees(&format!("{begin}{text}{end}"));
    }

    #[test]
    fn arbitrary_texts_are_read_alike(text in "[ \\n:#\\[\\]{},&*!|>'\"?~.0-3a-cé\\\\-]{0,40}") {
        assert_agrees(&text);
    }
}
