//! `spanboard signals`: begins a contract, or adds to one, from what a program exposes.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize as _;

use super::exit::ExitStatus;
use super::terminal;
use crate::diag::{Diagnostic, Place, Sources};
use crate::import::{self, Contract, Exposition, Merged};
use crate::signals::{SignalsSpec, validate};
use crate::spec::FilePath;
use crate::spec::loader::{self, Refused};
use crate::yaml;

/// Work on the contract: what the code emits.
#[derive(Debug, Args)]
pub(super) struct SignalsArgs {
    #[command(subcommand)]
    command: SignalsCommand,
}

#[derive(Debug, Subcommand)]
enum SignalsCommand {
    Import(ImportArgs),
}

/// Write the metrics of a contract from what a program exposes.
///
/// Reads what a program answers at /metrics, in Prometheus's text format or in OpenMetrics. What a contract says already stays as
/// it is, comments included: new metrics and new labels are added, and nothing is taken away. A label with more than 20 values is
/// taken to be open; `job` and `instance` are left to scraping.
#[expect(clippy::doc_markdown, reason = "this is shown as help, where backticks would be in the way")]
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
struct ImportArgs {
    /// The exposition; a folder of such files; or `-` for the standard input
    #[arg(value_name = "FILE|DIR")]
    from: PathBuf,
    /// The source that the metrics belong to. Default: the only one of the contract, or else the file's name
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The contract to write or to add to. Default: print a new one
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  curl -s http://localhost:8000/metrics > metrics.txt
  spanboard signals import metrics.txt                           look at what a contract would say
  spanboard signals import metrics.txt --output signals.yaml     write it, or add to it
  spanboard signals import - --source shop < metrics.txt         from the standard input";

/// Files larger than this, in bytes, are not read.
const LARGEST: u64 = 256 << 20;

/// Why nothing was imported, and how the run ends with that.
struct Failed(Refused, ExitStatus);

impl From<Vec<Diagnostic>> for Failed {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self(Refused { diagnostics, sources: Sources::new() }, ExitStatus::Failed)
    }
}

pub(super) fn run(args: &SignalsArgs) -> io::Result<ExitStatus> {
    let SignalsCommand::Import(args) = &args.command;
    match import(args) {
        Ok((merged, notes)) => told(args, &merged, &notes),
        Err(Failed(refused, status)) => terminal::findings(&refused).map(|_| status),
    }
}

fn told(args: &ImportArgs, merged: &Merged, notes: &[String]) -> io::Result<ExitStatus> {
    for note in notes.iter().chain(&merged.notes) {
        terminal::note(&format!("note: {note}"))?;
    }
    match &args.output {
        None => terminal::result(merged.text.trim_end_matches('\n'))?,
        Some(output) => {
            if merged.metrics + merged.labels == 0 {
                return terminal::result(&format!("{} has all of it", output.display())).map(|()| ExitStatus::Fine);
            }
            let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
            let added = format!("{} and {} added", count(merged.metrics, "metric"), count(merged.labels, "label"));
            terminal::result(&format!("{}: {added}", output.display()))?;
        }
    }
    Ok(ExitStatus::Fine)
}

/// Reads, merges, proves and writes. Gives the notes about what was read along.
fn import(args: &ImportArgs) -> Result<(Merged, Vec<String>), Failed> {
    let mut sources = Sources::new();
    let exposition = exposition(&args.from, &mut sources)?;
    let existing = match &args.output {
        Some(output) if output.exists() => Some(contract(output)?),
        _ => None,
    };
    let merged = match &existing {
        Some((shown, spec, text)) => {
            sources.insert(shown.clone(), text.clone());
            let contract = Contract { file: shown, text, spec };
            import::merge(&contract, &source(args, Some(spec))?, &exposition)
                .map_err(|diagnostics| Failed(Refused { diagnostics, sources: sources.clone() }, ExitStatus::Failed))?
        }
        None => import::begin(&source(args, None)?, &exposition),
    };
    let before = existing.as_ref().map(|(_, _, text)| text.as_str());
    prove(args, &merged, before)?;
    if let Some(output) = args.output.as_ref().filter(|_| before != Some(merged.text.as_str())) {
        write(output, &merged.text).map_err(|error| {
            let message = format!("`{}` can't be written: {error}", output.display());
            Failed::from(vec![Diagnostic::error("output/disk", message).at(Place::file(output.to_string_lossy()))])
        })?;
    }
    Ok((merged, exposition.notes))
}

/// A contract that is there: its path, what it says, its text.
fn contract(path: &Path) -> Result<(String, SignalsSpec, String), Failed> {
    let shown = path.to_string_lossy().into_owned();
    let file = FilePath { origin: shown.clone(), shown: shown.clone() };
    let (read, text) = loader::signals(Path::new(""), &file, None).map_err(|refused| Failed(refused, ExitStatus::Failed))?;
    Ok((shown, read.spec, text))
}

/// The name of the source that the metrics belong to.
fn source(args: &ImportArgs, contract: Option<&SignalsSpec>) -> Result<String, Failed> {
    if let Some(source) = &args.source {
        return Ok(source.clone());
    }
    if let Some([only]) = contract.map(|contract| contract.sources.as_slice()) {
        return Ok(only.name.clone());
    }
    let name = args.from.file_stem().filter(|_| args.from != Path::new("-"));
    name.map(|name| name.to_string_lossy().into_owned()).ok_or_else(|| {
        let diagnostic = Diagnostic::error("import/no-source", "whose metrics these are can't be told");
        vec![diagnostic.help("name the source: `--source NAME`")].into()
    })
}

/// What the text is to say, it says; and that is in order.
fn prove(args: &ImportArgs, merged: &Merged, before: Option<&str>) -> Result<(), Failed> {
    let shown = args.output.as_deref().map_or_else(|| "signals.yaml".to_owned(), |path| path.to_string_lossy().into_owned());
    let read = yaml::parse(&merged.text).ok().and_then(|value| SignalsSpec::deserialize(value).ok());
    if read.as_ref() != Some(&merged.spec) {
        let message = format!("the metrics can't be added to `{shown}` in a way that leaves all else as it is");
        let diagnostic = Diagnostic::error("import/not-editable", message).at(Place::file(&shown));
        return Err(vec![diagnostic.help("import without `--output`, and add by hand what is new")].into());
    }
    let found = validate(&shown, &merged.spec);
    if found.is_empty() {
        return Ok(());
    }
    let mut sources = Sources::new();
    sources.insert(shown.clone(), merged.text.as_str());
    let mut diagnostics = found;
    let words = if before.is_some() { "with what is imported" } else { "of this exposition" };
    diagnostics
        .push(Diagnostic::error("import/refused", format!("nothing was written: the contract {words} would not be in order")));
    Err(Failed(Refused { diagnostics, sources }, ExitStatus::Findings))
}

/// Reads a file, the files of a folder, or the standard input. Errors of all files are gathered.
fn exposition(from: &Path, sources: &mut Sources) -> Result<Exposition, Failed> {
    let mut files = Vec::new();
    let mut refused = Refused::default();
    for path in paths(from)? {
        let shown = path.to_string_lossy().into_owned();
        let read = bytes(&path).map_err(|error| {
            let message = format!("`{shown}` can't be read: {error}");
            vec![Diagnostic::error("import/unreadable", message).at(Place::file(&shown))]
        });
        let read = read.and_then(|bytes| {
            let read = import::read(&shown, &bytes);
            if let (true, Ok(text)) = (bytes.len() <= import::LONGEST_SHOWN, String::from_utf8(bytes)) {
                refused.sources.insert(shown.clone(), text);
            }
            read
        });
        match read {
            Ok(file) => files.push(file),
            Err(found) => refused.diagnostics.extend(found),
        }
    }
    if !refused.diagnostics.is_empty() {
        return Err(Failed(refused, ExitStatus::Failed));
    }
    sources.extend(refused.sources);
    Ok(import::join(files)?)
}

/// The files to be read, sorted. A folder is not looked into any deeper, and hidden files are passed over.
fn paths(from: &Path) -> Result<Vec<PathBuf>, Failed> {
    if !from.is_dir() {
        return Ok(vec![from.to_path_buf()]);
    }
    let failed = |message: String| {
        Failed::from(vec![Diagnostic::error("import/unreadable", message).at(Place::file(from.to_string_lossy()))])
    };
    let entries = fs::read_dir(from).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|error| failed(format!("the folder `{}` can't be read: {error}", from.display())))?;
    let shown = entries.iter().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let mut paths: Vec<PathBuf> = shown.map(fs::DirEntry::path).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(failed(format!("there is no file in the folder `{}`", from.display())));
    }
    Ok(paths)
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
    } else {
        if !fs::metadata(path)?.is_file() {
            // Reading a pipe would wait for a writer that may never come.
            return Err(io::Error::other("it is not a regular file"));
        }
        fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > LARGEST { Err(io::Error::other("it has more than 256 MiB")) } else { Ok(bytes) }
}

/// Writes the file whole or not at all.
fn write(path: &Path, text: &str) -> io::Result<()> {
    // Of a link the file is meant that it leads to.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".spanboard-new");
    let beside = path.with_file_name(name);
    if let Err(error) = fs::remove_file(&beside)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    // A new file and nothing else: a link that somebody puts there would lead the text elsewhere.
    fs::OpenOptions::new().write(true).create_new(true).open(&beside)?.write_all(text.as_bytes())?;
    if let Ok(present) = fs::metadata(&path) {
        fs::set_permissions(&beside, present.permissions())?;
    }
    fs::rename(&beside, &path).inspect_err(|_| drop(fs::remove_file(&beside)))
}
