//! A panel that is wider than the room to its right.

use crate::grafana::dashboard::GridPos;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct PastLastColumn;

impl Rule for PastLastColumn {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/past-last-column");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(grid) = &panel.panel.grid_pos else { return };
        let (x, w) = (grid.x.unwrap_or(0), grid.w.unwrap_or(0));
        let end = x.saturating_add(w);
        if end > GridPos::COLUMNS {
            let message = format!("{} ends at column {end}; the grid has 24, and Grafana moves or narrows it", panel.shown());
            found.key(&panel.at.key("gridPos"), message).help("`x` and `w` together are at most 24");
        }
    }
}
