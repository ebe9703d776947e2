//! The HSI backend: takes images of cameras in, has them detected and analysed, stores events, and tells what it does by OpenTelemetry,
//! Prometheus and a log.
//!
//! Where things are: [`settings`] reads what it is told, [`service`] puts it together, [`http`] answers, [`pipeline`] works, [`storage`] and
//! [`queue`] keep, [`ai`] asks the model services, [`risk`] is what they and we mean by one, and [`telemetry`] tells. [`simulate`] stands in for the model services, [`doctor`] finds out
//! why no traces arrive, [`provisioning`] holds the Grafana files that belong to this build, and [`cli`] is the program.

pub mod ai;
pub mod cli;
pub mod doctor;
pub mod http;
pub mod pipeline;
pub mod provisioning;
pub mod queue;
pub mod risk;
pub mod service;
pub mod settings;
pub mod simulate;
pub mod storage;
pub mod telemetry;
