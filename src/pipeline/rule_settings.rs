//! From what a project writes about rules to [`RuleSettings`].

use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Place, Pointer, Severity};
use crate::rules::{RuleSettings, Suppression, find, rules};
use crate::spec::{ProjectSpec, RuleSeveritySpec, SpecFile, SuppressionSpec};

/// What the project says about rules. `shown` gives the path of a spec file as it is shown; `today` is `YYYY-MM-DD`.
pub(super) fn rule_settings(
    project: &SpecFile<ProjectSpec>,
    shown: impl Fn(&str) -> String,
    today: Option<String>,
) -> Result<RuleSettings, Vec<Diagnostic>> {
    let mut settings = RuleSettings { today, ..RuleSettings::default() };
    let mut found = Vec::new();
    let root = Pointer::root();
    for (id, severity) in &project.spec.rules {
        if find(id).is_none() {
            found.push(unknown_rule(id).at(Place::key(&project.path.shown, root.key("rules").key(id))));
        }
        settings.severities.insert(id.clone(), severity_of(*severity));
    }
    for (index, spec) in project.spec.suppressions.iter().enumerate() {
        let at = root.key("suppressions").index(index);
        let place = |key: &str| Place::value(&project.path.shown, at.key(key));
        if find(&spec.rule).is_none() {
            found.push(unknown_rule(&spec.rule).at(place("rule")));
        }
        if spec.reason.trim().is_empty() {
            found.push(
                Diagnostic::error("spec/value", "the reason is empty; say why the finding is accepted").at(place("reason")),
            );
        }
        if let Some(until) = spec.until.as_deref().filter(|until| !is_day(until)) {
            let message = format!("`{until}` is no day; days are written as `2027-03-31`");
            found.push(Diagnostic::error("spec/value", message).at(place("until")));
        }
        if let Some(pointer) = spec.at.as_deref().map_or(Some(Pointer::root()), Pointer::parse) {
            settings.suppressions.push(suppression(spec, pointer, shown(&spec.file), place("rule")));
        } else {
            let message = "a JSON Pointer is empty or begins with `/`: `/panels/3`";
            found.push(Diagnostic::error("spec/value", message).at(place("at")));
        }
    }
    if found.is_empty() { Ok(settings) } else { Err(found) }
}

fn suppression(spec: &SuppressionSpec, at: Pointer, file: String, place: Place) -> Suppression {
    let (rule, reason, until) = (spec.rule.clone(), spec.reason.clone(), spec.until.clone());
    Suppression { rule, file, at, reason, until, place }
}

const fn severity_of(severity: RuleSeveritySpec) -> Option<Severity> {
    match severity {
        RuleSeveritySpec::Error => Some(Severity::Error),
        RuleSeveritySpec::Warning => Some(Severity::Warning),
        RuleSeveritySpec::Info => Some(Severity::Info),
        RuleSeveritySpec::Off => None,
    }
}

fn unknown_rule(id: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("spec/unknown-rule", format!("there is no rule `{id}`"));
    match nearest(id, rules().iter().map(|rule| rule.about().id)) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic.help("`spanboard explain --list` lists all rules"),
    }
}

/// Whether `text` is a day: `YYYY-MM-DD`, so that days compare as texts.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, length: usize| {
        let is_number = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn days_are_days_of_the_calendar() {
        for day in ["2027-03-31", "2024-02-29", "2000-02-29"] {
            assert!(is_day(day), "{day}");
        }
        for no_day in ["2027-3-31", "2027-02-29", "1900-02-29", "2027-13-01", "2027-04-31", "31.03.2027", "", "tomorrow"] {
            assert!(!is_day(no_day), "{no_day}");
        }
    }
}
