//! Rust text to tokens: as much of the language as a file of constants has.

/// A token. Comments and lifetimes are none.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'text> {
    /// A text, unescaped.
    Text(String),
    /// A number, whole or not.
    Number(f64),
    /// A name or a keyword.
    Word(&'text str),
    /// Any other character.
    Mark(char),
}

/// The tokens of a text. An error, in words, for a literal that is not closed or has an unknown escape.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, String> {
    // Words have more letters than that, so that the list need not grow.
    let mut found: Vec<Token<'_>> = Vec::with_capacity(text.len() / 4);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        if first.is_whitespace() {
            rest = after;
        } else if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, next)| next);
        } else if rest.starts_with("/*") {
            rest = after_comment(rest)?;
        } else if let Some((text, next)) = raw_text(rest)? {
            found.push(Token::Text(text));
            rest = next;
        } else if first == '"' {
            let (text, next) = quoted(after)?;
            found.push(Token::Text(text));
            rest = next;
        } else if first == '\'' {
            rest = after_quote(after);
        } else if first.is_ascii_digit() {
            let (number, next) = number(rest)?;
            let negative = found.last() == Some(&Token::Mark('-'));
            if negative {
                found.pop();
            }
            found.push(Token::Number(if negative { -number } else { number }));
            rest = next;
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let (word, next) = rest.split_at(end);
            found.push(Token::Word(word));
            rest = next;
        } else {
            found.push(Token::Mark(first));
            rest = after;
        }
    }
    Ok(found)
}

/// What follows a comment `/* … */`, which may hold others.
fn after_comment(text: &str) -> Result<&str, String> {
    let (mut depth, mut rest) = (0_usize, text);
    while !rest.is_empty() {
        if let Some(next) = rest.strip_prefix("/*") {
            (depth, rest) = (depth + 1, next);
        } else if let Some(next) = rest.strip_prefix("*/") {
            (depth, rest) = (depth.saturating_sub(1), next);
            if depth == 0 {
                return Ok(rest);
            }
        } else {
            let mut characters = rest.chars();
            characters.next();
            rest = characters.as_str();
        }
    }
    Err("a comment is not closed".to_owned())
}

/// A text `r"…"` or `r#"…"#`, if one begins here.
fn raw_text(text: &str) -> Result<Option<(String, &str)>, String> {
    let Some(rest) = text.strip_prefix('r') else { return Ok(None) };
    let fence = rest.len() - rest.trim_start_matches('#').len();
    let Some(inside) = rest.trim_start_matches('#').strip_prefix('"') else { return Ok(None) };
    let end = format!("\"{}", "#".repeat(fence));
    match inside.split_once(&end) {
        Some((text, next)) => Ok(Some((text.to_owned(), next))),
        None => Err("a text is not closed".to_owned()),
    }
}

/// A text after its first quote, and what follows it.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut said = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Ok((said, characters.as_str())),
            '\\' => {
                let escape = characters.next().ok_or("a text is not closed")?;
                match escape {
                    'n' => said.push('\n'),
                    'r' => said.push('\r'),
                    't' => said.push('\t'),
                    '0' => said.push('\0'),
                    '\\' | '"' | '\'' => said.push(escape),
                    '\n' => characters = characters.as_str().trim_start().chars(),
                    'x' => {
                        let code: String = characters.by_ref().take(2).collect();
                        said.push(character_of(&code)?);
                    }
                    'u' => {
                        let (code, next) = characters.as_str().split_once('}').ok_or("an escape `\\u{…}` is not closed")?;
                        said.push(character_of(code.trim_start_matches('{'))?);
                        characters = next.chars();
                    }
                    other => return Err(format!("a text has the unknown escape `\\{other}`")),
                }
            }
            other => said.push(other),
        }
    }
    Err("a text is not closed".to_owned())
}

fn character_of(code: &str) -> Result<char, String> {
    let character = u32::from_str_radix(&code.replace('_', ""), 16).ok().and_then(char::from_u32);
    character.ok_or_else(|| format!("`{code}` is no character"))
}

/// What follows a quote that begins a character or a lifetime.
fn after_quote(text: &str) -> &str {
    let mut characters = text.chars();
    match (characters.next(), characters.clone().next()) {
        // A character: `'a'`, and one that is escaped: `'\''`.
        (Some('\\'), Some(_)) => {
            characters.next();
            characters.as_str().split_once('\'').map_or("", |(_, next)| next)
        }
        (Some(_), Some('\'')) => {
            characters.next();
            characters.as_str()
        }
        // A lifetime: its name is a word, as good as none.
        _ => text.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
    }
}

/// A number, and what follows it.
fn number(text: &str) -> Result<(f64, &str), String> {
    let mut end = 0;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let next = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
        let point = character == '.' && next.is_some_and(|next| next.is_ascii_digit());
        let sign = matches!(character, '+' | '-') && matches!(before, 'e' | 'E');
        if !(character.is_ascii_alphanumeric() || character == '_' || point || sign) {
            break;
        }
        end = at + character.len_utf8();
        before = character;
    }
    let (written, next) = text.split_at(end);
    let digits = written.replace('_', "");
    let digits = ["f64", "f32", "usize", "u8", "u16", "u32", "u64", "i32", "i64"]
        .iter()
        .find_map(|suffix| digits.strip_suffix(suffix))
        .unwrap_or(&digits);
    match digits.parse() {
        Ok(number) => Ok((number, next)),
        Err(_) => Err(format!("`{written}` is no number that is read here")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    fn read(text: &str) -> Vec<Token<'_>> {
        tokens(text).unwrap()
    }

    #[test]
    fn texts_are_unescaped() {
        for text in ["a \"b\" \\ \n\r\t\0", "é \u{202e}", "", "// no comment", "{ } ; '"] {
            assert_eq!(read(&format!("{text:?}")), [Token::Text(text.to_owned())]);
            assert_eq!(read(&format!("r##\"{text}\"##")), [Token::Text(text.to_owned())]);
        }
        assert_eq!(read(r#""\x41""#), [Token::Text("A".to_owned())]);
    }

    #[test]
    fn numbers_are_read_with_sign_groups_and_exponent() {
        for (text, number) in
            [("0.025", 0.025), ("31_536_000.0", 31_536_000.0), ("-1.5", -1.5), ("1e20", 1e20), ("2e-7", 2e-7), ("3f64", 3.0)]
        {
            assert_eq!(read(text), [Token::Number(number)], "{text}");
        }
        assert_eq!(read("0..2").len(), 4);
    }

    #[test]
    fn comments_characters_and_lifetimes_are_passed_over() {
        let word = Token::Word;
        assert_eq!(read("a // \"x\n/* /* 1 */ */ b '\"' '\\'' 'c"), [word("a"), word("b")]);
        assert_eq!(read("&'static str"), [Token::Mark('&'), word("str")]);
    }

    #[test]
    fn what_is_not_closed_is_an_error() {
        for bad in ["\"a", "r#\"a\"", "/* a", r#""\q""#, r#""\u{110000}""#, "1x"] {
            assert!(tokens(bad).is_err(), "{bad}");
        }
    }
}
