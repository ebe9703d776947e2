//! The arguments of all commands.

use clap::{Parser, Subcommand};

use super::check::CheckArgs;
use super::completions::CompletionsArgs;
use super::diff::DiffArgs;
use super::explain::ExplainArgs;
use super::generate::GenerateArgs;
use super::preview::PreviewArgs;
use super::schema::SchemaArgs;
use super::signals::SignalsArgs;

/// Writes Grafana data sources and dashboards from a spec, and proves them before Grafana reads them.
#[derive(Debug, Parser)]
#[command(name = "spanboard", version, propagate_version = true, after_help = EXIT_CODES)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 fine; 1 findings, or files that are not up to date; 2 the work could not be done.

Example:
  spanboard generate    write the files that ./spanboard.yaml describes";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Generate(GenerateArgs),
    Check(CheckArgs),
    Preview(PreviewArgs),
    Diff(DiffArgs),
    Explain(ExplainArgs),
    Schema(SchemaArgs),
    Signals(SignalsArgs),
    Completions(CompletionsArgs),
}
