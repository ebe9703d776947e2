//! `spanboard generate`: writes the files that a project describes, or says whether they are up to date.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::exit::ExitStatus;
use super::{progress, terminal, today};
use crate::diag::{Severity, Sources};
use crate::output::{self, Applied, Change, Mode};
use crate::pipeline::{self, Built, Project, Settings, Stage};
use crate::spec::loader::Refused;

/// Write the files that a project describes.
///
/// Reads spanboard.yaml and the files that it names, proves what comes out of the templates, and writes what has changed. Nothing
/// is written while anything is wrong.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct GenerateArgs {
    /// Write nothing; exit with 1 if a file is not up to date
    #[arg(long)]
    check: bool,
    /// The project's file
    #[arg(long, value_name = "FILE", default_value = "spanboard.yaml")]
    config: PathBuf,
    /// Write below this folder instead of the project's own
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Use the templates of this folder before the project's and the built-in ones
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Overwrite and remove also files that were edited by hand
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

const EXAMPLES: &str = "Examples:
  spanboard generate                                write what ./spanboard.yaml describes
  spanboard generate --check                        in CI: fail when the committed files are not up to date
  spanboard generate --config team/spanboard.yaml   another project
  spanboard generate --out /tmp/preview             leave the project's files alone";

pub(super) fn run(args: &GenerateArgs) -> io::Result<ExitStatus> {
    let begin = Instant::now();
    let settings = Settings { templates: args.templates.clone(), today: today::today(), ..Settings::default() };
    let outcome = settings.timings.measure(Stage::Load, || Project::read(&args.config)).and_then(|project| {
        progress::watch(project.dashboards.len(), &settings.done, &settings.total, || work(args, &project, &settings))
    });
    let status = match outcome {
        Ok(Done { applied, warnings }) => {
            if warnings > 0 {
                let counted = if warnings == 1 { "1 warning".to_owned() } else { format!("{warnings} warnings") };
                terminal::note(&format!("{counted}: `{}` tells", same_project("spanboard check", args)))?;
            }
            told(args, &applied)?
        }
        Err(mut refused) => {
            // What is worth knowing is told by `check`; here it would stand between the reasons to write nothing.
            refused.diagnostics.retain(|diagnostic| diagnostic.severity > Severity::Info);
            terminal::findings(&refused)?
        }
    };
    if args.timings {
        let total = begin.elapsed().as_secs_f64() * 1e3;
        terminal::note(&format!(
            "{}{:>8} {total:>10.3} ms (of the whole; stages are added up over all threads)",
            settings.timings, "total"
        ))?;
    }
    Ok(status)
}

/// What was done, and how many warnings of rules there are.
struct Done {
    applied: Applied,
    warnings: usize,
}

fn work(args: &GenerateArgs, project: &Project, settings: &Settings) -> Result<Done, Refused> {
    let Built { artifacts, outputs, diagnostics, .. } = pipeline::build(project, settings)?;
    let own_folder = if project.folder.as_os_str().is_empty() { Path::new(".") } else { &project.folder };
    let root = args.out.as_deref().unwrap_or(own_folder);
    let mode = if args.check { Mode::Check } else { Mode::Write { force: args.force } };
    let applied = settings.timings.measure(Stage::Apply, || output::apply(root, &outputs.manifest, &artifacts, mode));
    let warnings = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning).count();
    match applied {
        Ok(applied) => Ok(Done { applied, warnings }),
        Err(diagnostics) => Err(Refused { diagnostics, sources: Sources::new() }),
    }
}

fn told(args: &GenerateArgs, applied: &Applied) -> io::Result<ExitStatus> {
    if !args.check {
        terminal::result(&applied.summary())?;
        return Ok(ExitStatus::Fine);
    }
    for (path, change) in &applied.files {
        let what = match change {
            Change::Unchanged => continue,
            Change::Created => "is missing",
            Change::Updated => "is not up to date",
            Change::Removed => "is no output any more",
        };
        terminal::result(&format!("{path} {what}"))?;
    }
    if applied.is_current() {
        terminal::result(&applied.summary())?;
        return Ok(ExitStatus::Fine);
    }
    terminal::note(&format!("run `{}` and commit what it writes", mending_command(args)))?;
    Ok(ExitStatus::Findings)
}

/// `command` for the same project.
fn same_project(command: &str, args: &GenerateArgs) -> String {
    if args.config == Path::new("spanboard.yaml") {
        return command.to_owned();
    }
    format!("{command} --config {}", args.config.display())
}

/// The command that mends what `--check` finds.
fn mending_command(args: &GenerateArgs) -> String {
    let mut command = same_project("spanboard generate", args);
    for (flag, folder) in [("--out", &args.out), ("--templates", &args.templates)] {
        if let Some(folder) = folder {
            command = format!("{command} {flag} {}", folder.display());
        }
    }
    command
}
