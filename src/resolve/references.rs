//! References to data sources: from names to Grafana's `{type, uid}`.

use super::Scope;
use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::DatasourceRef;
use crate::spec::variable::VariableKind;

/// The names of Grafana's own data sources, as the spec and Grafana write them.
const BUILT_IN: [&str; 4] = [DatasourceRef::GRAFANA, DatasourceRef::MIXED, DatasourceRef::DASHBOARD, DatasourceRef::EXPRESSION];

impl Scope<'_> {
    /// The data source of the name `name`, written at `at`. Without a name: the default one. `None` after reporting why.
    pub(super) fn datasource(&mut self, name: Option<&str>, at: &Pointer) -> Option<DatasourceRef> {
        let Some(name) = name else { return self.default_datasource(at) };
        if let Some(variable) = variable_name(name) {
            return self.datasource_of_variable(name, variable, at);
        }
        match name {
            DatasourceRef::GRAFANA => return Some(DatasourceRef::grafana()),
            DatasourceRef::MIXED => return Some(DatasourceRef::mixed()),
            DatasourceRef::DASHBOARD => return Some(DatasourceRef::dashboard()),
            DatasourceRef::EXPRESSION => return Some(DatasourceRef::expression()),
            _ => {}
        }
        if let Some(known) = self.catalog.get(name) {
            return Some(DatasourceRef::new(known.kind.clone(), known.uid.clone()));
        }
        let near = self.catalog.nearest(name).or_else(|| nearest(name, BUILT_IN));
        let diagnostic =
            Diagnostic::error("spec/unknown-datasource", format!("there is no data source named `{name}`")).at(self.value(at));
        let known: Vec<String> = self.catalog.names().map(|name| format!("`{name}`")).collect();
        self.report(match near {
            Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
            None if known.is_empty() => {
                diagnostic.help("the project has no data sources; name their file as `datasources` in spanboard.yaml")
            }
            None => diagnostic.help(format!("the data sources are {}", known.join(", "))),
        });
        None
    }

    fn default_datasource(&mut self, at: &Pointer) -> Option<DatasourceRef> {
        if let Some(known) = self.catalog.default_source() {
            return Some(DatasourceRef::new(known.kind.clone(), known.uid.clone()));
        }
        let diagnostic =
            Diagnostic::error("spec/missing-datasource", "this has no data source, and the project has no default one");
        let owner = at.parent().unwrap_or_default();
        self.report(diagnostic.at(self.value(&owner)).help("write `datasource: NAME`"));
        None
    }

    fn datasource_of_variable(&mut self, written: &str, variable: &str, at: &Pointer) -> Option<DatasourceRef> {
        let found = self.variables.iter().find(|candidate| candidate.name == variable);
        match found {
            Some(found) if found.kind == VariableKind::Datasource => {
                let kind = found.query.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
                Some(DatasourceRef::new(kind, format!("${{{variable}}}")))
            }
            Some(_) => {
                let message = format!("the variable `{variable}` does not stand for a data source");
                self.report(
                    Diagnostic::error("spec/unknown-datasource", message)
                        .at(self.value(at))
                        .help("its `type` would be `datasource`"),
                );
                None
            }
            None => {
                let names = self.variables.iter().map(|candidate| candidate.name.as_str());
                let near = nearest(variable, names).map(|near| format!("did you mean `${{{near}}}`?"));
                let diagnostic = Diagnostic::error(
                    "spec/unknown-variable",
                    format!("`{written}`: the dashboard has no variable `{variable}`"),
                );
                let diagnostic = diagnostic.at(self.value(at));
                self.report(match near {
                    Some(near) => diagnostic.label(near),
                    None => diagnostic,
                });
                None
            }
        }
    }
}

/// The variable's name where `text` is `$name` or `${name}`.
fn variable_name(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    Some(name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name))
}
