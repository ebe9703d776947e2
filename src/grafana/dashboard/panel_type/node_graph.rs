//! The panel type `nodeGraph`.
//!
//! From: such a panel's options. To: the same again.

use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a graph of nodes and edges.
    pub struct NodeGraphOptions {
        /// How nodes are shown.
        "nodes" => nodes: NodeOptions,
        /// How edges are shown.
        "edges" => edges: EdgeOptions,
        /// When the wheel zooms.
        "zoomMode" => zoom_mode: NodeGraphZoomMode,
        /// How nodes are laid out.
        "layoutAlgorithm" => layout_algorithm: NodeGraphLayoutAlgorithm,
    }
}

model! {
    /// How nodes are shown.
    pub struct NodeOptions {
        /// The unit of the first number. Set, it replaces the field's own.
        "mainStatUnit" => main_stat_unit: String,
        /// The unit of the second number. Set, it replaces the field's own.
        "secondaryStatUnit" => secondary_stat_unit: String,
        /// The parts of the circle around a node.
        "arcs" => arcs: Vec<Arc>,
    }
}

model! {
    /// A part of the circle around a node.
    pub struct Arc {
        /// The field whose value, 0 to 1, is the part's length.
        "field" => field: String,
        /// Its colour.
        "color" => color: String,
    }
}

model! {
    /// How edges are shown.
    pub struct EdgeOptions {
        /// The unit of the first number. Set, it replaces the field's own.
        "mainStatUnit" => main_stat_unit: String,
        /// The unit of the second number. Set, it replaces the field's own.
        "secondaryStatUnit" => secondary_stat_unit: String,
    }
}

text_enum! {
    /// When the wheel zooms.
    pub enum NodeGraphZoomMode {
        /// While a key is held, so that the page can be scrolled.
        Cooperative = "cooperative",
        /// Always.
        Greedy = "greedy",
    }
}

text_enum! {
    /// How nodes are laid out.
    pub enum NodeGraphLayoutAlgorithm {
        /// In layers, along the edges.
        Layered = "layered",
        /// As if edges were springs.
        Force = "force",
        /// In a grid.
        Grid = "grid",
    }
}
