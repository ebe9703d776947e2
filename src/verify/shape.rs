//! The shapes of Grafana's files: first by the models themselves, and where a file does not fit them, by the JSON Schemas made
//! from the same models, which say what is wrong.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::Check;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::Dashboard;
use crate::grafana::datasource::DatasourceFile;
use crate::grafana::json::{Json, schema_generator};
use crate::grafana::provider::ProviderFile;
use crate::plan::FileKind;

/// The JSON Schema of one kind of file. Rust has none: what stands for it takes anything.
#[must_use]
pub fn schema(kind: FileKind) -> Value {
    match kind {
        FileKind::Dashboard => schema_generator().into_root_schema_for::<Dashboard>(),
        FileKind::Datasources => schema_generator().into_root_schema_for::<DatasourceFile>(),
        FileKind::Providers => schema_generator().into_root_schema_for::<ProviderFile>(),
        FileKind::Rust => return Value::Bool(true),
    }
    .to_value()
}

/// A compiled schema, or why it can't be compiled.
type Shape = Result<Validator, String>;

/// The compiled schemas, each made when it is first needed, once a process. They are never dropped: taking one apart at the end of
/// a run takes a quarter of the time that making it took.
static DASHBOARD: LazyLock<Shape> = LazyLock::new(|| compile(FileKind::Dashboard));
static DATASOURCES: LazyLock<Shape> = LazyLock::new(|| compile(FileKind::Datasources));
static PROVIDERS: LazyLock<Shape> = LazyLock::new(|| compile(FileKind::Providers));

fn compile(kind: FileKind) -> Shape {
    let mut schema = schema(kind);
    without_words(&mut schema);
    Validator::new(&schema).map_err(|error| error.to_string())
}

/// Takes the words for readers out, which are half of a schema and cost time to compile.
fn without_words(schema: &mut Value) {
    match schema {
        Value::Object(entries) => {
            // A property may be called so too; its schema is no text.
            if entries.get("description").is_some_and(Value::is_string) {
                entries.remove("description");
            }
            entries.values_mut().for_each(without_words);
        }
        Value::Array(items) => items.iter_mut().for_each(without_words),
        _ => {}
    }
}

/// Whether the models take the whole value. What they take, the schema accepts: so says [`Json::fits`], and `tests/shapes.rs`
/// asks both about every place of a file. To ask the schema takes a thousand times as long, most of it once a process.
fn fits(kind: FileKind, value: &Value) -> bool {
    match kind {
        FileKind::Dashboard => Dashboard::fits(value),
        FileKind::Datasources => DatasourceFile::fits(value),
        FileKind::Providers => ProviderFile::fits(value),
        FileKind::Rust => true,
    }
}

fn shape(kind: FileKind) -> Option<&'static LazyLock<Shape>> {
    match kind {
        FileKind::Dashboard => Some(&DASHBOARD),
        FileKind::Datasources => Some(&DATASOURCES),
        FileKind::Providers => Some(&PROVIDERS),
        FileKind::Rust => None,
    }
}

impl Check<'_> {
    /// What of the value is not of the shape that Grafana reads.
    pub(super) fn shape(&self, value: &Value) -> Vec<Diagnostic> {
        let kind = self.planned.kind;
        let Some(shape) = shape(kind).filter(|_| !fits(kind, value)) else { return Vec::new() };
        let validator = match &**shape {
            Ok(validator) => validator,
            Err(error) => {
                return vec![Diagnostic::error("template/schema", format!("the schema of Grafana's files is broken: {error}"))];
            }
        };
        if validator.is_valid(value) {
            return Vec::new();
        }
        let errors = validator.iter_errors(value).map(|error| {
            let at = Pointer::parse(error.instance_path().as_str()).unwrap_or_default();
            let message = format!("Grafana does not read `{at}` of `{}`: {}", self.planned.path, error.masked_with("the value"));
            self.finding("template/shape", &at, message)
        });
        errors.collect()
    }
}
