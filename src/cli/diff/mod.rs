//! `spanboard diff`: says what changed, as a reviewer would.

mod disk;
mod project;
pub(super) mod revision;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::ExitStatus;
use super::terminal;
use crate::diag::{Diagnostic, Sources};
use crate::diff::{Comparison, Unread};
use crate::report::{DiffFormat, DiffReport, render_diff};
use crate::spec::loader::Refused;

/// Say what changed in dashboards and data sources, as a reviewer would.
///
/// Without arguments: what `generate` would change. With BASE, and perhaps HEAD: what changed between two git revisions of the
/// project's outputs. With two paths: what changed between two files, or between two folders of Grafana's files of anyone.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DiffArgs {
    /// The old side: a git revision; or, where HEAD is given and both are paths that exist, a file or folder
    #[arg(value_name = "BASE")]
    base: Option<String>,
    /// The new side [default: the working tree]
    #[arg(value_name = "HEAD")]
    head: Option<String>,
    /// The project's file
    #[arg(long, value_name = "FILE", default_value = "spanboard.yaml")]
    config: PathBuf,
    /// With revisions: a file or folder to compare, instead of the project's outputs; may be given more than once
    #[arg(long, value_name = "PATH", requires = "base")]
    path: Vec<String>,
    /// How changes are written
    #[arg(long, value_enum, default_value_t = FormatArg::Text)]
    format: FormatArg,
    /// Exit with 1 if there are differences
    #[arg(long)]
    exit_code: bool,
    /// Say how much changed in each file, and not what (text and markdown)
    #[arg(long)]
    stat: bool,
}

const EXAMPLES: &str =
    "Two arguments are paths if both exist; else they are revisions. One argument is always a revision. Where a branch \
is called like a file,
refs/heads/NAME means the branch and ./NAME the file.

Exit codes: 0 fine; 1 differences, with --exit-code; 2 something could not be read. The rest is compared all the same.

Examples:
  spanboard diff                             what `spanboard generate` would change
  spanboard diff main                        what changed since main, the working tree included
  spanboard diff main HEAD --format markdown for a comment on a change
  spanboard diff v1.2 --path monitoring      files that no project describes
  spanboard diff old.json new.json           two dashboards
  spanboard diff before/ after/ --exit-code  two folders of Grafana's files";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// For people at a terminal
    Text,
    /// For a comment on a change: a table, details folded
    Markdown,
    /// One object
    Json,
    /// One page that needs nothing else
    Html,
    /// Workflow commands of GitHub Actions
    Github,
}

impl From<FormatArg> for DiffFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Json => Self::Json,
            FormatArg::Html => Self::Html,
            FormatArg::Github => Self::Github,
        }
    }
}

/// What was compared, and what its sides are called.
struct Compared {
    comparison: Comparison,
    before: String,
    after: String,
}

pub(super) fn run(args: &DiffArgs) -> io::Result<ExitStatus> {
    if args.stat && !matches!(args.format, FormatArg::Text | FormatArg::Markdown) {
        return failed(&problem("diff/usage", "`--stat` goes with the formats `text` and `markdown` alone"));
    }
    let compared = match (&args.base, &args.head) {
        (None, _) => project::generated(&args.config),
        (Some(base), Some(head)) if args.path.is_empty() && Path::new(base).exists() && Path::new(head).exists() => {
            disk::compare(Path::new(base), Path::new(head)).map_err(one)
        }
        (Some(base), head) => revision::compare(args, base, head.as_deref()),
    };
    match compared {
        Ok(compared) => tell(args, &compared),
        Err(refused) => failed(&refused),
    }
}

/// Nothing could be compared. That is never exit code 1, which says that there are differences.
fn failed(refused: &Refused) -> io::Result<ExitStatus> {
    terminal::findings(refused).map(|_| ExitStatus::Failed)
}

fn one(diagnostic: Diagnostic) -> Refused {
    Refused { diagnostics: vec![diagnostic], sources: Sources::new() }
}

fn problem(rule: &'static str, message: impl Into<String>) -> Refused {
    one(Diagnostic::error(rule, message))
}

fn tell(args: &DiffArgs, compared: &Compared) -> io::Result<ExitStatus> {
    let Compared { comparison, before, after } = compared;
    let report = DiffReport { comparison, before, after, is_stat: args.stat };
    let colour = terminal::colour_of(io::stdout().is_terminal());
    io::stdout().lock().write_all(render_diff(args.format.into(), &report, colour).as_bytes())?;
    if args.format != FormatArg::Text {
        // The result may go into a file that nobody looks at while the exit code is wondered about.
        for Unread { path, side, reason } in &comparison.unread {
            terminal::note(&format!("not compared: {path} ({side}): {reason}"))?;
        }
    }
    Ok(if !comparison.unread.is_empty() {
        ExitStatus::Failed
    } else if args.exit_code && !comparison.is_same() {
        ExitStatus::Findings
    } else {
        ExitStatus::Fine
    })
}
