//! That a rendered file says all that its model says, with exactly that value. Templates may add; lists they may not lengthen.

use serde_json::Value;

use super::Check;
use super::trail::Trail;
use crate::diag::{Diagnostic, Pointer};

/// Texts longer than this are cut in messages.
const SHOWN_CHARACTERS: usize = 120;

impl Check<'_> {
    /// What of the model is missing from `meant`, or is another value there.
    pub(super) fn coverage(&self, meant: &Value) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        self.cover(&self.planned.model, meant, &Trail::Root, &mut found);
        found
    }

    fn cover(&self, model: &Value, meant: &Value, trail: &Trail<'_>, found: &mut Vec<Diagnostic>) {
        match (model, meant) {
            (Value::Object(model), Value::Object(meant)) => {
                for (key, entry) in model {
                    let trail = Trail::Key(trail, key);
                    match meant.get(key) {
                        Some(meant) => self.cover(entry, meant, &trail, found),
                        None => found.push(self.dropped(entry, &trail)),
                    }
                }
            }
            (Value::Array(model), Value::Array(meant)) if model.len() == meant.len() => {
                for (index, (item, meant)) in model.iter().zip(meant).enumerate() {
                    self.cover(item, meant, &Trail::Index(trail, index), found);
                }
            }
            (Value::Array(model), Value::Array(meant)) => {
                let at = trail.pointer();
                let message = format!(
                    "the list `{at}` is to have the length {}, and has the length {} in `{}`",
                    model.len(),
                    meant.len(),
                    self.planned.path
                );
                found.push(self.finding("template/changes-meaning", &at, message));
            }
            (model, meant) if model == meant => {}
            (model, meant) => {
                let at = trail.pointer();
                let expanded = meant.get("$__expanded").and_then(Value::as_str);
                let message = if let (Some(text), false) = (expanded, is_secret(&at)) {
                    let (text, model) = (shown(&Value::from(text)), shown(model));
                    format!(
                        "in `{at}` of `{}` Grafana would expand the `$` of {text}, and the spec says {model}",
                        self.planned.path
                    )
                } else if is_secret(&at) {
                    format!("`{at}` of `{}` is not what the spec says", self.planned.path)
                } else {
                    format!("`{at}` of `{}` would be {}, and the spec says {}", self.planned.path, shown(meant), shown(model))
                };
                found.push(self.finding("template/changes-meaning", &at, message));
            }
        }
    }

    fn dropped(&self, entry: &Value, trail: &Trail<'_>) -> Diagnostic {
        let at = trail.pointer();
        let value = if is_secret(&at) { String::new() } else { format!(": {}", shown(entry)) };
        self.finding("template/drops-meaning", &at, format!("`{at}` is missing from `{}`{value}", self.planned.path))
    }
}

fn is_secret(at: &Pointer) -> bool {
    at.steps().any(|step| step == "secureJsonData")
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
