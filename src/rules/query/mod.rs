//! Rules on queries.

use super::Rule;

mod delta_of_counter;
mod dimension;
mod idle_alternative;
mod invalid_regex;
mod jaeger_duration;
mod lost_label;
mod pattern;
mod quantile_of_non_histogram;
mod quantile_out_of_range;
mod quantile_without_le;
mod rate_of_gauge;
mod raw_counter;
mod repeated_tag;
mod selected;
mod short_range;
mod streams;
mod syntax;
mod tag_without_value;
mod traces;
mod unit_mismatch;
mod unknown_attribute;
mod unknown_attribute_value;
mod unknown_label;
mod unknown_label_value;
mod unknown_log_field;
mod unknown_metric;
mod unknown_operation;
mod unknown_service;
mod unknown_stream_label;
mod unparsed_lines;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[
    &delta_of_counter::DeltaOfCounter,
    &idle_alternative::IdleAlternative,
    &invalid_regex::InvalidRegex,
    &jaeger_duration::JaegerDuration,
    &lost_label::LostLabel,
    &quantile_of_non_histogram::QuantileOfNonHistogram,
    &quantile_out_of_range::QuantileOutOfRange,
    &quantile_without_le::QuantileWithoutLe,
    &rate_of_gauge::RateOfGauge,
    &raw_counter::RawCounter,
    &repeated_tag::RepeatedTag,
    &short_range::ShortRange,
    &syntax::Syntax,
    &tag_without_value::TagWithoutValue,
    &unit_mismatch::UnitMismatch,
    &unknown_attribute::UnknownAttribute,
    &unknown_attribute_value::UnknownAttributeValue,
    &unknown_label::UnknownLabel,
    &unknown_label_value::UnknownLabelValue,
    &unknown_log_field::UnknownLogField,
    &unknown_metric::UnknownMetric,
    &unknown_operation::UnknownOperation,
    &unknown_service::UnknownService,
    &unknown_stream_label::UnknownStreamLabel,
    &unparsed_lines::UnparsedLines,
];
