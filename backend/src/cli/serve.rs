//! `serve`: the service, until it is told to end.

use super::arguments::ServeArguments;
use super::{CommandError, Exit, start, tell};
use crate::service::Service;
use crate::telemetry::metrics::Metrics;
use crate::telemetry::signals::metrics::ALL;

pub async fn run(arguments: ServeArguments) -> Result<Exit, CommandError> {
    let settings = start::settings(arguments.config.as_deref())?;
    let telemetry = start::telemetry(&settings)?;
    let service = Service::start(&settings.service, &settings.telemetry, &telemetry, Metrics::new(ALL)).await?;
    let spans = if telemetry.tracer().is_on() { "on" } else { "off (OTEL_ENABLED=true turns it on)" };
    tracing::info!("listening on http://{}, telemetry is {spans}", service.address());
    let asked = start::asked_to_end().await;
    let finished = service.stop(settings.service.shutdown_timeout).await;
    start::flush(&telemetry).await;
    asked?;
    if !finished {
        tell("warning: not all work was finished in time; it is done by the next process, or by another one");
    }
    Ok(Exit::Success)
}
