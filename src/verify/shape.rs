//! The shapes of Grafana's files, as JSON Schemas made from the models.

use std::sync::OnceLock;

use jsonschema::Validator;
use schemars::schema_for;
use serde_json::Value;

use super::Check;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::Dashboard;
use crate::grafana::datasource::DatasourceFile;
use crate::grafana::provider::ProviderFile;
use crate::plan::FileKind;

/// The JSON Schema of one kind of file.
#[must_use]
pub fn schema(kind: FileKind) -> Value {
    match kind {
        FileKind::Dashboard => schema_for!(Dashboard),
        FileKind::Datasources => schema_for!(DatasourceFile),
        FileKind::Providers => schema_for!(ProviderFile),
    }
    .to_value()
}

/// The compiled schemas, each made when it is first needed.
#[derive(Debug, Default)]
pub struct Shapes {
    dashboard: OnceLock<Result<Validator, String>>,
    datasources: OnceLock<Result<Validator, String>>,
    providers: OnceLock<Result<Validator, String>>,
}

impl Shapes {
    /// No schema is compiled yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn of(&self, kind: FileKind) -> &Result<Validator, String> {
        let cell = match kind {
            FileKind::Dashboard => &self.dashboard,
            FileKind::Datasources => &self.datasources,
            FileKind::Providers => &self.providers,
        };
        cell.get_or_init(|| Validator::new(&schema(kind)).map_err(|error| error.to_string()))
    }
}

impl Check<'_> {
    /// What of the value is not of the shape that Grafana reads.
    pub(super) fn shape(&self, value: &Value, shapes: &Shapes) -> Vec<Diagnostic> {
        let validator = match shapes.of(self.planned.kind) {
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
