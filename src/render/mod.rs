//! From planned files to texts, by templates.
//!
//! The templates of the folder `templates/` are part of the binary; a user's template of the same name takes the place of a
//! built-in one. All are compiled once. An undefined name in a template is an error.

pub mod artifact;
mod block;
mod embedded;
mod filters;
pub mod format;
mod rust;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use serde_json::Value;
use value::{Json, Part};

pub use artifact::Artifact;
pub use embedded::TEMPLATES;

use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Place, Pointer};
use crate::plan::{Context, PanelContext, Planned};

/// Templates that take the place of built-in ones: name (`grafana/panels/stat.json.j2`) to text, and where each was read.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    templates: BTreeMap<String, (PathBuf, String)>,
}

impl Overrides {
    /// Reads every `*.j2` file below `folder`, at any depth. Later folders take the place of earlier ones, template by template.
    /// All files that can't be read are named.
    pub fn read(&mut self, folder: &Path) -> Result<(), Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(next) = folders.pop() {
            let entries = match std::fs::read_dir(&next).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
                Ok(entries) => entries,
                Err(error) => {
                    problems.push(unreadable(&next, &error));
                    continue;
                }
            };
            for path in entries.into_iter().map(|entry| entry.path()) {
                let is_linked = path.is_symlink();
                if path.is_dir() && !is_linked {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "j2") {
                    match std::fs::read_to_string(&path) {
                        Ok(text) => {
                            let parts = path.strip_prefix(folder).unwrap_or(&path).components();
                            let name = parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                            self.templates.insert(name, (path, text));
                        }
                        Err(error) => problems.push(unreadable(&path, &error)),
                    }
                }
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = format!("the template folder or file `{}` can't be read: {error}", path.display());
    Diagnostic::error("template/unreadable", message).at(Place::file(path.to_string_lossy()))
}

/// All templates, compiled.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    overridden: BTreeMap<String, PathBuf>,
}

impl Templates {
    /// Compiles the built-in templates and `overrides`. Every template that does not compile is named, with its line.
    pub fn new(overrides: Overrides) -> Result<Self, Vec<Diagnostic>> {
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build().map_err(
            |error| {
                let message = format!("the template engine refuses its own settings: {error}");
                vec![Diagnostic::error("template/fails", message)]
            },
        )?;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| if name.ends_with(".json.j2") { AutoEscape::Json } else { AutoEscape::None });
        environment.set_formatter(filters::write);
        environment.set_syntax(syntax);
        environment.add_filter("over", filters::over);
        environment.add_filter("entries", filters::entries);
        environment.add_filter("scalar", filters::scalar);
        environment.add_filter("block", filters::block);
        environment.add_filter("rust", filters::rust);
        environment.add_filter("words", filters::words);
        let mut templates = Self { environment, overridden: BTreeMap::new() };
        let mut problems = Vec::new();
        for (name, text) in TEMPLATES {
            if !overrides.templates.contains_key(*name) {
                let added = templates.environment.add_template(name, text);
                problems.extend(added.err().map(|error| templates.failed(name, &error)));
            }
        }
        for (name, (path, text)) in overrides.templates {
            problems.extend(misspelt(&name, &path));
            templates.overridden.insert(name.clone(), path);
            let added = templates.environment.add_template_owned(name.clone(), text);
            problems.extend(added.err().map(|error| templates.failed(&name, &error)));
        }
        if problems.is_empty() { Ok(templates) } else { Err(problems) }
    }

    /// Renders a planned file. The error names the template, its line, and the place of the spec.
    pub fn render(&self, planned: &Planned) -> Result<String, Diagnostic> {
        let context = match &planned.context {
            Context::Dashboard(context) => {
                let dashboard = Part::whole(Arc::clone(&planned.model));
                let panels = panels(&dashboard, &context.panels);
                context! { dashboard => minijinja::Value::from_object(Json::Frame(dashboard)), panels }
            }
            Context::Datasources(context) => file_context(&context.origin, &context.file),
            Context::Providers(context) => file_context(&context.origin, &context.file),
            Context::Signals(context) => file_context(&context.origin, &context.file),
        };
        let rendered = self.environment.get_template(planned.template).and_then(|template| template.render(context));
        rendered.map_err(|error| {
            let name = error.name().unwrap_or(planned.template);
            self.failed(name, &error).related(Place::file(&planned.source.shown), "while writing the file of this spec")
        })
    }

    /// Renders every panel of a planned dashboard alone, and gives its place in the file and its template along: to find the one
    /// whose template is at fault. A row comes after its panels.
    #[must_use]
    pub fn render_panels<'p>(&self, planned: &'p Planned) -> Vec<(Pointer, &'p str, String)> {
        let mut texts = Vec::new();
        if let Context::Dashboard(context) = &planned.context {
            let dashboard = Part::whole(Arc::clone(&planned.model));
            self.render_panels_of(&dashboard, &Pointer::root(), &context.panels, &mut texts);
        }
        texts
    }

    fn render_panels_of<'p>(
        &self,
        owner: &Part,
        at: &Pointer,
        contexts: &'p [PanelContext],
        texts: &mut Vec<(Pointer, &'p str, String)>,
    ) {
        for (index, context) in contexts.iter().enumerate() {
            let Some(part) = owner.entry("panels").and_then(|list| list.element(index)) else { continue };
            let at = at.key("panels").index(index);
            self.render_panels_of(&part, &at, &context.panels, texts);
            let template = self.environment.get_template(&context.template);
            // One that fails was reported when the whole was rendered.
            if let Ok(text) = template.and_then(|template| template.render(context! { panel => panel(part, context) })) {
                texts.push((at, &context.template, text));
            }
        }
    }

    /// Where the template `name` was read, for messages: its path, or its name among the built-in ones.
    #[must_use]
    pub fn shown(&self, name: &str) -> String {
        self.overridden.get(name).map_or_else(|| format!("built-in template {name}"), |path| path.to_string_lossy().into_owned())
    }

    fn failed(&self, name: &str, error: &minijinja::Error) -> Diagnostic {
        // Of templates that include one another, the innermost one fails; the others only say so.
        let included = std::error::Error::source(error).and_then(|inner| inner.downcast_ref::<minijinja::Error>());
        if let Some(inner) = included {
            return self.failed(inner.name().unwrap_or(name), inner);
        }
        let line = error.line().map_or_else(String::new, |line| format!(", line {line}"));
        let mut message = format!("the template `{name}`{line} fails: {}", error.kind());
        if let Some(detail) = error.detail() {
            message = format!("{message}: {detail}");
        }
        Diagnostic::error("template/fails", message).at(Place::file(self.shown(name)))
    }
}

/// A template that is nearly named like a built-in one takes nobody's place, and was probably meant to.
fn misspelt(name: &str, path: &Path) -> Option<Diagnostic> {
    if TEMPLATES.iter().any(|(built_in, _)| *built_in == name) {
        return None;
    }
    // Folders and endings are alike in all of them, and would make all of them alike.
    let (folder, stem) = folder_and_stem(name);
    let beside = TEMPLATES.iter().map(|(built_in, _)| folder_and_stem(built_in)).filter(|(other, _)| *other == folder);
    let near = nearest(stem, beside.map(|(_, stem)| stem))?;
    let message = format!("there is no built-in template `{name}` whose place this one could take");
    let diagnostic = Diagnostic::error("template/unknown-name", message).at(Place::file(path.to_string_lossy()));
    Some(diagnostic.help(format!("did you mean `{near}`? A template of your own, to be included by others, needs another name")))
}

/// `grafana/panels/` and `stat` of `grafana/panels/stat.json.j2`.
fn folder_and_stem(name: &str) -> (&str, &str) {
    let (folder, file) = name.split_at(name.rfind('/').map_or(0, |slash| slash + 1));
    (folder, file.split('.').next().unwrap_or(file))
}

fn file_context(origin: &str, file: &Arc<Value>) -> minijinja::Value {
    context! { origin, file => Part::whole(Arc::clone(file)).to_template() }
}

/// What the templates of `contexts` are given: their parts of the list `panels` of `owner`.
fn panels(owner: &Part, contexts: &[PanelContext]) -> Vec<minijinja::Value> {
    let Some(list) = owner.entry("panels") else { return Vec::new() };
    let parts = contexts.iter().enumerate().filter_map(|(index, context)| list.element(index).map(|part| panel(part, context)));
    parts.collect()
}

fn panel(part: Part, context: &PanelContext) -> minijinja::Value {
    let field_config = part.entry("fieldConfig");
    let of_fields = |key: &str| field_config.as_ref().and_then(|config| config.entry(key));
    context! {
        template => context.template.as_str(),
        targets => value::list_or_empty(part.entry("targets")),
        defaults => value::mapping_or_empty(of_fields("defaults")),
        overrides => value::list_or_empty(of_fields("overrides")),
        options => value::mapping_or_empty(part.entry("options")),
        panels => panels(&part, &context.panels),
        whole => part.to_template(),
        frame => minijinja::Value::from_object(Json::Frame(part)),
    }
}
