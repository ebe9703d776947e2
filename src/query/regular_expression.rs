//! Regular expressions: JavaScript's, which browsers run, and RE2's, which Prometheus, Loki and Tempo run.
//!
//! From: a pattern as its author wrote it. To: whether it compiles, what it takes, and what it takes by mistake. Grafana runs the
//! patterns of derived fields in the browser, without flags; data sources run those of matchers.

use super::{Unread, variable};

/// Patterns longer than this are not compiled. Bytes.
const LONGEST_PATTERN: usize = 16 << 10;

/// What a compiled pattern of RE2 may take. Bytes.
const LARGEST: usize = 4 << 20;

/// Lines are looked at up to here. Bytes.
const LONGEST_LINE: usize = 16 << 10;

/// Steps that a search may take, before it is given up in advance.
const MOST_STEPS: u64 = 20_000_000;

/// A pattern of JavaScript, without flags.
#[derive(Debug, Clone)]
pub struct JavaScript {
    /// Groups that capture, the whole match left out.
    pub groups: usize,
    /// What compiles, but says something else than in RE2.
    pub hints: Vec<Hint>,
    compiled: regress::Regex,
    pattern: String,
}

/// Syntax of RE2 that JavaScript reads in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it is taken for and what to write, in one sentence without a full stop.
    pub message: String,
    /// Its bytes in the pattern.
    pub range: std::ops::Range<usize>,
}

/// What a pattern finds in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// What its first group captured in the first match; empty where the group took no part.
    Group(String),
    /// A match of a pattern that has no group.
    NoGroup,
    /// No match.
    Nothing,
    /// It was not tried: the search could take very long.
    Unchecked,
}

/// Syntax of RE2 and what JavaScript makes of it. Those with a hint compile there.
const OTHERWISE: [(&str, &str); 8] = [
    (r"\A", r"`\A` is the letter A in JavaScript; write `^`"),
    (r"\z", r"`\z` is the letter z in JavaScript; write `$`"),
    (r"\Z", r"`\Z` is the letter Z in JavaScript; write `$`"),
    (r"\Q", r"`\Q` is the letter Q in JavaScript; escape each character by itself"),
    (r"\a", r"`\a` is the letter a in JavaScript; write `\x07`"),
    (r"\p", r"`\p` is the letter p in JavaScript without the flag u; write the characters as a class"),
    (r"\P", r"`\P` is the letter P in JavaScript without the flag u; write the characters as a class"),
    ("[[:", "`[[:` begins a class of these characters in JavaScript; write the characters, such as `[a-z]`"),
];

/// Reads a pattern as a browser does: `new RegExp(pattern)`.
///
/// The message of an error says what to write where the syntax is RE2's.
pub fn javascript(pattern: &str) -> Result<JavaScript, Unread> {
    bounded(pattern)?;
    let compiled = regress::Regex::new(pattern).map_err(|error| Unread::Syntax {
        message: re2_only(pattern).unwrap_or_else(|| format!("JavaScript does not compile it: {}", error.text)),
        range: 0..pattern.len(),
    })?;
    let (groups, hints) = (groups(pattern), hints(pattern));
    Ok(JavaScript { groups, hints, compiled, pattern: pattern.to_owned() })
}

/// What stands in the pattern that RE2 takes and JavaScript does not.
fn re2_only(pattern: &str) -> Option<String> {
    let group = places(pattern).into_iter().find(|place| !place.in_class && pattern[place.at..].starts_with("(?"))?;
    let rest = &pattern[group.at + 2..];
    if rest.starts_with("P<") {
        return Some("`(?P<name>` is RE2's; JavaScript writes `(?<name>`".to_owned());
    }
    let flags = rest.find(|character: char| !matches!(character, 'i' | 'm' | 's' | 'U' | '-'))?;
    (flags > 0).then(|| {
        format!(
            "`(?{}` is RE2's, and Grafana gives no flags; write both cases, such as `[Tt]race`",
            &rest[..=flags.min(rest.len() - 1)]
        )
    })
}

impl JavaScript {
    /// What the first group of the first match in `line` captured. Only the first 16 KiB of the line are looked at.
    ///
    /// Browsers backtrack, and so does the engine here. Where that could take long, an engine of linear time runs instead, if it
    /// reads the pattern in the same way; if it doesn't, the answer is [`Found::Unchecked`].
    #[must_use]
    pub fn first_group_of_match(&self, line: &str) -> Found {
        let line = &line[..line.floor_char_boundary(LONGEST_LINE)];
        let group = if steps(&self.pattern, line.len()) <= MOST_STEPS {
            let found = self.compiled.find(line);
            found.map(|found| found.group(1).map(|range| line.get(range).unwrap_or_default().to_owned()))
        } else {
            let Some(linear) = shared(&self.pattern).and_then(|pattern| compiled(&pattern).ok()) else {
                return Found::Unchecked;
            };
            linear.captures(line).map(|found| found.get(1).map(|group| group.as_str().to_owned()))
        };
        match group {
            None => Found::Nothing,
            Some(_) if self.groups == 0 => Found::NoGroup,
            Some(group) => Found::Group(group.unwrap_or_default()),
        }
    }
}

/// A character of a pattern, escapes taken as one.
struct Place {
    at: usize,
    escaped: bool,
    in_class: bool,
}

/// The characters of a pattern. The brackets of a class are in the class.
fn places(pattern: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut characters = pattern.char_indices();
    let mut in_class = false;
    while let Some((at, character)) = characters.next() {
        let escaped = character == '\\';
        if escaped {
            characters.next();
        }
        let begins = character == '[';
        places.push(Place { at, escaped, in_class: in_class || begins });
        in_class = (in_class || begins) && character != ']';
    }
    places
}

fn groups(pattern: &str) -> usize {
    let is_group = |place: &&Place| {
        let rest = &pattern[place.at..];
        let is_named = rest.starts_with("(?<") && !rest.starts_with("(?<=") && !rest.starts_with("(?<!");
        !place.in_class && !place.escaped && rest.starts_with('(') && (is_named || !rest.starts_with("(?"))
    };
    places(pattern).iter().filter(is_group).count()
}

fn hints(pattern: &str) -> Vec<Hint> {
    let mut hints = Vec::new();
    for place in places(pattern) {
        let rest = &pattern[place.at..];
        let found = OTHERWISE.iter().find(|(syntax, _)| rest.starts_with(syntax) && (place.escaped || *syntax == "[[:"));
        if let Some((syntax, message)) = found {
            hints.push(Hint { message: (*message).to_owned(), range: place.at..place.at + syntax.len() });
        }
    }
    hints
}

/// An upper bound of what a backtracking search in a line of `length` bytes takes.
fn steps(pattern: &str, length: usize) -> u64 {
    let length = u64::try_from(length).unwrap_or(u64::MAX).max(2);
    let mut steps = length;
    let mut choices_of_groups = vec![false];
    let mut last_group_had_choices = false;
    for place in places(pattern).iter().filter(|place| !place.in_class && !place.escaped) {
        let rest = &pattern[place.at..];
        let factor = match rest.chars().next() {
            Some('(') => {
                choices_of_groups.push(rest.starts_with("(?<=") || rest.starts_with("(?="));
                continue;
            }
            Some(')') => {
                last_group_had_choices = choices_of_groups.pop().unwrap_or_default();
                if let Some(outer) = choices_of_groups.last_mut() {
                    *outer |= last_group_had_choices;
                }
                continue;
            }
            Some('?') if pattern[..place.at].ends_with('(') => continue,
            Some('|' | '?') => 2,
            Some('{') if is_exact_repetition(rest) => 1,
            Some('*' | '+' | '{') => length,
            _ => continue,
        };
        let repeats = rest.starts_with(['*', '+', '{']);
        if repeats && last_group_had_choices && pattern[..place.at].ends_with(')') {
            return u64::MAX;
        }
        if factor == 1 {
            continue;
        }
        if let Some(choices) = choices_of_groups.last_mut() {
            *choices = true;
        }
        steps = steps.saturating_mul(factor);
    }
    steps
}

/// Whether `text` begins with `{32}`.
fn is_exact_repetition(text: &str) -> bool {
    is_repetition(text) && text.split('}').next().is_some_and(|counts| !counts.contains(','))
}

/// The pattern as the linear engine reads it, where it means there what it means in JavaScript.
fn shared(pattern: &str) -> Option<String> {
    let mut written = String::with_capacity(pattern.len());
    for place in places(pattern) {
        let rest = &pattern[place.at..];
        let mut characters = rest.chars();
        let character = characters.next()?;
        match (place.escaped, place.in_class, character) {
            (true, in_class, _) => written.push_str(&shared_escape(characters.next()?, in_class)?),
            (false, false, '.') => written.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            (false, false, '(') if rest.starts_with("(?") && !rest.starts_with("(?:") => return None,
            (false, true, '[') if written.ends_with('[') || rest.starts_with("[]") || rest.starts_with("[^]") => return None,
            (false, true, '&' | '~') => written.extend(['\\', character]),
            _ => written.push(character),
        }
    }
    Some(written)
}

fn shared_escape(character: char, in_class: bool) -> Option<String> {
    Some(match character {
        'd' if in_class => "0-9".to_owned(),
        'w' if in_class => "0-9A-Za-z_".to_owned(),
        'd' => "[0-9]".to_owned(),
        'w' => "[0-9A-Za-z_]".to_owned(),
        'D' if !in_class => "[^0-9]".to_owned(),
        'W' if !in_class => "[^0-9A-Za-z_]".to_owned(),
        'b' | 'B' if !in_class => format!(r"(?-u:\{character})"),
        's' | 'n' | 'r' | 't' => format!(r"\{character}"),
        'S' if !in_class => r"\S".to_owned(),
        _ if character.is_ascii_punctuation() && !matches!(character, '<' | '>') => format!(r"\{character}"),
        _ => return None,
    })
}

/// A pattern of RE2, as data sources anchor it: it has to take the whole value.
#[derive(Debug, Clone)]
pub struct Re2 {
    compiled: regex::Regex,
    has_variable: bool,
}

impl Re2 {
    /// Whether the pattern takes the whole of `value`; `None` where a variable in it decides.
    #[must_use]
    pub fn matches(&self, value: &str) -> Option<bool> {
        (!self.has_variable).then(|| self.compiled.is_match(value))
    }
}

/// Reads a pattern as Prometheus, Loki and Tempo do, anchored at both ends. Variables in it are taken for a letter.
///
/// [`Unread::Unchecked`] where only Go knows the syntax (`\Q`, `\C`) or the pattern is too large.
pub fn re2(pattern: &str) -> Result<Re2, Unread> {
    bounded(pattern)?;
    let references = variable::references(pattern);
    let mut text = String::with_capacity(pattern.len());
    let mut end = 0;
    for reference in &references {
        text.push_str(&pattern[end..reference.range.start]);
        text.push('v');
        end = reference.range.end;
    }
    text.push_str(&pattern[end..]);
    let escapes = places(&text);
    if escapes.iter().any(|place| place.escaped && text[place.at + 1..].starts_with(['Q', 'C'])) {
        return Err(Unread::Unchecked { reason: r"it has `\Q` or `\C`, which only RE2 knows".to_owned() });
    }
    match compiled(&format!("^(?s:{})$", as_rust(&text))) {
        Ok(compiled) => Ok(Re2 { compiled, has_variable: !references.is_empty() }),
        Err(regex::Error::CompiledTooBig(_)) => Err(Unread::Unchecked { reason: "it is too large when compiled".to_owned() }),
        Err(error) if references.is_empty() => {
            Err(Unread::Syntax { message: format!("RE2 does not compile it: {}", reason(&error)), range: 0..pattern.len() })
        }
        Err(_) => Err(Unread::Unchecked { reason: "its variables may make it whole".to_owned() }),
    }
}

/// A pattern of RE2 as the crate regex reads it: brackets within classes and braces that count nothing stand for themselves.
fn as_rust(pattern: &str) -> String {
    let mut written = String::with_capacity(pattern.len());
    let mut class_start = None;
    for place in places(pattern) {
        let rest = &pattern[place.at..];
        let character = rest.chars().next().unwrap_or_default();
        if !place.in_class {
            class_start = None;
        }
        let begins_class = place.in_class && class_start.is_none();
        if begins_class {
            class_start = Some(place.at);
        }
        let is_literal = match character {
            '[' => !begins_class && !rest.starts_with("[:"),
            '&' | '~' => place.in_class,
            '{' => !place.in_class && !is_repetition(rest),
            _ => false,
        };
        if is_literal {
            written.push('\\');
        }
        written.push(character);
        if place.escaped {
            written.extend(rest.chars().nth(1));
        }
        if place.in_class && character == ']' {
            class_start = None;
        }
    }
    written
}

/// Whether `text` begins with `{2}`, `{2,}` or `{2,5}`.
fn is_repetition(text: &str) -> bool {
    let Some((counts, _)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) else { return false };
    let (least, most) = counts.split_once(',').unwrap_or((counts, ""));
    let is_count = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_count(least) && is_count(most)
}

fn compiled(pattern: &str) -> Result<regex::Regex, regex::Error> {
    regex::RegexBuilder::new(pattern).size_limit(LARGEST).dfa_size_limit(LARGEST).nest_limit(100).build()
}

/// The last line of what the crate says, which draws the pattern before it.
fn reason(error: &regex::Error) -> String {
    let message = error.to_string();
    let last = message.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

fn bounded(pattern: &str) -> Result<(), Unread> {
    if pattern.len() > LONGEST_PATTERN {
        return Err(Unread::Unchecked { reason: format!("the pattern is longer than {LONGEST_PATTERN} bytes") });
    }
    let mut depth = 0_usize;
    for place in places(pattern).iter().filter(|place| !place.in_class && !place.escaped) {
        match pattern.as_bytes().get(place.at) {
            Some(b'(') => depth += 1,
            Some(b')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 100 {
            return Err(Unread::Unchecked { reason: "the pattern is nested deeper than 100".to_owned() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
