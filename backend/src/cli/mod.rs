//! The command line: from arguments to a command that runs, and to an exit code. The only room that prints.

mod arguments;
mod demo;
mod doctor;
mod load;
mod provisioning;
mod serve;
mod simulate;
mod start;

use arguments::{Arguments, Command};
use clap::{CommandFactory as _, Parser as _};
use std::io::Write as _;
use std::process::ExitCode;

/// What a command ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Fine.
    Success,
    /// The command worked, and what it found is not in order.
    Findings,
    /// The command could not work.
    Failure,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Success => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Failure => Self::from(2),
        }
    }
}

/// Why a command could not work, in words for whoever typed it.
pub type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command that the arguments of the process name.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    match runtime.block_on(command(arguments)) {
        Ok(exit) => exit.into(),
        Err(error) => failed(error.as_ref()),
    }
}

async fn command(arguments: Arguments) -> Result<Exit, CommandError> {
    match arguments.command {
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Simulate(arguments) => simulate::run(arguments).await,
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Doctor(arguments) => doctor::run(arguments).await,
        Command::Provisioning(arguments) => provisioning::run(&arguments),
        Command::Openapi => print(&crate::http::openapi_json()?),
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            let name = command.get_name().to_owned();
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, name, &mut script);
            print(&String::from_utf8_lossy(&script))
        }
    }
}

/// Prints a result. A reader who has gone is no error.
fn print(text: &str) -> Result<Exit, CommandError> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Success),
    }
}

/// Tells something on the standard error; where nobody reads that, nobody can be told.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn failed(error: &(dyn std::error::Error + 'static)) -> ExitCode {
    tell(&format!("error: {}", crate::telemetry::message(error)));
    Exit::Failure.into()
}
