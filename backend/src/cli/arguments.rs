//! The arguments of all commands, and their help.

use clap::{Args, Parser, Subcommand};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// The HSI backend: takes images in, has them detected and analysed, stores events, and tells what it does.
#[derive(Debug, Parser)]
#[command(
    name = "nemotron-backend",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 all went well, 1 `doctor` found something wrong, 2 the command could not work."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API and work on images
    Serve(ServeArguments),
    /// Start stand-ins for RT-DETR and Nemotron
    Simulate(SimulateArguments),
    /// Start everything in one process, with images that keep coming
    Demo(DemoArguments),
    /// Find out why no traces arrive
    Doctor(DoctorArguments),
    /// Write the Grafana files that belong to this build
    Provisioning(ProvisioningArguments),
    /// Print the OpenAPI description of the API
    Openapi,
    /// Print the completions of a shell
    Completions { shell: clap_complete::Shell },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nemotron-backend serve
  nemotron-backend serve --config nemotron-backend.toml
  OTEL_ENABLED=true REDIS_URL=redis://localhost nemotron-backend serve

All settings: docs/backend/settings.md. SIGTERM and Ctrl-C end it: what is under way is finished first.")]
pub struct ServeArguments {
    /// A TOML file with settings; the environment beats it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nemotron-backend simulate
  nemotron-backend simulate --detect-latency 200ms --complete-latency 3s --failure-rate 0.05")]
pub struct SimulateArguments {
    /// Where they listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub listen: IpAddr,
    /// The port of the stand-in for RT-DETR
    #[arg(long, value_name = "PORT", default_value_t = 8090)]
    pub rtdetr_port: u16,
    /// The port of the stand-in for Nemotron
    #[arg(long, value_name = "PORT", default_value_t = 8091)]
    pub nemotron_port: u16,
    #[command(flatten)]
    pub behaviour: BehaviourArguments,
}

/// How the stand-ins behave.
#[derive(Debug, Clone, Args)]
pub struct BehaviourArguments {
    /// How long RT-DETR takes for an image, such as 50ms
    #[arg(long, value_name = "DURATION", default_value = "50ms", value_parser = duration)]
    pub detect_latency: Duration,
    /// How long Nemotron takes for an answer, such as 2s
    #[arg(long, value_name = "DURATION", default_value = "400ms", value_parser = duration)]
    pub complete_latency: Duration,
    /// How much of the requests fail, from 0 to 1
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = rate)]
    pub failure_rate: f64,
    /// How much of the answers are none, from 0 to 1
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = rate)]
    pub malformed_rate: f64,
    /// How much of Nemotron's completions are no assessment, from 0 to 1
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = rate)]
    pub unparsable_rate: f64,
    /// For how long Nemotron loads its model at the start, such as 5s
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration)]
    pub loading: Duration,
    /// The seed of everything random
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nemotron-backend demo
  nemotron-backend demo --rate 20 --duration 1m
  OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317 nemotron-backend demo

Telemetry is on in a demo unless OTEL_ENABLED=false says otherwise. Without a collector its spans are counted as failed, and all else works.")]
pub struct DemoArguments {
    /// Images per second
    #[arg(long, default_value_t = 5.0, value_parser = images_per_second)]
    pub rate: f64,
    /// How many cameras there are
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub cameras: u32,
    /// For how long; until it is interrupted where nothing is said
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub duration: Option<Duration>,
    /// Where the API listens
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8000")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub behaviour: BehaviourArguments,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  nemotron-backend doctor
  nemotron-backend doctor --config nemotron-backend.toml --backend http://localhost:8000

Exit codes: 0 nothing is wrong, 1 something is, 2 the settings cannot be read.")]
pub struct DoctorArguments {
    /// A TOML file with settings; the environment beats it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A backend that runs, whose metrics tell of export errors and of labels without end
    #[arg(long, value_name = "URL")]
    pub backend: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:
  nemotron-backend provisioning --out /etc/grafana")]
pub struct ProvisioningArguments {
    /// The folder to write below; made where it is missing
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// A duration such as `250ms`, `5s` or `2m`.
fn duration(text: &str) -> Result<Duration, String> {
    crate::settings::duration(text).map_err(|refusal| format!("it {}; {}", refusal.what, refusal.help))
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if (0.0..=1.0).contains(&rate) => Ok(rate),
        _ => Err("a rate is a number from 0 to 1".to_owned()),
    }
}

fn images_per_second(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate > 0.0 && rate <= 10_000.0 => Ok(rate),
        _ => Err("images per second are a number above 0, to 10000".to_owned()),
    }
}
