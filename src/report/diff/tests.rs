//! Every format over one comparison whose texts try to be more than texts.

use std::collections::BTreeSet;

use super::{DiffFormat, DiffReport, render_diff};
use crate::diag::Pointer;
use crate::diff::{Action, Change, Comparison, FileDiff, FileKind, FileState, PlacePair, Signal, Subject, Unread, Word};

/// A title that would like to be markup, a mention, a command and a colour.
const BAD: &str = "</code></details></summary><script>alert(1)</script> | `x` **b** [l](javascript:x) @team #1 <img src=x onerror=y>\n::error::z\u{1b}[31m\u{202e}\" ' & $x$ \\";

fn change(what: &str) -> Change {
    let root = Some(Pointer::root().key(BAD));
    Change {
        subject: Subject::Panel { title: BAD.to_owned(), kind: BAD.to_owned() },
        action: Action::Changed,
        what: what.to_owned(),
        old: Some(BAD.to_owned()),
        new: Some("new".to_owned()),
        words: Vec::new(),
        breaking: Some("it breaks"),
        places: vec![PlacePair { before: root.clone(), after: root }],
    }
}

fn comparison(changes: usize) -> Comparison {
    let words = vec![Word::Kept(BAD.to_owned()), Word::Removed(BAD.to_owned()), Word::Added(BAD.to_owned())];
    let mut all: Vec<Change> = (0..changes).map(|number| change(&format!("{BAD} {number}"))).collect();
    all.push(Change { words, ..change(BAD) });
    all.push(Change { action: Action::Added, subject: Subject::Variable(BAD.to_owned()), old: None, ..change("") });
    let file = FileDiff {
        path: format!("a/{BAD}.json"),
        renamed_from: None,
        state: FileState::Changed,
        kind: FileKind::Dashboard,
        title: Some(BAD.to_owned()),
        changes: all,
        needs: BTreeSet::from([Signal::Series(BAD.to_owned())]),
        needs_no_more: BTreeSet::from([Signal::Streams(BAD.to_owned(), None)]),
    };
    let unread = Unread { path: BAD.to_owned(), side: BAD.to_owned(), reason: BAD.to_owned() };
    Comparison { files: vec![file.clone(), file], unread: vec![unread], unchanged: 3, rewritten: 1 }
}

fn rendered(format: DiffFormat, comparison: &Comparison) -> String {
    render_diff(format, &DiffReport { comparison, before: BAD, after: "after", is_stat: false }, false)
}

#[test]
fn no_text_breaks_out_of_a_page() {
    let page = rendered(DiffFormat::Html, &comparison(1));
    for bad in ["<script", "<img", "</code></details></summary>", "javascript:x)\"", "\u{1b}", "\u{202e}"] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert_eq!(page.matches("<body>").count(), 1);
    let names: BTreeSet<&str> = page
        .split('<')
        .skip(1)
        .map(|tag| tag.trim_start_matches('/').split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap())
        .collect();
    let known = "a body code del h1 h2 h3 head html ins li meta p pre section span style table tbody td th thead title tr ul";
    let known: BTreeSet<&str> = known.split(' ').chain([""]).collect();
    assert!(names.is_subset(&known), "{:?}", names.difference(&known));
}

#[test]
fn no_text_breaks_out_of_a_comment() {
    let comment = rendered(DiffFormat::Markdown, &comparison(1));
    for bad in
        ["<script", "<img", "</code></details></summary>", "`x`", "**b**", "[l]", "@team", " #1 ", "\u{1b}", "\n::error", "$x$"]
    {
        assert!(!comment.contains(bad), "{bad}");
    }
    // Between words, a mention has a comment behind its sign; as code it needs none.
    let outside_of_code: String =
        comment.split("<code>").map(|part| part.split_once("</code>").map_or(part, |(_, rest)| rest)).collect();
    assert!(!outside_of_code.contains("&#64;t"), "{outside_of_code}");
    // Each row of the table has its six cells.
    for row in comment.lines().filter(|line| line.starts_with("| <code>")) {
        assert_eq!(row.matches('|').count(), 7, "{row}");
    }
    assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
}

#[test]
fn a_comment_is_no_longer_than_github_takes_and_says_what_is_missing() {
    for changes in [0, 10, 100, 1000] {
        let comment = rendered(DiffFormat::Markdown, &comparison(changes));
        assert!(comment.chars().count() <= 65_000, "{changes}: {}", comment.chars().count());
        assert_eq!(comment.contains("Cut here"), changes >= 100, "{changes}");
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count(), "{changes}");
    }
    let many = Comparison { files: vec![comparison(0).files.remove(0); 3000], ..Comparison::default() };
    let comment = rendered(DiffFormat::Markdown, &many);
    assert!(comment.chars().count() <= 65_000);
    assert!(comment.contains("more files") && comment.contains("6000 changes") && comment.contains("Cut here"));
}

#[test]
fn no_text_begins_a_command_or_steers_a_terminal() {
    let commands = rendered(DiffFormat::Github, &comparison(1));
    for line in commands.lines() {
        assert!(["::notice ", "::warning ", "::error "].iter().any(|begin| line.starts_with(begin)), "{line}");
    }
    let text = rendered(DiffFormat::Text, &comparison(1));
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
    // A line break in a name is none in the report; only a text that is told word by word may have several lines.
    assert!(!text.lines().any(|line| line.starts_with("::error")));
}

#[test]
fn an_object_has_every_key_and_the_whole_text() {
    let object: serde_json::Value = serde_json::from_str(&rendered(DiffFormat::Json, &comparison(1))).unwrap();
    assert_eq!(object["version"], 1);
    assert_eq!(object["summary"]["breaking"], 6);
    assert_eq!(object["files"][0]["title"], BAD);
    let change = &object["files"][0]["changes"][0];
    let keys: Vec<&str> = change.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["action", "breaking", "new", "old", "places", "subject", "what", "words"]);
    assert_eq!(change["places"][0]["after"], Pointer::root().key(BAD).as_str());
    assert_eq!(object["files"][0]["changes"][1]["words"][1]["removed"], BAD);
}

#[test]
fn colours_are_there_only_where_they_are_asked_for() {
    let comparison = comparison(1);
    let report = DiffReport { comparison: &comparison, before: "a", after: "b", is_stat: false };
    assert!(render_diff(DiffFormat::Text, &report, true).contains("\u{1b}[31m"));
    assert!(!render_diff(DiffFormat::Text, &report, false).contains('\u{1b}'));
}
