//! The proof: what was rendered is read back and held against what it was made from.
//!
//! From: planned files and the texts that templates made of them. To: the values that will be written, or findings that name the
//! template and the place of the spec. A text is parsed here, once; what is written later is this very value.

mod across;
mod coverage;
mod dashboard;
mod rust;
mod shape;
mod trail;

use serde_json::Value;

use crate::diag::{Diagnostic, Place, Pointer};
use crate::grafana::meaning;
use crate::plan::{Context, FileKind, PanelContext, Planned};
use crate::render::Templates;
use crate::yaml;

pub use across::{Known, across};
pub use shape::schema;

/// What has passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// The file's value; `null` for Rust.
    pub value: Value,
    /// What the checks across files need to know of it.
    pub known: Known,
}

/// Holds the text that was rendered for `planned` against it: it is JSON or YAML, of the shape that Grafana reads, says all that
/// the model says, and keeps what a dashboard must keep; or it is Rust whose constants say what the model says. All findings are
/// gathered.
pub fn file(planned: &Planned, text: &str, templates: &Templates) -> Result<Verified, Vec<Diagnostic>> {
    let check = Check { planned, templates };
    if planned.kind == FileKind::Rust {
        let found = check.rust(text);
        let known = Known::of(planned, &Value::Null);
        return if found.is_empty() { Ok(Verified { value: Value::Null, known }) } else { Err(found) };
    }
    let value = check.parse(text).map_err(|diagnostic| vec![diagnostic])?;
    // In dashboards `$` is Grafana's; in provisioning files it is expanded, and what is meant shows only after that.
    let meant = if planned.kind == FileKind::Dashboard { None } else { Some(meaning::read(value.clone())) };
    let meant = meant.as_ref().unwrap_or(&value);
    let mut found = check.coverage(meant);
    if planned.kind == FileKind::Dashboard {
        found.extend(check.dashboard(&value));
    }
    found.extend(check.shape(&value));
    if found.is_empty() {
        let known = Known::of(planned, meant);
        Ok(Verified { value, known })
    } else {
        Err(found)
    }
}

/// One file under check.
struct Check<'a> {
    planned: &'a Planned,
    templates: &'a Templates,
}

impl Check<'_> {
    fn parse(&self, text: &str) -> Result<Value, Diagnostic> {
        let (what, problem) = if self.planned.kind == FileKind::Dashboard {
            match serde_json::from_str(text) {
                Ok(value) => return Ok(value),
                Err(error) => ("JSON", error.to_string()),
            }
        } else {
            match yaml::parse(text) {
                Ok(value) => return Ok(value),
                Err(error) => ("YAML", error.to_string()),
            }
        };
        Err(self.panel_not_parsed().unwrap_or_else(|| self.not_parsed(self.planned.template, &Pointer::root(), what, &problem)))
    }

    /// The panel whose template makes no JSON, if it is one of them.
    fn panel_not_parsed(&self) -> Option<Diagnostic> {
        let panels = self.templates.render_panels(self.planned);
        let mut problems = panels.iter().filter_map(|(at, template, text)| {
            let problem = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
            Some(self.not_parsed(template, at, "JSON", &problem.to_string()))
        });
        problems.next()
    }

    fn not_parsed(&self, template: &str, at: &Pointer, what: &str, problem: &str) -> Diagnostic {
        let message = format!("the template `{template}` makes no {what}: {problem}");
        let diagnostic = Diagnostic::error("template/not-parsed", message).at(Place::file(self.templates.shown(template)));
        diagnostic.related(self.planned.source.place(at), "while writing this part of the spec")
    }

    /// A finding at `at` of the file: it names the spec's place and the template that wrote it.
    fn finding(&self, rule: &'static str, at: &Pointer, message: impl Into<String>) -> Diagnostic {
        let template = self.template_at(at);
        let diagnostic = Diagnostic::error(rule, message).at(self.planned.source.place(at));
        diagnostic.related(Place::file(self.templates.shown(template)), format!("written by the template `{template}`"))
    }

    /// The template that wrote the place `at`.
    fn template_at(&self, at: &Pointer) -> &str {
        let Context::Dashboard(context) = &self.planned.context else { return self.planned.template };
        let steps: Vec<String> = at.steps().collect();
        let mut template = self.planned.template;
        let mut panels: &[PanelContext] = &context.panels;
        for pair in steps.chunks(2) {
            let [key, index] = pair else { break };
            let panel = index.parse::<usize>().ok().filter(|_| key == "panels").and_then(|index| panels.get(index));
            let Some(panel) = panel else { break };
            template = &panel.template;
            panels = &panel.panels;
        }
        template
    }
}
