//! `spanboard explain`: prints what a rule is about.

use std::io;

use clap::Args;

use super::exit::ExitStatus;
use super::terminal;
use crate::diag::suggest::nearest;
use crate::rules::{find, rules};

/// Print what a rule finds, why it matters, and examples.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArgs {
    /// The rule's id: the word in brackets of a finding
    #[arg(value_name = "RULE", required_unless_present = "list")]
    rule: Option<String>,
    /// List all rules, each with its severity and a sentence
    #[arg(long, conflicts_with = "rule")]
    list: bool,
}

const EXAMPLES: &str = "Examples:
  spanboard explain datasource/two-defaults    print the page of one rule
  spanboard explain --list                     list all rules";

pub(super) fn run(args: &ExplainArgs) -> io::Result<ExitStatus> {
    let Some(id) = args.rule.as_deref() else {
        list()?;
        return Ok(ExitStatus::Fine);
    };
    if let Some(rule) = find(id) {
        terminal::result(rule.about().page.trim_end())?;
        return Ok(ExitStatus::Fine);
    }
    let near = nearest(id, rules().iter().map(|rule| rule.about().id));
    let hint =
        near.map_or_else(|| "`spanboard explain --list` lists all rules".to_owned(), |near| format!("did you mean `{near}`?"));
    terminal::note(&format!("error: there is no rule `{id}`; {hint}"))?;
    Ok(ExitStatus::Failed)
}

/// Prints one line for each rule: id, severity, what it finds.
pub(super) fn list() -> io::Result<()> {
    let width = rules().iter().map(|rule| rule.about().id.len()).max().unwrap_or_default();
    for rule in rules() {
        let about = rule.about();
        terminal::result(&format!("{:width$}  {:7}  {}", about.id, about.severity.to_string(), about.summary()))?;
    }
    Ok(())
}
