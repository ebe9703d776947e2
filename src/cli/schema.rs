//! `spanboard schema`: writes the JSON Schemas of the spec and of Grafana's files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::exit::ExitStatus;
use super::terminal;
use crate::diag::{Diagnostic, Place, Sources};
use crate::plan::FileKind;
use crate::render::format;
use crate::spec::loader::Refused;
use crate::spec::schema::{SpecKind, schema, schema_of_all};
use crate::verify;

/// Write the JSON Schemas, for editors and other tools.
///
/// One for the spec's files, one for the contract, and one for each kind of Grafana's files. They are made from the types that read and prove them.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SchemaArgs {
    /// Write nothing; exit with 1 if a schema is not up to date
    #[arg(long)]
    check: bool,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "schemas")]
    out: PathBuf,
}

const EXAMPLES: &str = "Examples:
  spanboard schema           write schemas/spec.schema.json and the others
  spanboard schema --check   fail when they are not up to date

A spec file that begins with
  # yaml-language-server: $schema=schemas/spec.schema.json
is completed and checked by editors.";

/// The schemas by file name.
fn schemas() -> [(&'static str, Value); 5] {
    [
        ("spec.schema.json", schema_of_all()),
        ("signals.schema.json", schema(SpecKind::Signals)),
        ("grafana-dashboard.schema.json", verify::schema(FileKind::Dashboard)),
        ("grafana-datasources.schema.json", verify::schema(FileKind::Datasources)),
        ("grafana-dashboard-providers.schema.json", verify::schema(FileKind::Providers)),
    ]
}

pub(super) fn run(args: &SchemaArgs) -> io::Result<ExitStatus> {
    let mut outdated = 0_usize;
    let mut problems = Vec::new();
    for (name, schema) in schemas() {
        let path = args.out.join(name);
        match update(&path, &schema, args.check) {
            Ok(true) => outdated += 1,
            Ok(false) => continue,
            Err(error) => {
                let action = if args.check { "read" } else { "written" };
                let message = format!("`{}` can't be {action}: {error}", path.display());
                problems.push(Diagnostic::error("output/disk", message).at(Place::file(path.to_string_lossy())));
                continue;
            }
        }
        terminal::result(&format!("{} {}", path.display(), if args.check { "is not up to date" } else { "written" }))?;
    }
    if !problems.is_empty() {
        return terminal::findings(&Refused { diagnostics: problems, sources: Sources::new() });
    }
    match outdated {
        0 => terminal::result("all schemas are up to date").map(|()| ExitStatus::Fine),
        _ if args.check => terminal::note("run `spanboard schema` and commit what it writes").map(|()| ExitStatus::Findings),
        _ => Ok(ExitStatus::Fine),
    }
}

/// Whether the file differs; without `check` it is then written.
fn update(path: &Path, schema: &Value, check: bool) -> io::Result<bool> {
    let text = format::format(schema)?;
    match fs::read_to_string(path) {
        Ok(present) if present == text => return Ok(false),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound || error.kind() == io::ErrorKind::InvalidData => {}
        Err(error) => return Err(error),
    }
    if !check {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(true)
}
