//! What the JSON Schema of a dashboard accepts and what it refuses, and where it says so.

use serde_json::{Value, json};

use super::panel_type::{DrawStyle, Legend, LegendDisplayMode, TimeseriesCustom, TimeseriesOptions};
use super::{
    Annotation, Annotations, Dashboard, DatasourceRef, FieldConfig, FieldDefaults, FieldOverride, GridPos, JaegerQueryType,
    JaegerTarget, Matcher, Panel, PrometheusTarget, Property, Target, Threshold, Thresholds, ThresholdsMode, TimeRange,
};
use crate::grafana::json::Json;

fn thresholds() -> Thresholds {
    Thresholds::default().mode(ThresholdsMode::Absolute).steps([Threshold::base("green"), Threshold::starting_at(500_000, "red")])
}

fn timeseries() -> Panel {
    Panel::default()
        .r#type("timeseries")
        .id(1_u64)
        .title("Arrivals")
        .grid_pos(GridPos::new(0, 0, 12, 8))
        .datasource(DatasourceRef::new("prometheus", "metrics"))
        .targets([Target::from(PrometheusTarget::default().ref_id("A").expr("rate(ships_total[$__rate_interval])"))])
        .options(TimeseriesOptions::default().legend(Legend::default().display_mode(LegendDisplayMode::List)))
        .field_config(
            FieldConfig::default()
                .defaults(FieldDefaults::default().unit("s").custom(TimeseriesCustom::default().draw_style(DrawStyle::Line)))
                .overrides([FieldOverride::default()
                    .matcher(Matcher::by_name("duration"))
                    .properties([Property::new("thresholds", thresholds())])]),
        )
}

fn dashboard() -> Value {
    let traces = DatasourceRef::new("jaeger", "traces");
    let search = JaegerTarget::default().datasource(traces).query_type(JaegerQueryType::Search).service("port").ref_id("A");
    Dashboard::default()
        .title("Harbour")
        .uid("harbour")
        .schema_version(42_u32)
        .time(TimeRange::default().from("now-6h").to("now"))
        .annotations(Annotations::default().list([Annotation::built_in_query()]))
        .panels([
            timeseries(),
            Panel::default()
                .r#type(Panel::ROW)
                .id(2_u64)
                .collapsed(true)
                .panels([Panel::default().r#type("table").id(3_u64).targets([Target::from(search)])]),
        ])
        .to_json()
}

/// The places in the dashboard that the schema refuses.
fn refused(dashboard: &Value) -> Vec<String> {
    let schema = crate::grafana::json::schema_generator().into_root_schema_for::<Dashboard>().to_value();
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    validator.iter_errors(dashboard).map(|error| error.instance_path().to_string()).collect()
}

/// The places refused after the value at `pointer` of the sound dashboard was replaced.
fn refused_with(pointer: &str, value: Value) -> Vec<String> {
    let mut dashboard = dashboard();
    *dashboard.pointer_mut(pointer).expect("a place in the dashboard") = value;
    refused(&dashboard)
}

#[test]
fn a_dashboard_built_here_is_accepted_and_read_back_equal() {
    let written = dashboard();
    assert_eq!(refused(&written), Vec::<String>::new());
    assert_eq!(Dashboard::from_json(written.clone()).map(|read| read.to_json()), Ok(written));
}

#[test]
fn a_dashboard_built_here_is_read_back_with_the_same_types() {
    let read = Dashboard::from_json(dashboard()).expect("a dashboard");
    assert_eq!(read.panels.as_ref().and_then(|panels| panels.first()), Some(&timeseries()));
}

#[test]
fn unknown_fields_and_unknown_panel_types_are_accepted() {
    let value = json!({
        "title": "Harbour", "tide": 5,
        "panels": [{ "type": "acme-tide-panel", "options": { "legend": 5 }, "fieldConfig": { "defaults": { "custom": { "x": 1 } } } }],
    });
    assert_eq!(refused(&value), Vec::<String>::new());
}

#[test]
fn a_title_that_is_a_number_is_refused() {
    assert_eq!(refused_with("/title", json!(5)), ["/title"]);
}

#[test]
fn null_is_refused_where_it_has_no_meaning() {
    assert_eq!(refused_with("/uid", Value::Null), Vec::<String>::new());
    assert_eq!(refused_with("/time", Value::Null), ["/time"]);
}

#[test]
fn an_option_of_the_wrong_type_is_refused_at_its_place() {
    assert_eq!(refused_with("/panels/0/options/legend/displayMode", json!("grid")), ["/panels/0/options/legend/displayMode"]);
    assert_eq!(refused_with("/panels/0/options/legend", json!(5)), ["/panels/0/options/legend"]);
}

#[test]
fn a_field_setting_of_the_wrong_type_is_refused_at_its_place() {
    let place = "/panels/0/fieldConfig/defaults/custom/drawStyle";
    assert_eq!(refused_with(place, json!("lines")), [place]);
}

#[test]
fn the_value_of_an_override_follows_from_its_id() {
    let place = "/panels/0/fieldConfig/overrides/0/properties/0/value/steps/1/value";
    assert_eq!(refused_with(place, json!("500ms")), [place]);
}

#[test]
fn a_query_without_a_data_source_is_held_against_the_panels() {
    assert_eq!(refused_with("/panels/0/targets/0/expr", json!(5)), ["/panels/0/targets/0/expr"]);
}

#[test]
fn a_query_within_a_collapsed_row_is_held_against_its_own_data_source() {
    let place = "/panels/1/panels/0/targets/0/queryType";
    assert_eq!(refused_with(place, json!("traceql")), [place]);
}

#[test]
fn a_plain_value_of_an_override_follows_from_its_id_too() {
    let place = "/panels/0/fieldConfig/overrides/0/properties/0";
    assert_eq!(refused_with(place, json!({ "id": "unit", "value": 5 })), [format!("{place}/value")]);
    assert_eq!(refused_with(place, json!({ "id": "unit", "value": "s" })), Vec::<String>::new());
    assert_eq!(refused_with(place, json!({ "id": "min", "value": null })), Vec::<String>::new());
}

#[test]
fn a_value_that_a_property_s_id_does_not_take_is_kept_as_it_was() {
    for refused in [json!({ "id": "unit", "value": 5 }), json!({ "id": "thresholds", "value": "red" })] {
        let property = Property::from_json(refused.clone()).expect("an object");
        assert_eq!(property.value, None);
        assert_eq!(property.to_json(), refused);
    }
}
