//! That a file of Rust constants says what its model says: in each module, every constant with exactly its literals, and no other
//! constant that has any.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Check;
use crate::diag::{Diagnostic, Place, Pointer};

mod tokens;

use tokens::{Token, tokens};

/// The tokens of each constant, by module and name.
type Constants<'t> = BTreeMap<(&'t str, &'t str), &'t [Token<'t>]>;

impl Check<'_> {
    /// What of the model is missing from the Rust text `text`, or said otherwise there.
    pub(super) fn rust(&self, text: &str) -> Vec<Diagnostic> {
        let tokens = match tokens(text) {
            Ok(tokens) => tokens,
            Err(problem) => return vec![self.not_parsed(self.planned.template, &Pointer::root(), "Rust", &problem)],
        };
        let mut constants = constants(&tokens);
        let mut found = Vec::new();
        let modules = self.planned.model.as_object().into_iter().flatten();
        let modules: Vec<(&String, &Vec<Value>)> =
            modules.filter_map(|(module, entries)| entries.as_array().map(|entries| (module, entries))).collect();
        for (module, entries) in &modules {
            for (index, entry) in entries.iter().enumerate() {
                let at = Pointer::root().key(module).index(index);
                let name = entry.get("constant").and_then(Value::as_str).unwrap_or_default();
                if let Some(said) = constants.remove(&(module.as_str(), name)) {
                    found.extend(self.constant(module, name, entry, said, &at));
                } else {
                    let message = format!("the constant `{module}::{name}` is missing from `{}`", self.planned.path);
                    found.push(self.finding("template/drops-meaning", &at, message));
                }
            }
        }
        let of_model = |module: &str| modules.iter().any(|(known, _)| *known == module);
        for ((module, name), said) in constants {
            if of_model(module) && said.iter().any(|token| literal(token).is_some()) {
                let message =
                    format!("the constant `{module}::{name}` of `{}` stands for nothing of the contract", self.planned.path);
                let place = Place::file(self.templates.shown(self.planned.template));
                found.push(Diagnostic::error("template/changes-meaning", message).at(place));
            }
        }
        found
    }

    fn constant(&self, module: &str, name: &str, entry: &Value, said: &[Token<'_>], at: &Pointer) -> Option<Diagnostic> {
        let mut wanted = Vec::new();
        literals(entry, &mut wanted);
        wanted.sort();
        let mut found: Vec<String> = said.iter().filter_map(literal).collect();
        found.sort();
        let kind = entry.get("type").and_then(Value::as_str);
        let problem = if found != wanted {
            format!("says {}, and the contract says {}", found.join(", "), wanted.join(", "))
        } else if let Some(kind) = kind.filter(|kind| !says(said, kind)) {
            format!("is not of the type `{kind}`")
        } else {
            return None;
        };
        let message = format!("the constant `{module}::{name}` of `{}` {problem}", self.planned.path);
        Some(self.finding("template/changes-meaning", at, message))
    }
}

/// Whether the type `kind` stands among the tokens, and not as an element of a list where it is none itself.
fn says(said: &[Token<'_>], kind: &str) -> bool {
    let Ok(wanted) = tokens(kind) else { return false };
    let is_list = kind.starts_with('[');
    said.windows(wanted.len()).enumerate().any(|(at, part)| {
        let element = at > 0 && said.get(at - 1) == Some(&Token::Mark('['));
        part == wanted && (is_list || !element)
    })
}

/// A literal in a form that can be compared; `None` for other tokens.
fn literal(token: &Token<'_>) -> Option<String> {
    match token {
        Token::Text(text) => Some(format!("{text:?}")),
        Token::Number(number) => Some(format!("{number:?}")),
        Token::Word(_) | Token::Mark(_) => None,
    }
}

/// The literals that an entry of the model wants: all its texts and numbers, but for the words that stand as such.
fn literals(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            entries.iter().filter(|(key, _)| *key != "constant" && *key != "type").for_each(|(_, entry)| literals(entry, found));
        }
        Value::Array(items) => items.iter().for_each(|item| literals(item, found)),
        Value::String(text) => found.push(format!("{text:?}")),
        Value::Number(number) => found.extend(number.as_f64().map(|number| format!("{number:?}"))),
        Value::Null | Value::Bool(_) => {}
    }
}

/// The constants and statics that stand directly in the modules of a file.
fn constants<'t>(tokens: &'t [Token<'t>]) -> Constants<'t> {
    let word = |at: usize, text: &str| matches!(tokens.get(at), Some(Token::Word(word)) if *word == text);
    let name = |at: usize| match tokens.get(at) {
        Some(Token::Word(name)) => Some(*name),
        _ => None,
    };
    let mut found = Constants::new();
    let mut module = None;
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(token) = tokens.get(at) {
        if depth == 0 && word(at, "mod") {
            module = name(at + 1);
        }
        if depth == 1
            && (word(at, "const") || word(at, "static"))
            && let (Some(module), Some(constant), Some(Token::Mark(':'))) = (module, name(at + 1), tokens.get(at + 2))
        {
            let rest = tokens.get(at..).unwrap_or_default();
            let item = rest.get(..end_of_item(rest)).unwrap_or_default();
            found.insert((module, constant), item);
            at += item.len().max(1);
            continue;
        }
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    found
}

/// How many tokens there are up to the `;` that ends the item, with it.
fn end_of_item(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('{' | '[' | '(') => depth += 1,
            Token::Mark('}' | ']' | ')') => depth = depth.saturating_sub(1),
            Token::Mark(';') if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::constants;
    use super::tokens::tokens;

    #[test]
    fn constants_are_found_with_their_modules() {
        let text = "#[a] pub mod a { pub const B: &[X; 2] = &[X { y: \"1;\" }]; impl Z { const C: u8 = 1; } static D: u8 = 2; } const E: u8 = 3;";
        let tokens = tokens(text).unwrap();
        let found = constants(&tokens);
        let names: Vec<String> = found.keys().map(|(module, name)| format!("{module}::{name}")).collect();
        assert_eq!(names, ["a::B", "a::D"]);
    }
}
