//! Small pieces that stand at several places of the page: marks, findings, changes, links, scales.

use crate::diag::Severity;
use crate::diff::Word;
use crate::preview::markup::{Markup, Name};
use crate::preview::scene::{ChangeNote, Finding, LinkNote, Mark, PanelDrawing, Scale};

/// The class of a mark.
pub(super) const fn mark_class(mark: Mark) -> &'static str {
    match mark {
        Mark::Added => "mark added",
        Mark::Removed => "mark removed",
        Mark::Changed => "mark changed",
        Mark::Moved => "mark moved",
    }
}

/// What happened to something: a sign and a word.
pub(super) fn mark(page: &mut Markup, mark: Mark) {
    page.of_class("span", mark_class(mark)).inside(|page| {
        page.element("span").fixed(Name::AriaHidden, "true").text(mark.sign());
        page.of_class("span", "word").text(&format!(" {}", mark.word()));
    });
}

const fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "badge error",
        Severity::Warning => "badge warning",
        Severity::Info => "badge info",
    }
}

/// How many findings there are of each severity.
pub(super) fn badges(page: &mut Markup, findings: &[Finding]) {
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")] {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        if count > 0 {
            page.of_class("span", severity_class(severity)).inside(|page| {
                page.text(&count.to_string());
                page.of_class("span", "word").text(&format!(" {word}{}", if count == 1 { "" } else { "s" }));
            });
        }
    }
}

/// Findings as a list.
pub(super) fn findings(page: &mut Markup, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    page.of_class("ul", "findings").inside(|page| {
        for finding in findings {
            page.element("li").inside(|page| {
                page.of_class("span", severity_class(finding.severity)).text(&finding.severity.to_string());
                page.text(" ");
                quoted(page, &finding.message);
                page.text(" ");
                page.of_class("span", "rule").text(&format!("{} · {}", finding.rule, finding.file));
                if let Some(help) = &finding.help {
                    page.of_class("span", "help").inside(|page| quoted(page, help));
                }
            });
        }
    });
}

/// A message, in which names stand between backticks.
fn quoted(page: &mut Markup, message: &str) {
    for (index, part) in message.split('`').enumerate() {
        if index % 2 == 1 {
            page.element("code").text(part);
        } else {
            page.text(part);
        }
    }
}

/// Changes as a list.
pub(super) fn changes(page: &mut Markup, changes: &[ChangeNote]) {
    if changes.is_empty() {
        return;
    }
    page.of_class("ul", "changes").inside(|page| {
        for change in changes {
            page.element("li").inside(|page| {
                page.of_class("span", "what").inside(|page| quoted(page, &change.what));
                if change.words.is_empty() {
                    from_to(page, change);
                } else {
                    page.of_class("code", "words").inside(|page| words(page, &change.words));
                }
                if let Some(breaking) = &change.breaking {
                    page.text(" ");
                    page.of_class("span", "badge error").text("breaking");
                    page.text(" ");
                    page.text(breaking);
                }
            });
        }
    });
}

/// The panels that something happened to, each with what it was.
pub(super) fn marked(page: &mut Markup, panels: &[&PanelDrawing]) {
    if panels.is_empty() {
        return;
    }
    page.of_class("ul", "marked").inside(|page| {
        for panel in panels {
            page.element("li").inside(|page| {
                if let Some(mark) = panel.mark {
                    self::mark(page, mark);
                }
                page.text(" ");
                page.element("a").leading_to(&super::detail::id(panel)).text(&panel.title);
                changes(page, &panel.changes);
            });
        }
    });
}

fn from_to(page: &mut Markup, change: &ChangeNote) {
    if let Some(old) = &change.old {
        page.text(" ");
        page.element("del").text(old);
    }
    if change.old.is_some() && change.new.is_some() {
        page.text(" →");
    }
    if let Some(new) = &change.new {
        page.text(" ");
        page.element("ins").text(new);
    }
}

fn words(page: &mut Markup, words: &[Word]) {
    for word in words {
        match word {
            Word::Kept(text) => page.text(text),
            Word::Removed(text) => page.element("del").text(text),
            Word::Added(text) => page.element("ins").text(text),
        }
    }
}

/// What could not be drawn.
pub(super) fn not_drawn(page: &mut Markup, not_drawn: &[String]) {
    if not_drawn.is_empty() {
        return;
    }
    page.of_class("section", "block not-drawn").fixed(Name::AriaLabelledby, "not-drawn-title").inside(|page| {
        page.element("h2").fixed(Name::Id, "not-drawn-title").text("Not drawn");
        page.element("ul").inside(|page| {
            for words in not_drawn {
                page.element("li").inside(|page| quoted(page, words));
            }
        });
    });
}

/// A link; where the page may not lead there, its words and its address as text.
pub(super) fn link(page: &mut Markup, link: &LinkNote) {
    let is_named = link.title != link.target && !link.target.is_empty();
    if let Some(href) = &link.href {
        page.element("a").href(href).text(&link.title);
        if is_named {
            page.text(" ");
            page.of_class("span", "address").text(&link.target);
        }
        return;
    }
    page.text(&link.title);
    if is_named {
        page.text(" ");
        page.element("code").text(&link.target);
    }
}

/// Thresholds as a strip of their colours, without words.
pub(super) fn strip(page: &mut Markup, scale: &Scale) {
    let words = format!("Thresholds: {}", scale.words());
    page.of_class("span", "strip").fixed(Name::Role, "img").with(Name::AriaLabel, &words).with(Name::Title, &words).inside(
        |page| {
            for step in &scale.steps {
                page.of_class("span", "step").background(step.color.as_ref()).text("");
            }
        },
    );
}

/// Thresholds as a list of colours, with their names and values.
pub(super) fn scale(page: &mut Markup, scale: &Scale) {
    page.of_class("ul", "scale").inside(|page| {
        for step in &scale.steps {
            page.element("li").inside(|page| {
                page.of_class("span", "step").background(step.color.as_ref()).text("");
                page.text(&step.words());
            });
        }
    });
}
