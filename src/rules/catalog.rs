//! [`Datasources`]: the data sources that a file can refer to, and what a written reference means among them.

use serde_json::{Map, Value};

use crate::diag::Place;
use crate::grafana::dashboard::{Dashboard, DatasourceRef, VariableQuery, VariableType};
use crate::grafana::uid::derive_uid;
use crate::query::variable;

/// A data source that a provisioning file sets up.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownDatasource {
    /// Its name; empty where it comes from the environment.
    pub name: String,
    /// Its uid: the written one, or Grafana's own from the name; `None` where it comes from the environment.
    pub uid: Option<String>,
    /// Its plugin: `prometheus`; empty where none is written.
    pub kind: String,
    /// Its organisation; 0 where that comes from the environment.
    pub org_id: i64,
    /// Whether panels use it that name none.
    pub is_default: bool,
    /// Of Prometheus: the interval at which it scrapes (`timeInterval`).
    pub time_interval: Option<String>,
    /// Where it is set up.
    pub place: Place,
}

/// The data sources that a file can refer to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Datasources {
    /// All that are known.
    pub known: Vec<KnownDatasource>,
    /// Whether there are no others: then a reference to anything else leads nowhere.
    pub is_complete: bool,
}

/// How a part of a dashboard names its data source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Written<'a> {
    /// Not at all, or by `null`.
    Missing,
    /// By a text: a name, a uid or a variable. The old way.
    Text(&'a str),
    /// By an object with `uid` and `type`.
    Ref(&'a DatasourceRef),
}

impl<'a> Written<'a> {
    /// From a model's `datasource` and what the model did not take.
    #[must_use]
    pub fn of(typed: Option<&'a DatasourceRef>, extra: &'a Map<String, Value>) -> Self {
        match (typed, extra.get("datasource").and_then(Value::as_str)) {
            (Some(reference), _) => Self::Ref(reference),
            (None, Some(text)) => Self::Text(text),
            (None, None) => Self::Missing,
        }
    }

    /// The text that names it: a uid, a name or a variable.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        match self {
            Self::Missing => None,
            Self::Text(text) => Some(text),
            Self::Ref(reference) => reference.uid.as_deref(),
        }
    }
}

/// What a reference means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meant<'a> {
    /// A data source that a file sets up.
    Known(&'a KnownDatasource),
    /// Some data source of this plugin: a variable stands for it, or no file sets it up.
    Plugin(&'a str),
    /// One of Grafana's own: `-- Mixed --`.
    Special(&'a str),
    /// It can't be told.
    Unknown,
    /// None: there is no such data source.
    Nothing,
}

impl<'a> Meant<'a> {
    /// The plugin, where it can be told.
    #[must_use]
    pub fn plugin(&self) -> Option<&'a str> {
        match self {
            Self::Known(known) => Some(known.kind.as_str()).filter(|kind| !kind.is_empty()),
            Self::Plugin(plugin) => Some(plugin),
            Self::Special(_) | Self::Unknown | Self::Nothing => None,
        }
    }
}

impl KnownDatasource {
    /// The uid that Grafana gives a data source of this name and written uid.
    #[must_use]
    pub fn uid_of(name: &str, written: Option<&str>) -> Option<String> {
        match written {
            Some(uid) if !uid.is_empty() => Some(uid.to_owned()),
            _ if name.is_empty() => None,
            _ => Some(derive_uid(name)),
        }
    }
}

impl Datasources {
    /// The data source that `text` names: Grafana looks for a uid first, then for a name.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&KnownDatasource> {
        let by_uid = self.known.iter().find(|known| known.uid.as_deref() == Some(text));
        by_uid.or_else(|| self.known.iter().find(|known| known.name == text))
    }

    /// The default data source, of the plugin `kind` where one is asked for.
    #[must_use]
    pub fn default_of(&self, kind: Option<&str>) -> Option<&KnownDatasource> {
        let mut defaults = self.known.iter().filter(|known| known.is_default);
        match kind {
            None => defaults.next(),
            Some(kind) => {
                let of_kind = || self.known.iter().filter(|known| known.kind == kind);
                of_kind().find(|known| known.is_default).or_else(|| of_kind().next()).or_else(|| defaults.next())
            }
        }
    }

    /// What a reference means in `dashboard`, by Grafana's own way of looking it up (`@grafana/runtime`, `DataSourceSrv`).
    #[must_use]
    pub fn resolve<'a>(&'a self, written: Written<'a>, dashboard: &'a Dashboard) -> Meant<'a> {
        let plugin = match written {
            Written::Ref(reference) => reference.plugin(),
            _ => None,
        };
        let fallback = plugin.map_or(Meant::Unknown, Meant::Plugin);
        let Some(text) = written.text().filter(|text| !text.is_empty() && *text != "default") else {
            return self.default_of(plugin).map_or(fallback, Meant::Known);
        };
        if DatasourceRef::SPECIAL.contains(&text) {
            return Meant::Special(text);
        }
        if let Some(reference) = variable::references(text).first() {
            return variable_plugin(&reference.name, dashboard).map_or(fallback, Meant::Plugin);
        }
        match self.find(text) {
            Some(known) => Meant::Known(known),
            None if self.is_complete => Meant::Nothing,
            None => fallback,
        }
    }
}

/// The plugin of the data sources that the variable `name` stands for.
fn variable_plugin<'a>(name: &str, dashboard: &'a Dashboard) -> Option<&'a str> {
    let list = dashboard.templating.as_ref()?.list.as_deref()?;
    let found = list.iter().find(|variable| variable.name.as_deref() == Some(name));
    if let Some(found) = found.filter(|variable| variable.r#type == Some(VariableType::Datasource)) {
        return match found.query.as_ref()? {
            VariableQuery::Text(plugin) => Some(plugin.as_str()).filter(|plugin| !plugin.is_empty()),
            VariableQuery::Model(_) => None,
        };
    }
    // What a dashboard asks for when it is imported by hand.
    let inputs = dashboard.extra.get("__inputs")?.as_array()?;
    let input = inputs.iter().find(|input| input.get("name").and_then(Value::as_str) == Some(name))?;
    input.get("pluginId").and_then(Value::as_str)
}
