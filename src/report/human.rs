//! Findings for people: message, place, source line, carets, help, in the manner of a compiler.
//!
//! The only place that knows the library which draws them. It is handed one line at a time, with a marked part of bearable
//! length: a value over sixty lines is marked at its first, and a line of ten thousand characters is cut around its mark.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::order::Finding;
use crate::diag::position::line_column;
use crate::diag::{At, Place, Severity, Sources};

/// Renders each finding, with an empty line between them.
pub(super) fn render(findings: &[Finding<'_>], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let texts: Vec<String> = findings.iter().map(|finding| renderer.render(&[group(finding, sources)]) + "\n").collect();
    texts.join("\n")
}

/// One finding as the library wants it: first the places with a source line, then the words that belong to none.
fn group<'a>(finding: &Finding<'_>, sources: &Sources) -> Group<'a> {
    let diagnostic = finding.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(excerpt::message(&diagnostic.message)).id(excerpt::one_line(&diagnostic.rule));
    let mut places: Vec<Element<'a>> = Vec::new();
    let mut notes: Vec<Element<'a>> = Vec::new();

    let label = diagnostic.label.as_deref();
    let line = diagnostic
        .place
        .as_ref()
        .and_then(|place| snippet(place, finding.range.as_ref(), sources, AnnotationKind::Primary, label));
    if line.is_none() {
        places.extend(diagnostic.place.as_ref().map(|place| origin(place, finding.range.as_ref(), sources).into()));
        notes.extend(label.map(|label| Level::NOTE.message(excerpt::message(label)).into()));
    }
    places.extend(line);

    for (related, range) in diagnostic.related.iter().zip(&finding.related) {
        let line = snippet(&related.place, range.as_ref(), sources, AnnotationKind::Context, Some(&related.message));
        if line.is_none() {
            let note = format!("{} ({})", related.message, related.place.file);
            notes.push(Level::NOTE.message(excerpt::message(&note)).into());
        }
        places.extend(line);
    }
    notes.extend(diagnostic.help.as_ref().map(|help| Level::HELP.message(excerpt::message(help)).into()));
    title.elements(places).elements(notes)
}

/// `--> file:line:column` of a place whose line is not shown; `--> file` where the position is not known.
fn origin<'a>(place: &Place, range: Option<&Range<usize>>, sources: &Sources) -> Origin<'a> {
    let origin = Origin::path(excerpt::one_line(&place.file));
    match (sources.text(&place.file), range) {
        (Some(text), Some(range)) => {
            let (line, column) = line_column(text, range.start);
            origin.line(line).char_column(column)
        }
        _ => origin,
    }
}

/// `--> file:line:column`, the source line, and carets with `label`; `None` where the text or the position is not known.
fn snippet<'a>(
    place: &Place,
    range: Option<&Range<usize>>,
    sources: &Sources,
    kind: AnnotationKind,
    label: Option<&str>,
) -> Option<Element<'a>> {
    if matches!(place.at, At::Hidden(_)) {
        return None;
    }
    let Excerpt { line, shown, marked } = Excerpt::of(sources.text(&place.file)?, range?);
    let annotation = kind.span(marked).label(label.map(excerpt::one_line));
    Some(Snippet::source(shown).path(excerpt::one_line(&place.file)).line_start(line).annotation(annotation).into())
}
