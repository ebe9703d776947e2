//! Panels that lie upon one another.

use std::collections::BTreeMap;

use crate::grafana::dashboard::GridPos;
use crate::rules::{About, Context, DashboardView, Findings, PanelView, Rule, about};

pub struct OverlappingPanels;

impl Rule for OverlappingPanels {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/overlapping-panels");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        // Each list has a grid of its own: the dashboard's, and that of each collapsed row.
        let mut grids: BTreeMap<Option<usize>, Vec<Placed<'_>>> = BTreeMap::new();
        for panel in &dashboard.panels {
            if let Some(placed) = panel.panel.grid_pos.as_ref().and_then(|grid| Placed::new(panel, grid)) {
                grids.entry(panel.row).or_default().push(placed);
            }
        }
        for panels in grids.into_values() {
            let overlaps = overlaps(panels);
            // What is moved pushes what follows: the first one is where to begin.
            let Some((upper, lower)) = overlaps.first() else { continue };
            let related = found.place(&upper.panel.at.key("gridPos"));
            let others = match overlaps.len() - 1 {
                0 => String::new(),
                1 => " (and one more such pair)".to_owned(),
                more => format!(" (and {more} more such pairs)"),
            };
            let (upper, lower) = (upper.panel.shown(), lower.panel);
            let message = format!("{} lies upon {upper}: Grafana moves one of them down{others}", lower.shown());
            found.key(&lower.at.key("gridPos"), message).related(related, "the other one");
        }
    }
}

/// A panel with the columns and rows that it covers.
#[derive(Clone, Copy)]
struct Placed<'a> {
    panel: &'a PanelView<'a>,
    /// The first column and the one after the last.
    columns: (u32, u32),
    /// The first row and the one after the last.
    rows: (u32, u32),
}

impl<'a> Placed<'a> {
    fn new(panel: &'a PanelView<'a>, grid: &GridPos) -> Option<Self> {
        let (x, y, w, h) = (grid.x?, grid.y?, grid.w?, grid.h?);
        let columns = (x, x.saturating_add(w).min(GridPos::COLUMNS));
        (w > 0 && h > 0 && x < columns.1).then_some(Self { panel, columns, rows: (y, y.saturating_add(h)) })
    }
}

/// Each panel that lies upon one before it, in the order of rows, with the last such one.
fn overlaps(mut panels: Vec<Placed<'_>>) -> Vec<(Placed<'_>, Placed<'_>)> {
    panels.sort_by_key(|placed| (placed.rows.0, placed.columns.0));
    // What reaches furthest down in each column.
    let mut reaching: Vec<Option<Placed<'_>>> = vec![None; GridPos::COLUMNS as usize];
    let mut found = Vec::new();
    for placed in panels {
        let columns = placed.columns.0 as usize..placed.columns.1 as usize;
        let covered = reaching.get_mut(columns).unwrap_or_default();
        if let Some(upper) = covered.iter().flatten().find(|upper| upper.rows.1 > placed.rows.0) {
            found.push((*upper, placed));
        }
        for column in covered {
            if column.is_none_or(|upper| upper.rows.1 < placed.rows.1) {
                *column = Some(placed);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Placed, overlaps};
    use crate::grafana::dashboard::{Dashboard, GridPos, Panel};
    use crate::rules::{DashboardView, Datasources};

    /// The numbers of the panels that lie upon another one, with those others'.
    fn found(grids: &[(u32, u32, u32, u32)]) -> Vec<(usize, usize)> {
        let panels = grids.iter().map(|(x, y, w, h)| Panel::default().grid_pos(GridPos::new(*x, *y, *w, *h)));
        let dashboard = Dashboard::default().panels(panels.collect::<Vec<_>>());
        let datasources = Datasources::default();
        let view = DashboardView::new(&dashboard, &[], &datasources);
        let placed = view.panels.iter().filter_map(|panel| Placed::new(panel, panel.panel.grid_pos.as_ref()?));
        overlaps(placed.collect()).iter().map(|(upper, lower)| (upper.panel.index, lower.panel.index)).collect()
    }

    #[test]
    fn panels_that_touch_do_not_overlap() {
        assert_eq!(found(&[(0, 0, 12, 8), (12, 0, 12, 8), (0, 8, 24, 1)]), []);
    }

    #[test]
    fn one_cell_in_common_is_enough_in_whatever_order_panels_are_written() {
        assert_eq!(found(&[(11, 7, 12, 8), (0, 0, 12, 8)]), [(1, 0)]);
    }

    #[test]
    fn a_low_panel_hides_no_high_one_that_reaches_further_down() {
        assert_eq!(found(&[(0, 0, 1, 20), (0, 1, 1, 1), (0, 10, 1, 1)]), [(0, 1), (0, 2)]);
    }

    #[test]
    fn sizes_without_limit_do_no_harm() {
        assert_eq!(found(&[(0, 0, u32::MAX, u32::MAX), (u32::MAX, 0, 1, 1), (3, u32::MAX - 1, 1, 1)]), [(0, 2)]);
    }
}
