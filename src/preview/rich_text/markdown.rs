//! Markdown, as far as text panels use it: headings, paragraphs, lists, quotes, code, tables, lines across, blocks of HTML.

use super::{Block, Span, html, inline};

/// The blocks of a text.
#[must_use]
pub fn markdown(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        let mut following = |takes: &dyn Fn(&str) -> bool| {
            let mut taken = vec![line];
            while let Some(next) = lines.next_if(|next| takes(next)) {
                taken.push(next);
            }
            taken
        };
        if let Some(fence) = fence(trimmed) {
            let mut code = Vec::new();
            for next in lines.by_ref() {
                if next.trim().starts_with(fence) {
                    break;
                }
                code.push(next);
            }
            blocks.push(Block::Code(code.join("\n")));
        } else if let Some((level, words)) = heading(trimmed) {
            blocks.push(Block::Heading(level, inline(words)));
        } else if is_rule(trimmed) {
            blocks.push(Block::Rule);
        } else if item(trimmed).is_some() {
            blocks.push(list(&following(&|next| !next.trim().is_empty() && !begins_other(next.trim()))));
        } else if trimmed.starts_with('>') {
            let taken = following(&|next| next.trim().starts_with('>'));
            let words: Vec<&str> = taken.iter().map(|line| line.trim().trim_start_matches('>').trim()).collect();
            blocks.push(Block::Quote(inline(&words.join(" "))));
        } else if trimmed.starts_with('|') {
            blocks.push(table(&following(&|next| next.trim().starts_with('|'))));
        } else if html::begins_block(trimmed) {
            let taken = following(&|next| !next.trim().is_empty());
            blocks.extend(html(&taken.join("\n")));
        } else {
            let taken = following(&|next| {
                let next = next.trim();
                !(next.is_empty() || begins_other(next) || item(next).is_some() || next.starts_with(['>', '|']))
            });
            blocks.push(Block::Paragraph(paragraph(&taken)));
        }
    }
    blocks
}

/// Lines are one text; two spaces or a backslash at an end break it.
fn paragraph(lines: &[&str]) -> Vec<Span> {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push(if lines.get(index - 1).is_some_and(|before| before.ends_with("  ") || before.ends_with('\\')) {
                '\n'
            } else {
                ' '
            });
        }
        text.push_str(line.trim().trim_end_matches('\\'));
    }
    inline(&text)
}

fn begins_other(line: &str) -> bool {
    fence(line).is_some() || heading(line).is_some() || is_rule(line) || html::begins_block(line)
}

fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - words.len()).ok().filter(|level| (1..=6).contains(level))?;
    words.starts_with([' ', '\t']).then(|| (level, words.trim().trim_end_matches('#').trim_end()))
}

fn is_rule(line: &str) -> bool {
    ['-', '*', '_', '=']
        .iter()
        .any(|mark| line.chars().filter(|c| c == mark).count() >= 3 && line.chars().all(|c| c == *mark || c == ' '))
}

/// Whether an item of a list is numbered, and its words.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(words) = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some((false, words.trim_start()));
    }
    let words = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = (1..10).contains(&(line.len() - words.len()));
    words.strip_prefix(". ").or_else(|| words.strip_prefix(") ")).filter(|_| is_numbered).map(|words| (true, words.trim_start()))
}

fn list(lines: &[&str]) -> Block {
    let is_numbered = lines.first().and_then(|line| item(line.trim())).is_some_and(|(is_numbered, _)| is_numbered);
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match (item(line.trim()), items.last_mut()) {
            (None, Some(last)) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            (Some((_, words)), _) => items.push(words.to_owned()),
            (None, None) => items.push(line.trim().to_owned()),
        }
    }
    Block::List(is_numbered, items.iter().map(|item| inline(item)).collect())
}

fn table(lines: &[&str]) -> Block {
    let is_line = |line: &str| line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    let rows = lines.iter().map(|line| line.trim()).filter(|line| !is_line(line));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| inline(cell.trim())).collect();
    Block::Table(rows.map(cells).collect())
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::preview::rich_text::Block;
    use proptest::prelude::*;

    #[test]
    fn a_text_becomes_its_blocks() {
        let text = "# Title #\nSome\ntext\n\n- one\n- two\n  more\n\n1. first\n\n> said\n> so\n\n```sh\nrm x\n```\n---\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        let words: Vec<String> = markdown(text).iter().map(Block::words).collect();
        assert_eq!(words, ["Title", "Some text", "• one\n• two more", "• first", "said so", "rm x", "—", "a | b\n1 | 2"]);
    }

    #[test]
    fn a_block_of_html_is_read_as_such() {
        let words: Vec<String> = markdown("<div onclick=\"x\">\n<h2>Hi</h2>\n<script>alert(1)</script></div>\n\nbye")
            .iter()
            .map(Block::words)
            .collect();
        assert_eq!(words, ["Hi", "bye"]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "([#*_`>|<&!\\[\\]()/\\\\ \n-]|[a-zé1.]){0,200}") {
            let _ = markdown(&text);
        }
    }
}
