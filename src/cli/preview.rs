//! `spanboard preview`: draws dashboards without Grafana.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::diff::revision::{Asked, Sides, sides};
use super::exit::ExitStatus;
use super::{terminal, today};
use crate::diag::{Diagnostic, Place, Sources};
use crate::diff::{self, Side};
use crate::foreign::{Content, Text, walk};
use crate::pipeline::check::{self, Outcome, Seen};
use crate::pipeline::{self, Settings};
use crate::preview::{self, Scene, State};
use crate::rules::{RuleSettings, rules};
use crate::spec::loader::Refused;
use crate::{output, parallel};

/// Draw dashboards without Grafana.
///
/// Without arguments: what `generate` would write. With paths: Grafana's files there, of anyone. With git revisions: the project's
/// outputs before and after, with marks at panels that were added, removed, changed or moved. Every panel stands at its place, as a
/// drawing of its kind, with its queries, unit, thresholds, and with what `check` finds in it; and the data sources with their links.
/// The drawing is one page of HTML that needs no network and no script, or one SVG.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct PreviewArgs {
    /// Files, and folders that are searched for them; or a git revision, and perhaps a second one [default of that: the working tree]
    #[arg(value_name = "PATH|BASE [HEAD]")]
    what: Vec<String>,
    /// With revisions: a file or folder to draw, instead of the project's outputs; may be given more than once
    #[arg(long, value_name = "PATH", requires = "what")]
    path: Vec<String>,
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

const EXAMPLES: &str = "Arguments are paths if all of them exist; else they are one or two revisions. Where a branch is called \
like a file,
refs/heads/NAME means the branch.

Exit codes: 0 all was drawn, whatever `check` finds in it; 1 a part of the project can't be made;
2 something could not be read. The rest is drawn all the same.

Examples:
  spanboard preview > preview.html             the project of ./spanboard.yaml
  spanboard preview --out preview.html monitoring/
                                               any Grafana files below a folder
  spanboard preview main --out review.html     what changed since main, before and after
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
    let are_paths = args.path.is_empty() && args.what.iter().all(|what| Path::new(what).exists());
    let drawn = match args.what.as_slice() {
        [] => Ok(project(args)),
        paths if are_paths => foreign(args, paths),
        [base] => revisions(args, base, None),
        [base, head] => revisions(args, base, Some(head)),
        several => Err(one(no_such_path(several))),
    };
    match drawn {
        Ok(drawn) => tell(args, &drawn),
        // That is never exit code 1: there is no drawing.
        Err(refused) => terminal::findings(&with_paths(refused, &args.what)).map(|_| ExitStatus::Failed),
    }
}

fn one(diagnostic: Diagnostic) -> Refused {
    Refused { diagnostics: vec![diagnostic], sources: Sources::new() }
}

/// What stood against revisions, with a word on arguments that were meant as paths.
fn with_paths(mut refused: Refused, arguments: &[String]) -> Refused {
    let missing = arguments.iter().find(|argument| !Path::new(argument).exists());
    for found in &mut refused.diagnostics {
        if let Some(missing) = missing.filter(|_| found.rule.starts_with("diff/")) {
            let words = format!("arguments are paths where all of them exist, and there is no file or folder `{missing}`");
            *found = found.clone().help(words);
        }
    }
    refused
}

fn no_such_path(paths: &[String]) -> Diagnostic {
    let missing = paths.iter().find(|path| !Path::new(path).exists()).map_or("", String::as_str);
    Diagnostic::error("file/unreadable", format!("there is no file or folder `{missing}`"))
        .help("revisions are one or two arguments")
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

fn rule_settings(args: &PreviewArgs) -> Result<RuleSettings, Refused> {
    match &args.config {
        Some(config) => pipeline::rule_settings_of(config, today::today()),
        None => Ok(RuleSettings::default()),
    }
}

fn foreign(args: &PreviewArgs, paths: &[String]) -> Result<Drawn, Refused> {
    let settings = rule_settings(args)?;
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let (found, mut problems) = walk::files(&paths);
    let mut texts = Vec::with_capacity(found.len());
    for read in parallel::map(&found, walk::read) {
        match read {
            Ok(text) => texts.push(text),
            Err(problem) => problems.push(problem),
        }
    }
    let mut outcome = check::files(texts, &settings, None);
    outcome.diagnostics.extend(problems);
    let about: Vec<String> = paths.iter().map(|path| walk::shown(path)).collect();
    Ok(drawn(&about.join(", "), outcome))
}

/// Two revisions, or one and the working tree.
fn revisions(args: &PreviewArgs, base: &str, head: Option<&str>) -> Result<Drawn, Refused> {
    let config = args.config.as_deref().unwrap_or(Path::new("spanboard.yaml"));
    // A project that is broken now may still be compared with what it was; that its rules could not be read is told.
    let (settings, mut refused) = match rule_settings(args) {
        Ok(settings) => (settings, Refused::default()),
        Err(refused) => (RuleSettings::default(), refused),
    };
    let Sides { before, after, unread, .. } = sides(&Asked { config, paths: &args.path, base, head, with_same: true })?;
    let mut comparison = diff::compare(&before, &after);
    comparison.unread.extend(unread);
    let (old, new) = parallel::both(|| seen(&before, &settings), || seen(&after, &settings));
    let (old_findings, _) = split(old.diagnostics);
    let (new_findings, _) = split(new.diagnostics);
    let names = [before.name, after.name];
    let scene = preview::compared(
        &format!("{} to {}", names[0], names[1]),
        &preview::Sides {
            before: state(&old.documents, &old_findings),
            after: state(&new.documents, &new_findings),
            comparison: &comparison,
            names,
        },
    );
    let problems = comparison.unread.iter().map(|unread| {
        let message = format!("`{}` ({}) can't be read: {}", unread.path, unread.side, unread.reason);
        Diagnostic::error("file/unreadable", message).at(Place::file(&unread.path))
    });
    refused.diagnostics.extend(problems);
    Ok(Drawn { scene, refused })
}

/// What is in the files of a side, checked. What can't be read was told by the comparison.
fn seen(side: &Side, settings: &RuleSettings) -> Outcome {
    let texts = side.files.iter().filter_map(|file| match &file.content {
        diff::Content::Bytes(bytes) => {
            let text = std::str::from_utf8(bytes).ok()?.to_owned();
            walk::is_found(&file.path).then(|| Text { shown: file.path.clone(), text, is_named: false })
        }
        diff::Content::Unreadable(_) => None,
    });
    check::files(texts.collect(), settings, None)
}

fn state<'a>(documents: &'a [Seen], findings: &'a [Diagnostic]) -> State<'a> {
    State { documents: documents.iter().map(|seen| (&seen.document, &seen.datasources)).collect(), findings }
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
