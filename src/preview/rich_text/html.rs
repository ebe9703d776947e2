//! HTML, of which only words and their form are kept.

use super::{Block, Span, Style};
use crate::preview::href::Href;

/// The blocks of a text. Tags that say nothing of form are left out, with scripts and styles also what they hold.
#[must_use]
pub fn html(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((tag, after)) = tag(rest) {
            rest = reader.tag(tag, after);
        } else if let Some((character, after)) = entity(rest) {
            reader.plain.push(character);
            rest = after;
        } else {
            reader.character(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    reader.end_block();
    reader.end_list();
    reader.end_table();
    reader.blocks
}

/// What a tag begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Form {
    #[default]
    Paragraph,
    Heading(u8),
    Item,
    Quote,
    Code,
    Cell,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    plain: String,
    style: Style,
    href: Option<Href>,
    form: Form,
    list: Option<(bool, Vec<Vec<Span>>)>,
    table: Option<Vec<Vec<Vec<Span>>>>,
}

impl Reader {
    fn character(&mut self, character: char) {
        if self.form == Form::Code || !character.is_whitespace() {
            self.plain.push(character);
        } else if !self.plain.ends_with(char::is_whitespace) && (!self.plain.is_empty() || !self.spans.is_empty()) {
            self.plain.push(' ');
        }
    }

    /// Reads a tag; gives what is left to be read.
    fn tag<'t>(&mut self, tag: &str, after: &'t str) -> &'t str {
        let Some(name) = tag_name(tag) else { return after };
        let begins = !tag.starts_with('/');
        match name.as_str() {
            "script" | "style" | "iframe" | "svg" | "template" | "noscript" | "title" | "object"
                if begins && !tag.ends_with('/') =>
            {
                return after_element(after, &name);
            }
            "br" => self.plain.push('\n'),
            "hr" => {
                self.end_block();
                self.blocks.push(Block::Rule);
            }
            "img" => self.image(tag),
            "a" => {
                self.flush();
                self.href = if begins { attribute(tag, "href").and_then(|address| Href::parse(&address)) } else { None };
            }
            "ul" | "ol" => {
                self.end_block();
                self.end_list();
                if begins {
                    self.list = Some((name == "ol", Vec::new()));
                }
            }
            "table" => {
                self.end_block();
                self.end_table();
                if begins {
                    self.table = Some(Vec::new());
                }
            }
            "tr" => {
                self.end_block();
                if let Some(table) = self.table.as_mut().filter(|_| begins) {
                    table.push(Vec::new());
                }
            }
            _ => {
                if let Some(form) = form(&name) {
                    self.end_block();
                    self.form = if begins { form } else { Form::Paragraph };
                } else {
                    self.flush();
                    set_style(&mut self.style, &name, begins);
                }
            }
        }
        after
    }

    fn image(&mut self, tag: &str) {
        match attribute(tag, "alt").filter(|words| !words.trim().is_empty()) {
            Some(words) => self.plain.extend(["[image: ", words.as_str(), "]"]),
            None => self.plain.push_str("[image]"),
        }
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            let text = std::mem::take(&mut self.plain);
            self.spans.push(Span { text, style: self.style, href: self.href.clone() });
        }
    }

    fn end_block(&mut self) {
        self.flush();
        let spans = std::mem::take(&mut self.spans);
        let form = std::mem::take(&mut self.form);
        if spans.iter().all(|span| span.text.trim().is_empty()) && form != Form::Cell {
            return;
        }
        match (form, &mut self.list, &mut self.table) {
            (Form::Item, Some((_, items)), _) => items.push(spans),
            (Form::Cell, _, Some(table)) => match table.last_mut() {
                Some(row) => row.push(spans),
                None => table.push(vec![spans]),
            },
            (Form::Heading(level), ..) => self.blocks.push(Block::Heading(level, spans)),
            (Form::Quote, ..) => self.blocks.push(Block::Quote(spans)),
            (Form::Code, ..) => self.blocks.push(Block::Code(spans.into_iter().map(|span| span.text).collect())),
            (Form::Item, None, _) => self.blocks.push(Block::List(false, vec![spans])),
            (Form::Paragraph | Form::Cell, ..) => self.blocks.push(Block::Paragraph(spans)),
        }
    }

    fn end_list(&mut self) {
        if let Some((is_numbered, items)) = self.list.take().filter(|(_, items)| !items.is_empty()) {
            self.blocks.push(Block::List(is_numbered, items));
        }
    }

    fn end_table(&mut self) {
        if let Some(rows) = self.table.take().filter(|rows| !rows.is_empty()) {
            self.blocks.push(Block::Table(rows));
        }
    }
}

fn form(name: &str) -> Option<Form> {
    Some(match name {
        "h1" => Form::Heading(1),
        "h2" => Form::Heading(2),
        "h3" => Form::Heading(3),
        "h4" => Form::Heading(4),
        "h5" => Form::Heading(5),
        "h6" => Form::Heading(6),
        "li" => Form::Item,
        "blockquote" => Form::Quote,
        "pre" => Form::Code,
        "td" | "th" => Form::Cell,
        "p" | "div" | "section" | "article" | "header" | "footer" | "center" | "main" | "nav" | "dl" | "dt" | "dd"
        | "details" | "summary" | "body" | "html" | "head" | "thead" | "tbody" | "form" | "figure" | "figcaption" | "aside" => {
            Form::Paragraph
        }
        _ => return None,
    })
}

/// Whether a line of Markdown begins a block of HTML.
pub(super) fn begins_block(line: &str) -> bool {
    let Some((tag, _)) = tag(line) else { return false };
    let block = |name: &str| {
        form(name).is_some() || ["ul", "ol", "table", "hr", "img", "script", "style", "iframe", "svg", "!--"].contains(&name)
    };
    tag_name(tag).is_some_and(|name| block(&name))
}

/// Changes a style by a tag that is known to.
pub(super) fn set_style(style: &mut Style, name: &str, is_set: bool) {
    match name {
        "b" | "strong" => style.strong = is_set,
        "i" | "em" => style.emphasis = is_set,
        "code" | "kbd" | "samp" | "tt" => style.code = is_set,
        _ => {}
    }
}

/// Tags longer than this are text. Bytes.
pub(super) const LONGEST_TAG: usize = 4_000;

/// The inside of the tag or comment that a text begins with, and the rest.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    if let Some(comment) = inside.strip_prefix("!--") {
        let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
        return Some(("!--", &comment[end..]));
    }
    let is_tag = inside.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/' || first == '!');
    let end = inside[..inside.floor_char_boundary(LONGEST_TAG)].find('>').filter(|_| is_tag)?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// The name of a tag in small letters: `a` for `a href=x` and `/A`. `None`: it is none.
pub(super) fn tag_name(tag: &str) -> Option<String> {
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '!' | '-')).unwrap_or(name.len());
    let rest = name[end..].chars().next();
    let ends = rest.is_none_or(|next| next.is_whitespace() || next == '/');
    (end > 0 && ends && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')).then(|| name[..end].to_ascii_lowercase())
}

/// What follows after the end of the element `name`; nothing where it has none.
fn after_element<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let closing = &rest[at + 2..];
        let is_its = closing.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if is_its {
            return closing.find('>').map_or("", |end| &closing[end + 1..]);
        }
        rest = closing;
    }
    ""
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = tag.get(from..)?.to_ascii_lowercase().find(name) {
        let start = from + at;
        let value = tag[start + name.len()..].trim_start().strip_prefix('=').map(str::trim_start);
        let stands_alone = tag[..start].ends_with(char::is_whitespace);
        if let Some(value) = value.filter(|_| stands_alone) {
            let value = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
                _ => value.split(char::is_whitespace).next(),
            };
            return value.map(decoded);
        }
        from = start + name.len();
    }
    None
}

fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (character, after) = entity(rest).unwrap_or((first, &rest[first.len_utf8()..]));
        decoded.push(character);
        rest = after;
    }
    decoded
}

/// The character that a text begins with in HTML's writing (`&amp;`, `&#38;`), and the rest.
pub(super) fn entity(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('&')?;
    let end = inside[..inside.floor_char_boundary(9)].find(';')?;
    let (name, rest) = (&inside[..end], &inside[end + 1..]);
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "copy" => '©',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "rarr" => '→',
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16)?,
            digits => number(digits, 10)?,
        },
    };
    Some((character, rest))
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::preview::rich_text::Block;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        html(text).iter().map(Block::words).collect()
    }

    #[test]
    fn words_and_their_form_are_kept() {
        let text = "<h1 style='x'>Title</h1> <p>one <b>two</b></p><ul><li>a</li><li>b</li></ul><table><tr><td>1</td><td>2</td></tr></table>";
        assert_eq!(words(text), ["Title ", "one two", "• a\n• b", "1 | 2"].map(str::trim));
    }

    #[test]
    fn scripts_styles_and_frames_are_left_out() {
        assert_eq!(words("a<script>alert(1)</SCRIPT>b<style>p{}</style><iframe src=x></iframe><!-- c -->c<script>e"), ["abc"]);
    }

    #[test]
    fn only_addresses_of_the_web_are_led_to() {
        let blocks = html("<a href='https://a.b?x&amp;y'>x</a> <a href=\"java&#115;cript:alert(1)\">y</a>"); // misspelt on purpose
        let Block::Paragraph(spans) = &blocks[0] else { panic!("{blocks:?}") };
        let hrefs: Vec<Option<String>> = spans.iter().map(|span| span.href.as_ref().map(ToString::to_string)).collect();
        assert_eq!(hrefs, [Some("https://a.b?x&y".to_owned()), None, None]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(</?(p|li|a href=|h1|script|table|tr|td|!--)>?|[<>&;#/'\" =a-zé\n-]){0,60}") {
            let _ = html(&text);
        }
    }
}
