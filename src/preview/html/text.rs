//! Texts of files with their form, as elements of this program's own.

use crate::preview::markup::Markup;
use crate::preview::rich_text::{Block, Span};

/// Writes blocks. Headings of the text are no headings of the page: they would disturb its outline.
pub(super) fn blocks(page: &mut Markup, blocks: &[Block]) {
    for block in blocks.iter().filter(|block| !block.words().trim().is_empty()) {
        match block {
            Block::Heading(level, words) => {
                let class = if *level < 3 { "text-title" } else { "text-subtitle" };
                page.of_class("p", class).inside(|page| spans(page, words));
            }
            Block::Paragraph(words) => page.element("p").inside(|page| spans(page, words)),
            Block::Quote(words) => page.element("blockquote").inside(|page| spans(page, words)),
            Block::Code(text) => page.element("pre").inside(|page| page.element("code").text(text)),
            Block::Rule => page.element("hr").empty(),
            Block::List(is_numbered, items) => page.element(if *is_numbered { "ol" } else { "ul" }).inside(|page| {
                for item in items {
                    page.element("li").inside(|page| spans(page, item));
                }
            }),
            Block::Table(rows) => page.element("table").inside(|page| {
                for row in rows {
                    page.element("tr").inside(|page| {
                        for cell in row {
                            page.element("td").inside(|page| spans(page, cell));
                        }
                    });
                }
            }),
        }
    }
}

fn spans(page: &mut Markup, spans: &[Span]) {
    for span in spans {
        match &span.href {
            Some(href) => page.element("a").href(href).inside(|page| styled(page, span)),
            None => styled(page, span),
        }
    }
}

fn styled(page: &mut Markup, span: &Span) {
    let mut wrap: Vec<&'static str> = Vec::new();
    for (is_set, name) in [(span.style.strong, "strong"), (span.style.emphasis, "em"), (span.style.code, "code")] {
        if is_set {
            wrap.push(name);
        }
    }
    nested(page, &wrap, &span.text);
}

fn nested(page: &mut Markup, wrap: &[&'static str], text: &str) {
    match wrap {
        [] => lines(page, text),
        [first, rest @ ..] => page.element(first).inside(|page| nested(page, rest, text)),
    }
}

fn lines(page: &mut Markup, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            page.constant("<br/>");
        }
        page.text(line);
    }
}
