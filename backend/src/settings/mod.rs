//! Settings of the service: from the environment and a TOML file to typed values, with all that is wrong said at once.
//!
//! A setting has one name, that of its environment variable. A key of the file is the same name: `OTEL_ENABLED = true`. The environment
//! beats the file, and an empty value counts as none, as OpenTelemetry's specification has it ("Environment Variable Specification",
//! parsing empty value). All names stand in one table, [`KNOWN`]: what is not in it is refused in a file, and warned about in the
//! environment where it looks like one of ours.

mod document;
mod duration;
mod error;
mod file;
mod known;
mod reader;
mod suggest;
mod telemetry;

pub use document::table;
pub use duration::duration;
pub use error::{Origin, SettingError, SettingErrors};
pub use file::{File, FileError};
pub use known::{KNOWN, Setting, known};
pub use reader::{Reader, Refusal};
