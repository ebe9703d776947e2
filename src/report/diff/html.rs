//! One page that needs nothing else: no script, no network, light and dark.

use super::DiffReport;
use super::marked::{Marks, head, sentence, signal_words};
use super::sentence::{by_subject, counts, file, sign, summary, verb};
use crate::diff::{Counts, FileDiff};
use crate::report::excerpt::visible_character;

const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<meta name=\"color-scheme\" content=\"light dark\">
";

const STYLE: &str = "<style>
:root { --text: #1b1f24; --back: #ffffff; --soft: #57606a; --line: #d0d7de; --added: #116329; --removed: #a40e26; --changed: #7a4a00;
  --moved: #0a5a8a; --added-back: #dafbe1; --removed-back: #ffebe9; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --back: #0d1117; --soft: #9198a1; --line: #3d444d; --added: #56d364; --removed: #ff9492; --changed: #e3b341;
    --moved: #79c0ff; --added-back: #12361f; --removed-back: #4a1618; }
}
body { color: var(--text); background: var(--back); font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; overflow-wrap: anywhere; } h3 { font-size: 1rem; margin-bottom: 0.2rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: 0.2rem 0.6rem; text-align: left; overflow-wrap: anywhere; }
td.number { text-align: right; }
ul { margin: 0.2rem 0; padding-left: 1.4rem; } li { list-style: none; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.2rem 0 0.4rem 1.4rem; }
.added > .sign { color: var(--added); } .removed > .sign { color: var(--removed); }
.changed > .sign { color: var(--changed); } .moved > .sign { color: var(--moved); }
.sign { display: inline-block; width: 1.2rem; margin-left: -1.2rem; font-family: ui-monospace, monospace; font-weight: bold; }
ins { color: var(--added); background: var(--added-back); } del { color: var(--removed); background: var(--removed-back); }
.breaking { color: var(--removed); font-weight: bold; } .soft { color: var(--soft); }
@media print { body { max-width: none; } section { break-inside: avoid-page; } }
</style>
</head>
<body>
";

pub(super) fn render(report: &DiffReport<'_>) -> String {
    let comparison = report.comparison;
    let (before, after) = (escaped(report.before), escaped(report.after));
    let mut page =
        vec![format!("{HEAD}<title>Grafana: {before} to {after}</title>\n{STYLE}<h1>Grafana: {before} → {after}</h1>\n")];
    page.push(format!("<p>{}.</p>\n", escaped(&summary(comparison))));
    let breaking: Vec<String> = comparison
        .breaking()
        .map(|(diff, change)| {
            let reason = change.breaking.unwrap_or_default();
            let (path, head) = (Html::code(&diff.path), head::<Html>(&change.subject, diff));
            format!("<li>{path}: {head}: {}: {}</li>", sentence::<Html>(change), escaped(reason))
        })
        .collect();
    section(&mut page, "<h2 class=\"breaking\">Breaking</h2>", &breaking);
    let needs: Vec<String> =
        comparison.needs().into_iter().map(|one| format!("<li>{}</li>", signal_words::<Html>(one))).collect();
    section(&mut page, "<h2>Telemetry that is newly asked for</h2>", &needs);
    let unread: Vec<String> = comparison
        .unread
        .iter()
        .map(|unread| format!("<li>{} ({}): {}</li>", Html::code(&unread.path), escaped(&unread.side), escaped(&unread.reason)))
        .collect();
    section(&mut page, "<h2 class=\"breaking\">Not compared</h2>", &unread);
    if !comparison.files.is_empty() {
        page.push(table(&comparison.files));
    }
    for (index, diff) in comparison.files.iter().enumerate() {
        page.push(of_file(index, diff));
    }
    page.push("</body>\n</html>\n".to_owned());
    page.concat()
}

fn section(page: &mut Vec<String>, heading: &str, items: &[String]) {
    if !items.is_empty() {
        page.push(format!("{heading}\n<ul>\n{}\n</ul>\n", items.join("\n")));
    }
}

fn table(files: &[FileDiff]) -> String {
    let rows = files.iter().enumerate().map(|(index, diff)| {
        let Counts { added, removed, changed, moved } = Counts::of(&diff.changes);
        let numbers = [added, removed, changed, moved]
            .map(|number| format!("<td class=\"number\">{}</td>", if number == 0 { String::new() } else { number.to_string() }))
            .concat();
        format!("<tr><td><a href=\"#file-{index}\">{}</a></td><td>{}</td>{numbers}</tr>\n", escaped(&diff.path), file(diff))
    });
    let head = "<table>\n<thead><tr><th scope=\"col\">file</th><th scope=\"col\">what</th><th scope=\"col\">added</th>\
                <th scope=\"col\">removed</th><th scope=\"col\">changed</th><th scope=\"col\">moved</th></tr></thead>\n<tbody>\n";
    format!("{head}{}</tbody>\n</table>\n", rows.collect::<String>())
}

fn of_file(index: usize, diff: &FileDiff) -> String {
    let title = diff.title.as_deref().map_or_else(String::new, |title| format!(" “{}”", escaped(title)));
    let mut out = vec![format!("<section id=\"file-{index}\">\n<h2>{}: {}{title}</h2>\n", Html::code(&diff.path), file(diff))];
    out.push(format!("<p class=\"soft\">{}</p>\n", counts(Counts::of(&diff.changes))));
    for (about, changes) in by_subject(&diff.changes) {
        out.push(format!("<h3>{}</h3>\n<ul>\n", head::<Html>(about, diff)));
        for change in changes {
            let kind = verb(change.action);
            out.push(format!(
                "<li class=\"{kind}\"><span class=\"sign\">{}</span>{}</li>\n",
                escaped(&sign(change.action).to_string()),
                sentence::<Html>(change)
            ));
        }
        out.push("</ul>\n".to_owned());
    }
    for (what, signals) in [("Newly asks for", &diff.needs), ("No longer asks for", &diff.needs_no_more)] {
        if !signals.is_empty() {
            let names: Vec<String> = signals.iter().map(signal_words::<Html>).collect();
            out.push(format!("<p>{what}: {}</p>\n", names.join(", ")));
        }
    }
    out.push("</section>\n".to_owned());
    out.concat()
}

struct Html;

impl Marks for Html {
    fn plain(text: &str) -> String {
        escaped(text)
    }

    fn name(text: &str) -> String {
        format!("“{}”", escaped(text))
    }

    fn kind(text: &str) -> String {
        format!("<span class=\"soft\">({})</span>", escaped(text))
    }

    fn piece(text: &str) -> String {
        escaped(text)
    }

    fn pieces(shown: &str) -> String {
        format!("<pre>{shown}</pre>")
    }

    fn replaced(old: &str, new: &str) -> String {
        format!("<del>{}</del> → <ins>{}</ins>", escaped(old), escaped(new))
    }

    fn escaped(text: &str) -> String {
        escaped(text)
    }
}

/// A text as HTML holds it, in elements and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push(' '),
            other => out.push(visible_character(other)),
        }
    }
    out
}
