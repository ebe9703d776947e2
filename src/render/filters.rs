//! What templates can do beyond the engine's own filters.

use minijinja::{Error, ErrorKind, Output, State, Value};

use super::block;
use super::value::{Json, from_template};

/// `panel.options | over({…})`: the spec's settings laid over the template's defaults. Mappings are merged key by key, at any
/// depth; everything else of the spec takes the default's place.
pub(super) fn over(settings: &Value, defaults: &Value) -> Result<Value, Error> {
    let mut merged = from_template(defaults)?;
    lay(from_template(settings)?, &mut merged);
    Ok(Value::from_object(Json(merged)))
}

fn lay(settings: serde_json::Value, defaults: &mut serde_json::Value) {
    match (settings, defaults) {
        (serde_json::Value::Object(settings), serde_json::Value::Object(defaults)) => {
            for (key, setting) in settings {
                match defaults.get_mut(&key) {
                    Some(default) => lay(setting, default),
                    None => {
                        defaults.insert(key, setting);
                    }
                }
            }
        }
        (setting, default) => *default = setting,
    }
}

/// `panel.frame | entries`: the entries of a mapping without its braces, to be written among others.
pub(super) fn entries(value: &Value) -> Result<Value, Error> {
    let serde_json::Value::Object(entries) = from_template(value)? else {
        return Err(Error::new(ErrorKind::InvalidOperation, "`entries` takes a mapping that is not empty"));
    };
    if entries.is_empty() {
        return Err(Error::new(ErrorKind::InvalidOperation, "`entries` takes a mapping that is not empty"));
    }
    let text = json_text(&serde_json::Value::Object(entries))?;
    Ok(Value::from_safe_string(text[1..text.len() - 1].to_owned()))
}

/// `value | scalar`: one value of a YAML file, on one line.
pub(super) fn scalar(value: &Value) -> Result<Value, Error> {
    from_template(value).map(|value| Value::from_safe_string(block::scalar(&value)))
}

/// `value | block(6, "a note")`: a mapping or a list of a YAML file, indented by six spaces, with the note at every text that
/// holds `$$`.
pub(super) fn block(value: &Value, indent: usize, note: &str) -> Result<Value, Error> {
    from_template(value).map(|value| Value::from_safe_string(block::block(&value, indent, note)))
}

fn json_text(value: &serde_json::Value) -> Result<String, Error> {
    serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::BadSerialization, "can't be written as JSON").with_source(error))
}

/// Writes a value into the output: JSON values by `serde_json`, all else by the engine.
pub(super) fn write(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.downcast_object_ref::<Json>() {
        Some(json) => output.write_str(&json_text(&json.0)?).map_err(Error::from),
        None => minijinja::escape_formatter(output, state, value),
    }
}
