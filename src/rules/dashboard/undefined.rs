//! References to variables that a dashboard does not have.
//!
//! From: texts of a dashboard. To: each name once, with the first place and how many others there are.

use std::collections::BTreeMap;

use crate::diag::Pointer;
use crate::diag::suggest::nearest;
use crate::query::variable::Reference;
use crate::rules::DashboardView;

/// A name for which there is no variable.
pub(super) struct Undefined<'a> {
    /// Where the text stands in which it comes first.
    pub(super) at: Pointer,
    /// That text.
    pub(super) text: &'a str,
    /// Where it stands there.
    pub(super) reference: Reference,
    /// In how many places it stands.
    places: usize,
}

/// Undefined names, each once.
#[derive(Default)]
pub(super) struct Names<'a>(BTreeMap<String, Undefined<'a>>);

impl Undefined<'_> {
    /// What is to be said about how often the name stands.
    pub(super) fn and_others(&self) -> String {
        match self.places {
            0 | 1 => String::new(),
            2 => " (here and in one other place)".to_owned(),
            places => format!(" (here and in {} other places)", places - 1),
        }
    }
}

impl<'a> Names<'a> {
    /// Adds `reference`, which stands in `text`, if `dashboard` has nothing of that name.
    pub(super) fn add(&mut self, dashboard: &DashboardView<'_>, at: &Pointer, text: &'a str, reference: &Reference) {
        let name = &reference.name;
        // `$1` is a group of a regular expression, and `$5m` none of anything.
        let is_number = name.starts_with(|first: char| first.is_ascii_digit());
        if reference.is_global() || is_number || dashboard.has_variable(name) || dashboard.is_input(name) {
            return;
        }
        if let Some(known) = self.0.get_mut(name) {
            known.places += 1;
        } else if !text.contains(&format!("<{name}>")) {
            // `(?P<name>.*)` is a group that Prometheus itself puts in the place of `$name`.
            let first = Undefined { at: at.clone(), text, reference: reference.clone(), places: 1 };
            self.0.insert(name.clone(), first);
        }
    }

    /// The names, in their order.
    pub(super) fn each(self) -> impl Iterator<Item = Undefined<'a>> {
        self.0.into_values()
    }
}

/// Asks whether a variable of nearly this name was meant. Among more than a thousand variables nobody looks.
pub(super) fn did_you_mean(dashboard: &DashboardView<'_>, name: &str) -> Option<String> {
    if dashboard.variables.len() > 1000 {
        return None;
    }
    let names = dashboard.variables.iter().filter_map(|view| view.variable.name.as_deref());
    nearest(name, names).map(|meant| format!("did you mean `{meant}`?"))
}
