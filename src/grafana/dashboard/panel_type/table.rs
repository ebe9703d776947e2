//! The panel type `table`.
//!
//! From: such a panel's options and field settings. To: the same again.

use serde_json::Number;

use super::{CellOptions, CellTooltip, CellType, HideSeriesConfig};
use crate::grafana::dashboard::shapes::one_of;
use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a table.
    pub struct TableOptions {
        /// Which of the results is shown, counted from 0.
        "frameIndex" => frame_index: u32,
        /// Whether there is a head.
        "showHeader" => show_header: bool,
        /// Whether the head shows the fields' types.
        "showTypeIcons" => show_type_icons: bool,
        /// How high cells are.
        "cellHeight" => cell_height: TableCellHeight,
        /// By which columns rows are sorted.
        "sortBy" => sort_by: Vec<TableSortBy>,
        /// Whether rows come in pages.
        "enablePagination" => enable_pagination: bool,
        /// How many rows a page has.
        "pageSize" => page_size: Number,
        /// How high a row is at most, in pixels.
        "maxRowHeight" => max_row_height: Number,
        /// Which columns stay while others are scrolled.
        "frozenColumns" => frozen_columns: FrozenColumns,
        /// Whether keys do nothing here.
        "disableKeyboardEvents" => disable_keyboard_events: bool,
        /// The foot, as Grafana wrote it up to version 12.1; since then it is a setting of fields.
        "footer" => footer: TableFooter,
    }
}

text_enum! {
    /// How high cells are.
    pub enum TableCellHeight {
        /// Small.
        Small = "sm",
        /// Medium.
        Medium = "md",
        /// Large.
        Large = "lg",
        /// As high as their content.
        Auto = "auto",
    }
}

model! {
    /// A column by which rows are sorted.
    pub struct TableSortBy {
        /// The column's name as shown.
        "displayName" => display_name: String,
        /// Whether the greatest comes first.
        "desc" => desc: bool,
    }
}

model! {
    /// Which columns stay while others are scrolled.
    pub struct FrozenColumns {
        /// How many from the left.
        "left" => left: u32,
    }
}

model! {
    /// A table's foot, as Grafana wrote it up to version 12.1.
    pub struct TableFooter {
        /// Whether there is one.
        "show" => show: bool,
        /// The reducers, such as `sum`.
        "reducer" => reducer: Vec<String>,
        /// Which fields.
        "fields" => fields: FooterFields,
        /// Whether it counts the rows.
        "countRows" => count_rows: bool,
        /// Whether rows come in pages.
        "enablePagination" => enable_pagination: bool,
    }
}

one_of! {
    /// Which fields a foot is about: names, or an empty text for all with numbers.
    pub enum FooterFields {
        /// Names.
        Names(Vec<String>),
        /// An empty text.
        Text(String),
    }
}

model! {
    /// The field settings of a table.
    pub struct TableCustom {
        /// Where a cell's content stands.
        "align" => align: FieldTextAlignment,
        /// How cells are drawn.
        "cellOptions" => cell_options: CellOptions,
        /// How cells are drawn, as Grafana wrote it up to version 9.4.
        "displayMode" => display_mode: CellType,
        /// Whether the head offers a filter.
        "filterable" => filterable: bool,
        /// Whether columns can be sorted.
        "sortable" => sortable: bool,
        /// The foot of the column.
        "footer" => footer: TableFieldFooter,
        /// Whether the column has no head.
        "hideHeader" => hide_header: bool,
        /// Whether the column is hidden, as Grafana wrote it up to version 12.1; since then it is part of `hideFrom`.
        "hidden" => hidden: bool,
        /// Where the column is hidden; for a table, `viz`.
        "hideFrom" => hide_from: HideSeriesConfig,
        /// Whether a cell's whole content can be looked at.
        "inspect" => inspect: bool,
        /// The least width, in pixels.
        "minWidth" => min_width: Number,
        /// The width, in pixels.
        "width" => width: Number,
        /// The field that holds styles for the cells.
        "styleField" => style_field: String,
        /// What is shown under the pointer.
        "tooltip" => tooltip: CellTooltip,
        /// Whether long content is broken.
        "wrapText" => wrap_text: bool,
        /// Whether a long head is broken.
        "wrapHeaderText" => wrap_header_text: bool,
    }
}

text_enum! {
    /// Where a cell's content stands.
    pub enum FieldTextAlignment {
        /// Numbers to the right, others to the left.
        Auto = "auto",
        /// To the left.
        Left = "left",
        /// In the middle.
        Center = "center",
        /// To the right.
        Right = "right",
    }
}

model! {
    /// The foot of a column.
    pub struct TableFieldFooter {
        /// The reducers, such as `sum`.
        "reducers" => reducers: Vec<String>,
    }
}
