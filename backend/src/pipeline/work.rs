//! What both kinds of work have in common: from a delivery of a queue to its end, whether it went well or not.

use super::Parts;
use super::error::{Verdict, WorkError};
use super::supervisor::Shutdown;
use crate::queue::{Delivery, Queue};
use crate::storage::Failure;
use crate::telemetry::message;
use opentelemetry::trace::FutureExt as _;
use std::time::Duration;

/// How long a worker waits for a message before it looks whether it is to end.
const WAIT: Duration = Duration::from_secs(1);
/// The longest wait before failed work is tried again.
const LONGEST_RETRY_DELAY: Duration = Duration::from_mins(1);

/// One kind of work: what a message asks for, and how that is given up.
pub trait Work: Send + Sync {
    /// Works on what a message asks for. Doing it twice is the same as doing it once.
    fn work(&self, delivery: &Delivery) -> impl Future<Output = Result<(), WorkError>> + Send;

    /// Gives it up: it becomes a dead letter in the database.
    fn give_up(&self, delivery: &Delivery, failure: &Failure) -> impl Future<Output = Result<(), WorkError>> + Send;
}

/// Takes messages and works on them until the shutdown is asked for. An error ends this life of the worker: the message that it had in
/// hand comes again.
pub async fn run(parts: &Parts, queue: &Queue, work: &impl Work, mut shutdown: Shutdown) -> Result<(), WorkError> {
    while !shutdown.is_asked() {
        let Some(delivery) = queue.reserve(WAIT).await? else { continue };
        // What is logged and stored about it belongs to its trace, also outside of the span of the work itself.
        let trace = parts.tracer.extract_context(&delivery.message.headers);
        if delivery.exhausted() {
            let why = "the worker ended in the middle of it, at every try";
            give_up(queue, work, &delivery, why).with_context(trace).await?;
            continue;
        }
        one(parts, queue, work, &delivery, &mut shutdown).with_context(trace).await?;
    }
    Ok(())
}

/// Works on one message, for as long as what it needs is not there.
async fn one(
    parts: &Parts,
    queue: &Queue,
    work: &impl Work,
    delivery: &Delivery,
    shutdown: &mut Shutdown,
) -> Result<(), WorkError> {
    loop {
        let Err(error) = work.work(delivery).await else {
            queue.ack(delivery).await?;
            return Ok(());
        };
        parts.metrics.errors.with(&[("error_type", &error.error_type())]).inc();
        let said = message(&error);
        match error.verdict() {
            Verdict::TryAgain if !delivery.is_last() => {
                let delay = retry_delay(parts.settings.retry_delay, delivery.message.attempt);
                tracing::warn!("{} is tried again in {} ms: {said}", delivery.message.id, delay.as_millis());
                queue.release(delivery, delay).await?;
                return Ok(());
            }
            Verdict::TryAgain | Verdict::GiveUp => return give_up(queue, work, delivery, &said).await,
            Verdict::Wait => {
                tracing::warn!("{} waits: {said}", delivery.message.id);
                let goes_on = shutdown.sleep(parts.settings.retry_delay).await;
                // Where it is not held any more, another worker has it.
                if !goes_on || !queue.extend(delivery).await? {
                    queue.release(delivery, Duration::ZERO).await?;
                    return Ok(());
                }
            }
        }
    }
}

async fn give_up(queue: &Queue, work: &impl Work, delivery: &Delivery, error: &str) -> Result<(), WorkError> {
    let message = &delivery.message;
    tracing::error!("{} is given up after {} tries: {error}", message.id, message.attempt);
    let failure = Failure {
        queue: queue.options().name.clone(),
        message_id: message.id.clone(),
        error: error.to_owned(),
        attempts: i64::from(message.attempt),
        body: message.body.to_string(),
    };
    work.give_up(delivery, &failure).await?;
    queue.bury(delivery, error).await?;
    Ok(())
}

/// Twice as long with each try, within a bound.
fn retry_delay(first: Duration, attempt: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(LONGEST_RETRY_DELAY.max(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_work_waits_twice_as_long_each_time_and_a_minute_at_most() {
        let first = Duration::from_secs(2);
        let delays: Vec<u64> = (1..=7).map(|attempt| retry_delay(first, attempt).as_secs()).collect();
        assert_eq!(delays, [2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(retry_delay(first, u32::MAX).as_secs(), 60);
        assert_eq!(retry_delay(Duration::from_mins(5), 9).as_secs(), 300, "a longer first delay is what was asked for");
    }
}
