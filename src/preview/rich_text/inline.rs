//! What stands within a line of Markdown: code, emphasis, links, images, and tags of HTML.

use super::{Span, Style, html};
use crate::preview::href::Href;

/// The runs of a piece of Markdown.
#[must_use]
pub fn inline(text: &str) -> Vec<Span> {
    let mut reader = Reader { rest: text, spans: Vec::new(), plain: String::new(), style: Style::default() };
    while let Some(first) = reader.rest.chars().next() {
        if !reader.special(first) {
            reader.take_plain(first);
        }
    }
    reader.flush();
    reader.spans
}

struct Reader<'t> {
    rest: &'t str,
    spans: Vec<Span>,
    /// What was read and is not in a span yet.
    plain: String,
    style: Style,
}

impl Reader<'_> {
    fn take_plain(&mut self, character: char) {
        self.plain.push(character);
        self.rest = &self.rest[character.len_utf8()..];
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            let text = std::mem::take(&mut self.plain);
            self.spans.push(Span { text, style: self.style, href: None });
        }
    }

    fn push(&mut self, span: Span) {
        self.flush();
        self.spans.push(span);
    }

    /// Reads what begins with a character that may mean something; whether it did.
    fn special(&mut self, first: char) -> bool {
        match first {
            '\\' => self.escaped(),
            '`' => self.code(),
            '*' | '_' => self.emphasis(first),
            '!' if self.rest.starts_with("![") => self.link(1),
            '[' => self.link(0),
            '<' => self.tag(),
            '&' => self.entity(),
            'h' => self.bare_address(),
            _ => false,
        }
    }

    fn escaped(&mut self) -> bool {
        let Some(next) = self.rest[1..].chars().next().filter(char::is_ascii_punctuation) else { return false };
        self.rest = &self.rest[1..];
        self.take_plain(next);
        true
    }

    fn code(&mut self) -> bool {
        let ticks = self.rest.len() - self.rest.trim_start_matches('`').len();
        let (mark, inner) = self.rest.split_at(ticks);
        let Some(end) = near(inner).find(mark) else {
            self.plain.push_str(mark);
            self.rest = inner;
            return true;
        };
        let style = Style { code: true, ..self.style };
        self.push(Span { text: inner[..end].trim().to_owned(), style, href: None });
        self.rest = &inner[end + ticks..];
        true
    }

    /// A mark switches; one that has no other side, or that stands within a word (`a_b`), is text.
    fn emphasis(&mut self, mark: char) -> bool {
        let is_strong = self.rest[1..].starts_with(mark);
        let width = if is_strong { 2 } else { 1 };
        let after = &self.rest[width..];
        let is_on = if is_strong { self.style.strong } else { self.style.emphasis };
        let in_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let before = self.plain.chars().next_back();
        let closes = near(after).find(&self.rest[..width]).is_some_and(|at| at > 0);
        let may = if is_on {
            mark == '*' || !in_word(after.chars().next())
        } else {
            closes && !after.starts_with(char::is_whitespace) && (mark == '*' || !in_word(before))
        };
        if may {
            self.flush();
            if is_strong {
                self.style.strong = !is_on;
            } else {
                self.style.emphasis = !is_on;
            }
        } else {
            self.plain.push_str(&self.rest[..width]);
        }
        self.rest = after;
        true
    }

    /// `[text](address)`, or an image, of which the words are kept.
    fn link(&mut self, skipped: usize) -> bool {
        let Some((words, address, rest)) = parts(&self.rest[skipped..]) else { return false };
        let address = address.split_whitespace().next().unwrap_or_default();
        let href = Href::parse(address).filter(|_| skipped == 0);
        let words = words.replace(['*', '`', '!', '['], "");
        let text = match (skipped, words.trim()) {
            (0, "") => address.to_owned(),
            (0, words) => words.to_owned(),
            (_, "") => "[image]".to_owned(),
            (_, words) => format!("[image: {words}]"),
        };
        let style = self.style;
        self.push(Span { text, style, href });
        self.rest = rest;
        true
    }

    /// A tag of HTML changes the style or is left out. `<https://…>` is an address.
    fn tag(&mut self) -> bool {
        let Some(end) = near(self.rest).find('>') else { return false };
        let (tag, rest) = (&self.rest[1..end], &self.rest[end + 1..]);
        if let Some(href) = Href::parse(tag) {
            let style = self.style;
            self.push(Span { text: tag.to_owned(), style, href: Some(href) });
            self.rest = rest;
            return true;
        }
        let Some(name) = html::tag_name(tag) else { return false };
        self.flush();
        if name == "br" {
            self.plain.push('\n');
        }
        html::set_style(&mut self.style, &name, !tag.starts_with('/'));
        self.rest = rest;
        true
    }

    fn entity(&mut self) -> bool {
        let Some((character, rest)) = html::entity(self.rest) else { return false };
        self.plain.push(character);
        self.rest = rest;
        true
    }

    fn bare_address(&mut self) -> bool {
        let is_word = self.plain.ends_with(char::is_alphanumeric);
        if is_word || !(self.rest.starts_with("http://") || self.rest.starts_with("https://")) {
            return false;
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || "<>()\"'`*".contains(c)).unwrap_or(self.rest.len());
        let address = self.rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let Some(href) = Href::parse(address) else { return false };
        let style = self.style;
        self.push(Span { text: address.to_owned(), style, href: Some(href) });
        self.rest = &self.rest[address.len()..];
        true
    }
}

/// The part of a text in which the other side of a mark is looked for: looking through all of it for each mark would take too long.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(html::LONGEST_TAG)]
}

/// The words, the address and the rest of `[words](address)rest`.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let within = near(text);
    let words_end = within.find("](")?;
    let words = within.get(1..words_end)?;
    if words.contains("\n\n") {
        return None;
    }
    let address = within.get(words_end + 2..)?;
    let length = closing(address)?;
    Some((words, address.get(..length)?, text.get(words_end + 3 + length..)?))
}

/// Where the bracket closes that was opened before: brackets within an address come in pairs.
fn closing(address: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, character) in address.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::inline;

    fn shown(text: &str) -> String {
        let spans = inline(text).into_iter().map(|span| {
            let mut shown = span.text;
            for (is_set, mark) in [(span.style.code, "`"), (span.style.emphasis, "/"), (span.style.strong, "!")] {
                if is_set {
                    shown = format!("{mark}{shown}{mark}");
                }
            }
            span.href.map_or(shown.clone(), |href| format!("{shown}({href})"))
        });
        spans.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn emphasis_code_and_links_are_known() {
        assert_eq!(shown("a *b* **c** `d*e*` f"), "a |/b/| |!c!| |`d*e*`| f");
        assert_eq!(shown("[x](https://a.b) and https://c.d."), "x(https://a.b)| and |https://c.d(https://c.d)|.");
    }

    #[test]
    fn marks_that_mean_nothing_are_text() {
        assert_eq!(shown("snake_case_name 2 * 3 * 4 [x] <3 a < b `open"), "snake_case_name 2 * 3 * 4 [x] <3 a < b `open");
    }

    #[test]
    fn addresses_that_are_none_of_the_web_are_dropped_and_their_words_kept() {
        assert_eq!(shown("[x](javascript:alert(1)) ![logo](data:image/png,x)"), "x| |[image: logo]");
    }

    #[test]
    fn tags_are_left_out_and_their_words_kept() {
        assert_eq!(shown("a<br>b <b>c</b> <img src=x onerror=alert(1)>d &lt;e&gt;"), "a|\nb |!c!| |d <e>");
    }
}
