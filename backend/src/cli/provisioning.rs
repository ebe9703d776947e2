//! `provisioning`: the Grafana files of this build, in a folder.

use super::arguments::ProvisioningArguments;
use super::{CommandError, Exit, print};
use std::fmt::Write as _;

pub fn run(arguments: &ProvisioningArguments) -> Result<Exit, CommandError> {
    let paths = crate::provisioning::write(&arguments.out)?;
    let mut text = String::new();
    for path in paths {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", path.display());
    }
    print(&text)
}
