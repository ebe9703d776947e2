//! Rules on dashboard providers.

use super::Rule;

mod duplicate_name;
mod folder_and_structure;
mod ignored_editable;
mod missing_path;
mod reserved_folder;
mod shared_name;
mod short_interval;
mod structure_not_boolean;
mod unknown_type;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[
    &duplicate_name::DuplicateName,
    &folder_and_structure::FolderAndStructure,
    &ignored_editable::IgnoredEditable,
    &missing_path::MissingPath,
    &reserved_folder::ReservedFolder,
    &shared_name::SharedName,
    &short_interval::ShortInterval,
    &structure_not_boolean::StructureNotBoolean,
    &unknown_type::UnknownType,
];
