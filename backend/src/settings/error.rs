//! What is wrong with a setting, and where it came from.

use std::fmt;
use std::path::PathBuf;

/// Where the value of a setting was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A variable of the environment.
    Environment,
    /// A key of a file.
    File {
        /// The file, as it was named.
        path: PathBuf,
        /// The line of the key, from 1.
        line: usize,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => formatter.write_str("environment"),
            Self::File { path, line } => write!(formatter, "{}:{line}", path.display()),
        }
    }
}

/// A setting that cannot be used. Its value is shown only if that is no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} ({origin}) {what}; {help}")]
pub struct SettingError {
    /// The setting, as it was written.
    pub name: String,
    /// Where its value was found.
    pub origin: Origin,
    /// What is wrong: the rest of a sentence that begins with the name.
    pub what: String,
    /// The way out.
    pub help: String,
}

/// All settings that cannot be used, one a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct SettingErrors(pub Vec<SettingError>);

fn lines(errors: &[SettingError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
