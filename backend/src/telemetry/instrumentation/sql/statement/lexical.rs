//! How far the tokens of SQL go. Every function is given a text that begins with its token, and gives the token's length in bytes.

pub(super) fn is_word(character: char) -> bool {
    character == '_' || character == '$' || character.is_alphanumeric()
}

pub(super) fn word_length(text: &str) -> usize {
    text.find(|character| !is_word(character)).unwrap_or(text.len())
}

/// The length of a text in quotes, the quotes included. A doubled quote is one inside of it.
pub(super) fn quoted(text: &str, quote: char, backslash: bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if backslash && character == '\\' {
            characters.next();
        } else if character == quote {
            if characters.peek().is_some_and(|(_, next)| *next == quote) {
                characters.next();
            } else {
                return at + quote.len_utf8();
            }
        }
    }
    text.len()
}

/// The length of a text in dollar quotes, `$$…$$` or `$tag$…$tag$`; none where the dollar begins something else, as `$1`.
pub(super) fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = text[1..].find('$').map(|end| &text[..end + 2])?;
    let name = &tag[1..tag.len() - 1];
    if name.starts_with(|first: char| first.is_ascii_digit())
        || !name.chars().all(|character| character != '$' && is_word(character))
    {
        return None;
    }
    let body = &text[tag.len()..];
    Some(body.find(tag).map_or(text.len(), |end| tag.len() + end + tag.len()))
}

/// The length of a comment in `/* */`. Such comments nest in PostgreSQL and not in SQLite.
pub(super) fn comment(text: &str, nests: bool) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") && (nests || depth == 0) {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a number: `12`, `1.5`, `1e-3`, `0xff`, `1_000`.
pub(super) fn number(text: &str) -> usize {
    let mut end = 0;
    let mut before = ' ';
    for character in text.chars() {
        let exponent = matches!(before, 'e' | 'E') && matches!(character, '+' | '-') && !text.starts_with("0x");
        if !(character.is_alphanumeric() || character == '_' || character == '.' || exponent) {
            break;
        }
        end += character.len_utf8();
        before = character;
    }
    end
}
