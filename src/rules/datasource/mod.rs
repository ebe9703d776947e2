//! Rules on data sources.

use super::Rule;

mod broken_correlation;
mod constant_version;
mod dangling_link;
mod duplicate_name;
mod duplicate_uid;
mod http_method;
mod invalid_uid;
mod link_to_wrong_type;
mod literal_secret;
mod misplaced_secret;
mod missing_name;
mod missing_type;
mod no_default;
mod secret_dollar;
mod setting_shape;
mod setting_type;
mod too_long;
mod two_defaults;
mod unknown_access;
mod unknown_type;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[
    &broken_correlation::BrokenCorrelation,
    &constant_version::ConstantVersion,
    &dangling_link::DanglingLink,
    &duplicate_name::DuplicateName,
    &duplicate_uid::DuplicateUid,
    &http_method::HttpMethod,
    &invalid_uid::InvalidUid,
    &link_to_wrong_type::LinkToWrongType,
    &literal_secret::LiteralSecret,
    &misplaced_secret::MisplacedSecret,
    &missing_name::MissingName,
    &missing_type::MissingType,
    &no_default::NoDefault,
    &secret_dollar::SecretDollar,
    &setting_shape::SettingShape,
    &setting_type::SettingType,
    &too_long::TooLong,
    &two_defaults::TwoDefaults,
    &unknown_access::UnknownAccess,
    &unknown_type::UnknownType,
];
