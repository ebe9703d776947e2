//! Rules on dashboards.

use super::{Findings, Rule};
use crate::diag::{At, Place, Pointer};

mod dangling_datasource;
mod datasource_by_name;
mod datasource_type;
mod duplicate_panel_id;
mod duplicate_ref_id;
mod duplicate_title;
mod duplicate_uid;
mod empty_collapsed_row;
mod empty_query_variable;
mod greek_mu_unit;
mod import_placeholder;
mod invalid_uid;
mod jaeger_default_unit;
mod jaeger_dependency_graph;
mod jaeger_duration_threshold;
mod jaeger_duration_unit;
mod jaeger_operation_all;
mod jaeger_search_in_traces;
mod jaeger_several_queries;
mod jaeger_trace_id;
mod jaeger_trace_in_table;
mod jaeger_unknown_query_type;
mod missing_datasource;
mod missing_description;
mod missing_panel_title;
mod missing_ref_id;
mod missing_title;
mod missing_uid;
mod mixed_without_datasource;
mod no_size;
mod open_row_with_panels;
mod over_escaped_variable;
mod overlapping_panels;
mod panel_without_queries;
mod past_last_column;
mod references;
mod schema_version;
mod threshold_base;
mod threshold_base_zero;
mod threshold_duplicate;
mod threshold_order;
mod threshold_percentage;
mod threshold_steps_missing;
mod undefined;
mod undefined_datasource_variable;
mod undefined_repeat_variable;
mod undefined_variable;
mod unknown_reducer;
mod unknown_transformation;
mod unknown_unit;
mod unused_variable;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[
    &dangling_datasource::DanglingDatasource,
    &datasource_by_name::DatasourceByName,
    &datasource_type::DatasourceType,
    &duplicate_panel_id::DuplicatePanelId,
    &duplicate_ref_id::DuplicateRefId,
    &duplicate_title::DuplicateTitle,
    &duplicate_uid::DuplicateUid,
    &empty_collapsed_row::EmptyCollapsedRow,
    &empty_query_variable::EmptyQueryVariable,
    &greek_mu_unit::GreekMuUnit,
    &import_placeholder::ImportPlaceholder,
    &invalid_uid::InvalidUid,
    &jaeger_default_unit::JaegerDefaultUnit,
    &jaeger_dependency_graph::JaegerDependencyGraph,
    &jaeger_duration_threshold::JaegerDurationThreshold,
    &jaeger_duration_unit::JaegerDurationUnit,
    &jaeger_operation_all::JaegerOperationAll,
    &jaeger_search_in_traces::JaegerSearchInTraces,
    &jaeger_several_queries::JaegerSeveralQueries,
    &jaeger_trace_id::JaegerTraceId,
    &jaeger_trace_in_table::JaegerTraceInTable,
    &jaeger_unknown_query_type::JaegerUnknownQueryType,
    &missing_datasource::MissingDatasource,
    &missing_description::MissingDescription,
    &missing_panel_title::MissingPanelTitle,
    &missing_ref_id::MissingRefId,
    &missing_title::MissingTitle,
    &missing_uid::MissingUid,
    &mixed_without_datasource::MixedWithoutDatasource,
    &no_size::NoSize,
    &open_row_with_panels::OpenRowWithPanels,
    &over_escaped_variable::OverEscapedVariable,
    &overlapping_panels::OverlappingPanels,
    &panel_without_queries::PanelWithoutQueries,
    &past_last_column::PastLastColumn,
    &schema_version::SchemaVersion,
    &threshold_base::ThresholdBase,
    &threshold_base_zero::ThresholdBaseZero,
    &threshold_duplicate::ThresholdDuplicate,
    &threshold_order::ThresholdOrder,
    &threshold_percentage::ThresholdPercentage,
    &threshold_steps_missing::ThresholdStepsMissing,
    &undefined_datasource_variable::UndefinedDatasourceVariable,
    &undefined_repeat_variable::UndefinedRepeatVariable,
    &undefined_variable::UndefinedVariable,
    &unknown_reducer::UnknownReducer,
    &unknown_transformation::UnknownTransformation,
    &unknown_unit::UnknownUnit,
    &unused_variable::UnusedVariable,
];

/// The place of the dashboard as a whole: its file, or where it stands within one.
fn whole(found: &Findings<'_>) -> Place {
    match found.place(&Pointer::root()) {
        Place { file, at: At::Value(pointer) } if pointer != Pointer::root() => Place::key(file, pointer),
        Place { file, .. } => Place::file(file),
    }
}
