//! What rules are shown: the parts of a file, each with its place, its neighbours, and what its references mean.
//!
//! From: a model. To: flat lists, made in one walk.

mod dashboard;
mod datasource;
mod fields;
mod link;
mod panel;
mod provider;
mod query;
mod text;
mod variable_query;

use super::Datasources;
use crate::plan::Source;
use crate::signals::Contract;

pub use dashboard::{AnnotationView, DashboardView, VariableView, panels_of_old_rows};
pub use datasource::{DatasourceFileView, DatasourceView};
pub use fields::FieldSetting;
pub use link::{Link, LinkView};
pub use panel::{PanelView, TargetView};
pub use provider::{ProviderFileView, ProviderView};
pub use query::{Language, Owner, Parsed, QueryView};
pub use text::{Mention, TextRole, TextView};

/// What is around the part of a file that a rule is shown.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The file.
    pub source: &'a Source,
    /// The data sources that the file can refer to.
    pub datasources: &'a Datasources,
    /// What the code emits, where that is known.
    pub contract: Option<&'a Contract>,
    /// The dashboard that the part belongs to.
    pub dashboard: Option<&'a DashboardView<'a>>,
    /// The data source that the part belongs to.
    pub datasource: Option<&'a DatasourceView<'a>>,
}
