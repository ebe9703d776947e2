//! Reads spec files: from paths to typed values, or to all that is wrong with them. The only part of `spec` that touches the disk.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::dashboard::DashboardSpec;
use super::datasource::{DatasourcesSpec, has_known_json_data};
use super::explain::explain;
use super::masked::{masked, may_hold_a_secret};
use super::project::ProjectSpec;
use super::schema::{SpecKind, schema};
use super::{FilePath, SpecFile};
use crate::diag::position::line_column;
use crate::diag::{Diagnostic, Place, Pointer, Sources};
use crate::signals::SignalsSpec;
use crate::yaml;

/// What could not be read: all findings, and the texts that they point into.
#[derive(Debug, Clone, Default)]
pub struct Refused {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of the files that the findings point into.
    pub sources: Sources,
}

impl Refused {
    fn one(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], sources: Sources::new() }
    }

    /// Adds the findings of another file.
    pub fn extend(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
        self.sources.extend(other.sources);
    }
}

/// A project whose own file and data sources are read. Its dashboards are found, and read one by one with [`dashboard`].
#[derive(Debug, Clone)]
pub struct ProjectFiles {
    /// The project's folder: the one that `spanboard.yaml` stands in.
    pub folder: PathBuf,
    /// `spanboard.yaml`.
    pub project: SpecFile<ProjectSpec>,
    /// The data sources.
    pub datasources: SpecFile<DatasourcesSpec>,
    /// The contract, where the project has one.
    pub signals: Option<SpecFile<SignalsSpec>>,
    /// The dashboards' spec files, sorted by path.
    pub dashboards: Vec<FilePath>,
    /// The texts of the files that were read.
    pub sources: Sources,
}

/// Reads the project that `config` (`spanboard.yaml`) describes. Errors of both files are gathered.
pub fn project(config: &Path) -> Result<ProjectFiles, Refused> {
    let folder = config.parent().unwrap_or(Path::new("")).to_path_buf();
    let name = config.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let project_path = FilePath { origin: name, shown: config.to_string_lossy().into_owned() };
    let mut sources = Sources::new();
    let mut refused = Refused::default();
    let project = match read::<ProjectSpec>(&folder, &project_path, SpecKind::Project, None, |_| true) {
        Ok((project, text)) => {
            sources.insert(project_path.shown.clone(), text);
            project
        }
        Err(error) => {
            refused.extend(error);
            inputs_of_refused(config)
        }
    };
    refused.diagnostics.extend(bad_inputs(&project_path.shown, &project));
    let input = |key: &str, path: &Option<String>| {
        let origin = path.as_deref().filter(|path| input_problem(path).is_none())?;
        Some((path_in(&folder, origin), Place::value(&project_path.shown, Pointer::root().key(key))))
    };
    let read_contract = |(path, from): (FilePath, Place)| signals(&folder, &path, Some(&from));
    let read_datasources = |(path, from): (FilePath, Place)| {
        let read = read::<DatasourcesSpec>(&folder, &path, SpecKind::Datasources, Some(&from), has_known_json_data);
        read.map(|(spec, text)| (SpecFile { path, spec }, text))
    };
    let contract = input("signals", &project.signals).map(read_contract);
    let datasources = input("datasources", &project.datasources).map(read_datasources);
    let contract = contract.and_then(|read| taken(read, &mut sources, &mut refused));
    let datasources = datasources.and_then(|read| taken(read, &mut sources, &mut refused)).unwrap_or_default();
    let readable = |path: &&String| input_problem(path).is_none();
    let dashboards = match project.dashboards.as_ref().filter(readable) {
        Some(origin) => {
            let from = Place::value(&project_path.shown, Pointer::root().key("dashboards"));
            dashboard_files(&folder, origin, &from).unwrap_or_else(|found| {
                refused.diagnostics.extend(found);
                Vec::new()
            })
        }
        None => Vec::new(),
    };
    if !refused.diagnostics.is_empty() {
        // What is wrong with the dashboards is told in the same run, as far as it shows without the rest.
        dashboards.iter().filter_map(|path| dashboard(&folder, path).err()).for_each(|error| refused.extend(error));
    }
    if refused.diagnostics.is_empty() {
        let project = SpecFile { path: project_path, spec: project };
        Ok(ProjectFiles { folder, project, datasources, signals: contract, dashboards, sources })
    } else {
        refused.sources.extend(sources);
        Err(refused)
    }
}

/// Reads `config` (`spanboard.yaml`) alone: what a project says of itself, without the files that it names.
pub fn project_file(config: &Path) -> Result<SpecFile<ProjectSpec>, Refused> {
    let folder = config.parent().unwrap_or(Path::new(""));
    let name = config.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let path = FilePath { origin: name, shown: config.to_string_lossy().into_owned() };
    let (spec, _) = read::<ProjectSpec>(folder, &path, SpecKind::Project, None, |_| true)?;
    Ok(SpecFile { path, spec })
}

/// The file that was read, its text kept among `sources`; or nothing, with the reasons in `refused`.
fn taken<T>(read: Result<(SpecFile<T>, String), Refused>, sources: &mut Sources, refused: &mut Refused) -> Option<SpecFile<T>> {
    match read {
        Ok((file, text)) => {
            sources.insert(file.path.shown.clone(), text);
            Some(file)
        }
        Err(error) => {
            refused.extend(error);
            None
        }
    }
}

/// What a project file that is refused names as inputs, so that what is wrong with these is told too.
fn inputs_of_refused(config: &Path) -> ProjectSpec {
    let value = fs::read_to_string(config).ok().and_then(|text| yaml::parse(&text).ok()).unwrap_or_default();
    let path = |key: &str| value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let (datasources, dashboards, signals) = (path("datasources"), path("dashboards"), path("signals"));
    ProjectSpec { datasources, dashboards, signals, ..ProjectSpec::default() }
}

/// Reads one dashboard, `path` below the project's folder `folder`, and gives its text along. All that is wrong with the file is
/// gathered.
pub fn dashboard(folder: &Path, path: &FilePath) -> Result<(DashboardSpec, String), Refused> {
    read(folder, path, SpecKind::Dashboard, None, |_| true)
}

/// Reads a contract, `path` below `folder`, and gives its text along. `from` is the place that names the file. All that is wrong
/// with keys and types is gathered; what is wrong with the contract itself, [`crate::signals::validate`] says.
pub fn signals(folder: &Path, path: &FilePath, from: Option<&Place>) -> Result<(SpecFile<SignalsSpec>, String), Refused> {
    let (spec, text) = read(folder, path, SpecKind::Signals, from, |_| true)?;
    Ok((SpecFile { path: path.clone(), spec }, text))
}

fn path_in(folder: &Path, origin: &str) -> FilePath {
    FilePath { origin: origin.to_owned(), shown: folder.join(origin).to_string_lossy().into_owned() }
}

/// Reads a file of the kind `kind`. `from` is the place that names the file; `whole` is a last check that the types can't make.
fn read<T: DeserializeOwned>(
    folder: &Path,
    path: &FilePath,
    kind: SpecKind,
    from: Option<&Place>,
    whole: impl Fn(&T) -> bool,
) -> Result<(T, String), Refused> {
    let text = read_text(&folder.join(&path.origin), &path.shown, from)?;
    let refused = |found: Vec<Diagnostic>, value: Option<&Value>| {
        let mut sources = Sources::new();
        sources.insert(path.shown.clone(), masked(&text, value));
        Refused { diagnostics: found, sources }
    };
    let value = yaml::parse(&text).map_err(|error| refused(vec![bad_yaml(&path.shown, &text, &error)], None))?;
    let otherwise = match T::deserialize(value) {
        Ok(spec) if whole(&spec) => return Ok((spec, text)),
        Ok(_) => "a value is not of its shape".to_owned(),
        Err(error) => error.to_string(),
    };
    // Read again rather than kept: a file that is in order pays nothing for one that is not.
    let value = yaml::parse(&text).unwrap_or(Value::Null);
    Err(refused(explained(path, &value, kind, &otherwise), Some(&value)))
}

/// Says what is wrong by the schema; `otherwise` stands in where the schema finds nothing.
fn explained(path: &FilePath, value: &Value, kind: SpecKind, otherwise: &str) -> Vec<Diagnostic> {
    let schema = schema(kind);
    let mut found = explain(&path.shown, value, &schema);
    if found.is_empty() {
        // To a schema `1.0` is a whole number, and to the types it is not.
        found = explain(&path.shown, &with_fractions(value.clone()), &schema);
    }
    if found.is_empty() {
        return vec![Diagnostic::error("spec/value", otherwise.to_owned()).at(Place::file(&path.shown))];
    }
    found
}

/// The same value, in which every number that is written with a point has a fraction.
fn with_fractions(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64().filter(|whole| number.is_f64() && whole.fract() == 0.0) {
            Some(whole) => Value::from(whole + 0.5),
            None => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(with_fractions).collect(),
        Value::Object(entries) => entries.into_iter().map(|(key, entry)| (key, with_fractions(entry))).collect(),
        other => other,
    }
}

fn read_text(file: &Path, shown: &str, from: Option<&Place>) -> Result<String, Refused> {
    let refused = |message: String| {
        let diagnostic = Diagnostic::error("spec/unreadable", message);
        Refused::one(match from {
            Some(place) => diagnostic.at(place.clone()),
            None => diagnostic.at(Place::file(shown)),
        })
    };
    let metadata = fs::metadata(file).map_err(|error| refused(format!("`{shown}` can't be read: {error}")))?;
    if !metadata.is_file() && !metadata.is_dir() {
        // Reading a pipe would wait for a writer that may never come.
        return Err(refused(format!("`{shown}` can't be read: it is not a regular file")));
    }
    let bytes = fs::read(file).map_err(|error| refused(format!("`{shown}` can't be read: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default());
        let (line, column) = line_column(&before, valid);
        refused(format!("`{shown}` is not UTF-8 text: line {line}, column {column} can't be read"))
    })
}

fn bad_yaml(shown: &str, text: &str, error: &yaml::YamlError) -> Diagnostic {
    let words = if is_about_a_secret(&error.message) { "a secret is `{env: NAME}` or `{file: PATH}`" } else { &error.message };
    let diagnostic = Diagnostic::error("spec/yaml", format!("this is not YAML that can be read: {words}"));
    let place = match error.line {
        Some(line) => {
            let offset = offset_of(text, line, error.column.unwrap_or(1));
            Place::bytes(shown, offset..offset)
        }
        None => Place::file(shown),
    };
    let tabs = text.lines().any(|line| line.starts_with('\t') || line.trim_start_matches(' ').starts_with('\t'));
    let diagnostic = diagnostic.at(place);
    if tabs { diagnostic.help("YAML is indented with spaces; there is a tab at the beginning of a line") } else { diagnostic }
}

/// Whether an error quotes what may be a secret. It begins with the way to the value: `datasources[0].secureJsonData.key: …`.
fn is_about_a_secret(message: &str) -> bool {
    let way = message.split_once(": ").map_or("", |(way, _)| way);
    !way.contains(' ') && way.split(['.', '[']).any(may_hold_a_secret)
}

/// The byte at which a line and a column, both counted from 1, stand.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let line_text = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    start + line_text.char_indices().nth(column.saturating_sub(1)).map_or(line_text.len(), |(offset, _)| offset)
}

/// Why `path` does not name a file or folder of the spec, which may stand beside the project's folder; `None` where it does.
fn input_problem(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        Some("the path is empty")
    } else if path.starts_with('/') || Path::new(path).is_absolute() {
        Some("it is absolute; paths are relative to the project's folder")
    } else if path.contains('\\') {
        Some("it holds a backslash; parts are separated by `/`")
    } else if path.chars().any(char::is_control) {
        Some("it holds a control character")
    } else {
        None
    }
}

/// What of the project's paths can't be read at all.
fn bad_inputs(shown: &str, project: &ProjectSpec) -> Vec<Diagnostic> {
    let paths = [
        ("datasources", &project.datasources),
        ("dashboards", &project.dashboards),
        ("signals", &project.signals),
        ("templates", &project.templates),
    ];
    let problems = paths.into_iter().filter_map(|(key, path)| {
        let path = path.as_deref()?;
        let message = format!("`{}` can't be read: {}", path.escape_debug(), input_problem(path)?);
        Some(Diagnostic::error("spec/bad-path", message).at(Place::value(shown, Pointer::root().key(key))))
    });
    problems.collect()
}

/// The YAML files below `origin`, at any depth, sorted. Linked folders are not followed.
fn dashboard_files(folder: &Path, origin: &str, from: &Place) -> Result<Vec<FilePath>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let mut folders = vec![origin.trim_end_matches('/').to_owned()];
    while let Some(next) = folders.pop() {
        let entries = match fs::read_dir(folder.join(&next)).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => {
                let message = format!("the folder `{}` can't be read: {error}", folder.join(&next).display());
                problems.push(Diagnostic::error("spec/unreadable", message).at(from.clone()));
                continue;
            }
        };
        for entry in entries {
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let message = format!("the name of `{}` is not UTF-8 text", entry.path().display());
                problems.push(Diagnostic::error("spec/unreadable", message).at(from.clone()));
                continue;
            };
            let path = format!("{next}/{name}");
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !name.starts_with('.') {
                folders.push(path);
            } else if !is_folder && is_yaml(name) {
                found.push(path_in(folder, &path));
            }
        }
    }
    found.sort_by(|left, right| left.origin.cmp(&right.origin));
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

fn is_yaml(name: &str) -> bool {
    !name.starts_with('.') && Path::new(name).extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}
