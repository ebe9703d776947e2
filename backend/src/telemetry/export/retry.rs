//! Tries again, with growing pauses, and never beyond a deadline.

use super::{Deadline, ExportError, Sent};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use std::time::{Duration, Instant};

/// Tries until the collector takes the batch, or says for good that it does not, or time is up: at most four times.
pub(super) async fn send<F>(deadline: Deadline, attempt: impl Fn() -> F) -> Result<Sent, ExportError>
where
    F: Future<Output = Result<Sent, ExportError>>,
{
    let mut last = None;
    let late = tokio::select! {
        biased;
        result = attempts(&deadline, attempt, &mut last) => return result,
        late = deadline.clone().passed() => late,
    };
    // What the collector said last tells more than that time is up.
    Err(last.unwrap_or(late))
}

async fn attempts<F>(deadline: &Deadline, attempt: impl Fn() -> F, last: &mut Option<ExportError>) -> Result<Sent, ExportError>
where
    F: Future<Output = Result<Sent, ExportError>>,
{
    let pauses =
        ExponentialBuilder::default().with_min_delay(Duration::from_millis(100)).with_max_delay(Duration::from_millis(1600));
    let mut pauses = pauses.with_max_times(3).with_jitter().build();
    loop {
        let error = match attempt().await {
            Err(error) if error.is_passing() => error,
            done => return done,
        };
        let Some(pause) = pauses.next() else { return Err(error) };
        let pause = pause.max(error.retry_after().unwrap_or_default());
        // A pause that ends after the deadline helps nobody.
        if Instant::now() + pause >= deadline.at() {
            return Err(error);
        }
        *last = Some(error);
        tokio::time::sleep(pause).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::watch;

    fn http(status: u16, retry_after: Option<Duration>) -> Result<Sent, ExportError> {
        Err(ExportError::Http { status, message: String::new(), retry_after })
    }

    async fn tried(within: Duration, answer: impl Fn(usize) -> Result<Sent, ExportError>) -> (usize, Result<Sent, ExportError>) {
        let tries = AtomicUsize::new(0);
        let (_shutdown, receiver) = watch::channel(None);
        let result =
            send(Deadline::new(within, receiver), || std::future::ready(answer(tries.fetch_add(1, Ordering::Relaxed)))).await;
        (tries.load(Ordering::Relaxed), result)
    }

    #[tokio::test]
    async fn what_passes_is_tried_again() {
        let (tries, result) =
            tried(Duration::from_secs(9), |at| if at == 0 { http(503, None) } else { Ok(Sent::default()) }).await;
        assert_eq!((tries, result), (2, Ok(Sent::default())));
    }

    #[tokio::test]
    async fn what_does_not_pass_is_not() {
        let (tries, result) = tried(Duration::from_secs(9), |_| http(400, None)).await;
        assert_eq!((tries, result), (1, http(400, None)));
    }

    #[tokio::test]
    async fn a_pause_beyond_the_deadline_is_not_begun() {
        let began = Instant::now();
        let (tries, result) = tried(Duration::from_secs(5), |_| http(429, Some(Duration::from_mins(1)))).await;
        assert_eq!(tries, 1);
        assert!(result.is_err() && began.elapsed() < Duration::from_secs(1));
    }

    #[tokio::test]
    async fn a_request_under_way_ends_at_the_deadline() {
        let began = Instant::now();
        let (_shutdown, receiver) = watch::channel(None);
        let result =
            send(Deadline::new(Duration::from_millis(50), receiver), std::future::pending::<Result<Sent, ExportError>>).await;
        assert_eq!(result, Err(ExportError::Timeout));
        assert!(began.elapsed() < Duration::from_secs(1));
    }
}
