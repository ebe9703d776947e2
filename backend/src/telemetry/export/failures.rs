//! Says in the log that exports fail, once and then rarely.

use super::ExportError;
use std::time::{Duration, Instant};

/// How long the log keeps quiet after it said that exports fail.
const PAUSE: Duration = Duration::from_mins(1);

/// What was not said yet. A collector that is down would otherwise fill the log with a line a batch.
#[derive(Debug, Default)]
pub(super) struct Failures {
    said: Option<Instant>,
    batches: u64,
    spans: u64,
    queue_full: u64,
}

/// What is to be said.
#[derive(Debug, PartialEq, Eq)]
enum Word {
    /// That exports fail: batches and spans that failed and spans that were dropped since the last word.
    Failing { batches: u64, spans: u64, dropped: u64 },
    /// That they work again.
    Again,
}

impl Failures {
    /// Counts a batch, and says what is to be said. `queue_full` is how many spans were dropped so far.
    pub fn batch(&mut self, now: Instant, spans: u64, queue_full: u64, error: Option<&ExportError>) {
        match (self.word(now, spans, queue_full, error.is_some()), error) {
            (Some(Word::Failing { batches, spans, dropped }), Some(error)) => tracing::warn!(
                batches,
                spans,
                dropped,
                error = %error,
                "Spans are not exported; the numbers are since the last such line"
            ),
            (Some(Word::Failing { dropped, .. }), None) => {
                tracing::warn!(
                    dropped,
                    "Spans were dropped, as more ended than could be sent; a larger OTEL_BSP_MAX_QUEUE_SIZE holds more"
                );
            }
            (Some(Word::Again), _) => tracing::info!("Spans are exported again"),
            (None, _) => {}
        }
    }

    fn word(&mut self, now: Instant, spans: u64, queue_full: u64, failed: bool) -> Option<Word> {
        self.batches += u64::from(failed);
        self.spans += spans;
        let dropped = queue_full.saturating_sub(self.queue_full);
        let quiet = self.said.is_some_and(|said| now.duration_since(said) < PAUSE);
        if failed || dropped > 0 {
            if quiet {
                return None;
            }
            self.said = Some(now);
            self.queue_full = queue_full;
            return Some(Word::Failing {
                batches: std::mem::take(&mut self.batches),
                spans: std::mem::take(&mut self.spans),
                dropped,
            });
        }
        // An outage that ends is said once, but not while one batch fails and the next does not.
        if self.said.is_some() && !quiet {
            *self = Self { queue_full: self.queue_full, ..Self::default() };
            return Some(Word::Again);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_said_at_once_and_the_others_by_number_after_a_minute() {
        let (mut failures, start) = (Failures::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(failures.word(at(0), 512, 0, true), Some(Word::Failing { batches: 1, spans: 512, dropped: 0 }));
        assert_eq!(failures.word(at(5), 512, 10, true), None);
        assert_eq!(failures.word(at(59), 512, 20, true), None);
        assert_eq!(failures.word(at(60), 512, 30, true), Some(Word::Failing { batches: 3, spans: 1536, dropped: 30 }));
        assert_eq!(failures.word(at(61), 0, 30, false), None);
    }

    #[test]
    fn the_end_of_an_outage_is_said_once() {
        let (mut failures, start) = (Failures::default(), Instant::now());
        failures.word(start, 1, 0, true);
        assert_eq!(failures.word(start + Duration::from_secs(61), 0, 0, false), Some(Word::Again));
        assert_eq!(failures.word(start + Duration::from_secs(200), 0, 0, false), None);
        let again = failures.word(start + Duration::from_secs(201), 1, 0, true);
        assert_eq!(again, Some(Word::Failing { batches: 1, spans: 1, dropped: 0 }), "the next one is said at once");
    }

    #[test]
    fn drops_are_said_where_nothing_fails() {
        let mut failures = Failures::default();
        let word = failures.word(Instant::now(), 0, 7, false);
        assert_eq!(word, Some(Word::Failing { batches: 0, spans: 0, dropped: 7 }));
    }
}
