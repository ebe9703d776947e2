//! [`RuleSettings`]: what a project says about rules: severities, and findings that it accepts for a reason.

use std::collections::BTreeMap;

use crate::diag::{At, Diagnostic, Place, Pointer, Severity};

/// What a project says about rules.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleSettings {
    /// Severities that differ from the rules' own; `None` switches a rule off.
    pub severities: BTreeMap<String, Option<Severity>>,
    /// Findings that are accepted.
    pub suppressions: Vec<Suppression>,
    /// Today as `YYYY-MM-DD`, which end dates are held against. `None`: no suppression ends.
    pub today: Option<String>,
}

/// Findings that are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The rule.
    pub rule: String,
    /// The file that the findings point into, as it is shown.
    pub file: String,
    /// Where in the file: findings at this place and below it. The root means the whole file.
    pub at: Pointer,
    /// Why.
    pub reason: String,
    /// The last day on which it counts, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Where the suppression itself is written.
    pub place: Place,
}

impl RuleSettings {
    /// How much a finding of the rule `id` matters; `None`: it is switched off.
    #[must_use]
    pub fn severity(&self, id: &str, own: Severity) -> Option<Severity> {
        self.severities.get(id).copied().unwrap_or(Some(own))
    }

    /// Takes out what is accepted. Where all was looked at (`is_whole`), suppressions that nothing needed are reported, and those whose
    /// day has passed.
    #[must_use]
    pub fn apply(&self, found: Vec<Diagnostic>, is_whole: bool) -> Vec<Diagnostic> {
        let mut used = vec![false; self.suppressions.len()];
        let mut kept: Vec<Diagnostic> = Vec::with_capacity(found.len());
        for diagnostic in found {
            let mut accepted = false;
            for (suppression, used) in self.suppressions.iter().zip(&mut used) {
                if suppression.covers(&diagnostic) {
                    *used = true;
                    accepted |= !self.has_ended(suppression);
                }
            }
            if !accepted {
                kept.push(diagnostic);
            }
        }
        for (suppression, used) in self.suppressions.iter().zip(used).filter(|_| is_whole) {
            let rule = &suppression.rule;
            let diagnostic = match (used, &suppression.until) {
                (false, _) => Diagnostic::warning(
                    "suppression/unused",
                    format!("nothing is found that this suppression of `{rule}` accepts"),
                )
                .help("take it out"),
                (true, Some(until)) if self.has_ended(suppression) => {
                    Diagnostic::warning("suppression/ended", format!("this suppression of `{rule}` ended on {until}"))
                        .help("mend what it accepted, or give it a new end with a reason")
                }
                (true, _) => continue,
            };
            kept.push(diagnostic.at(suppression.place.clone()));
        }
        kept
    }

    fn has_ended(&self, suppression: &Suppression) -> bool {
        // Dates of this form compare as texts.
        matches!((&suppression.until, &self.today), (Some(until), Some(today)) if until < today)
    }
}

impl Suppression {
    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        let Some(place) = &diagnostic.place else { return false };
        if diagnostic.rule != self.rule || place.file != self.file {
            return false;
        }
        match &place.at {
            At::Value(pointer) | At::Key(pointer) | At::Hidden(pointer) | At::Part { pointer, .. } => {
                pointer.after(&self.at).is_some()
            }
            At::File | At::Bytes { .. } => self.at == Pointer::root(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RuleSettings, Suppression};
    use crate::diag::{Diagnostic, Place, Pointer};

    fn finding(at: &str) -> Diagnostic {
        Diagnostic::warning("query/raw-counter", "…").at(Place::value("a.yaml", Pointer::parse(at).unwrap()))
    }

    fn settings(until: Option<&str>) -> RuleSettings {
        let suppression = Suppression {
            rule: "query/raw-counter".to_owned(),
            file: "a.yaml".to_owned(),
            at: Pointer::parse("/panels/1").unwrap(),
            reason: "a total is what is asked for".to_owned(),
            until: until.map(str::to_owned),
            place: Place::file("spanboard.yaml"),
        };
        RuleSettings { suppressions: vec![suppression], today: Some("2026-11-22".to_owned()), ..RuleSettings::default() }
    }

    #[test]
    fn what_lies_at_its_place_and_below_is_accepted_and_nothing_else() {
        let left = settings(None).apply(vec![finding("/panels/1/expr"), finding("/panels/10/expr"), finding("/panels/1")], true);
        assert_eq!(left, [finding("/panels/10/expr")]);
    }

    #[test]
    fn a_suppression_that_nothing_needs_is_reported() {
        let left = settings(None).apply(vec![finding("/panels/2")], true);
        assert_eq!(left.iter().map(|found| found.rule.as_ref()).collect::<Vec<_>>(), ["query/raw-counter", "suppression/unused"]);
    }

    #[test]
    fn a_suppression_counts_on_its_last_day_and_not_after() {
        assert_eq!(settings(Some("2026-11-22")).apply(vec![finding("/panels/1")], true), []);
        let left = settings(Some("2026-11-21")).apply(vec![finding("/panels/1")], true);
        assert_eq!(left.iter().map(|found| found.rule.as_ref()).collect::<Vec<_>>(), ["query/raw-counter", "suppression/ended"]);
    }
}
