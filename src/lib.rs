//! Spanboard writes Grafana data sources and dashboards from a spec, and proves them before Grafana reads them.

pub mod cli;
pub mod diag;
pub mod grafana;
pub mod output;
pub mod parallel;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod report;
pub mod resolve;
pub mod spec;
pub mod verify;
pub mod yaml;
