//! `spanboard check`: says what is wrong with a project, or with Grafana's files of anyone.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::ExitStatus;
use super::{required, terminal, today};
use crate::diag::{Diagnostic, Severity, Sources};
use crate::foreign::walk;
use crate::pipeline::check::{self, Counts, Outcome};
use crate::pipeline::{self, Settings};
use crate::report::{self, Format, Report, RuleInfo};
use crate::rules::{RuleSettings, rules};
use crate::signals::Contract;
use crate::spec::loader::Refused;
use crate::{parallel, signals};

/// Say what is wrong: with the project, or with Grafana's files of anyone.
///
/// Without a PATH, everything that `generate` would write is made, proven and held against the rules; nothing is written. With
/// paths, Grafana's files there (dashboards, data sources, dashboard providers; JSON, YAML, ConfigMaps) are held against the rules.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArgs {
    /// Files, and folders that are searched for them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The project's file; with paths, only what it says about rules counts [default: spanboard.yaml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// With paths: the contract of what the code emits, which queries are held against
    #[arg(long, value_name = "FILE", requires = "paths")]
    signals: Option<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = FormatArg::Human)]
    format: FormatArg,
    /// Exit with 1 if a finding matters at least so much
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = SeverityArg::Error)]
    fail_on: SeverityArg,
    /// Tell findings that matter at least so much
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = SeverityArg::Warning)]
    level: SeverityArg,
    /// Print the telemetry that each file needs, instead of findings
    #[arg(long)]
    required: bool,
    /// List all rules
    #[arg(long, exclusive = true)]
    list: bool,
}

const EXAMPLES: &str = "Exit codes: 0 fine; 1 findings; 2 something could not be read.

Examples:
  spanboard check                                  the project of ./spanboard.yaml
  spanboard check monitoring/                      any Grafana files below a folder
  spanboard check monitoring/ --signals signals.yaml
                                                   ... and whether queries ask for what the code emits
  spanboard check --format sarif > spanboard.sarif for code scanning
  spanboard check --format github --fail-on warning
                                                   annotations in GitHub Actions
  spanboard check --required                       the metrics, spans and log streams that each dashboard needs
  spanboard explain RULE                           what a finding means";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    /// For people: the source line, carets and help
    Human,
    /// One object
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Self::Human,
            FormatArg::Json => Self::Json,
            FormatArg::Github => Self::Github,
            FormatArg::Sarif => Self::Sarif,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SeverityArg {
    /// Will not work
    Error,
    /// Works, but probably not as meant
    Warning,
    /// Worth knowing
    Info,
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Self {
        match severity {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Info => Self::Info,
        }
    }
}

pub(super) fn run(args: &CheckArgs) -> io::Result<ExitStatus> {
    if args.list {
        super::explain::list()?;
        return Ok(ExitStatus::Fine);
    }
    let outcome = if args.paths.is_empty() { Ok(project(args)) } else { foreign(args) };
    match outcome {
        Ok(outcome) if args.required => tell_required(args, &outcome),
        Ok(outcome) => tell(args, outcome),
        Err(refused) => terminal::findings(&refused),
    }
}

fn project(args: &CheckArgs) -> Outcome {
    let config = args.config.as_deref().unwrap_or(Path::new("spanboard.yaml"));
    let settings = Settings { today: today::today(), with_usage: args.required, ..Settings::default() };
    check::project(config, &settings)
}

fn foreign(args: &CheckArgs) -> Result<Outcome, Refused> {
    let settings = match &args.config {
        Some(config) => pipeline::rule_settings_of(config, today::today())?,
        None => RuleSettings::default(),
    };
    let contract = args.signals.as_deref().map(contract).transpose()?;
    let (found, mut problems) = walk::files(&args.paths);
    let mut texts = Vec::with_capacity(found.len());
    for read in parallel::map(&found, walk::read) {
        match read {
            Ok(text) => texts.push(text),
            Err(problem) => problems.push(problem),
        }
    }
    let (contract, mut sources) = match contract {
        Some((contract, sources)) => (Some(contract), sources),
        None => (None, Sources::new()),
    };
    let check = if args.required { check::files_with_usage } else { check::files };
    let mut outcome = check(texts, &settings, contract.as_ref());
    outcome.diagnostics.extend(problems);
    sources.extend(std::mem::take(&mut outcome.sources));
    Ok(Outcome { sources, ..outcome })
}

/// Reads the contract; what is wrong with it stops the check.
fn contract(path: &Path) -> Result<(Contract, Sources), Refused> {
    let (file, text) = pipeline::read_signals(path)?;
    let mut sources = Sources::new();
    sources.insert(file.path.shown.clone(), text);
    let diagnostics = signals::validate(&file.path.shown, &file.spec);
    if diagnostics.is_empty() {
        Ok((Contract::new(&file.path.shown, file.spec), sources))
    } else {
        Err(Refused { diagnostics, sources })
    }
}

fn tell(args: &CheckArgs, outcome: Outcome) -> io::Result<ExitStatus> {
    let (level, fail_on) = (Severity::from(args.level), Severity::from(args.fail_on));
    let (told, silent): (Vec<Diagnostic>, Vec<Diagnostic>) =
        outcome.diagnostics.into_iter().partition(|diagnostic| diagnostic.severity >= level || diagnostic.severity >= fail_on);
    let rules = if matches!(args.format, FormatArg::Sarif) { rule_infos() } else { Vec::new() };
    let report = Report { diagnostics: &told, unchecked: &outcome.unchecked, sources: &outcome.sources, rules: &rules };
    let format = Format::from(args.format);
    let colour = terminal::colour_of(io::stdout().is_terminal());
    let mut out = io::stdout().lock();
    let text = report::render(format, &report, colour);
    out.write_all(text.as_bytes())?;
    if format == Format::Human {
        let gap = if text.is_empty() { "" } else { "\n" };
        let summary = report::summary(&report).to_string();
        let summary = if summary.is_empty() { "nothing found" } else { summary.as_str() };
        writeln!(out, "{gap}{summary}{}{}", checked(outcome.counts), left_out(silent.len(), level))?;
    }
    Ok(match terminal::status(&told) {
        ExitStatus::Failed => ExitStatus::Failed,
        _ if told.iter().any(|diagnostic| diagnostic.severity >= fail_on) => ExitStatus::Findings,
        _ => ExitStatus::Fine,
    })
}

/// What was looked at: ` in 3 dashboards, 1 data source file`.
fn checked(counts: Counts) -> String {
    let counted = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{number} {what}s")),
    };
    let parts = [
        counted(counts.dashboards, "dashboard"),
        counted(counts.datasources, "data source file"),
        counted(counts.providers, "provider file"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { ": no Grafana files".to_owned() } else { format!(" in {}", parts.join(", ")) }
}

/// What was found and is not told at this level.
fn left_out(number: usize, level: Severity) -> String {
    let lower = if level == Severity::Error { "warning" } else { "info" };
    match number {
        0 => String::new(),
        _ => format!(" ({number} more with `--level {lower}`)"),
    }
}

fn tell_required(args: &CheckArgs, outcome: &Outcome) -> io::Result<ExitStatus> {
    let status = terminal::status(&outcome.diagnostics);
    if outcome.usages.is_empty() && status != ExitStatus::Fine {
        return terminal::findings(&Refused { diagnostics: outcome.diagnostics.clone(), sources: outcome.sources.clone() });
    }
    let text = match args.format {
        FormatArg::Json => format!("{:#}\n", required::json(&outcome.usages)),
        _ => required::human(&outcome.usages),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if status == ExitStatus::Failed { status } else { ExitStatus::Fine })
}

fn rule_infos() -> Vec<RuleInfo> {
    let infos = rules().iter().map(|rule| {
        let about = rule.about();
        RuleInfo { id: about.id, severity: about.severity, summary: about.summary(), page: about.page.to_owned(), uri: None }
    });
    infos.collect()
}
