//! What became of spans, in numbers.

use super::ExportError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime};
use tokio::sync::watch;

/// What became of the spans of one [`Telemetry`](crate::telemetry::Telemetry). Cheap to clone; all clones count the same.
#[derive(Debug, Clone)]
pub struct ExportHealth {
    counts: Arc<Counts>,
}

impl ExportHealth {
    pub(super) const fn of(counts: Arc<Counts>) -> Self {
        Self { counts }
    }

    /// Of no telemetry: all zeros for ever.
    pub(in crate::telemetry) fn off() -> Self {
        Self::of(Arc::new(Counts::new(0)))
    }

    /// The numbers now.
    #[must_use]
    pub fn snapshot(&self) -> ExportSnapshot {
        self.counts.snapshot()
    }
}

/// What became of spans so far. Every span that ended is in exactly one of the numbers, at any moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportSnapshot {
    /// The collector took them: `otel_spans_exported_total`.
    pub exported: u64,
    /// They were sent and not taken, after all tries: `otel_spans_failed_total`.
    pub failed: u64,
    /// They were dropped for a full queue: `otel_spans_dropped_total{reason="queue_full"}`.
    pub dropped_queue_full: u64,
    /// They were dropped since the shutdown had come: `otel_spans_dropped_total{reason="already_shutdown"}`.
    pub dropped_already_shutdown: u64,
    /// They wait, or are being sent.
    pub in_flight: u64,
    /// Why the last export failed, and when.
    pub last_error: Option<LastError>,
}

impl ExportSnapshot {
    /// All spans that ended.
    #[must_use]
    pub const fn ended(&self) -> u64 {
        self.exported + self.failed + self.dropped_queue_full + self.dropped_already_shutdown + self.in_flight
    }
}

/// Why an export failed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastError {
    /// Why.
    pub error: ExportError,
    /// When.
    pub at: SystemTime,
}

/// Set in the state once the shutdown has come. The bits below are how many spans wait.
const CLOSED: u64 = 1 << 63;

/// The counters. Spans that are in flight are not counted but reckoned from the others, so that no snapshot counts one twice or never.
#[derive(Debug)]
pub(super) struct Counts {
    limit: u64,
    state: AtomicU64,
    accepted: AtomicU64,
    exported: AtomicU64,
    failed: AtomicU64,
    queue_full: AtomicU64,
    already_shutdown: AtomicU64,
    /// Of the accepted, those that nobody took any more at the shutdown.
    left: AtomicU64,
    /// When exports have to be done, once the shutdown has come.
    deadline: watch::Sender<Option<Instant>>,
    last_error: Mutex<Option<LastError>>,
}

impl Counts {
    pub fn new(limit: usize) -> Self {
        Self {
            limit: limit as u64,
            state: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            exported: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            queue_full: AtomicU64::new(0),
            already_shutdown: AtomicU64::new(0),
            left: AtomicU64::new(0),
            deadline: watch::Sender::new(None),
            last_error: Mutex::new(None),
        }
    }

    /// Whether a span that ended may wait. It is counted either way.
    pub fn admit(&self) -> bool {
        let free = |state: u64| (state < self.limit).then_some(state + 1);
        match self.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, free) {
            Ok(_) => {
                self.accepted.fetch_add(1, Ordering::AcqRel);
                true
            }
            Err(state) => {
                let counter = if state & CLOSED == 0 { &self.queue_full } else { &self.already_shutdown };
                counter.fetch_add(1, Ordering::AcqRel);
                false
            }
        }
    }

    /// So many spans wait no longer: they are being sent.
    pub fn take(&self, spans: u64) {
        self.state.fetch_sub(spans, Ordering::AcqRel);
    }

    pub fn done(&self, exported: u64, failed: u64) {
        self.exported.fetch_add(exported, Ordering::AcqRel);
        self.failed.fetch_add(failed, Ordering::AcqRel);
    }

    pub fn note(&self, error: ExportError) {
        *self.last_error.lock().unwrap_or_else(PoisonError::into_inner) = Some(LastError { error, at: SystemTime::now() });
    }

    /// Lets no more spans in. False where that was done before.
    pub fn close(&self, deadline: Instant) -> bool {
        if self.state.fetch_or(CLOSED, Ordering::AcqRel) & CLOSED != 0 {
            return false;
        }
        self.deadline.send_replace(Some(deadline));
        true
    }

    /// When exports have to be done, once the shutdown has come.
    pub fn deadline(&self) -> watch::Receiver<Option<Instant>> {
        self.deadline.subscribe()
    }

    /// Counts what still waits as dropped, once nobody takes it any more.
    pub fn settle(&self) {
        let waiting = self.state.swap(CLOSED, Ordering::AcqRel) & !CLOSED;
        self.left.fetch_add(waiting, Ordering::AcqRel);
    }

    pub fn queue_full(&self) -> u64 {
        self.queue_full.load(Ordering::Acquire)
    }

    /// What is counted last is read first: a span that moves on meanwhile is still in flight here, never gone.
    pub fn snapshot(&self) -> ExportSnapshot {
        let left = self.left.load(Ordering::Acquire);
        let (exported, failed) = (self.exported.load(Ordering::Acquire), self.failed.load(Ordering::Acquire));
        let (queue_full, late) = (self.queue_full(), self.already_shutdown.load(Ordering::Acquire));
        let accepted = self.accepted.load(Ordering::Acquire);
        ExportSnapshot {
            exported,
            failed,
            dropped_queue_full: queue_full,
            dropped_already_shutdown: late + left,
            in_flight: accepted.saturating_sub(exported + failed + left),
            last_error: self.last_error.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_in_exactly_one_number() {
        let counts = Counts::new(3);
        let admitted: Vec<bool> = (0..5).map(|_| counts.admit()).collect();
        assert_eq!(admitted, [true, true, true, false, false]);
        counts.take(2);
        counts.done(1, 0);
        assert!(counts.admit(), "those that are being sent wait no longer");
        counts.close(Instant::now());
        assert!(!counts.admit());
        let now = counts.snapshot();
        assert_eq!((now.exported, now.dropped_queue_full, now.dropped_already_shutdown, now.in_flight), (1, 2, 1, 3));
        assert_eq!(now.ended(), 7);
        counts.done(0, 1);
        counts.settle();
        let end = counts.snapshot();
        assert_eq!((end.failed, end.dropped_already_shutdown, end.in_flight, end.ended()), (1, 3, 0, 7));
    }

    #[test]
    fn the_shutdown_comes_once() {
        let counts = Counts::new(1);
        assert!(counts.close(Instant::now()));
        assert!(!counts.close(Instant::now()));
    }

    #[test]
    fn many_threads_lose_no_span_and_overfill_no_queue() {
        let counts = Counts::new(100);
        let admitted: u64 = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| (0..1000).filter(|_| counts.admit()).count() as u64)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        let now = counts.snapshot();
        assert_eq!((admitted, now.in_flight, now.dropped_queue_full, now.ended()), (100, 100, 3900, 4000));
    }
}
