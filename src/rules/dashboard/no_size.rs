//! A panel without width or height.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct NoSize;

impl Rule for NoSize {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/no-size");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(grid) = &panel.panel.grid_pos else { return };
        for (key, size, word) in [("w", grid.w, "width"), ("h", grid.h, "height")] {
            if size == Some(0) {
                found.value(&panel.at.key("gridPos").key(key), format!("{} has no {word}", panel.shown()));
            }
        }
    }
}
