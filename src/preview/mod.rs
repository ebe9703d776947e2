//! Draws dashboards without Grafana: from models to a page or a picture.
//!
//! From: dashboards, data sources and findings, in one state or in two. To: the text of one HTML page, or of one SVG. Nothing is
//! asked of anybody: no data source, no network. What is drawn are shapes that show what kind of panel stands where, and never values.
//!
//! `build` reads models into a [`Scene`]; `art` draws panels; `html` and `svg` write the whole. Everything goes through `markup`, which
//! escapes.

mod art;
mod build;
mod color;
mod href;
mod html;
mod markup;
pub mod rich_text;
pub mod scene;
mod svg;
mod wires;

pub use build::{Sides, State, compared, scene};
pub use color::Color;
pub use href::Href;
pub use html::{counts, html};
pub use scene::Scene;
pub use svg::svg;
