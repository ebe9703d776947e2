//! What is said of panels, dashboards and data sources: queries, units, thresholds, links, findings, changes.

use crate::diag::Severity;
use crate::diff::Word;
use crate::preview::color::Color;
use crate::preview::href::Href;

/// A query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryNote {
    /// Its letter.
    pub ref_id: String,
    /// Its language: `PromQL`.
    pub language: String,
    /// Its text, or its fields in words.
    pub text: String,
    /// How its series are named.
    pub legend: Option<String>,
    /// Its data source in words, where it is not the panel's.
    pub datasource: Option<String>,
    /// Whether its results are not shown.
    pub is_hidden: bool,
}

/// The unit of values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitNote {
    /// Its id, as the file has it.
    pub id: String,
    /// How it is written after a value: `ms`; empty where it is not.
    pub symbol: String,
}

/// Thresholds as a scale.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scale {
    /// Whether the values are percent of the way from the least to the greatest value.
    pub is_percentage: bool,
    /// The steps, in the file's order.
    pub steps: Vec<Step>,
}

/// A step of thresholds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    /// The value from which it applies, with its unit; `None` for the first.
    pub from: Option<String>,
    /// The colour's name, as the file has it.
    pub name: String,
    /// The colour, where the name is one.
    pub color: Option<Color>,
}

impl Step {
    /// In words: `red from 120 s`.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.from {
            Some(from) => format!("{} from {from}", self.name),
            None => self.name.clone(),
        }
    }
}

impl Scale {
    /// In words: `green, red from 120 s`.
    #[must_use]
    pub fn words(&self) -> String {
        self.steps.iter().map(Step::words).collect::<Vec<_>>().join(", ")
    }
}

/// A variable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariableNote {
    /// Its name.
    pub name: String,
    /// What is shown in place of the name.
    pub label: String,
    /// Its kind.
    pub kind: &'static str,
    /// What it asks or offers.
    pub asks: String,
}

/// A link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkNote {
    /// Its words.
    pub title: String,
    /// Where it leads, as written.
    pub target: String,
    /// The same, where the page may lead there.
    pub href: Option<Href>,
}

/// A finding of `check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The rule.
    pub rule: String,
    /// What is wrong.
    pub message: String,
    /// The file that it is in.
    pub file: String,
    /// The way out.
    pub help: Option<String>,
}

/// What happened to a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It is elsewhere or has another size.
    Moved,
    /// It is another one.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

impl Mark {
    /// In one word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }

    /// As a sign, so that colour is not all that tells.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "~",
            Self::Moved => "↔",
        }
    }
}

/// A change in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeNote {
    /// What changed: `red threshold`.
    pub what: String,
    /// How it was.
    pub old: Option<String>,
    /// How it is.
    pub new: Option<String>,
    /// A long text, word by word. Empty where `old` and `new` say it.
    pub words: Vec<Word>,
    /// Why it breaks what relies on it.
    pub breaking: Option<String>,
}

/// A data source in the graph of links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceNode {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Whether panels use it that name none.
    pub is_default: bool,
    /// The file that sets it up.
    pub file: String,
    /// Its links to others.
    pub links: Vec<SourceLink>,
}

/// A link from a data source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceLink {
    /// The setting: `tracesToLogsV2`.
    pub setting: &'static str,
    /// More about it: the names of queries or fields.
    pub detail: String,
    /// The place of the target in the list; `None` where it is none of them.
    pub target: Option<usize>,
    /// What the target is called where it is none of them: a uid, or an address outside of Grafana.
    pub outside: String,
}
