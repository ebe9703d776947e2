//! References to variables that a dashboard does not have.
//!
//! From: the texts of a dashboard. To: each name once, with the first place and how many others there are.

use std::collections::BTreeMap;

use crate::diag::suggest::nearest;
use crate::query::variable::Reference;
use crate::rules::DashboardView;
use crate::rules::view::TextView;

/// A name for which there is no variable.
pub(super) struct Undefined<'a> {
    /// The text in which it stands first.
    pub(super) text: &'a TextView<'a>,
    /// Where it stands there.
    pub(super) reference: &'a Reference,
    /// In how many places it stands.
    pub(super) places: usize,
}

impl Undefined<'_> {
    /// What is to be said about how often the name stands.
    pub(super) fn and_others(&self) -> String {
        match self.places {
            1 => String::new(),
            2 => " (here and in one other place)".to_owned(),
            places => format!(" (here and in {} other places)", places - 1),
        }
    }
}

/// The undefined names in the texts that `is_of_interest` takes, in the order of the names.
pub(super) fn undefined<'a>(
    dashboard: &'a DashboardView<'a>,
    is_of_interest: impl Fn(&TextView<'_>) -> bool,
) -> Vec<Undefined<'a>> {
    let mut found: BTreeMap<&str, Undefined<'a>> = BTreeMap::new();
    if !dashboard.knows_its_variables() {
        return Vec::new();
    }
    for text in dashboard.texts.iter().filter(|text| is_of_interest(text)) {
        for reference in text.references.iter().filter(|reference| text.is_certain(reference)) {
            let name = reference.name.as_str();
            // `$1` is a group of a regular expression, and `$5m` none of anything.
            let is_number = name.starts_with(|first: char| first.is_ascii_digit());
            if reference.is_global() || is_number || dashboard.has_variable(name) || dashboard.is_input(name) {
                continue;
            }
            found.entry(name).or_insert(Undefined { text, reference, places: 0 }).places += 1;
        }
    }
    found.into_values().collect()
}

/// Asks whether a variable of nearly this name was meant.
pub(super) fn did_you_mean(dashboard: &DashboardView<'_>, name: &str) -> Option<String> {
    let names = dashboard.variables.iter().filter_map(|view| view.variable.name.as_deref());
    nearest(name, names).map(|meant| format!("did you mean `{meant}`?"))
}
