//! From what follows a backslash, in JSON (RFC 8259, 7) and in YAML's double quotes (YAML 1.2.2, 5.7), to its character.

/// The character that `text` means right after a backslash, and how many bytes of `text` belong to it.
pub(super) fn read(text: &str) -> Option<(char, usize)> {
    let letter = text.chars().next()?;
    let meant = match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => letter,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return Some((char::from_u32(digits(text, 1, 2)?)?, 3)),
        'u' => return unit(text),
        'U' => return Some((char::from_u32(digits(text, 1, 8)?)?, 9)),
        _ => return None,
    };
    Some((meant, letter.len_utf8()))
}

/// `u` and four digits; in JSON two of them may be the halves of one character.
fn unit(text: &str) -> Option<(char, usize)> {
    let first = digits(text, 1, 4)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 5));
    }
    text.get(5..7).filter(|next| *next == "\\u")?;
    let second = digits(text, 7, 4)?;
    let halves = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let character = char::decode_utf16(halves).next()?.ok()?;
    Some((character, 11))
}

fn digits(text: &str, start: usize, length: usize) -> Option<u32> {
    u32::from_str_radix(text.get(start..start + length)?, 16).ok()
}
