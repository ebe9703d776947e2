//! Grafana's file formats as types, read and written without loss.
//!
//! From: JSON or YAML that Grafana reads (as a [`serde_json::Value`]), or code that builds the models. To: the same values
//! again. Facts are those of Grafana 13.2; each model names its source.

pub mod dashboard;
pub mod datasource;
pub mod expand;
pub mod json;
pub mod meaning;
pub mod provider;
pub mod secret;
pub mod setting;
pub mod transformers;
pub mod uid;
pub mod units;
