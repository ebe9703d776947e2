//! Findings for people: message, place, source line, carets, help, in the manner of a compiler.
//!
//! The only place that knows the library which draws them. It is handed one line at a time, with a marked part of bearable
//! length: a value over sixty lines is marked at its first, and a line of ten thousand characters is cut around its mark.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::order::{Finding, NotChecked, Ordered};
use super::spot::Spot;
use super::words;
use crate::diag::{At, Severity, Sources};

/// How many places of what was not checked are shown.
const SHOWN: usize = 3;

/// Behind this column a line is not shown: it is no line for people, and drawing it takes time in proportion to its length, for
/// each of its findings.
const FARTHEST: usize = 20_000;

/// Renders each finding, and then what was not checked, with an empty line between them.
pub(super) fn render(ordered: &Ordered<'_>, sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let findings = ordered.findings.iter().map(|finding| group(finding, sources));
    let groups = findings.chain(ordered.unchecked.iter().map(not_checked));
    let texts: Vec<String> = groups.map(|group| renderer.render(&[group]) + "\n").collect();
    texts.join("\n")
}

/// What was not checked for one reason, with the first places.
fn not_checked<'a>(group: &NotChecked<'_>) -> Group<'a> {
    let title = Level::NOTE.primary_title(excerpt::message(&words::not_checked(group)));
    let places = title.elements(group.spots.iter().take(SHOWN).map(origin));
    let more = group.spots.len().saturating_sub(SHOWN);
    if more == 0 { places } else { places.element(Level::NOTE.no_name().message(format!("and {more} more"))) }
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
    let line = finding.spot.as_ref().and_then(|spot| snippet(spot, sources, AnnotationKind::Primary, label));
    if line.is_none() {
        places.extend(finding.spot.as_ref().map(|spot| origin(spot).into()));
        notes.extend(label.map(|label| Level::NOTE.message(excerpt::message(label)).into()));
    }
    places.extend(line);

    for (related, spot) in diagnostic.related.iter().zip(&finding.related) {
        let line = snippet(spot, sources, AnnotationKind::Context, Some(&related.message));
        if line.is_none() {
            let note = format!("{} ({})", related.message, spot.shown());
            notes.push(Level::NOTE.message(excerpt::message(&note)).into());
        }
        places.extend(line);
    }
    notes.extend(diagnostic.help.as_ref().map(|help| Level::HELP.message(excerpt::message(help)).into()));
    title.elements(places).elements(notes)
}

/// `--> file:line:column` of a place whose line is not shown; `--> file` where the position is not known.
fn origin<'a>(spot: &Spot<'_>) -> Origin<'a> {
    let origin = Origin::path(excerpt::one_line(&spot.place.file));
    match spot.span {
        Some(span) => origin.line(span.line).char_column(span.column),
        None => origin,
    }
}

/// `--> file:line:column`, the source line, and carets with `label`; `None` where the text or the position is not known, or lies
/// far out in a long line.
fn snippet<'a>(spot: &Spot<'_>, sources: &Sources, kind: AnnotationKind, label: Option<&str>) -> Option<Element<'a>> {
    if matches!(spot.place.at, At::Hidden(_)) {
        return None;
    }
    let span = spot.span.filter(|span| span.column <= FARTHEST)?;
    let file = &spot.place.file;
    let Excerpt { shown, marked } = Excerpt::of(sources.text(file)?, spot.range.as_ref()?);
    let annotation = kind.span(marked).label(label.map(excerpt::one_line));
    Some(Snippet::source(shown).path(excerpt::one_line(file)).line_start(span.line).annotation(annotation).into())
}
