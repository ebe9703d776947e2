//! What `preview` draws, without a browser (`preview-test/run` looks with one).
//!
//! Every folder `tests/preview/<what-it-shows>/` holds Grafana's files and what is drawn of them: `expected.html`, without the style
//! sheet, and `expected.svg`. Where it has the folders `before/` and `after/`, both are drawn beside one another.
//! `SPANBOARD_BLESS=1 cargo test --test preview` writes what is drawn now.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};
use spanboard::diag::Diagnostic;
use spanboard::diff::{self, Content, File, Side};
use spanboard::foreign::{Text, walk};
use spanboard::pipeline::check::{self, Outcome};
use spanboard::preview::{self, Scene, Sides, State};
use spanboard::rules::RuleSettings;

fn state(outcome: &Outcome) -> State<'_> {
    State {
        documents: outcome.documents.iter().map(|seen| (&seen.document, &seen.datasources)).collect(),
        findings: &outcome.diagnostics,
    }
}

fn looked_at(texts: &[(String, String)]) -> Outcome {
    let text = |(shown, text): &(String, String)| Text { shown: shown.clone(), text: text.clone(), is_named: false };
    check::files(texts.iter().map(text).collect(), &RuleSettings::default(), None)
}

fn drawn(texts: &[(String, String)]) -> Scene {
    preview::scene("a folder", &state(&looked_at(texts)))
}

fn compared(before: &[(String, String)], after: &[(String, String)]) -> Scene {
    let side = |name: &str, texts: &[(String, String)]| Side {
        name: name.to_owned(),
        files: texts
            .iter()
            .map(|(path, text)| File { path: path.clone(), content: Content::Bytes(text.clone().into_bytes()) })
            .collect(),
    };
    let comparison = diff::compare(&side("before", before), &side("after", after));
    let (old, new) = (looked_at(before), looked_at(after));
    let names = ["main".to_owned(), "working tree".to_owned()];
    preview::compared("main to working tree", &Sides { names, before: state(&old), after: state(&new), comparison: &comparison })
}

/// Grafana's files below a folder, by their paths below it.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let (found, problems) = walk::files(&[folder.to_path_buf()]);
    assert_eq!(problems, Vec::<Diagnostic>::new());
    let text = |path: &PathBuf| {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        (name, fs::read_to_string(path).unwrap())
    };
    found.iter().map(|found| text(&found.path)).collect()
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("tests/preview").unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

fn scene_of(folder: &Path) -> Scene {
    let before = folder.join("before");
    if before.exists() { compared(&texts(&before), &texts(&folder.join("after"))) } else { drawn(&texts(folder)) }
}

/// A page without its style sheet, an element a line where it is written so.
fn without_style(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    format!("{before}<style></style>{after}")
}

#[test]
fn folders_are_drawn_as_expected() {
    let bless = std::env::var_os("SPANBOARD_BLESS").is_some();
    let mut wrong = Vec::new();
    for folder in folders() {
        let scene = scene_of(&folder);
        for (name, text) in [("expected.html", preview::html(&scene)), ("expected.svg", preview::svg(&scene))] {
            let (path, text) = (folder.join(name), without_style(&text));
            if bless {
                fs::write(&path, text).unwrap();
            } else if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "drawn otherwise; `SPANBOARD_BLESS=1 cargo test --test preview` accepts that:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn two_runs_draw_the_same() {
    for folder in folders() {
        let both = || (preview::html(&scene_of(&folder)), preview::svg(&scene_of(&folder)));
        assert_eq!(both(), both(), "{}", folder.display());
    }
}

#[test]
fn what_is_the_same_on_both_sides_is_counted_and_not_drawn() {
    let texts = texts(Path::new("tests/preview/links-and-findings"));
    let scene = compared(&texts, &texts);
    assert_eq!((scene.sheets.len(), scene.unchanged), (0, 1));
}

/// Elements and attributes that pages and pictures are made of. Nothing else may ever appear.
const ELEMENTS: [&str; 58] = [
    "a",
    "article",
    "blockquote",
    "body",
    "br",
    "circle",
    "code",
    "dd",
    "del",
    "desc",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "footer",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "head",
    "header",
    "hr",
    "html",
    "ins",
    "li",
    "line",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "path",
    "pre",
    "rect",
    "section",
    "span",
    "strong",
    "style",
    "summary",
    "svg",
    "table",
    "td",
    "text",
    "title",
    "tr",
    "ul",
    "!doctype",
    "polyline",
    "small",
    "b",
    "i",
    "q",
    "th",
    "tbody",
    "thead",
];
const ATTRIBUTES: [&str; 37] = [
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "charset",
    "class",
    "content",
    "cx",
    "cy",
    "d",
    "fill-opacity",
    "font-size",
    "height",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "preserveAspectRatio",
    "r",
    "rel",
    "role",
    "rx",
    "style",
    "tabindex",
    "text-anchor",
    "title",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xmlns",
    "y",
    "y1",
    "y2",
    "html",
];

/// Reads a page as a browser would, and says what is in it that must not be. Elements have to close in order, as in XML.
fn broken(page: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        if rest[..at].contains('>') {
            return Some(format!("a `>` in text: {}", &rest[..at]));
        }
        rest = &rest[at + 1..];
        let end = rest.find('>')?;
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("`{tag}` closes something else"));
            }
            continue;
        }
        let is_empty = tag.ends_with('/') || tag.starts_with('!');
        let tag = tag.trim_end_matches('/');
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) {
            return Some(format!("the element `{name}`"));
        }
        if let Some(problem) = broken_attributes(attributes) {
            return Some(format!("`{tag}`: {problem}"));
        }
        if name == "style" {
            // Our own, the same for all pages; texts of files never come here.
            rest = rest.split_once("</style>")?.1;
        } else if !is_empty {
            open.push(name);
        }
    }
    open.last().map(|name| format!("`{name}` never closes"))
}

fn broken_attributes(attributes: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((name, after)) = rest.split_once("=\"") {
        let name = name.trim();
        if !ATTRIBUTES.contains(&name) {
            return Some(format!("the attribute `{name}`"));
        }
        let (value, after) = after.split_once('"')?;
        let is_fine = match name {
            "href" => {
                value.starts_with('#')
                    || value.to_lowercase().starts_with("http://")
                    || value.to_lowercase().starts_with("https://")
            }
            "style" => is_plain_style(value),
            "id" | "class" | "role" | "d" | "x" | "y" => !value.contains(['&', '(', ';']),
            _ => true,
        };
        if !is_fine {
            return Some(format!("{name}={value}"));
        }
        rest = after;
    }
    (!rest.trim().is_empty() && rest != "html").then(|| format!("`{rest}` is no attribute"))
}

/// `grid-area:1/1/span 2/span 3`, or a colour alone.
fn is_plain_style(style: &str) -> bool {
    let Some((property, value)) = style.split_once(':') else { return false };
    let is_of = |allowed: &str| value.chars().all(|character| character.is_ascii_alphanumeric() || allowed.contains(character));
    match property {
        "grid-area" => is_of("/ "),
        "fill" | "stroke" | "background" => is_of("#"),
        _ => false,
    }
}

fn assert_harmless(scene: &Scene) {
    for page in [preview::html(scene), preview::svg(scene)] {
        let problem = broken(&page);
        assert_eq!(problem, None);
        assert!(!page.to_lowercase().contains("<script"));
    }
}

#[test]
fn a_page_that_is_broken_is_seen_as_such() {
    for page in [
        "<p>a</div>",
        "<p>",
        "<script></script>",
        "<p onclick=\"x\"></p>",
        "<a href=\"javascript:x\"></a>",
        "<p style=\"fill:url(x)\"></p>",
        "a > b <p></p>",
    ] {
        assert!(broken(page).is_some(), "{page}");
    }
    assert_eq!(broken("<p title=\"x\">a<br/></p>"), None);
}

#[test]
fn all_that_is_drawn_here_is_harmless() {
    for folder in folders() {
        assert_harmless(&scene_of(&folder));
    }
    let hostile = fs::read_to_string("preview-test/hostile/dashboard.json").unwrap();
    let scene = drawn(&[("hostile.json".to_owned(), hostile)]);
    assert_eq!(scene.sheets.len(), 1);
    assert_harmless(&scene);
}

/// A dashboard in which each text is one of `texts`, by turns.
fn filled(texts: &[String]) -> (String, String) {
    let mut next = texts.iter().cycle();
    let mut text = || Value::from(next.next().unwrap().as_str());
    let kinds = [
        "timeseries",
        "stat",
        "gauge",
        "bargauge",
        "barchart",
        "heatmap",
        "histogram",
        "piechart",
        "state-timeline",
        "table",
        "logs",
        "nodeGraph",
        "graph",
    ];
    let mut panels: Vec<Value> = kinds.iter().enumerate().map(|(index, kind)| json!({
        "type": kind, "title": text(), "description": text(), "gridPos": {"x": (index % 4) * 6, "y": index / 4 * 8, "w": 6, "h": 8},
        "datasource": {"type": text(), "uid": text()},
        "targets": [{"refId": text(), "expr": text(), "legendFormat": text()}, {"refId": "B", "rawSql": text(), "datasource": {"type": text(), "uid": text()}}],
        "links": [{"title": text(), "url": text()}],
        "fieldConfig": {
            "defaults": {"unit": text(), "color": {"mode": "fixed", "fixedColor": text()}, "links": [{"title": text(), "url": text()}],
                "thresholds": {"mode": "absolute", "steps": [{"color": text(), "value": null}, {"color": text(), "value": 1}]}},
            "overrides": [{"matcher": {"id": "byName", "options": text()}, "properties": [{"id": text(), "value": text()}]}]
        },
        "transformations": [{"id": text(), "options": {}}], "repeat": text()
    })).collect();
    for mode in ["markdown", "html", "code"] {
        panels.push(json!({"type": "text", "title": text(), "options": {"mode": mode, "content": text()}}));
    }
    panels.push(json!({"type": text(), "title": text()}));
    panels.push(json!({"type": "row", "title": text(), "collapsed": true, "panels": [{"type": text(), "title": text()}]}));
    let dashboard = json!({
        "title": text(), "description": text(), "uid": text(), "tags": [text()], "schemaVersion": 42, "refresh": text(), "time": {"from": text(), "to": text()},
        "links": [{"title": text(), "type": "link", "url": text()}],
        "templating": {"list": [{"name": text(), "label": text(), "type": "custom", "query": text()}]},
        "annotations": {"list": [{"name": text(), "iconColor": text()}]},
        "panels": panels
    });
    ("dashboards/a.json".to_owned(), dashboard.to_string())
}

/// A data source file in which each text is one of `texts`, by turns.
fn sources(texts: &[String]) -> (String, String) {
    let mut next = texts.iter().cycle();
    let mut text = || serde_json::to_string(next.next().unwrap()).unwrap();
    let mut file = String::from("apiVersion: 1\ndatasources:\n");
    for kind in ["prometheus", "loki", "jaeger", "tempo"] {
        let _ = write!(file, "  - name: {}\n    type: {kind}\n    uid: {}\n    url: {}\n    jsonData:\n", text(), text(), text());
        let _ = writeln!(file, "      tracesToLogsV2: {{datasourceUid: {}, customQuery: true, query: {}}}", text(), text());
        let _ = writeln!(file, "      derivedFields: [{{name: {}, url: {}, urlDisplayLabel: {}}}]", text(), text(), text());
        let _ = writeln!(file, "      exemplarTraceIdDestinations: [{{name: {}, datasourceUid: {}}}]", text(), text());
    }
    ("datasources/a.yaml".to_owned(), file)
}

/// Texts that may be taken for something else than text.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("<script>alert(1)</script>"),
        Just("\" onload=\"alert(1)"),
        Just("' onclick='x"),
        Just("</style>"),
        Just("-->"),
        Just("]]>"),
        Just("javascript:alert(1)"),
        Just("data:text/html,x"),
        Just("https://a.b/"),
        Just("](javascript:x)"),
        Just("[x]("),
        Just("</text></svg>"),
        Just("&lt;script&gt;"),
        Just("&#60;script&#62;"),
        Just("<img src=x onerror=x>"),
        Just("url(x)"),
        Just("#f00;}"),
        Just("rgba(1,2,3,"),
        Just("\u{202e}"),
        Just("\u{0}"),
        Just("${x}"),
        Just("`"),
        Just("**"),
        Just("\n\n"),
        Just("| a |"),
        Just("# "),
        Just("- "),
        Just("<a href='java\tscript:x'>"),
        Just("é漢🙂")
    ];
    let any = prop_oneof![pieces.prop_map(ToOwned::to_owned), "[ -~]{0,6}", "\\PC{0,3}"];
    proptest::collection::vec(any, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_any_file_is_more_than_text(texts in proptest::collection::vec(hostile(), 1..40)) {
        let files = [filled(&texts), sources(&texts)];
        let scene = drawn(&files);
        prop_assert_eq!(scene.sheets.len(), 1);
        assert_harmless(&scene);
        let other: Vec<String> = texts.iter().rev().cloned().collect();
        assert_harmless(&compared(&files, &[filled(&other), sources(&other)]));
    }
}
