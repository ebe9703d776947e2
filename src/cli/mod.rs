//! The command line: from arguments to a stage of the flow, and from its result to what a person or a pipeline sees.
//!
//! Results go to the standard output; progress and findings go to the standard error.

mod args;
mod check;
mod completions;
mod diff;
mod exit;
mod explain;
mod generate;
mod preview;
mod progress;
mod required;
mod schema;
mod signals;
mod terminal;
mod today;

pub use exit::ExitStatus;

use args::{Args, Command};
use clap::Parser;

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitStatus {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return exit::usage(&error),
    };
    let result = match &args.command {
        Command::Generate(args) => generate::run(args),
        Command::Check(args) => check::run(args),
        Command::Preview(args) => preview::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Signals(args) => signals::run(args),
        Command::Completions(args) => completions::run(args),
    };
    result.unwrap_or_else(|error| exit::output_failed(&error))
}
