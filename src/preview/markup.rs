//! The one door through which everything goes into a page: elements, attributes and text.
//!
//! From: names that this program fixed, numbers, and texts of files. To: HTML, and SVG that is XML as well. What a file says is always
//! escaped: there is no way to write it as it is. Names of elements and attributes can't come from files, and neither can an address
//! or a colour: those have types of their own ([`Href`], [`Color`]).

use std::fmt::Write as _;

use super::color::Color;
use super::href::Href;

/// What may stand in an attribute. Addresses and styles have ways of their own, and scripts have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    AriaHidden,
    AriaLabel,
    AriaLabelledby,
    Class,
    Content,
    Cx,
    Cy,
    D,
    FillOpacity,
    FontSize,
    Height,
    HttpEquiv,
    Id,
    Lang,
    Named,
    PreserveAspectRatio,
    R,
    Rel,
    Role,
    Rx,
    TabIndex,
    TextAnchor,
    Title,
    Transform,
    ViewBox,
    Width,
    X,
    X1,
    X2,
    Xmlns,
    Y,
    Y1,
    Y2,
}

impl Name {
    const fn as_str(self) -> &'static str {
        match self {
            Self::AriaHidden => "aria-hidden",
            Self::AriaLabel => "aria-label",
            Self::AriaLabelledby => "aria-labelledby",
            Self::Class => "class",
            Self::Content => "content",
            Self::Cx => "cx",
            Self::Cy => "cy",
            Self::D => "d",
            Self::FillOpacity => "fill-opacity",
            Self::FontSize => "font-size",
            Self::Height => "height",
            Self::HttpEquiv => "http-equiv",
            Self::Id => "id",
            Self::Lang => "lang",
            Self::Named => "name",
            Self::PreserveAspectRatio => "preserveAspectRatio",
            Self::R => "r",
            Self::Rel => "rel",
            Self::Role => "role",
            Self::Rx => "rx",
            Self::TabIndex => "tabindex",
            Self::TextAnchor => "text-anchor",
            Self::Title => "title",
            Self::Transform => "transform",
            Self::ViewBox => "viewBox",
            Self::Width => "width",
            Self::X => "x",
            Self::X1 => "x1",
            Self::X2 => "x2",
            Self::Xmlns => "xmlns",
            Self::Y => "y",
            Self::Y1 => "y1",
            Self::Y2 => "y2",
        }
    }
}

/// A page that is being written.
#[derive(Debug, Default)]
pub(super) struct Markup {
    text: String,
}

/// The beginning of an element, to which attributes may still be added.
#[must_use = "an element is written by `inside`, `text` or `empty`"]
pub(super) struct Element<'m> {
    markup: &'m mut Markup,
    name: &'static str,
}

impl Markup {
    /// Begins an element.
    pub fn element(&mut self, name: &'static str) -> Element<'_> {
        self.text.push('<');
        self.text.push_str(name);
        Element { markup: self, name }
    }

    /// Begins an element of a class.
    pub fn of_class(&mut self, name: &'static str, class: &'static str) -> Element<'_> {
        self.element(name).fixed(Name::Class, class)
    }

    /// Writes text between elements.
    pub fn text(&mut self, text: &str) {
        escape(&mut self.text, text);
    }

    /// Writes what this program fixed, as it is: a doctype, a style sheet.
    pub fn constant(&mut self, text: &'static str) {
        self.text.push_str(text);
    }

    /// Writes a line break, for people who read the source.
    pub fn line(&mut self) {
        self.text.push('\n');
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.text
    }
}

impl Element<'_> {
    /// Adds an attribute with a text of any origin.
    pub fn with(mut self, name: Name, value: &str) -> Self {
        self.begin(name.as_str());
        escape(&mut self.markup.text, value);
        self.markup.text.push('"');
        self
    }

    /// Adds an attribute with a text that this program fixed.
    pub fn fixed(self, name: Name, value: &'static str) -> Self {
        self.with(name, value)
    }

    /// Adds an attribute with a number.
    pub fn number(mut self, name: Name, value: f64) -> Self {
        self.begin(name.as_str());
        number(&mut self.markup.text, value);
        self.markup.text.push('"');
        self
    }

    /// Adds several numbers.
    pub fn numbers<const N: usize>(self, values: [(Name, f64); N]) -> Self {
        values.into_iter().fold(self, |element, (name, value)| element.number(name, value))
    }

    /// Makes it lead somewhere outside of the page, without telling from where.
    pub fn href(mut self, href: &Href) -> Self {
        self.begin("href");
        escape(&mut self.markup.text, href.as_str());
        self.markup.text.push('"');
        self.fixed(Name::Rel, "noreferrer noopener")
    }

    /// Makes it lead to the element of the page with this id.
    pub fn leading_to(mut self, id: &str) -> Self {
        self.begin("href");
        self.markup.text.push('#');
        escape(&mut self.markup.text, id);
        self.markup.text.push('"');
        self
    }

    /// Paints it, where there is a colour.
    pub fn fill(self, color: Option<&Color>) -> Self {
        self.paint("fill", color)
    }

    /// Draws its outline, where there is a colour.
    pub fn stroke(self, color: Option<&Color>) -> Self {
        self.paint("stroke", color)
    }

    fn paint(mut self, property: &'static str, color: Option<&Color>) -> Self {
        let Some(color) = color else { return self };
        self.begin("style");
        // A colour's own form holds nothing that would have to be escaped; see its tests.
        let _ = write!(self.markup.text, "{property}:{color}\"");
        self
    }

    /// Paints the background of an element of HTML.
    pub fn background(self, color: Option<&Color>) -> Self {
        self.paint("background", color)
    }

    /// Puts it on a grid: column and row counted from 0, and how many of each it takes.
    pub fn on_grid(mut self, x: u32, y: u32, width: u32, height: u32) -> Self {
        self.begin("style");
        let _ =
            write!(self.markup.text, "grid-area:{}/{}/span {height}/span {width}\"", y.saturating_add(1), x.saturating_add(1));
        self
    }

    /// Writes it with what `write` puts into it.
    pub fn inside(self, write: impl FnOnce(&mut Markup)) {
        self.markup.text.push('>');
        write(self.markup);
        self.markup.text.push_str("</");
        self.markup.text.push_str(self.name);
        self.markup.text.push('>');
    }

    /// Writes it with a text in it.
    pub fn text(self, text: &str) {
        self.inside(|markup| markup.text(text));
    }

    /// Writes an element that never holds anything.
    pub fn empty(self) {
        self.markup.text.push_str("/>");
    }

    fn begin(&mut self, name: &'static str) {
        self.markup.text.push(' ');
        self.markup.text.push_str(name);
        self.markup.text.push_str("=\"");
    }
}

/// Writes a number with at most one decimal, which is a tenth of a pixel.
fn number(into: &mut String, value: f64) {
    let tenths = (value * 10.0).round();
    if tenths % 10.0 == 0.0 {
        let _ = write!(into, "{}", tenths / 10.0);
    } else {
        let _ = write!(into, "{:.1}", tenths / 10.0);
    }
}

/// Writes a text so that it stays text, between elements as well as in an attribute.
///
/// What XML does not allow at all, and what turns the direction of text around so that it reads otherwise than it is, becomes `U+FFFD`.
fn escape(into: &mut String, text: &str) {
    into.reserve(text.len());
    for character in text.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            '\n' | '\t' => into.push(character),
            '\r' => into.push('\n'),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => into.push('\u{fffd}'),
            control if control.is_control() => into.push('\u{fffd}'),
            other => into.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Markup, Name};
    use proptest::prelude::*;

    fn text(text: &str) -> String {
        let mut markup = Markup::default();
        markup.element("p").with(Name::Title, text).text(text);
        markup.finish()
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        let written = text("<script>alert(\"1\")</script> & 'x'");
        let escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;";
        assert_eq!(written, format!("<p title=\"{escaped}\">{escaped}</p>"));
    }

    #[test]
    fn what_turns_text_around_or_is_no_character_of_xml_is_replaced() {
        assert_eq!(text("a\u{202e}b\u{0}c\u{7f}d\u{ffff}"), text("a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}"));
    }

    #[test]
    fn numbers_have_one_decimal_at_most() {
        let mut markup = Markup::default();
        markup.element("g").numbers([(Name::X, 1.0), (Name::Y, 2.04), (Name::R, -0.25)]).empty();
        assert_eq!(markup.finish(), "<g x=\"1\" y=\"2\" r=\"-0.3\"/>");
    }

    proptest! {
        #[test]
        fn no_text_of_a_file_makes_an_element_or_ends_an_attribute(any in ".*") {
            let written = text(&any);
            let inner = &written["<p title=\"".len()..written.len() - "</p>".len()];
            let (attribute, content) = inner.split_once("\">").unwrap();
            for part in [attribute, content] {
                prop_assert!(!part.contains(['<', '>', '"', '\'']));
            }
        }
    }
}
