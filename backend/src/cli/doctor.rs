//! `doctor`: why no traces arrive, and what mends it.

use super::arguments::DoctorArguments;
use super::{CommandError, Exit, print, start};
use crate::doctor::{Check, Outcome, examine};
use std::fmt::Write as _;

pub async fn run(arguments: DoctorArguments) -> Result<Exit, CommandError> {
    let settings = start::settings(arguments.config.as_deref())?;
    let mut checks = examine(&settings.telemetry, arguments.backend.as_deref()).await;
    checks.insert(0, Check::of_settings(&settings.warnings));
    print(&report(&checks))?;
    let wrong = checks.iter().any(|check| check.outcome == Outcome::Wrong);
    Ok(if wrong { Exit::Findings } else { Exit::Success })
}

fn report(checks: &[Check]) -> String {
    let mut text = String::new();
    for check in checks {
        let outcome = match check.outcome {
            Outcome::Fine => "ok     ",
            Outcome::Wrong => "WRONG  ",
            Outcome::Unknown => "unknown",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{outcome}  {} {}", check.question, check.found);
        if !check.fix.is_empty() {
            let _ = writeln!(text, "         {}", check.fix);
        }
    }
    let count = |outcome| checks.iter().filter(|check| check.outcome == outcome).count();
    let _ = writeln!(text, "\n{} ok, {} wrong, {} unknown", count(Outcome::Fine), count(Outcome::Wrong), count(Outcome::Unknown));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_is_a_line_and_its_way_out_another() {
        let checks = [
            Check { question: "Is it on?", outcome: Outcome::Fine, found: "yes".to_owned(), fix: String::new() },
            Check { question: "Is it seen?", outcome: Outcome::Wrong, found: "no".to_owned(), fix: "open your eyes".to_owned() },
        ];
        assert_eq!(
            report(&checks),
            "ok       Is it on? yes\nWRONG    Is it seen? no\n         open your eyes\n\n1 ok, 1 wrong, 0 unknown\n"
        );
    }
}
