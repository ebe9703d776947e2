//! Rules on links between traces, logs and metrics.

use super::Rule;

mod derived_field_address_as_query;
mod derived_field_empty_query;
mod derived_field_matcher_type;
mod derived_field_misses_trace_id;
mod derived_field_pattern;
mod derived_field_re2_syntax;
mod derived_field_same_name;
mod derived_field_unanchored_label;
mod derived_field_unknown_label;
mod derived_field_without_group;
mod derived_field_without_link;
mod exemplar_label;
mod exemplar_to_jaeger;
mod exemplar_without_link;
mod exemplar_without_name;
mod inverted_shifts;
mod legacy_logs_ignored;
mod legacy_logs_query;
mod links;
mod logs_custom_query_empty;
mod logs_filter_ignored;
mod logs_query_ignored;
mod logs_tag_of_no_span;
mod logs_tag_without_label;
mod metrics_tag_of_no_span;
mod metrics_tag_without_label;
mod metrics_without_queries;
mod profiles_on_jaeger;
mod shift;
mod shift_grammar;
mod shifts_beside_span;
mod span_tags;
mod tag_as_text;
mod tag_label;
mod tags_alone;
mod tags_first;
mod unused_tags;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[
    &derived_field_address_as_query::DerivedFieldAddressAsQuery,
    &derived_field_empty_query::DerivedFieldEmptyQuery,
    &derived_field_matcher_type::DerivedFieldMatcherType,
    &derived_field_misses_trace_id::DerivedFieldMissesTraceId,
    &derived_field_pattern::DerivedFieldPattern,
    &derived_field_re2_syntax::DerivedFieldRe2Syntax,
    &derived_field_same_name::DerivedFieldSameName,
    &derived_field_unanchored_label::DerivedFieldUnanchoredLabel,
    &derived_field_unknown_label::DerivedFieldUnknownLabel,
    &derived_field_without_group::DerivedFieldWithoutGroup,
    &derived_field_without_link::DerivedFieldWithoutLink,
    &exemplar_label::ExemplarLabel,
    &exemplar_to_jaeger::ExemplarToJaeger,
    &exemplar_without_link::ExemplarWithoutLink,
    &exemplar_without_name::ExemplarWithoutName,
    &inverted_shifts::InvertedShifts,
    &legacy_logs_ignored::LegacyLogsIgnored,
    &legacy_logs_query::LegacyLogsQuery,
    &logs_custom_query_empty::LogsCustomQueryEmpty,
    &logs_filter_ignored::LogsFilterIgnored,
    &logs_query_ignored::LogsQueryIgnored,
    &logs_tag_of_no_span::LogsTagOfNoSpan,
    &logs_tag_without_label::LogsTagWithoutLabel,
    &metrics_tag_of_no_span::MetricsTagOfNoSpan,
    &metrics_tag_without_label::MetricsTagWithoutLabel,
    &metrics_without_queries::MetricsWithoutQueries,
    &profiles_on_jaeger::ProfilesOnJaeger,
    &shift_grammar::ShiftGrammar,
    &shifts_beside_span::ShiftsBesideSpan,
    &tag_as_text::TagAsText,
    &tag_label::TagLabel,
    &tags_alone::TagsAlone,
    &tags_first::TagsFirst,
    &unused_tags::UnusedTags,
];
