//! Variables.

use serde_json::Value;

use super::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::{
    TextOrTexts, Variable, VariableHide, VariableOption, VariableQuery, VariableQueryModel, VariableRefresh, VariableSort,
    VariableType,
};
use crate::grafana::json::{Json, Nullable};
use crate::spec::VariableSpec;
use crate::spec::variable::{VariableHideSpec, VariableKind, VariableRefreshSpec, VariableSortSpec};

impl Scope<'_> {
    /// The variables at `at` (the list).
    pub(super) fn variables(&mut self, at: &Pointer) -> Vec<Variable> {
        let specs = self.variables;
        let mut variables = Vec::with_capacity(specs.len());
        for (index, spec) in specs.iter().enumerate() {
            let at = at.index(index);
            self.check_name(spec, index, &at);
            variables.push(self.variable(spec, &at));
        }
        variables
    }

    fn check_name(&mut self, spec: &VariableSpec, index: usize, at: &Pointer) {
        let well_formed = !spec.name.is_empty() && spec.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !well_formed || spec.name.starts_with("__") {
            let message = format!("`{}` can't be the name of a variable", spec.name);
            let diagnostic = Diagnostic::error("spec/bad-name", message).at(self.value(&at.key("name")));
            self.report(diagnostic.help("names are letters, digits and `_`; those that begin with `__` are Grafana's"));
        }
        if let Some(first) = self.variables[..index].iter().position(|other| other.name == spec.name) {
            let message = format!("there are two variables named `{}`", spec.name);
            let diagnostic = Diagnostic::error("spec/duplicate-name", message).at(self.value(&at.key("name")));
            let first = self.value(&at.parent().unwrap_or_default().index(first).key("name"));
            self.report(diagnostic.related(first, "the first one"));
        }
    }

    fn variable(&mut self, spec: &VariableSpec, at: &Pointer) -> Variable {
        let mut variable = Variable::default().name(spec.name.as_str()).r#type(kind(spec.kind));
        variable.label = spec.label.clone().map(Nullable::Value);
        variable.description = spec.description.clone().map(Nullable::Value);
        variable.regex.clone_from(&spec.regex);
        variable.multi = spec.multi;
        variable.include_all = spec.include_all;
        variable.all_value = spec.all_value.clone().map(Nullable::Value);
        variable.allow_custom_value = spec.allow_custom_value;
        variable.skip_url_sync = spec.skip_url_sync;
        variable.hide = spec.hide.map(hide);
        variable.sort = spec.sort.map(sort);
        variable.auto = spec.auto;
        variable.auto_min = spec.auto_min.as_ref().map(|least| self.interval(least, &at.key("autoMin")));
        variable.auto_count = spec.auto_count;
        variable.current = self.current(spec, at);
        if matches!(spec.kind, VariableKind::Query | VariableKind::Adhoc) {
            variable.datasource = self.datasource(spec.datasource.as_deref(), &at.key("datasource"));
        }
        if spec.kind == VariableKind::Query {
            // Without it, a provisioned variable is empty until somebody asks for it.
            variable.refresh = Some(spec.refresh.map_or(VariableRefresh::OnDashboardLoad, refresh));
            variable.definition = spec.query.as_ref().and_then(Value::as_str).map(ToOwned::to_owned);
        } else if spec.kind == VariableKind::Datasource {
            variable.refresh = Some(VariableRefresh::OnDashboardLoad);
        }
        let to_prometheus = variable.datasource.as_ref().is_some_and(|source| source.plugin() == Some("prometheus"));
        variable.query = self.query(spec, to_prometheus, at);
        variable
    }

    fn query(&mut self, spec: &VariableSpec, to_prometheus: bool, at: &Pointer) -> Option<VariableQuery> {
        let missing = spec.query.is_none() && !matches!(spec.kind, VariableKind::Adhoc | VariableKind::Textbox);
        if missing {
            let diagnostic = Diagnostic::error("spec/missing-key", format!("the variable `{}` has no `query`", spec.name));
            self.report(diagnostic.at(self.value(at)));
        }
        match (spec.query.as_ref()?, spec.kind) {
            // The form that Prometheus' own editor writes.
            (Value::String(text), VariableKind::Query) if to_prometheus => {
                Some(VariableQuery::Model(VariableQueryModel::default().query(text.as_str()).ref_id("StandardVariableQuery")))
            }
            (Value::String(text), _) => Some(VariableQuery::Text(text.clone())),
            (Value::Object(entries), VariableKind::Query) => VariableQuery::from_json(Value::Object(entries.clone())).ok(),
            _ => {
                let diagnostic = Diagnostic::error("spec/wrong-type", "expected a text here");
                self.report(diagnostic.at(self.value(&at.key("query"))));
                None
            }
        }
    }

    /// The value that a variable begins with: the spec's, or the first of a list that is written here.
    fn current(&mut self, spec: &VariableSpec, at: &Pointer) -> Option<VariableOption> {
        let query = spec.query.as_ref().and_then(Value::as_str);
        if let (VariableKind::Datasource, Some(name)) = (spec.kind, &spec.value) {
            let source = self.datasource(Some(name), &at.key("value"))?;
            if source.plugin() != query {
                let message = format!(
                    "`{name}` is a {} data source, and the variable lists {}",
                    source.plugin().unwrap_or_default(),
                    query.unwrap_or_default()
                );
                self.report(Diagnostic::error("spec/wrong-datasource", message).at(self.value(&at.key("value"))));
            }
            return Some(option(name, source.uid.as_deref().unwrap_or_default()));
        }
        let first = match spec.kind {
            VariableKind::Custom | VariableKind::Interval => query.and_then(|query| query.split(',').next()).map(str::trim),
            VariableKind::Textbox | VariableKind::Constant => query,
            _ => None,
        };
        let chosen = spec.value.as_deref().or(first)?;
        let (text, value) = chosen.split_once(" : ").unwrap_or((chosen, chosen));
        let all = chosen == "All" && spec.include_all == Some(true);
        let (text, value) = if all { ("All", "$__all") } else { (text.trim(), value.trim()) };
        Some(if spec.multi == Some(true) { options(text, value) } else { option(text, value) })
    }
}

fn option(text: &str, value: &str) -> VariableOption {
    VariableOption::default().text(text).value(value)
}

/// One choice of a variable that takes several.
fn options(text: &str, value: &str) -> VariableOption {
    let list = |text: &str| TextOrTexts::Texts(vec![text.to_owned()]);
    VariableOption::default().text(list(text)).value(list(value))
}

const fn kind(kind: VariableKind) -> VariableType {
    match kind {
        VariableKind::Query => VariableType::Query,
        VariableKind::Custom => VariableType::Custom,
        VariableKind::Datasource => VariableType::Datasource,
        VariableKind::Interval => VariableType::Interval,
        VariableKind::Textbox => VariableType::Textbox,
        VariableKind::Constant => VariableType::Constant,
        VariableKind::Adhoc => VariableType::Adhoc,
    }
}

const fn hide(hide: VariableHideSpec) -> VariableHide {
    match hide {
        VariableHideSpec::DontHide => VariableHide::DontHide,
        VariableHideSpec::HideLabel => VariableHide::HideLabel,
        VariableHideSpec::HideVariable => VariableHide::HideVariable,
    }
}

const fn refresh(refresh: VariableRefreshSpec) -> VariableRefresh {
    match refresh {
        VariableRefreshSpec::OnDashboardLoad => VariableRefresh::OnDashboardLoad,
        VariableRefreshSpec::OnTimeRangeChanged => VariableRefresh::OnTimeRangeChanged,
    }
}

const fn sort(sort: VariableSortSpec) -> VariableSort {
    match sort {
        VariableSortSpec::Disabled => VariableSort::Disabled,
        VariableSortSpec::AlphabeticalAsc => VariableSort::AlphabeticalAsc,
        VariableSortSpec::AlphabeticalDesc => VariableSort::AlphabeticalDesc,
        VariableSortSpec::NumericalAsc => VariableSort::NumericalAsc,
        VariableSortSpec::NumericalDesc => VariableSort::NumericalDesc,
    }
}
