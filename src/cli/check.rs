//! `spanboard check`: says what is wrong with Grafana's files.

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::exit::ExitStatus;
use super::terminal;
use crate::diag::{Diagnostic, Sources};
use crate::foreign::{Text, walk};
use crate::parallel;
use crate::pipeline::check;
use crate::rules::RuleSettings;
use crate::spec::loader::Refused;

/// Say what is wrong with Grafana's files.
///
/// Looks at dashboards, data source files and provider files, JSON or YAML, by whomever they were made.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files, and folders that are searched for them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

pub(super) fn run(args: &CheckArgs) -> io::Result<ExitStatus> {
    let texts = match read(&args.paths) {
        Ok(texts) => texts,
        Err(diagnostics) => {
            terminal::findings(&Refused { diagnostics, sources: Sources::new() })?;
            return Ok(ExitStatus::Failed);
        }
    };
    let check::Outcome { diagnostics, sources, .. } = check::files(texts, &RuleSettings::default(), None);
    if diagnostics.is_empty() {
        return Ok(ExitStatus::Fine);
    }
    terminal::findings(&Refused { diagnostics, sources })
}

fn read(paths: &[PathBuf]) -> Result<Vec<Text>, Vec<Diagnostic>> {
    let found = walk::files(paths)?;
    let mut texts = Vec::with_capacity(found.len());
    let mut problems = Vec::new();
    for read in parallel::map(&found, walk::read) {
        match read {
            Ok(text) => texts.push(text),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(texts) } else { Err(problems) }
}
