//! One way of writing: from tokens to a text that is equal for queries which differ only in how they are written.

use super::lexer::{Located, Token};
use super::quoted::quote;
use std::ops::Range;

/// Where a selector stands among the tokens, for its matchers to be put in order.
pub(super) struct SelectorTokens {
    /// The tokens of each matcher; none of a comma.
    pub(super) matchers: Vec<Range<usize>>,
    /// From the first token within the braces to the closing brace.
    pub(super) inner: Range<usize>,
}

/// Writes `tokens`, those of `text`, with one space between any two. `selectors` stand in the order of the text.
pub(super) fn write(text: &str, tokens: &[Located], selectors: &[SelectorTokens]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut next = 0;
    for selector in selectors {
        join(&mut out, &plain(text, tokens, next..selector.inner.start));
        let mut matchers: Vec<String> = selector.matchers.iter().map(|range| plain(text, tokens, range.clone())).collect();
        matchers.sort();
        join(&mut out, &matchers.join(" , "));
        next = selector.inner.end;
    }
    join(&mut out, &plain(text, tokens, next..tokens.len()));
    out
}

fn join(out: &mut String, more: &str) {
    if !out.is_empty() && !more.is_empty() {
        out.push(' ');
    }
    out.push_str(more);
}

fn plain(text: &str, tokens: &[Located], range: Range<usize>) -> String {
    let mut out = String::new();
    for located in tokens.get(range).unwrap_or_default() {
        if !out.is_empty() {
            out.push(' ');
        }
        match &located.token {
            Token::Text(quoted) if quoted.exact => quote(&quoted.text, &mut out),
            _ => out.push_str(text.get(located.range.clone()).unwrap_or_default()),
        }
    }
    out
}
