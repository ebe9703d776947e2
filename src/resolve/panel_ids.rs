//! Panels' numbers: derived from type and title, so that a panel keeps its number whatever happens to the others.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::spec::PanelSpec;

/// The number of a panel of this type and title: 1 to 2^31 - 1.
///
/// Grafana keeps panel numbers as JavaScript numbers and writes them into addresses (`viewPanel=`) and alerts.
pub(super) fn derived(kind: &str, title: &str) -> u64 {
    let digest = Sha256::digest(format!("{kind}\0{title}"));
    let number = digest.iter().take(4).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number & 0x7fff_ffff).max(1)
}

/// The numbers given so far, each with the place of its panel.
#[derive(Debug, Default)]
pub(super) struct PanelIds {
    taken: BTreeMap<u64, (Pointer, String)>,
}

impl PanelIds {
    /// The number of `panel`, which stands at `at`. A number that another panel has is reported.
    pub(super) fn assign(&mut self, scope: &mut Scope<'_>, panel: &PanelSpec, at: &Pointer) -> u64 {
        let title = panel.frame.title.as_deref().unwrap_or_default();
        let kind = panel.kind.name();
        let id = panel.frame.id.map_or_else(|| derived(kind, title), u64::from);
        let described = if title.is_empty() { format!("a `{kind}` without a title") } else { format!("the `{kind}` *{title}*") };
        if let Some((first, first_described)) = self.taken.get(&id) {
            let message = if *first_described == described && panel.frame.id.is_none() {
                format!("there are two of {described}, and so two panels of the number {id}")
            } else {
                format!("{described} has the number {id}, as {first_described} has")
            };
            let diagnostic = Diagnostic::error("spec/duplicate-panel", message).at(scope.value(at));
            let first = scope.value(first);
            scope
                .report(diagnostic.related(first, "the first one").help("give one of them another title, or an `id` of its own"));
        } else {
            self.taken.insert(id, (at.clone(), described));
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::derived;

    #[test]
    fn a_number_depends_on_type_and_title_alone() {
        // Fixed: other numbers would break every link to a panel.
        assert_eq!(derived("timeseries", "Throughput"), derived("timeseries", "Throughput"));
        assert_ne!(derived("timeseries", "Throughput"), derived("stat", "Throughput"));
        assert_ne!(derived("timeseries", "Throughput"), derived("timeseries", "throughput"));
    }
}
