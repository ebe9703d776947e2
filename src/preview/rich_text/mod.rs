//! Text panels and descriptions: from Markdown or HTML to paragraphs, headings and lists.
//!
//! From: a text of a file. To: [`Block`]s that hold plain texts. Nothing of the text's own markup goes any further: what is not known
//! here is text, or left out. Both readers go through a text once, and nothing is nested deeper than the types say.

mod html;
mod inline;
mod markdown;

pub use html::html;
pub use inline::inline;
pub use markdown::markdown;

use super::href::Href;

/// A piece of a text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading and its level, 1 to 6.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// Items one after the other, numbered or not.
    List(bool, Vec<Vec<Span>>),
    /// What is quoted.
    Quote(Vec<Span>),
    /// Code or other text whose lines stay as they are.
    Code(String),
    /// Rows of cells.
    Table(Vec<Vec<Vec<Span>>>),
    /// A line across.
    Rule,
}

/// A run of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text.
    pub text: String,
    /// How it looks.
    pub style: Style,
    /// Where it leads.
    pub href: Option<Href>,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Of equal width.
    pub code: bool,
}

impl Block {
    /// Its words, without any form.
    #[must_use]
    pub fn words(&self) -> String {
        let joined = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
        match self {
            Self::Heading(_, spans) | Self::Paragraph(spans) | Self::Quote(spans) => joined(spans),
            Self::List(_, items) => items.iter().map(|item| format!("• {}", joined(item))).collect::<Vec<_>>().join("\n"),
            Self::Code(text) => text.clone(),
            Self::Table(rows) => {
                let row = |cells: &Vec<Vec<Span>>| cells.iter().map(|cell| joined(cell)).collect::<Vec<_>>().join(" | ");
                rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
            Self::Rule => "—".to_owned(),
        }
    }
}
