//! The JSON Schemas of the written form, made from its types.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::dashboard::DashboardSpec;
use super::datasource::{DatasourceSpec, DatasourcesSpec, json_data_schemas};
use super::project::ProjectSpec;
use crate::grafana::dashboard::ValueMapping;
use crate::grafana::json::{SCHEMA_DRAFT, schema_generator};
use crate::signals::SignalsSpec;

/// Which of the spec's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecKind {
    /// `spanboard.yaml`.
    Project,
    /// The file of the data sources.
    Datasources,
    /// The file of one dashboard.
    Dashboard,
    /// The file of the contract.
    Signals,
}

/// The schema of one kind of spec file.
#[must_use]
pub fn schema(kind: SpecKind) -> Value {
    let mut generator = schema_generator();
    let root = match kind {
        SpecKind::Project => generator.subschema_for::<ProjectSpec>(),
        SpecKind::Datasources => datasources(&mut generator),
        SpecKind::Dashboard => generator.subschema_for::<DashboardSpec>(),
        SpecKind::Signals => generator.subschema_for::<SignalsSpec>(),
    };
    document(generator, root.to_value(), None)
}

/// The schema of all spec files but the contract, which has its own, for editors: a file is one of the kinds.
#[must_use]
pub fn schema_of_all() -> Value {
    let mut generator = schema_generator();
    let kinds =
        [generator.subschema_for::<ProjectSpec>(), datasources(&mut generator), generator.subschema_for::<DashboardSpec>()];
    document(generator, json!({ "anyOf": kinds }), Some("A file of a Spanboard spec"))
}

fn datasources(generator: &mut SchemaGenerator) -> schemars::Schema {
    let root = generator.subschema_for::<DatasourcesSpec>();
    let of_types = json_data_schemas(generator);
    if let Some(datasource) = generator.definitions_mut().get_mut(DatasourceSpec::schema_name().as_ref()) {
        datasource["allOf"] = json!(of_types);
    }
    root
}

fn document(mut generator: SchemaGenerator, root: Value, title: Option<&str>) -> Value {
    let mut schema = json!({ "$schema": SCHEMA_DRAFT });
    if let (Some(title), Value::Object(schema)) = (title, &mut schema) {
        schema.insert("title".to_owned(), Value::from(title));
    }
    if let (Value::Object(root), Value::Object(schema)) = (root, &mut schema) {
        schema.extend(root);
    }
    let mut definitions = Value::Object(generator.take_definitions(true));
    close(&mut definitions);
    // Grafana's older mappings have other types, which the spec does not take.
    if let Some(mapping) = definitions.get_mut(ValueMapping::schema_name().as_ref()) {
        mapping["properties"] = json!({ "type": { "enum": ValueMapping::KINDS } });
        mapping["required"] = json!(["type"]);
    }
    schema["definitions"] = definitions;
    schema
}

/// Makes every object that lists its properties refuse others, and lets it name data sources instead of giving uids.
///
/// Grafana's models, which the spec uses in part, let unknown properties pass; in the spec they are slips of the pen.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(entries) => {
            entries.values_mut().for_each(close);
            // The name of a format bounds nothing; the types that are read into do.
            if let Some(greatest) = entries.get("format").and_then(Value::as_str).and_then(greatest) {
                entries.entry("maximum").or_insert(greatest);
            }
            let listed = entries.get_mut("properties").and_then(Value::as_object_mut);
            // The branches of a condition list only what they add.
            let conditional = entries_are_conditional(listed.as_deref());
            if let Some(properties) = listed {
                if let Some(reference) = properties.remove("datasourceUid") {
                    properties.insert("datasource".to_owned(), by_name(reference));
                }
                let is_object = entries.get("type").is_some_and(|kind| kind == "object");
                if is_object && !conditional && !entries.contains_key("additionalProperties") {
                    entries.insert("additionalProperties".to_owned(), Value::Bool(false));
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// The greatest number of a Rust type, by the name that its schema has.
fn greatest(format: &str) -> Option<Value> {
    match format {
        "uint8" => Some(u8::MAX.into()),
        "uint16" => Some(u16::MAX.into()),
        "uint32" => Some(u32::MAX.into()),
        "uint64" => Some(u64::MAX.into()),
        "int32" => Some(i32::MAX.into()),
        "int64" => Some(i64::MAX.into()),
        _ => None,
    }
}

fn entries_are_conditional(properties: Option<&Map<String, Value>>) -> bool {
    properties.is_none_or(Map::is_empty)
}

fn by_name(mut reference: Value) -> Value {
    reference["description"] = Value::from("The data source's name.");
    reference
}

#[cfg(test)]
mod tests {
    use super::{SpecKind, schema, schema_of_all};
    use serde_json::json;

    #[test]
    fn every_schema_compiles_and_knows_its_files() {
        let dashboard = json!({ "title": "A", "panels": [{ "type": "text", "title": "B", "content": "C" }] });
        let datasources =
            json!({ "datasources": [{ "name": "P", "type": "prometheus", "jsonData": { "timeInterval": "15s" } }] });
        let project = json!({ "outputs": { "manifest": "generated/MANIFEST.json" } });
        let all = jsonschema::validator_for(&schema_of_all()).unwrap();
        for (kind, file) in
            [(SpecKind::Dashboard, &dashboard), (SpecKind::Datasources, &datasources), (SpecKind::Project, &project)]
        {
            let own = jsonschema::validator_for(&schema(kind)).unwrap();
            assert!(
                own.is_valid(file),
                "{kind:?}: {:?}",
                own.iter_errors(file).map(|error| error.to_string()).collect::<Vec<_>>()
            );
            assert!(all.is_valid(file), "{kind:?}");
        }
    }

    #[test]
    fn known_json_data_is_strict_and_other_json_data_is_free() {
        let own = jsonschema::validator_for(&schema(SpecKind::Datasources)).unwrap();
        let unknown = "timeIntervall"; // misspelt on purpose
        let file = |kind: &str| json!({ "datasources": [{ "name": "P", "type": kind, "jsonData": { unknown: "15s" } }] });
        assert!(!own.is_valid(&file("prometheus")));
        assert!(own.is_valid(&file("elasticsearch")));
    }
}
