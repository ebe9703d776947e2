//! A panel as it is drawn.

use super::kind::kind;
use super::limits::{self, scale};
use super::link;
use super::note::notes;
use super::query::query;
use super::reference;
use super::unit::unit;
use crate::grafana::dashboard::{Dashboard, FieldDefaults, GridPos, Panel, PropertyValue};
use crate::preview::rich_text::markdown;
use crate::preview::scene::{LinkNote, PanelDrawing, QueryNote, Scale, UnitNote};
use crate::rules::{Datasources, Written};

/// The most series that are named in a drawing.
const MOST_SERIES: usize = 8;

/// A panel or row, not placed yet.
pub(super) fn panel(panel: &Panel, dashboard: &Dashboard, datasources: &Datasources, id: String) -> PanelDrawing {
    let type_id = panel.r#type.clone().unwrap_or_default();
    let title = panel.title.clone().filter(|title| !title.trim().is_empty());
    let written = Written::of(panel.datasource.as_ref(), &panel.extra);
    let mut queries: Vec<QueryNote> =
        panel.targets.iter().flatten().map(|target| query(target, dashboard, datasources)).collect();
    let datasource = match written {
        // A panel without queries asks nobody.
        Written::Missing if queries.is_empty() => None,
        _ => reference::words(written, dashboard, datasources),
    };
    let of_first = queries.iter().find_map(|query| query.datasource.clone());
    let datasource = if panel.datasource.is_none() && of_first.is_some() { of_first } else { datasource };
    for query in &mut queries {
        query.datasource = query.datasource.take().filter(|own| Some(own) != datasource.as_ref());
    }
    let empty = FieldDefaults::default();
    let defaults = panel.field_config.as_ref().and_then(|config| config.defaults.as_ref()).unwrap_or(&empty);
    let unit = unit(defaults.unit.as_deref().or_else(|| old_unit(panel)).unwrap_or_default());
    PanelDrawing {
        id,
        has_title: title.is_some(),
        title: title.unwrap_or_else(|| format!("({} without a title)", if type_id.is_empty() { "panel" } else { &type_id })),
        kind: kind(panel),
        place: panel.grid_pos.as_ref().map_or_else(|| "not said".to_owned(), place),
        description: markdown(panel.description.as_deref().unwrap_or_default()),
        series: queries.iter().filter(|query| !query.is_hidden).take(MOST_SERIES).map(series_name).collect(),
        scale: scale_of(panel, defaults, unit.as_ref()),
        color: limits::color(defaults),
        notes: notes(panel),
        links: links(panel, defaults),
        datasource,
        queries,
        unit,
        type_id,
        ..PanelDrawing::default()
    }
}

fn place(place: &GridPos) -> String {
    let number = |number: Option<u32>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    format!("column {}, row {}, {} wide, {} high", number(place.x), number(place.y), number(place.w), number(place.h))
}

fn series_name(query: &QueryNote) -> String {
    query.legend.clone().unwrap_or_else(|| if query.ref_id.is_empty() { "query".to_owned() } else { query.ref_id.clone() })
}

/// The thresholds of all fields, or else those of the first fields that have some of their own.
fn scale_of(panel: &Panel, defaults: &FieldDefaults, unit: Option<&UnitNote>) -> Option<Scale> {
    let of_all = defaults.thresholds.as_ref().and_then(|thresholds| scale(thresholds, unit));
    of_all.or_else(|| {
        let overrides = panel.field_config.iter().flat_map(|config| config.overrides.iter().flatten());
        overrides.into_iter().find_map(|one| {
            let (thresholds, own) = limits::of_override(one)?;
            scale(thresholds, own.as_ref().or(unit))
        })
    })
}

/// Where the panels of Grafana before version 8 have their unit.
fn old_unit(panel: &Panel) -> Option<&str> {
    let of_axis = || panel.extra.get("yaxes")?.get(0)?.get("format")?.as_str();
    panel.extra.get("format").and_then(serde_json::Value::as_str).or_else(of_axis)
}

fn links(panel: &Panel, defaults: &FieldDefaults) -> Vec<LinkNote> {
    let of_head = panel.links.iter().flatten().map(link::of_dashboard);
    let of_values = defaults.links.iter().flatten().map(link::of_value);
    let overrides = panel.field_config.iter().flat_map(|config| config.overrides.iter().flatten());
    let properties = overrides.flat_map(|one| one.properties.iter().flatten());
    let of_some = properties.flat_map(|property| match &property.value {
        Some(PropertyValue::Links(links)) => links.iter().map(link::of_value).collect(),
        _ => Vec::new(),
    });
    of_head.chain(of_values).chain(of_some).collect()
}
