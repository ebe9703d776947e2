//! `simulate`: the stand-ins for RT-DETR and Nemotron, until they are told to end.

use super::arguments::{BehaviourArguments, SimulateArguments};
use super::{CommandError, Exit, print, start};
use crate::simulate::{self, Behaviour, Options};

pub async fn run(arguments: SimulateArguments) -> Result<Exit, CommandError> {
    let options = Options {
        address: arguments.listen,
        rtdetr_port: arguments.rtdetr_port,
        nemotron_port: arguments.nemotron_port,
        ..options(&arguments.behaviour)
    };
    let running = simulate::start(options).await?;
    print(&format!("RTDETR_URL={}\nNEMOTRON_URL={}\n", running.rtdetr_url, running.nemotron_url))?;
    start::asked_to_end().await?;
    running.shutdown().await;
    Ok(Exit::Success)
}

/// How the stand-ins are to behave, on free ports.
pub fn options(arguments: &BehaviourArguments) -> Options {
    let behaviour = |latency| Behaviour {
        latency,
        failure_rate: arguments.failure_rate,
        malformed_rate: arguments.malformed_rate,
        ..Behaviour::default()
    };
    Options {
        seed: arguments.seed,
        rtdetr: behaviour(arguments.detect_latency),
        nemotron: behaviour(arguments.complete_latency),
        unparsable_rate: arguments.unparsable_rate,
        loading: arguments.loading,
        ..Options::default()
    }
}
