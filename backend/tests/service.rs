//! The whole service in one process, over real HTTP: a database in a folder of its own, queues in the process, and models that do as they
//! are told; and the program itself.
#![expect(clippy::unwrap_used, reason = "what is not there fails the test")]

#[expect(dead_code, unused_imports, reason = "not every test program asks a collector for everything")]
mod receiver;

#[path = "service/api.rs"]
mod api;
#[path = "service/back_pressure.rs"]
mod back_pressure;
#[path = "service/backend.rs"]
mod backend;
#[path = "service/bad_input.rs"]
mod bad_input;
#[path = "service/described.rs"]
mod described;
#[path = "service/doctor.rs"]
mod doctor;
#[path = "service/failing_models.rs"]
mod failing_models;
#[path = "service/models.rs"]
mod models;
#[path = "service/program.rs"]
mod program;
#[path = "service/start.rs"]
mod start;
#[path = "service/stop.rs"]
mod stop;
#[path = "service/supervision.rs"]
mod supervision;
