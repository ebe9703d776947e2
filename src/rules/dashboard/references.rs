//! All references to data sources in a dashboard.
//!
//! From: a dashboard's parts. To: each written reference with what it means, and whether Grafana goes by it.

use crate::diag::Pointer;
use crate::grafana::dashboard::DatasourceRef;
use crate::query::variable::{Reference, references};
use crate::rules::view::{DashboardView, PanelView};
use crate::rules::{Meant, Written};

/// A reference as it is written.
pub(super) struct Named<'a> {
    /// How it is written.
    pub(super) written: Written<'a>,
    /// What it means.
    pub(super) meant: Meant<'a>,
    /// Where that stands which it belongs to. A place of its own is made for the few that there is something to say of.
    owner: &'a Pointer,
    /// Whether Grafana goes by it: of a panel whose own data source is a single one, it passes over what queries name.
    pub(super) is_used: bool,
}

impl Named<'_> {
    /// Where it stands.
    pub(super) fn at(&self) -> Pointer {
        self.owner.key("datasource")
    }

    /// Where the text stands that names the data source.
    pub(super) fn text_at(&self) -> Pointer {
        if matches!(self.written, Written::Ref(_)) { self.at().key("uid") } else { self.at() }
    }

    /// Whether Grafana knows an expression by the type, whatever the uid.
    fn is_expression(&self) -> bool {
        matches!(self.written, Written::Ref(reference) if reference.r#type.as_deref() == Some(DatasourceRef::EXPRESSION))
    }
}

/// The references of `dashboard` that Grafana goes by and that hold variables: each with its text and the variables in it.
pub(super) fn by_variable<'a>(dashboard: &'a DashboardView<'a>) -> impl Iterator<Item = (Named<'a>, &'a str, Vec<Reference>)> {
    let used = named(dashboard).filter(|named| named.is_used && !named.is_expression());
    used.filter_map(|named| {
        let text = named.written.text()?;
        let references = references(text);
        (!references.is_empty()).then_some((named, text, references))
    })
}

/// All references of `dashboard`.
pub(super) fn named<'a>(dashboard: &'a DashboardView<'a>) -> impl Iterator<Item = Named<'a>> {
    let panels = dashboard.panels.iter().flat_map(of_panel);
    let variables = dashboard.variables.iter().map(|view| (view.written, view.datasource, &view.at));
    let annotations = dashboard.annotations.iter().filter(|view| view.annotation.enable != Some(false));
    let annotations = annotations.map(|view| (view.written, view.datasource, &view.at));
    let others = variables.chain(annotations).filter(|(written, _, _)| *written != Written::Missing);
    let others = others.map(|(written, meant, at)| Named { written, meant, owner: at, is_used: true });
    panels.chain(others)
}

fn of_panel<'a>(panel: &'a PanelView<'a>) -> impl Iterator<Item = Named<'a>> {
    let has_queries = !panel.targets.is_empty();
    let own = (panel.written != Written::Missing).then_some(Named {
        written: panel.written,
        meant: panel.datasource,
        owner: &panel.at,
        is_used: has_queries,
    });
    let is_mixed = panel.datasource == Meant::Special(DatasourceRef::MIXED);
    let names_none = panel.written.text().is_none_or(str::is_empty);
    let targets = panel.targets.iter().enumerate().filter(|(_, target)| target.names_datasource);
    let targets = targets.map(move |(index, target)| Named {
        written: target.written,
        meant: target.datasource,
        owner: &target.at,
        is_used: is_mixed || (names_none && index == 0),
    });
    own.into_iter().chain(targets)
}
