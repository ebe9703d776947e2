//! The outputs: which files are written, and that all of them lie inside the project's folder.

use super::{Catalog, Scope};
use crate::diag::{Diagnostic, Pointer};
use crate::spec::{OutputsSpec, ProjectSpec, SpecFile};

/// The outputs of a project, checked.
pub type Outputs = OutputsSpec;

/// The outputs of a project. A path that leads out of the project's folder is an error.
pub fn outputs(project: &SpecFile<ProjectSpec>) -> Result<Outputs, Vec<Diagnostic>> {
    let catalog = Catalog::default();
    let mut scope = Scope { shown: &project.path.shown, catalog: &catalog, variables: &[], found: Vec::new() };
    let at = Pointer::root().key("outputs");
    let outputs = &project.spec.outputs;
    let paths = [
        ("manifest", Some(&outputs.manifest)),
        ("datasources", outputs.datasources.as_ref()),
        ("providers", outputs.providers.as_ref()),
        ("dashboards", outputs.dashboards.as_ref()),
        ("signals", outputs.signals.as_ref().map(|signals| &signals.path)),
    ];
    for (key, path) in paths {
        if let Some(problem) = path.and_then(|path| path_problem(path)) {
            let diagnostic = Diagnostic::error("spec/bad-path", problem).at(scope.value(&path_of(&at, key)));
            scope.report(diagnostic.help("outputs lie inside the project's folder, below it, with `/` between the parts"));
        }
    }
    scope.apart(&at, outputs);
    scope.need(&at, "datasources", outputs.datasources.is_some(), project.spec.datasources.is_some(), "datasources");
    scope.need(&at, "providers", outputs.providers.is_some(), !project.spec.providers.is_empty(), "providers");
    scope.need(&at, "dashboards", outputs.dashboards.is_some(), project.spec.dashboards.is_some(), "dashboards");
    if outputs.signals.is_some() {
        // A contract that is only checked against needs no output.
        scope.need(&at, "signals", true, project.spec.signals.is_some(), "signals");
    }
    if scope.found.is_empty() { Ok(outputs.clone()) } else { Err(scope.found) }
}

/// Where the path of an output stands.
fn path_of(outputs: &Pointer, key: &str) -> Pointer {
    let output = outputs.key(key);
    if key == "signals" { output.key("path") } else { output }
}

impl Scope<'_> {
    /// Reports files that are written to one place, and files that stand where a folder is needed.
    fn apart(&mut self, at: &Pointer, outputs: &OutputsSpec) {
        let files = [
            ("manifest", Some(&outputs.manifest)),
            ("datasources", outputs.datasources.as_ref()),
            ("providers", outputs.providers.as_ref()),
            ("signals", outputs.signals.as_ref().map(|signals| &signals.path)),
        ];
        let all = files.into_iter().chain([("dashboards", outputs.dashboards.as_ref())]);
        // Some disks don't tell letters from capital letters.
        let all: Vec<(&str, String)> =
            all.filter_map(|(key, path)| Some((key, path?.trim_end_matches('/').to_lowercase()))).collect();
        for (index, (key, path)) in all.iter().enumerate() {
            let meets = |other: &str| {
                path == other
                    || path.starts_with(&format!("{other}/"))
                    || (*key != "dashboards" && other.starts_with(&format!("{path}/")))
            };
            let Some((first, _)) = all[..index].iter().find(|(_, other)| meets(other)) else { continue };
            let message = format!("the outputs `{first}` and `{key}` stand in one another's place");
            let diagnostic = Diagnostic::error("spec/bad-path", message).at(self.value(&path_of(at, key)));
            let first = self.value(&path_of(at, first));
            self.report(diagnostic.related(first, "the first one"));
        }
    }

    /// An output that nothing is written to, or a part of the spec that is written nowhere, is a slip of the pen.
    fn need(&mut self, outputs: &Pointer, key: &str, is_output: bool, is_described: bool, what: &str) {
        if is_output && !is_described {
            let message = format!("the project names an output for its {what} and has none");
            let diagnostic = Diagnostic::error("spec/missing-key", message).at(self.key(&outputs.key(key)));
            self.report(diagnostic.help(format!("write `{what}` beside `outputs`, or take this away")));
        } else if is_described && !is_output {
            let message = format!("the project's {what} are not written anywhere");
            let diagnostic = Diagnostic::error("spec/missing-key", message).at(self.key(&Pointer::root().key(what)));
            self.report(diagnostic.help(format!("name their place as `outputs.{key}`")));
        }
    }
}

/// Why `path` is not a place below a folder; `None` where it is.
fn path_problem(path: &str) -> Option<String> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let bad_part = path.split('/').find(|part| part.is_empty() || *part == "." || *part == "..");
    if path.contains(['\0', '\\']) || path.chars().any(char::is_control) {
        return Some(format!("`{}` can't be the path of an output", path.escape_debug()));
    }
    bad_part.map(|part| match part {
        "" => format!("`{path}` is not relative, or has an empty part"),
        part => format!("`{path}` has a part `{part}`"),
    })
}
