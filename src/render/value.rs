//! [`Json`]: a JSON value as templates see it.
//!
//! Lists and mappings are handed to the template engine as they are, and printed by `serde_json`: turning every entry into a
//! value of the engine, and back into text, took most of the rendering time.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectExt, ObjectRepr};
use serde_json::Value;

/// A list or a mapping.
#[derive(Debug)]
pub(super) struct Json(pub(super) Value);

/// The value as templates see it.
pub(super) fn to_template(value: Value) -> minijinja::Value {
    match value {
        Value::Null => minijinja::Value::from(()),
        Value::Bool(flag) => minijinja::Value::from(flag),
        Value::String(text) => minijinja::Value::from(text),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), _, _) => minijinja::Value::from(whole),
            (_, Some(whole), _) => minijinja::Value::from(whole),
            (_, _, float) => minijinja::Value::from(float),
        },
        container => minijinja::Value::from_object(Json(container)),
    }
}

/// The JSON value that a template's value stands for.
pub(super) fn from_template(value: &minijinja::Value) -> Result<Value, minijinja::Error> {
    if let Some(json) = value.downcast_object_ref::<Json>() {
        return Ok(json.0.clone());
    }
    serde_json::to_value(value).map_err(|error| {
        minijinja::Error::new(minijinja::ErrorKind::BadSerialization, "this is not a JSON value").with_source(error)
    })
}

impl Object for Json {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        if self.0.is_array() { ObjectRepr::Seq } else { ObjectRepr::Map }
    }

    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        let entry = match &self.0 {
            Value::Array(items) => items.get(key.as_usize()?),
            entries => entries.get(key.as_str()?),
        };
        entry.cloned().map(to_template)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match &self.0 {
            Value::Array(items) => Enumerator::Seq(items.len()),
            Value::Object(_) => self.mapped_enumerator(|json| {
                let keys = json.0.as_object().into_iter().flatten();
                Box::new(keys.map(|(key, _)| minijinja::Value::from(key.as_str())))
            }),
            _ => Enumerator::Empty,
        }
    }
}
