//! [`Json`]: JSON as templates see it.
//!
//! A template is handed views of a file's model, and what it prints goes straight from the model into the text: turning every
//! entry into a value of the template engine and back took most of the rendering time.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use minijinja::value::{Enumerator, Object, ObjectExt, ObjectRepr, ValueKind};
use minijinja::{Error, ErrorKind};
use serde_json::Value;

use super::format;

/// What a panel's template puts together from parts of their own, and so does not belong to the panel's frame.
const PARTS: [&str; 4] = ["fieldConfig", "options", "panels", "targets"];

static EMPTY_MAPPING: LazyLock<Arc<Value>> = LazyLock::new(|| Arc::new(Value::Object(serde_json::Map::new())));
static EMPTY_LIST: LazyLock<Arc<Value>> = LazyLock::new(|| Arc::new(Value::Array(Vec::new())));

/// A list or a mapping, as templates see it.
#[derive(Debug)]
pub(super) enum Json {
    /// A part of a model.
    Part(Part),
    /// A panel's model without the parts that stand apart.
    Frame(Part),
    /// Settings laid over a template's defaults.
    Over {
        /// What the spec says.
        settings: minijinja::Value,
        /// What the template says where the spec is silent.
        defaults: minijinja::Value,
    },
    /// The entries of a mapping, without its braces.
    Entries(minijinja::Value),
}

/// A place in a model.
#[derive(Debug, Clone)]
pub(super) struct Part {
    root: Arc<Value>,
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
enum Step {
    Key(Arc<str>),
    Index(usize),
}

impl Part {
    /// The whole model.
    pub(super) const fn whole(root: Arc<Value>) -> Self {
        Self { root, steps: Vec::new() }
    }

    fn value(&self) -> &Value {
        // A part is only made of steps that lead somewhere, and a model does not change.
        self.steps.iter().try_fold(self.root.as_ref(), |value, step| value.get_step(step)).unwrap_or(&Value::Null)
    }

    /// The part below this one; `None` where there is none.
    pub(super) fn entry(&self, key: &str) -> Option<Self> {
        self.below(Step::Key(key.into()))
    }

    /// The element of this list; `None` where there is none.
    pub(super) fn element(&self, index: usize) -> Option<Self> {
        self.below(Step::Index(index))
    }

    fn below(&self, step: Step) -> Option<Self> {
        self.value().get_step(&step)?;
        let mut steps = Vec::with_capacity(self.steps.len() + 1);
        steps.extend(self.steps.iter().cloned());
        steps.push(step);
        Some(Self { root: Arc::clone(&self.root), steps })
    }

    /// As a template sees it: lists and mappings as they are, all else as the engine's own values.
    pub(super) fn to_template(&self) -> minijinja::Value {
        scalar(self.value()).unwrap_or_else(|| minijinja::Value::from_object(Json::Part(self.clone())))
    }

    /// What is below this part under `key`, as a template sees it.
    fn get(&self, key: &minijinja::Value) -> Option<minijinja::Value> {
        let value = match self.value() {
            Value::Array(items) => items.get(key.as_usize()?)?,
            value => value.get(key.as_str()?)?,
        };
        // Most of what templates ask for are scalars, for which no part need be made.
        scalar(value).or_else(|| {
            let step = key.as_str().map(|key| Step::Key(key.into())).or_else(|| key.as_usize().map(Step::Index))?;
            self.below(step).map(|part| minijinja::Value::from_object(Json::Part(part)))
        })
    }
}

/// A value that is neither a list nor a mapping, as the engine's own.
fn scalar(value: &Value) -> Option<minijinja::Value> {
    match value {
        Value::Null => Some(minijinja::Value::from(())),
        Value::Bool(flag) => Some(minijinja::Value::from(*flag)),
        Value::String(text) => Some(minijinja::Value::from(text.as_str())),
        Value::Number(number) => Some(match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), _, _) => minijinja::Value::from(whole),
            (_, Some(whole), _) => minijinja::Value::from(whole),
            (_, _, float) => minijinja::Value::from(float),
        }),
        Value::Array(_) | Value::Object(_) => None,
    }
}

trait Steps {
    fn get_step(&self, step: &Step) -> Option<&Value>;
}

impl Steps for Value {
    fn get_step(&self, step: &Step) -> Option<&Value> {
        match step {
            Step::Key(key) => self.get(key.as_ref()),
            Step::Index(index) => self.get(*index),
        }
    }
}

/// The part, or an empty mapping.
pub(super) fn mapping_or_empty(part: Option<Part>) -> minijinja::Value {
    minijinja::Value::from_object(Json::Part(part.unwrap_or_else(|| Part::whole(Arc::clone(&EMPTY_MAPPING)))))
}

/// The part, or an empty list.
pub(super) fn list_or_empty(part: Option<Part>) -> minijinja::Value {
    minijinja::Value::from_object(Json::Part(part.unwrap_or_else(|| Part::whole(Arc::clone(&EMPTY_LIST)))))
}

/// The JSON value that a template's value stands for.
pub(super) fn from_template(value: &minijinja::Value) -> Result<Value, Error> {
    match value.downcast_object_ref::<Json>() {
        Some(Json::Part(part)) => Ok(part.value().clone()),
        _ => serde_json::from_slice(&text(value)?).map_err(failed),
    }
}

/// The JSON text of a template's value. An undefined value has none.
pub(super) fn text(value: &minijinja::Value) -> Result<Vec<u8>, Error> {
    // Most values fit, and need not grow.
    let mut text = Vec::with_capacity(256);
    write(&mut text, value)?;
    Ok(text)
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::BadSerialization, "can't be written as JSON").with_source(error)
}

fn write(out: &mut Vec<u8>, value: &minijinja::Value) -> Result<(), Error> {
    if let Some(json) = value.downcast_object_ref::<Json>() {
        return write_json(out, json);
    }
    match value.kind() {
        ValueKind::Undefined => Err(Error::new(ErrorKind::UndefinedError, "an undefined value can't be written")),
        ValueKind::Map => {
            out.push(b'{');
            let mut separator = Separator::default();
            for (key, entry) in pairs(value) {
                separator.write(out);
                write_key(out, &key)?;
                write(out, &entry)?;
            }
            out.push(b'}');
            Ok(())
        }
        ValueKind::Seq | ValueKind::Iterable => {
            out.push(b'[');
            let mut separator = Separator::default();
            for item in value.try_iter()? {
                separator.write(out);
                write(out, &item)?;
            }
            out.push(b']');
            Ok(())
        }
        ValueKind::String => match value.as_str() {
            Some(text) => format::write_text(out, text).map_err(failed),
            None => serde_json::to_writer(out, value).map_err(failed),
        },
        _ => serde_json::to_writer(out, value).map_err(failed),
    }
}

fn write_json(out: &mut Vec<u8>, json: &Json) -> Result<(), Error> {
    match json {
        Json::Part(part) => format::write_compact(out, part.value()).map_err(failed),
        Json::Frame(part) => {
            out.push(b'{');
            let mut separator = Separator::default();
            for (key, entry) in part.value().as_object().into_iter().flatten().filter(|(key, _)| !PARTS.contains(&key.as_str())) {
                separator.write(out);
                write_pair(out, key, entry)?;
            }
            out.push(b'}');
            Ok(())
        }
        Json::Over { settings, defaults } => match settings.downcast_object_ref::<Json>() {
            Some(Json::Part(part)) => write_over(out, part.value(), defaults, &[]),
            Some(Json::Frame(part)) => write_over(out, part.value(), defaults, &PARTS),
            _ => write_over(out, &from_template(settings)?, defaults, &[]),
        },
        Json::Entries(mapping) => {
            let text = text(mapping)?;
            match text.as_slice() {
                [b'{', entries @ .., b'}'] if !entries.is_empty() => out.write_all(entries).map_err(failed),
                _ => Err(Error::new(ErrorKind::InvalidOperation, "`entries` takes a mapping that is not empty")),
            }
        }
    }
}

/// Writes `settings` laid over `defaults`: mappings are merged key by key, at any depth; everything else of the settings takes the
/// default's place. Keys of `settings` in `hidden` are left out.
fn write_over(out: &mut Vec<u8>, settings: &Value, defaults: &minijinja::Value, hidden: &[&str]) -> Result<(), Error> {
    let (Value::Object(entries), ValueKind::Map) = (settings, defaults.kind()) else {
        return format::write_compact(out, settings).map_err(failed);
    };
    out.push(b'{');
    let mut separator = Separator::default();
    for (key, default) in pairs(defaults) {
        separator.write(out);
        write_key(out, &key)?;
        match key.as_str().and_then(|key| entries.get(key)) {
            Some(setting) => write_over(out, setting, &default, &[])?,
            None => write(out, &default)?,
        }
    }
    for (key, setting) in entries.iter().filter(|(key, _)| !hidden.contains(&key.as_str())) {
        if defaults.get_attr(key)?.is_undefined() {
            separator.write(out);
            write_pair(out, key, setting)?;
        }
    }
    out.push(b'}');
    Ok(())
}

fn pairs(mapping: &minijinja::Value) -> impl Iterator<Item = (minijinja::Value, minijinja::Value)> {
    mapping.as_object().and_then(minijinja::value::DynObject::try_iter_pairs).into_iter().flatten()
}

fn write_pair(out: &mut Vec<u8>, key: &str, value: &Value) -> Result<(), Error> {
    format::write_text(out, key).map_err(failed)?;
    out.push(b':');
    format::write_compact(out, value).map_err(failed)
}

fn write_key(out: &mut Vec<u8>, key: &minijinja::Value) -> Result<(), Error> {
    let text = key.as_str().ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "a key in JSON is a text"))?;
    format::write_text(out, text).map_err(failed)?;
    out.push(b':');
    Ok(())
}

/// Commas between entries.
#[derive(Default)]
struct Separator {
    begun: bool,
}

impl Separator {
    fn write(&mut self, out: &mut Vec<u8>) {
        if self.begun {
            out.push(b',');
        }
        self.begun = true;
    }
}

impl Object for Json {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        match self.as_ref() {
            Self::Part(part) if part.value().is_array() => ObjectRepr::Seq,
            Self::Part(_) | Self::Frame(_) => ObjectRepr::Map,
            Self::Over { .. } | Self::Entries(_) => ObjectRepr::Plain,
        }
    }

    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        let (Self::Part(part) | Self::Frame(part)) = self.as_ref() else { return None };
        part.get(key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let (Self::Part(part) | Self::Frame(part)) = self.as_ref() else { return Enumerator::NonEnumerable };
        match part.value() {
            Value::Array(items) => Enumerator::Seq(items.len()),
            Value::Object(_) => self.mapped_enumerator(|json| {
                let entries = match json {
                    Self::Part(part) | Self::Frame(part) => part.value().as_object(),
                    Self::Over { .. } | Self::Entries(_) => None,
                };
                Box::new(entries.into_iter().flatten().map(|(key, _)| minijinja::Value::from(key.as_str())))
            }),
            _ => Enumerator::Empty,
        }
    }
}
