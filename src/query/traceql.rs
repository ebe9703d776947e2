//! TraceQL: from a query to the attributes and conditions of its spanset filters.
//!
//! From: the text as its author wrote it. To: what stands between its braces. Brackets and quotes have to be closed; what goes
//! beyond filters (pipelines, structural operators, metrics) is not read, and [`TraceQl::unchecked`] says so. (Tempo's
//! documentation, "TraceQL selectors".)

use std::ops::Range;

use super::{LONGEST, Part, Unread, variable};

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceQl {
    /// The attributes and intrinsics in its filters, in the order of the text.
    pub attributes: Vec<Attribute>,
    /// Its comparisons of an attribute with a value.
    pub conditions: Vec<Condition>,
    /// What was not read, where anything was not.
    pub unchecked: Option<String>,
    /// The variables in it.
    pub variables: Vec<variable::Reference>,
}

/// One mention of an attribute: `span.http.status_code`, `.http.method`, `duration`, `trace:rootName`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Where it is looked for.
    pub scope: Scope,
    /// Its name, without scope and quotes.
    pub name: Part,
}

/// Where an attribute is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// By a scope: `span`, `resource`, `event`, `link`, `instrumentation`, `parent`, and `parent.span`, `parent.resource`.
    Named(Part),
    /// In spans and resources: `.http.method`.
    Any,
    /// It is no attribute but what Tempo knows of every span or trace: `duration`, `span:name`.
    Intrinsic,
}

/// One comparison: `span.http.status_code = 500`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The attribute, as index into [`TraceQl::attributes`].
    pub attribute: usize,
    /// `=`, `!=`, `=~`, `!~`, `<`, `<=`, `>`, `>=`.
    pub operator: Part,
    /// The value without quotes.
    pub value: Part,
    /// Whether variables are in the value.
    pub value_has_variable: bool,
}

const SCOPES: [&str; 8] =
    ["parent.span.", "parent.resource.", "span.", "resource.", "event.", "link.", "instrumentation.", "parent."];

const INTRINSICS: [&str; 13] = [
    "name",
    "duration",
    "status",
    "statusMessage",
    "kind",
    "childCount",
    "parent",
    "rootName",
    "rootServiceName",
    "traceDuration",
    "nestedSetLeft",
    "nestedSetRight",
    "nestedSetParent",
];

const SCOPED_INTRINSICS: [&str; 5] = ["span:", "trace:", "event:", "link:", "instrumentation:"];

const WORDS: [&str; 12] =
    ["true", "false", "nil", "ok", "error", "unset", "server", "client", "producer", "consumer", "internal", "unspecified"];

const OPERATORS: [&str; 20] =
    ["&&", "||", "!>>", "!<<", "!>", "!<", ">>", "<<", "=~", "!~", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/"];

/// Reads `text`.
///
/// [`Unread::Syntax`] where a bracket, brace or quote is open or too many.
pub fn parse(text: &str) -> Result<TraceQl, Unread> {
    if text.len() > LONGEST {
        return Err(Unread::Unchecked { reason: format!("it is longer than {LONGEST} bytes") });
    }
    let mut reader = Reader { text, ..Reader::default() };
    for token in tokens(text)? {
        reader.token(token)?;
    }
    if let Some((bracket, at)) = reader.open.pop() {
        return Err(Unread::Syntax { message: format!("`{bracket}` is not closed"), range: at..at + 1 });
    }
    if !reader.has_filter {
        reader.leave("it has no spanset filter");
    }
    Ok(TraceQl {
        attributes: reader.attributes,
        conditions: reader.conditions,
        unchecked: reader.unchecked,
        variables: variable::references(text),
    })
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bracket,
    String,
    Operator,
    Word,
}

fn tokens(text: &str) -> Result<Vec<Token>, Unread> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match next {
            _ if next.is_whitespace() => {
                at += next.len_utf8();
                continue;
            }
            _ if rest.starts_with("//") => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            _ if rest.starts_with("/*") => {
                at += rest.find("*/").map_or(rest.len(), |end| end + 2);
                continue;
            }
            '{' | '}' | '(' | ')' => (Kind::Bracket, 1),
            '"' | '`' => (Kind::String, string(rest, next).ok_or_else(|| open_quote(at, text.len()))?),
            _ => match OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
                Some(operator) => (Kind::Operator, operator.len()),
                None if matches!(next, '|' | ',' | '!' | '%' | '^' | '~') => (Kind::Operator, 1),
                None => (Kind::Word, word(text, at)?),
            },
        };
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
    Ok(tokens)
}

fn open_quote(start: usize, end: usize) -> Unread {
    Unread::Syntax { message: "the string has no closing quote".to_owned(), range: start..end }
}

/// The bytes of the string that `text` begins with.
fn string(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if character == quote {
            return Some(at + 1);
        }
        if character == '\\' && quote == '"' {
            characters.next();
        }
    }
    None
}

/// The bytes of the word at `start`: an attribute with quoted parts, a number, a duration, variables.
fn word(text: &str, start: usize) -> Result<usize, Unread> {
    let mut at = start;
    while let Some(next) = text[at..].chars().next() {
        if let Some(reference) = variable::reference(text, at) {
            at = reference.range.end;
        } else if next == '"' && text[..at].ends_with('.') {
            at += string(&text[at..], next).ok_or_else(|| open_quote(at, text.len()))?;
        } else if next.is_whitespace() || "(){}=~!<>&|^,\"`*+%".contains(next) {
            break;
        } else {
            at += next.len_utf8();
        }
    }
    Ok((at - start).max(1))
}

#[derive(Default)]
struct Reader<'text> {
    text: &'text str,
    open: Vec<(char, usize)>,
    has_filter: bool,
    attributes: Vec<Attribute>,
    conditions: Vec<Condition>,
    unchecked: Option<String>,
    /// The attribute that stands directly before, and the operator behind it.
    left: Option<usize>,
    operator: Option<Part>,
}

impl Reader<'_> {
    fn leave(&mut self, reason: &str) {
        self.unchecked.get_or_insert_with(|| reason.to_owned());
    }

    fn token(&mut self, token: Token) -> Result<(), Unread> {
        let written = self.text.get(token.range.clone()).unwrap_or_default();
        let part = Part { text: written.to_owned(), range: token.range };
        if token.kind == Kind::Bracket {
            return self.bracket(&part);
        }
        if !self.open.iter().any(|(bracket, _)| *bracket == '{') {
            self.outside(token.kind, &part.text);
            return Ok(());
        }
        match token.kind {
            Kind::Operator => self.operator = self.left.is_some().then_some(part),
            Kind::String => {
                let text = part.text.trim_matches(['"', '`']).to_owned();
                self.value(Part { text, range: part.range });
            }
            _ => self.word(part),
        }
        Ok(())
    }

    fn bracket(&mut self, part: &Part) -> Result<(), Unread> {
        (self.left, self.operator) = (None, None);
        let bracket = part.text.chars().next().unwrap_or_default();
        if matches!(bracket, '{' | '(') {
            self.has_filter |= bracket == '{';
            if bracket == '{' && self.open.iter().any(|(open, _)| *open == '{') {
                return Err(Unread::Syntax { message: "`{` stands in a filter".to_owned(), range: part.range.clone() });
            }
            self.open.push((bracket, part.range.start));
            return Ok(());
        }
        let opening = if bracket == '}' { '{' } else { '(' };
        match self.open.pop() {
            Some((open, _)) if open == opening => Ok(()),
            _ => Err(Unread::Syntax { message: format!("`{bracket}` closes nothing"), range: part.range.clone() }),
        }
    }

    fn outside(&mut self, kind: Kind, written: &str) {
        match (kind, written) {
            (Kind::Operator, "&&" | "||") => {}
            (Kind::Operator, "|") => self.leave("it has a pipeline"),
            (Kind::Operator, _) => self.leave(&format!("it has the structural operator `{written}`")),
            _ if written.starts_with(['$', '[']) => self.leave(&format!("the variable {written} stands for a part of it")),
            _ => self.leave(&format!("`{written}` stands outside of a filter")),
        }
    }

    /// An attribute, an intrinsic, or a value without quotes.
    fn word(&mut self, part: Part) {
        let is_literal = part.text.starts_with(|first: char| first.is_ascii_digit())
            || WORDS.contains(&part.text.as_str())
            || part.text.starts_with('$')
            || part.text.starts_with("[[");
        if self.operator.is_some() && is_literal {
            return self.value(part);
        }
        match attribute(&part) {
            Some(attribute) => {
                self.left = Some(self.attributes.len());
                self.operator = None;
                self.attributes.push(attribute);
            }
            None if WORDS.contains(&part.text.as_str()) => {}
            None if is_literal => self.leave(&format!("`{}` stands where an attribute is expected", part.text)),
            None => self.leave(&format!("`{}` has no scope and is no intrinsic that is known", part.text)),
        }
    }

    fn value(&mut self, value: Part) {
        if let (Some(attribute), Some(operator)) = (self.left.take(), self.operator.take()) {
            let written = self.text.get(value.range.clone()).unwrap_or_default();
            let value_has_variable = !variable::references(written).is_empty();
            self.conditions.push(Condition { attribute, operator, value, value_has_variable });
        }
    }
}

/// The attribute that `part` names.
fn attribute(part: &Part) -> Option<Attribute> {
    let text = part.text.as_str();
    if INTRINSICS.contains(&text) || SCOPED_INTRINSICS.iter().any(|scope| text.starts_with(scope)) {
        return Some(Attribute { scope: Scope::Intrinsic, name: part.clone() });
    }
    let scope = SCOPES.iter().find(|scope| text.starts_with(**scope));
    let length = scope.map_or(usize::from(text.starts_with('.')), |scope| scope.len());
    if length == 0 || length == text.len() {
        return None;
    }
    let start = part.range.start;
    let name = Part { text: text[length..].replace('"', ""), range: start + length..part.range.end };
    let scope = match scope {
        Some(_) => Scope::Named(Part { text: text[..length - 1].to_owned(), range: start..start + length - 1 }),
        None => Scope::Any,
    };
    Some(Attribute { scope, name })
}

#[cfg(test)]
mod tests {
    use super::{Scope, TraceQl, parse};
    use crate::query::Unread;

    fn scopes(query: &TraceQl) -> Vec<(String, String)> {
        let named = query.attributes.iter().map(|attribute| {
            let scope = match &attribute.scope {
                Scope::Named(scope) => scope.text.clone(),
                Scope::Any => ".".to_owned(),
                Scope::Intrinsic => "intrinsic".to_owned(),
            };
            (scope, attribute.name.text.clone())
        });
        named.collect()
    }

    #[test]
    fn attributes_have_their_scope_and_bytes() {
        let text = r#"{ span.http.status_code >= 500 && resource.service.name = "a b" } || { .x =~ `y.*` && span."z z" != nil }"#;
        let query = parse(text).unwrap();
        let expected = [("span", "http.status_code"), ("resource", "service.name"), (".", "x"), ("span", "z z")];
        assert_eq!(scopes(&query), expected.map(|(scope, name)| (scope.to_owned(), name.to_owned())));
        let written: Vec<&str> = query.attributes.iter().map(|found| &text[found.name.range.clone()]).collect();
        assert_eq!(written, ["http.status_code", "service.name", "x", "\"z z\""]);
        assert_eq!(query.unchecked, None);
        let values: Vec<(&str, &str)> =
            query.conditions.iter().map(|found| (found.operator.text.as_str(), found.value.text.as_str())).collect();
        assert_eq!(values, [(">=", "500"), ("=", "a b"), ("=~", "y.*"), ("!=", "nil")]);
    }

    #[test]
    fn intrinsics_are_known_in_both_forms() {
        let query = parse("{ duration > 100ms && status = error && trace:rootName = \"x\" && kind=server }").unwrap();
        assert_eq!(query.unchecked, None);
        assert!(query.attributes.iter().all(|attribute| attribute.scope == Scope::Intrinsic));
        assert_eq!(query.conditions.len(), 4);
    }

    #[test]
    fn variables_are_values() {
        let query = parse("{ resource.service.name = \"$service\" && span.x = ${y} }").unwrap();
        assert_eq!(query.unchecked, None);
        assert!(query.conditions.iter().all(|condition| condition.value_has_variable));
        assert_eq!(query.variables.len(), 2);
    }

    #[test]
    fn what_is_not_read_is_said() {
        for (text, expected) in [
            ("{ .a = 1 } | rate() by (span.x)", "it has a pipeline"),
            ("{ .a = 1 } >> { .b = 2 }", "it has the structural operator `>>`"),
            ("$query", "the variable $query stands for a part of it"),
            ("{ http.status_code = 500 }", "`http.status_code` has no scope and is no intrinsic that is known"),
            ("0123456789abcdef", "`0123456789abcdef` stands outside of a filter"),
            ("", "it has no spanset filter"),
        ] {
            assert_eq!(parse(text).unwrap().unchecked.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn open_brackets_and_quotes_are_errors_at_their_place() {
        for (text, at) in
            [("{ .a = 1", 0), ("{ (.a = 1 }", 10), ("{ .a = \"x }", 7), ("{} }", 3), ("{ {} }", 2), ("{ span.\"a }", 7)]
        {
            match parse(text) {
                Err(Unread::Syntax { range, .. }) => assert_eq!(range.start, at, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn ten_thousand_brackets_are_read_without_recursion() {
        let text = format!("{{ {}.a = 1{} }}", "(".repeat(10_000), ")".repeat(10_000));
        assert_eq!(parse(&text).unwrap().attributes.len(), 1);
    }
}
