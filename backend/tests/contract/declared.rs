//! `observability/signals.yaml`, as far as it says what is emitted.

use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeMap;

/// The file.
#[derive(Debug, Deserialize)]
pub struct Contract {
    pub sources: Vec<Source>,
}

/// Who emits.
#[derive(Debug, Deserialize)]
pub struct Source {
    pub name: String,
    #[serde(default)]
    pub resource: BTreeMap<String, Values>,
    #[serde(default)]
    pub metrics: Vec<Metric>,
    #[serde(default)]
    pub spans: Vec<Span>,
    #[serde(default)]
    pub logs: Vec<Log>,
}

/// `open`, or the values there are.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Values {
    Open(String),
    Listed(Vec<Value>),
}

impl Values {
    /// Whether a value is one of them.
    pub fn allow(&self, value: &str) -> bool {
        match self {
            Self::Open(word) => word == "open",
            Self::Listed(values) => values.iter().any(|listed| text(listed) == value),
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).unwrap().trim().to_owned(),
    }
}

#[derive(Debug, Deserialize)]
pub struct Metric {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub help: String,
    #[serde(default)]
    pub labels: BTreeMap<String, Values>,
    #[serde(default)]
    pub buckets: Vec<f64>,
    #[serde(default)]
    pub exemplars: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Span {
    pub name: Option<String>,
    pub pattern: Option<String>,
    pub kind: String,
    #[serde(default)]
    pub attributes: BTreeMap<String, Attribute>,
    #[serde(default)]
    pub events: Vec<Event>,
}

impl Span {
    /// What a reader knows it by.
    pub fn title(&self) -> String {
        let name = self.name.as_deref().or(self.pattern.as_deref()).unwrap_or("?");
        let system = match self.attributes.get("db.system") {
            Some(Attribute::Long { values: Some(Values::Listed(systems)), .. }) => {
                format!(" of {}", systems.iter().map(text).collect::<Vec<_>>().join("/"))
            }
            _ => String::new(),
        };
        format!("{} span `{name}`{system}", self.kind)
    }
}

#[derive(Debug, Deserialize)]
pub struct Event {
    pub name: String,
    #[serde(default)]
    pub attributes: BTreeMap<String, Attribute>,
}

/// A type, or more than that.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Attribute {
    Short(String),
    Long {
        #[serde(rename = "type")]
        kind: String,
        values: Option<Values>,
    },
}

impl Attribute {
    pub fn kind(&self) -> &str {
        match self {
            Self::Short(kind) | Self::Long { kind, .. } => kind,
        }
    }

    pub fn allows(&self, value: &str) -> bool {
        match self {
            Self::Short(_) | Self::Long { values: None, .. } => true,
            Self::Long { values: Some(values), .. } => values.allow(value),
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Log {
    pub format: String,
    pub pattern: Option<String>,
    pub fields: BTreeMap<String, Values>,
}

/// The contract of the project.
pub fn contract() -> Contract {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../observability/signals.yaml");
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

impl Contract {
    /// A source by its name.
    pub fn source(&self, name: &str) -> &Source {
        self.sources.iter().find(|source| source.name == name).unwrap_or_else(|| panic!("no source `{name}`"))
    }
}
