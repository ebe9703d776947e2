//! The panel type `logs`.
//!
//! From: such a panel's options. To: the same again.

use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a panel of log lines.
    pub struct LogsOptions {
        /// Whether each line's time is shown.
        "showTime" => show_time: bool,
        /// Whether each line's labels are shown.
        "showLabels" => show_labels: bool,
        /// Whether the labels that all lines have are shown.
        "showCommonLabels" => show_common_labels: bool,
        /// Whether long lines are broken.
        "wrapLogMessage" => wrap_log_message: bool,
        /// Whether JSON is laid out.
        "prettifyLogMessage" => prettify_log_message: bool,
        /// Whether a line opens to its details, links among them.
        "enableLogDetails" => enable_log_details: bool,
        /// Whether the lines around a line can be looked at.
        "showLogContextToggle" => show_log_context_toggle: bool,
        /// Which lines count as the same.
        "dedupStrategy" => dedup_strategy: LogsDedupStrategy,
        /// Which lines come first.
        "sortOrder" => sort_order: LogsSortOrder,
        /// The fields shown in place of the line.
        "displayedFields" => displayed_fields: Vec<String>,
        /// Whether more lines are fetched at the end.
        "enableInfiniteScrolling" => enable_infinite_scrolling: bool,
        /// How large the text is.
        "fontSize" => font_size: LogsFontSize,
        /// Where details open.
        "detailsMode" => details_mode: LogsDetailsMode,
        /// Whether lines are coloured by their parts.
        "syntaxHighlighting" => syntax_highlighting: bool,
        /// How fine times are.
        "timestampResolution" => timestamp_resolution: LogsTimestampResolution,
        /// Whether the controls are shown.
        "showControls" => show_controls: bool,
        /// Where the controls' settings are kept in the browser.
        "controlsStorageKey" => controls_storage_key: String,
        /// Whether fields can be chosen.
        "showFieldSelector" => show_field_selector: bool,
        /// Whether each line's level is shown.
        "showLevel" => show_level: bool,
        /// Whether attributes of OpenTelemetry are shown with each line.
        "showLogAttributes" => show_log_attributes: bool,
        /// Whether fields stand in columns where lines are not broken.
        "unwrappedColumns" => unwrapped_columns: bool,
        /// Whether lines can be downloaded.
        "allowDownload" => allow_download: bool,
        /// Whether lines cannot be chosen or opened.
        "noInteractions" => no_interactions: bool,
    }
}

text_enum! {
    /// Which lines count as the same.
    pub enum LogsDedupStrategy {
        /// None.
        None = "none",
        /// Lines that are equal.
        Exact = "exact",
        /// Lines that are equal but for numbers.
        Numbers = "numbers",
        /// Lines that are equal in punctuation and spaces.
        Signature = "signature",
    }
}

text_enum! {
    /// Which lines come first.
    pub enum LogsSortOrder {
        /// The newest.
        Descending = "Descending",
        /// The oldest.
        Ascending = "Ascending",
    }
}

text_enum! {
    /// How large the text of log lines is.
    pub enum LogsFontSize {
        /// As usual.
        Default = "default",
        /// Small.
        Small = "small",
    }
}

text_enum! {
    /// Where a line's details open.
    pub enum LogsDetailsMode {
        /// Below the line.
        Inline = "inline",
        /// At the side.
        Sidebar = "sidebar",
    }
}

text_enum! {
    /// How fine times are.
    pub enum LogsTimestampResolution {
        /// Milliseconds.
        Milliseconds = "ms",
        /// Nanoseconds.
        Nanoseconds = "ns",
    }
}
