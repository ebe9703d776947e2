//! A dashboard as it is drawn.

use serde_json::Value;

use super::layout::{Group, Placed, section};
use super::link;
use super::panel::panel;
use super::variable::variable;
use crate::diag::Pointer;
use crate::grafana::dashboard::{Dashboard, Panel};
use crate::grafana::json::Json;
use crate::preview::color::Color;
use crate::preview::rich_text::markdown;
use crate::preview::scene::{Drawing, PanelDrawing, Section};
use crate::rules::Datasources;

/// Where each panel of a drawing stands in its dashboard's value, with the panel's id.
pub(super) type Places = Vec<(Pointer, String)>;

/// Draws a dashboard. The ids of its panels begin with `id`.
pub(super) fn drawing(dashboard: &Dashboard, datasources: &Datasources, id: &str) -> (Drawing, Places) {
    let mut walk = Walk { dashboard, datasources, id, places: Vec::new() };
    let mut groups = walk.groups();
    groups.extend(walk.old_rows());
    let sections: Vec<Section> =
        groups.into_iter().map(section).filter(|section| section.row.is_some() || !section.panels.is_empty()).collect();
    let title = dashboard.title.clone().filter(|title| !title.trim().is_empty());
    let annotations = dashboard.annotations.iter().flat_map(|all| all.list.iter().flatten());
    let drawing = Drawing {
        title: title.unwrap_or_else(|| "(dashboard without a title)".to_owned()),
        description: markdown(dashboard.description.as_deref().unwrap_or_default()),
        tags: dashboard.tags.clone().unwrap_or_default(),
        settings: settings(dashboard),
        variables: dashboard.templating.iter().flat_map(|all| all.list.iter().flatten()).map(variable).collect(),
        annotations: annotations
            .filter(|one| one.built_in != Some(1))
            .map(|one| (one.name.clone().unwrap_or_default(), one.icon_color.as_deref().and_then(Color::parse)))
            .collect(),
        links: dashboard.links.iter().flatten().map(link::of_dashboard).collect(),
        sections,
        findings: Vec::new(),
    };
    (drawing, walk.places)
}

/// Settings of the dashboard as a whole, in words.
fn settings(dashboard: &Dashboard) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(time) = &dashboard.time {
        let from = time.from.as_deref().unwrap_or("?");
        words.push(format!("{from} to {}", time.to.as_deref().unwrap_or("?")));
    }
    words.extend(dashboard.refresh.as_deref().filter(|refresh| !refresh.is_empty()).map(|refresh| format!("refresh {refresh}")));
    words.extend(dashboard.uid.as_ref().and_then(|uid| uid.value()).map(|uid| format!("uid {uid}")));
    words
}

struct Walk<'a> {
    dashboard: &'a Dashboard,
    datasources: &'a Datasources,
    id: &'a str,
    places: Places,
}

impl<'a> Walk<'a> {
    fn draw(&mut self, one: &Panel, at: Pointer) -> PanelDrawing {
        let id = format!("{}p{}", self.id, self.places.len() + 1);
        self.places.push((at, id.clone()));
        panel(one, self.dashboard, self.datasources, id)
    }

    /// The panels by the rows that they follow on the grid.
    fn groups(&mut self) -> Vec<Group> {
        let list = Pointer::root().key("panels");
        let dashboard = self.dashboard;
        let mut panels: Vec<(usize, &'a Panel)> = dashboard.panels.iter().flatten().enumerate().collect();
        let top = |panel: &Panel| panel.grid_pos.as_ref().and_then(|place| place.y).unwrap_or(0);
        // A row goes before what begins at its height.
        panels.sort_by_key(|(_, panel)| (top(panel), !panel.is_row()));
        let mut groups = vec![Group { row: None, is_collapsed: false, panels: Vec::new() }];
        for (index, one) in panels {
            let at = list.index(index);
            let drawing = self.draw(one, at.clone());
            if !one.is_row() {
                if let Some(group) = groups.last_mut() {
                    group.panels.push(Placed::new(one, drawing));
                }
                continue;
            }
            let inner = at.key("panels");
            let own = one.panels.iter().flatten().enumerate();
            let own = own.map(|(index, panel)| Placed::new(panel, self.draw(panel, inner.index(index)))).collect();
            let is_collapsed = one.collapsed == Some(true);
            groups.push(Group { row: Some(drawing), is_collapsed, panels: own });
            if is_collapsed {
                // What follows a collapsed row on the grid stands below it, and not in it.
                groups.push(Group { row: None, is_collapsed: false, panels: Vec::new() });
            }
        }
        groups
    }

    /// The rows of Grafana before version 5: they hold their panels, each of which takes a share of 12 columns.
    fn old_rows(&mut self) -> Vec<Group> {
        let rows = self.dashboard.extra.get("rows").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let list = Pointer::root().key("rows");
        let mut groups = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let at = list.index(index);
            let title = row.get("title").and_then(Value::as_str).unwrap_or_default();
            let is_collapsed = row.get("collapse") == Some(&Value::Bool(true));
            let of_row = Panel::default().r#type(Panel::ROW).title(title);
            let shows_row = row.get("showTitle") == Some(&Value::Bool(true)) || is_collapsed || rows.len() > 1;
            let drawing = self.draw(&of_row, at.clone());
            let height = rows_of(row.get("height"));
            let (mut x, mut y, mut panels) = (0, 0, Vec::new());
            for (index, panel) in row.get("panels").and_then(Value::as_array).into_iter().flatten().enumerate() {
                let Ok(panel) = Panel::from_json(panel.clone()) else { continue };
                let span = panel.extra.get("span").and_then(Value::as_f64).unwrap_or(4.0).clamp(1.0, 12.0);
                let width = columns(span);
                if x + width > 24 {
                    (x, y) = (0, y + height);
                }
                let drawing = self.draw(&panel, at.key("panels").index(index));
                panels.push(Placed { x, y, width, height, drawing });
                x += width;
            }
            groups.push(Group { row: shows_row.then_some(drawing), is_collapsed, panels });
        }
        groups
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was brought into the range before")]
fn columns(span: f64) -> u32 {
    (span * 2.0).round() as u32
}

/// The height of an old row in rows of the grid, 38 pixels each.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was brought into the range before")]
fn rows_of(height: Option<&Value>) -> u32 {
    let pixels = match height {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim_end_matches("px").parse::<f64>().ok(),
        _ => None,
    };
    (pixels.unwrap_or(250.0) / 38.0).round().clamp(2.0, 30.0) as u32
}
