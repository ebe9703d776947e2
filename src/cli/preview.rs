//! `spanboard preview`: draws dashboards without Grafana.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::ExitStatus;
use super::{terminal, today};
use crate::diag::{Diagnostic, Sources};
use crate::foreign::{Content, walk};
use crate::pipeline::check::{self, Outcome};
use crate::pipeline::{self, Settings};
use crate::preview::{self, Scene, State};
use crate::rules::{RuleSettings, rules};
use crate::spec::loader::Refused;
use crate::{output, parallel};

/// Draw dashboards without Grafana.
///
/// Without arguments: what `generate` would write. With paths: Grafana's files there, of anyone. Every panel stands at its place, as
/// a drawing of its kind, with its queries, unit, thresholds, and with what `check` finds in it; and the data sources with their
/// links. The drawing is one page of HTML that needs no network and no script, or one SVG.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct PreviewArgs {
    /// Files, and folders that are searched for them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The project's file; with paths, only what it says about rules counts [default: spanboard.yaml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How it is drawn
    #[arg(long, value_enum, default_value_t = FormatArg::Html)]
    format: FormatArg,
    /// The file to write. Default: the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

const EXAMPLES: &str =
    "Exit codes: 0 all was drawn, whatever `check` finds in it; 1 a part of the project can't be made; 2 something could
not be read. The rest is drawn all the same.

Examples:
  spanboard preview > preview.html             the project of ./spanboard.yaml
  spanboard preview --out preview.html monitoring/
                                               any Grafana files below a folder
  spanboard preview --format svg --out dashboards.svg
                                               one picture, for a README";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// One page, with queries and findings
    Html,
    /// One picture of all dashboards below one another, without queries
    Svg,
}

pub(super) fn run(args: &PreviewArgs) -> io::Result<ExitStatus> {
    let drawn = if args.paths.is_empty() { Ok(project(args)) } else { foreign(args) };
    match drawn {
        Ok(drawn) => tell(args, &drawn),
        Err(refused) => terminal::findings(&refused),
    }
}

/// A scene, and what kept a part of it from being drawn.
struct Drawn {
    scene: Scene,
    refused: Refused,
}

fn project(args: &PreviewArgs) -> Drawn {
    let config = args.config.as_deref().unwrap_or(Path::new("spanboard.yaml"));
    let settings = Settings { today: today::today(), with_documents: true, ..Settings::default() };
    drawn(&walk::shown(config), check::project(config, &settings))
}

fn foreign(args: &PreviewArgs) -> Result<Drawn, Refused> {
    let settings = match &args.config {
        Some(config) => pipeline::rule_settings_of(config, today::today())?,
        None => RuleSettings::default(),
    };
    let (found, mut problems) = walk::files(&args.paths);
    let mut texts = Vec::with_capacity(found.len());
    for read in parallel::map(&found, walk::read) {
        match read {
            Ok(text) => texts.push(text),
            Err(problem) => problems.push(problem),
        }
    }
    let mut outcome = check::files(texts, &settings, None);
    outcome.diagnostics.extend(problems);
    let about: Vec<String> = args.paths.iter().map(|path| walk::shown(path)).collect();
    Ok(drawn(&about.join(", "), outcome))
}

/// Draws what was seen. What rules found is drawn; what kept a file from being read or made is told.
fn drawn(about: &str, outcome: Outcome) -> Drawn {
    let Outcome { diagnostics, sources, documents, .. } = outcome;
    let (findings, problems) = split(diagnostics);
    let state =
        State { documents: documents.iter().map(|seen| (&seen.document, &seen.datasources)).collect(), findings: &findings };
    let scene = Scene { not_drawn: problems.iter().map(words).collect(), ..preview::scene(about, &state) };
    let mut refused = Refused { diagnostics: problems, sources: Sources::new() };
    if !refused.diagnostics.is_empty() {
        refused.sources = sources;
    }
    let has_dashboards = documents.iter().any(|seen| matches!(seen.document.content, Content::Dashboard(_)));
    if !has_dashboards && refused.diagnostics.is_empty() && scene.sources.is_empty() {
        let message = format!("there is nothing to draw in {about}: neither dashboards nor data sources");
        refused.diagnostics.push(Diagnostic::warning("preview/nothing", message));
    }
    Drawn { scene, refused }
}

/// Findings of rules, and everything else.
fn split(diagnostics: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let ids: Vec<&str> = rules().iter().map(|rule| rule.about().id).collect();
    diagnostics.into_iter().partition(|found| ids.contains(&found.rule.as_ref()))
}

fn words(problem: &Diagnostic) -> String {
    match &problem.place {
        Some(place) if !problem.message.contains(&place.file) => format!("`{}`: {}", place.file, problem.message),
        _ => problem.message.clone(),
    }
}

fn tell(args: &PreviewArgs, drawn: &Drawn) -> io::Result<ExitStatus> {
    let Drawn { scene, refused } = drawn;
    let text = match args.format {
        FormatArg::Html => preview::html(scene),
        FormatArg::Svg => preview::svg(scene),
    };
    let status = if refused.diagnostics.is_empty() {
        ExitStatus::Fine
    } else {
        terminal::findings(refused)?;
        terminal::status(&refused.diagnostics)
    };
    match &args.out {
        None => io::stdout().lock().write_all(text.as_bytes())?,
        Some(out) => {
            if let Err(problem) = output::one(out, &text) {
                terminal::findings(&Refused { diagnostics: vec![problem], sources: Sources::new() })?;
                return Ok(ExitStatus::Failed);
            }
            terminal::result(&format!("{}: {}", walk::shown(out), preview::counts(scene)))?;
        }
    }
    Ok(status)
}
