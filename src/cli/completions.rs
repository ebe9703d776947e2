//! `spanboard completions`: writes a shell's completions.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::exit::ExitStatus;

/// Write the completions of a shell to the standard output.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

const EXAMPLES: &str = "Example:
  spanboard completions bash > /etc/bash_completion.d/spanboard";

pub(super) fn run(args: &CompletionsArgs) -> io::Result<ExitStatus> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut super::args::Args::command(), "spanboard", &mut text);
    io::stdout().lock().write_all(&text)?;
    Ok(ExitStatus::Fine)
}
