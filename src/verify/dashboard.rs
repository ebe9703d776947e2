//! What every dashboard must keep, whatever its template did: numbers and letters used once, panels side by side in 24 columns.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Check;
use super::trail::Trail;
use crate::diag::{Diagnostic, Pointer};

/// Columns of Grafana's grid.
const COLUMNS: u64 = 24;

type Area = [u64; 4];

impl Check<'_> {
    /// What the dashboard does not keep.
    pub(super) fn dashboard(&self, dashboard: &Value) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut ids = BTreeMap::new();
        self.panels(dashboard, Trail::Root, &mut ids, &mut found);
        found
    }

    /// Checks the panels of a dashboard or a row.
    fn panels(&self, owner: &Value, owner_at: Trail<'_>, ids: &mut BTreeMap<u64, Pointer>, found: &mut Vec<Diagnostic>) {
        let Some(panels) = owner.get("panels").and_then(Value::as_array) else { return };
        let mut areas: Vec<(Area, usize)> = Vec::with_capacity(panels.len());
        for (index, panel) in panels.iter().enumerate() {
            let list = Trail::Key(&owner_at, "panels");
            let trail = Trail::Index(&list, index);
            let at = trail.pointer();
            match panel.get("id").and_then(Value::as_u64) {
                Some(id) => {
                    if let Some(first) = ids.insert(id, at.clone()) {
                        let message = format!("two panels have the number {id}: `{first}` and `{at}`");
                        found.push(self.finding("template/duplicate-id", &at, message));
                    }
                }
                None => found.push(self.finding("template/missing-id", &at, format!("the panel `{at}` has no number"))),
            }
            self.ref_ids(panel, &at, found);
            match area(panel) {
                Some(area) if area[0] + area[2] <= COLUMNS => areas.push((area, index)),
                Some(_) => {
                    found.push(self.finding("template/outside-grid", &at, format!("the panel `{at}` reaches past column 24")));
                }
                None => {
                    found.push(self.finding("template/outside-grid", &at, format!("the panel `{at}` has no place in the grid")));
                }
            }
            self.panels(panel, trail, ids, found);
        }
        self.overlaps(areas, &owner_at.pointer(), found);
    }

    fn ref_ids(&self, panel: &Value, at: &Pointer, found: &mut Vec<Diagnostic>) {
        let targets = panel.get("targets").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (index, target) in targets.iter().enumerate() {
            let ref_id = target.get("refId");
            if ref_id.is_none() || targets[..index].iter().any(|other| other.get("refId") == ref_id) {
                let at = at.key("targets").index(index);
                found.push(self.finding("template/duplicate-ref-id", &at, format!("the query `{at}` has no letter of its own")));
            }
        }
    }

    fn overlaps(&self, mut areas: Vec<(Area, usize)>, owner: &Pointer, found: &mut Vec<Diagnostic>) {
        areas.sort_by_key(|(area, _)| area[1]);
        for (position, (area, index)) in areas.iter().enumerate() {
            let near = areas[position + 1..].iter().take_while(|(other, _)| other[1] < area[1] + area[3]);
            for (_, other) in near.filter(|(other, _)| other[0] < area[0] + area[2] && area[0] < other[0] + other[2]) {
                let at = owner.key("panels").index(*other);
                let message = format!("the panel `{at}` stands on the panel `{}`", owner.key("panels").index(*index));
                found.push(self.finding("template/overlap", &at, message));
            }
        }
    }
}

fn area(panel: &Value) -> Option<Area> {
    let place = panel.get("gridPos")?;
    let number = |key: &str| place.get(key).and_then(Value::as_u64).filter(|number| *number < u64::from(u32::MAX));
    Some([number("x")?, number("y")?, number("w")?, number("h")?])
}
