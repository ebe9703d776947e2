//! A scene as one picture: all dashboards below one another, without their queries.

use super::art::{self, Anchor, Size, label};
use super::html::{NOTICE, counts};
use super::markup::{Markup, Name};
use super::scene::{Drawing, Mark, PanelDrawing, Scene, Section};
use super::wires;

const STYLE: &str = include_str!("svg.css");

const MARGIN: f64 = 16.0;
const COLUMN: f64 = 50.0;
const ROW: f64 = 36.0;
const WIDTH: f64 = COLUMN * 24.0;
const HEAD: f64 = 26.0;
const FOOT: f64 = 20.0;
const ROW_HEAD: f64 = 34.0;
const TITLE: f64 = 64.0;
const TOP: f64 = 96.0;

/// A drawing with the words above it.
struct Part<'a> {
    title: String,
    words: String,
    drawing: &'a Drawing,
}

/// Writes the picture.
#[must_use]
pub fn svg(scene: &Scene) -> String {
    let parts = parts(scene);
    let links = scene.sources.iter().any(|source| !source.links.is_empty());
    let wires = if links { wires::size(&scene.sources).height + TITLE } else { 0.0 };
    let height = TOP + parts.iter().map(|part| TITLE + height(part.drawing)).sum::<f64>() + wires + MARGIN;
    let width = WIDTH + MARGIN * 2.0;
    let mut markup = Markup::default();
    let picture = markup.of_class("svg", "drawing").fixed(Name::Xmlns, "http://www.w3.org/2000/svg").fixed(Name::Role, "img");
    let picture = picture.fixed(Name::AriaLabelledby, "title desc").numbers([(Name::Width, width), (Name::Height, height)]);
    picture.with(Name::ViewBox, &format!("0 0 {width} {height}")).inside(|markup| {
        markup.element("title").fixed(Name::Id, "title").text(&format!("Preview of {}", scene.about));
        markup.element("desc").fixed(Name::Id, "desc").text(&format!("{} {} {}", NOTICE[0], NOTICE[1], counts(scene)));
        markup.element("style").inside(|markup| {
            markup.constant(art::STYLE);
            markup.constant(STYLE);
        });
        markup.of_class("rect", "back").numbers([(Name::Width, width), (Name::Height, height)]).empty();
        label(markup, "label strong", [MARGIN, 34.0], 22.0, Anchor::Start, &format!("Preview of {}", scene.about), WIDTH);
        label(markup, "label", [MARGIN, 58.0], 13.0, Anchor::Start, &format!("{} {}", NOTICE[0], NOTICE[1]), WIDTH);
        label(markup, "label", [MARGIN, 80.0], 13.0, Anchor::Start, &counts(scene), WIDTH);
        let mut y = TOP;
        for part in &parts {
            label(markup, "label strong", [MARGIN, y + 30.0], 18.0, Anchor::Start, &part.title, WIDTH);
            label(markup, "label", [MARGIN, y + 50.0], 12.0, Anchor::Start, &part.words, WIDTH);
            drawing(markup, part.drawing, y + TITLE);
            y += TITLE + self::height(part.drawing);
        }
        if links {
            label(markup, "label strong", [MARGIN, y + 36.0], 18.0, Anchor::Start, "Data sources and their links", WIDTH);
            moved(markup, MARGIN, y + TITLE, |markup| wires::draw(markup, &scene.sources));
        }
    });
    markup.line();
    markup.finish()
}

fn parts(scene: &Scene) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for sheet in &scene.sheets {
        let words = |drawing: &Drawing| {
            let all =
                std::iter::once(sheet.file.clone()).chain(drawing.settings.iter().cloned()).chain(drawing.tags.iter().cloned());
            all.collect::<Vec<_>>().join(" · ")
        };
        match &scene.sides {
            None => {
                parts.extend(sheet.main().map(|drawing| Part { title: drawing.title.clone(), words: words(drawing), drawing }));
            }
            Some(names) => {
                let sides = [("before", &names[0], &sheet.before), ("after", &names[1], &sheet.after)];
                parts.extend(sides.into_iter().filter_map(|(word, name, drawing)| {
                    let drawing = drawing.as_ref()?;
                    Some(Part { title: format!("{} · {word}: {name}", drawing.title), words: words(drawing), drawing })
                }));
            }
        }
    }
    parts
}

fn section_height(section: &Section) -> f64 {
    let row = if section.row.is_some() { ROW_HEAD } else { 0.0 };
    row + f64::from(section.height) * ROW + 8.0
}

fn height(drawing: &Drawing) -> f64 {
    drawing.sections.iter().map(section_height).sum()
}

fn moved(markup: &mut Markup, x: f64, y: f64, inside: impl FnOnce(&mut Markup)) {
    markup.element("g").with(Name::Transform, &format!("translate({x:.1} {y:.1})")).inside(inside);
}

fn drawing(markup: &mut Markup, drawing: &Drawing, top: f64) {
    let mut y = top;
    for section in &drawing.sections {
        let mut below = y;
        if let Some(row) = &section.row {
            let sign = if section.is_collapsed { "▸" } else { "▾" };
            let mark = row.mark.map(|mark| format!(" [{}]", mark.word())).unwrap_or_default();
            let words = format!("{sign} {}{mark}", row.title);
            label(markup, "label strong", [MARGIN, y + 22.0], 14.0, Anchor::Start, &words, WIDTH);
            below += ROW_HEAD;
        }
        for panel in &section.panels {
            let (x, y) = (MARGIN + f64::from(panel.cell.x) * COLUMN, below + f64::from(panel.cell.y) * ROW);
            moved(markup, x, y, |markup| self::panel(markup, panel));
        }
        y += section_height(section);
    }
}

const fn class(mark: Option<Mark>) -> &'static str {
    match mark {
        None => "panel",
        Some(Mark::Added) => "panel added",
        Some(Mark::Removed) => "panel removed",
        Some(Mark::Changed) => "panel changed",
        Some(Mark::Moved) => "panel moved",
    }
}

fn panel(markup: &mut Markup, panel: &PanelDrawing) {
    let (width, height) = (f64::from(panel.cell.width) * COLUMN - 6.0, f64::from(panel.cell.height) * ROW - 6.0);
    markup.element("title").text(&format!("{}: {}", panel.title, art::words(panel)));
    let frame =
        markup.of_class("rect", class(panel.mark)).numbers([(Name::Width, width), (Name::Height, height), (Name::Rx, 4.0)]);
    frame.empty();
    let notes: Vec<String> = [
        panel.mark.map(|mark| format!("{} {}", mark.sign(), mark.word())),
        (!panel.findings.is_empty()).then(|| format!("{} found", panel.findings.len())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let notes = notes.join(" · ");
    let room = if notes.is_empty() { width - 16.0 } else { width - 26.0 - art::width(&notes) * 12.0 };
    label(markup, "label strong", [8.0, 18.0], 13.0, Anchor::Start, &panel.title, room);
    label(markup, "label note", [width - 8.0, 18.0], 12.0, Anchor::End, &notes, width * 0.6);
    let has_foot = panel.cell.height > 2;
    let size = Size { width: width - 8.0, height: (height - HEAD - if has_foot { FOOT } else { 0.0 }).max(8.0) };
    moved(markup, 4.0, HEAD, |markup| art::draw(markup, panel, size));
    if has_foot {
        foot(markup, panel, [width, height]);
    }
}

/// The scale of thresholds, the unit and the data source.
fn foot(markup: &mut Markup, panel: &PanelDrawing, [width, height]: [f64; 2]) {
    let steps = panel.scale.as_ref().map(|scale| scale.steps.as_slice()).unwrap_or_default();
    for (index, step) in steps.iter().enumerate().take_while(|(index, _)| *index < 8) {
        let x = 8.0 + 16.0 * f64::from(u32::try_from(index).unwrap_or(0));
        let rect = markup.of_class("rect", "step").numbers([
            (Name::X, x),
            (Name::Y, height - 12.0),
            (Name::Width, 15.0),
            (Name::Height, 5.0),
        ]);
        rect.fill(step.color.as_ref()).empty();
    }
    let left = 8.0 + 16.0 * f64::from(u32::try_from(steps.len().min(8)).unwrap_or(0)) + if steps.is_empty() { 0.0 } else { 6.0 };
    let unit = panel.unit.as_ref().map_or("", |unit| unit.symbol.as_str());
    let source = panel.datasource.as_deref().unwrap_or_default();
    let words = [unit, source].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
    label(markup, "label", [left, height - 7.0], 10.5, Anchor::Start, &words, width - left - 6.0);
}
