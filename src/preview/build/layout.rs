//! Where panels are drawn: the grid of 24 columns, taken apart at its rows.
//!
//! From: panels with the places that the file says. To: sections, in each of which panels have moved up into free room as Grafana moves
//! them. Numbers that would make a drawing of no size, or of miles, are brought into bounds.

use crate::grafana::dashboard::{GridPos, Panel};
use crate::preview::scene::{Cell, PanelDrawing, Section};

/// What a panel takes that does not say its size. (Grafana, `PanelModel`.)
const DEFAULT: (u32, u32) = (6, 3);

/// The greatest height that is drawn. Rows of the grid.
const HIGHEST: u32 = 60;

const COLUMNS: usize = GridPos::COLUMNS as usize;

/// A panel and where the file puts it.
pub(super) struct Placed {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    pub drawing: PanelDrawing,
}

impl Placed {
    /// A panel at the place that it says.
    pub fn new(panel: &Panel, drawing: PanelDrawing) -> Self {
        let place = panel.grid_pos.clone().unwrap_or_default();
        Self {
            x: place.x.unwrap_or(0),
            y: place.y.unwrap_or(0),
            width: place.w.unwrap_or(DEFAULT.0),
            height: place.h.unwrap_or(DEFAULT.1),
            drawing,
        }
    }
}

/// A row, or the room before the first one, with the panels that belong to it.
pub(super) struct Group {
    pub row: Option<PanelDrawing>,
    pub is_collapsed: bool,
    pub panels: Vec<Placed>,
}

/// Puts the panels of a group where they are drawn.
pub(super) fn section(group: Group) -> Section {
    let Group { row, is_collapsed, mut panels } = group;
    panels.sort_by_key(|panel| (panel.y, panel.x));
    // How far down each column is taken.
    let mut taken = [0_u32; COLUMNS];
    let panels: Vec<PanelDrawing> = panels
        .into_iter()
        .map(|placed| {
            let x = placed.x.min(GridPos::COLUMNS - 1);
            let width = placed.width.clamp(1, GridPos::COLUMNS - x);
            let height = placed.height.clamp(1, HIGHEST);
            let columns = taken.iter_mut().skip(x as usize).take(width as usize);
            let columns: Vec<&mut u32> = columns.collect();
            let y = columns.iter().map(|column| **column).max().unwrap_or(0);
            for column in columns {
                *column = y + height;
            }
            PanelDrawing { cell: Cell { x, y, width, height }, ..placed.drawing }
        })
        .collect();
    Section { row, is_collapsed, panels, height: taken.into_iter().max().unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::{Group, Placed, section};
    use crate::preview::scene::{Cell, PanelDrawing};

    fn cells(places: &[(u32, u32, u32, u32)]) -> Vec<(u32, u32, u32, u32)> {
        let one =
            |&(x, y, width, height): &(u32, u32, u32, u32)| Placed { x, y, width, height, drawing: PanelDrawing::default() };
        let group = Group { row: None, is_collapsed: false, panels: places.iter().map(one).collect() };
        section(group).panels.iter().map(|panel| panel.cell).map(|Cell { x, y, width, height }| (x, y, width, height)).collect()
    }

    #[test]
    fn panels_keep_their_places_relative_to_their_section() {
        assert_eq!(cells(&[(0, 10, 12, 8), (12, 10, 12, 4), (12, 14, 12, 4)]), [(0, 0, 12, 8), (12, 0, 12, 4), (12, 4, 12, 4)]);
    }

    #[test]
    fn a_panel_moves_up_into_free_room() {
        assert_eq!(cells(&[(0, 0, 12, 4), (0, 50, 12, 4), (12, 60, 12, 4)]), [(0, 0, 12, 4), (0, 4, 12, 4), (12, 0, 12, 4)]);
    }

    #[test]
    fn panels_that_overlap_are_put_below_one_another() {
        assert_eq!(cells(&[(0, 0, 24, 4), (6, 2, 6, 4)]), [(0, 0, 24, 4), (6, 4, 6, 4)]);
    }

    #[test]
    fn numbers_out_of_bounds_are_brought_into_them() {
        assert_eq!(cells(&[(u32::MAX, u32::MAX, 0, u32::MAX), (20, 0, 99, 0)]), [(20, 0, 4, 1), (23, 1, 1, 60)]);
    }
}
