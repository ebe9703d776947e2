//! What templates can do beyond the engine's own filters.

use minijinja::{AutoEscape, Error, ErrorKind, Output, State, Value};

use super::value::{Json, from_template, text};
use super::{block, rust as rust_text};

/// `panel.options | over({…})`: the spec's settings laid over the template's defaults. Mappings are merged key by key, at any
/// depth; everything else of the spec takes the default's place.
pub(super) fn over(settings: Value, defaults: Value) -> Value {
    Value::from_object(Json::Over { settings, defaults })
}

/// `panel.frame | entries`: the entries of a mapping without its braces, to be written among others.
pub(super) fn entries(mapping: Value) -> Value {
    Value::from_object(Json::Entries(mapping))
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

/// `value | rust`: a text, a number or a list of them as a Rust literal.
pub(super) fn rust(value: &Value) -> Result<Value, Error> {
    from_template(value).map(|value| Value::from_safe_string(rust_text::literal(&value)))
}

/// `text | words`: a text as it may stand in a line of comment, within backticks.
pub(super) fn words(value: &str) -> Value {
    Value::from_safe_string(rust_text::words(value))
}

/// Writes a value into the output: in JSON files as JSON.
pub(super) fn write(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if *state.auto_escape() != AutoEscape::Json || value.is_safe() {
        return minijinja::escape_formatter(output, state, value);
    }
    let text = text(value)?;
    let text =
        std::str::from_utf8(&text).map_err(|error| Error::new(ErrorKind::BadSerialization, "not text").with_source(error))?;
    output.write_str(text).map_err(Error::from)
}
