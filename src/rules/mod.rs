//! Rules: what is wrong with Grafana's files, and with what they ask for, beyond what makes a file unreadable.
//!
//! From: the models of Grafana's files, made from a spec or written by anyone, and the contract where there is one. To: findings.
//! [`Checker`] walks each file once and shows every part of it to every [`Rule`]; a rule never walks on its own. What a rule is
//! about stands in its page under `docs/rules/`, whose examples are its tests.

mod catalog;
mod check;
mod correlation;
mod coverage;
mod dashboard;
mod datasource;
mod eaten;
mod findings;
mod list;
mod provider;
mod provisioning;
mod query;
mod scalar;
mod settings;
mod stored;
mod usage;
pub mod view;

use crate::diag::Severity;

pub use catalog::{Datasources, KnownDatasource, Meant, Written};
pub use check::{Checked, Checker, DashboardFacts, Facts, KnownProvider};
pub use findings::Findings;
pub use list::{find, rules};
pub use settings::{RuleSettings, Suppression};
pub use stored::{Eaten, stored};
pub use usage::Usage;
pub use view::{
    Context, DashboardView, DatasourceFileView, DatasourceView, PanelView, ProviderFileView, ProviderView, QueryView,
};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// `category/problem`, kebab-case: `datasource/two-defaults`.
    pub id: &'static str,
    /// How much a finding matters, unless the project says otherwise.
    pub severity: Severity,
    /// The rule's page, Markdown: what is wrong, why it matters, examples that fail and that pass.
    pub page: &'static str,
}

impl About {
    /// What the rule finds, in one sentence: the first one of its page.
    #[must_use]
    pub fn summary(&self) -> String {
        let paragraphs = self.page.split("\n\n").map(str::trim);
        let first = paragraphs.filter(|paragraph| !paragraph.starts_with('#')).find(|paragraph| !paragraph.is_empty());
        first.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Defines what a rule is about, from its id: the page is `docs/rules/<id>.md`.
macro_rules! about {
    ($severity:ident, $id:literal) => {
        $crate::rules::About {
            id: $id,
            severity: $crate::diag::Severity::$severity,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules/", $id, ".md")),
        }
    };
}

pub(crate) use about;

/// One thing that can be wrong. A rule implements the methods for the parts that it looks at.
///
/// Every method is shown one part of a file and what is around it, and reports into `found`, which knows the file.
pub trait Rule: Sync {
    /// What it is about.
    fn about(&self) -> &'static About;

    /// A data source file as a whole.
    fn datasource_file(&self, file: &DatasourceFileView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (file, around, found);
    }

    /// A data source of a file.
    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (datasource, around, found);
    }

    /// A provider file as a whole.
    fn provider_file(&self, file: &ProviderFileView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (file, around, found);
    }

    /// A provider of a file.
    fn provider(&self, provider: &ProviderView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (provider, around, found);
    }

    /// A dashboard as a whole, with lists of all its parts.
    fn dashboard(&self, dashboard: &DashboardView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (dashboard, around, found);
    }

    /// A panel or row, those inside of collapsed rows included.
    fn panel(&self, panel: &PanelView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (panel, around, found);
    }

    /// A query: of a panel, a variable, an annotation, or a link of a data source.
    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (query, around, found);
    }

    /// All files that were looked at, after each was.
    fn across(&self, files: &[Facts], around: &Context<'_>, found: &mut Findings<'_>) {
        let _ = (files, around, found);
    }
}
