//! Where panels stand: they flow from left to right in 24 columns, and each sinks onto what stands above it, as in Grafana.

use super::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::GridPos;
use crate::spec::PanelSpec;

const COLUMNS: usize = GridPos::COLUMNS as usize;

/// Rows of 30 pixels that a dashboard can have. More are a slip of the pen, and would overflow Grafana's arithmetic.
const MAX_ROWS: u32 = 100_000;

/// The state of the flow.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    /// For each column, the first free row.
    free: [u32; COLUMNS],
    /// The column that the next panel begins at.
    column: usize,
}

/// A panel's place, as plain numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) w: u32,
    pub(super) h: u32,
}

impl Area {
    pub(super) fn grid_pos(self) -> GridPos {
        GridPos::new(self.x, self.y, self.w, self.h)
    }

    const fn overlaps(self, other: Self) -> bool {
        self.x < other.x + other.w && other.x < self.x + self.w && self.y < other.y + other.h && other.y < self.y + self.h
    }
}

impl Flow {
    /// A row takes a line of its own, below all that stands.
    pub(super) fn row(&mut self) -> Area {
        let y = self.bottom();
        self.free = [y + 1; COLUMNS];
        self.column = 0;
        Area { x: 0, y, w: GridPos::COLUMNS, h: 1 }
    }

    /// The next panel's place.
    pub(super) fn place(&mut self, width: u32, height: u32) -> Area {
        let columns = width as usize;
        if self.column + columns > COLUMNS {
            self.column = 0;
        }
        let x = self.column;
        let y = self.free[x..x + columns].iter().copied().max().unwrap_or_default();
        self.free[x..x + columns].fill(y + height);
        self.column = x + columns;
        Area { x: u32::try_from(x).unwrap_or_default(), y, w: width, h: height }
    }

    /// A panel with an explicit place. What flows after it goes on below it, at the left.
    pub(super) fn explicit(&mut self, area: Area) {
        let columns = area.x as usize..(area.x + area.w) as usize;
        for row in &mut self.free[columns] {
            *row = (*row).max(area.y + area.h);
        }
        let bottom = self.bottom();
        self.free = [bottom; COLUMNS];
        self.column = 0;
    }

    fn bottom(&self) -> u32 {
        self.free.iter().copied().max().unwrap_or_default()
    }
}

impl Scope<'_> {
    /// The explicit place of a panel, if it has one. A place outside of the grid is reported.
    pub(super) fn explicit_area(&mut self, panel: &PanelSpec, at: &Pointer) -> Option<Area> {
        let written = &panel.frame.grid_pos.as_ref()?.0;
        let at = at.key("gridPos");
        let (Some(x), Some(y), Some(w), Some(h)) = (written.x, written.y, written.w, written.h) else {
            let diagnostic = Diagnostic::error("spec/missing-key", "`gridPos` has `x`, `y`, `w` and `h`");
            self.report(diagnostic.at(self.value(&at)));
            return None;
        };
        let area = Area { x, y, w, h };
        let fits =
            w > 0 && h > 0 && x.checked_add(w).is_some_and(|right| right <= GridPos::COLUMNS) && y < MAX_ROWS && h < MAX_ROWS;
        if !fits {
            let message = format!(
                "columns {x} to {} are not in the grid: it has 24, and a panel has at least one column and one row",
                u64::from(x) + u64::from(w)
            );
            let message =
                if y >= MAX_ROWS || h >= MAX_ROWS { format!("a dashboard has at most {MAX_ROWS} rows") } else { message };
            self.report(Diagnostic::error("spec/outside-grid", message).at(self.value(&at)));
            return None;
        }
        Some(area)
    }

    /// The width and height of a panel that flows. A size outside of the grid is reported, and `default` is taken instead.
    pub(super) fn size(&mut self, panel: &PanelSpec, default: (u32, u32), at: &Pointer) -> (u32, u32) {
        let (mut width, mut height) = (panel.frame.width.unwrap_or(default.0), panel.frame.height.unwrap_or(default.1));
        if !(1..=GridPos::COLUMNS).contains(&width) {
            let message = format!("the grid has 24 columns; a width of {width} does not fit");
            self.report(Diagnostic::error("spec/outside-grid", message).at(self.value(&at.key("width"))));
            width = default.0;
        }
        if !(1..MAX_ROWS).contains(&height) {
            let message = format!("a panel is 1 to {MAX_ROWS} rows high, not {height}");
            self.report(Diagnostic::error("spec/outside-grid", message).at(self.value(&at.key("height"))));
            height = default.1;
        }
        (width, height)
    }

    /// Reports panels that stand on one another.
    pub(super) fn overlaps(&mut self, areas: &[(Area, Pointer)]) {
        let mut sorted: Vec<&(Area, Pointer)> = areas.iter().collect();
        sorted.sort_by_key(|(area, _)| area.y);
        for (index, (area, at)) in sorted.iter().enumerate() {
            let below = sorted[index + 1..].iter().take_while(|(other, _)| other.y < area.y + area.h);
            for (other, other_at) in below.filter(|(other, _)| area.overlaps(*other)) {
                let message = format!("this panel stands on another: {} and {}", described(*other), described(*area));
                let diagnostic = Diagnostic::error("spec/overlap", message).at(self.value(other_at));
                let first = self.value(at);
                self.report(diagnostic.related(first, "the other panel"));
            }
        }
    }
}

fn described(area: Area) -> String {
    format!("columns {} to {}, rows {} to {}", area.x, area.x + area.w - 1, area.y, area.y + area.h - 1)
}

#[cfg(test)]
mod tests {
    use super::{Area, Flow};

    #[test]
    fn panels_flow_and_sink_onto_what_stands_above() {
        let mut flow = Flow::default();
        assert_eq!(flow.place(12, 8), Area { x: 0, y: 0, w: 12, h: 8 });
        assert_eq!(flow.place(12, 4), Area { x: 12, y: 0, w: 12, h: 4 });
        assert_eq!(flow.place(12, 5), Area { x: 0, y: 8, w: 12, h: 5 });
        assert_eq!(flow.place(12, 5), Area { x: 12, y: 4, w: 12, h: 5 });
        assert_eq!(flow.row(), Area { x: 0, y: 13, w: 24, h: 1 });
        assert_eq!(flow.place(24, 2), Area { x: 0, y: 14, w: 24, h: 2 });
    }

    #[test]
    fn what_flows_after_an_explicit_panel_goes_on_below_it() {
        let mut flow = Flow::default();
        flow.explicit(Area { x: 6, y: 2, w: 6, h: 3 });
        assert_eq!(flow.place(24, 1), Area { x: 0, y: 5, w: 24, h: 1 });
    }
}
