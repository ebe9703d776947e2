//! A queue within the process.

use super::state::State;
use super::{DeadMessage, Delivery, Message, Options, QueueError};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// A queue within the process. See [`Queue`](super::Queue).
#[derive(Debug, Clone)]
pub struct InProcessQueue {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: Options,
    state: Mutex<State>,
    /// Wakes one that waits for a message.
    changed: Notify,
    closed: AtomicBool,
}

impl InProcessQueue {
    pub(super) fn new(options: Options) -> Self {
        let state = Mutex::new(State::new(options.clone()));
        Self { shared: Arc::new(Shared { options, state, changed: Notify::new(), closed: AtomicBool::new(false) }) }
    }

    pub(super) fn options(&self) -> &Options {
        &self.shared.options
    }

    pub(super) fn publish(&self, message: &Message) -> Result<(), QueueError> {
        let Options { name, capacity, .. } = &self.shared.options;
        if self.is_closed() {
            return Err(QueueError::Closed { queue: name.clone() });
        }
        if !self.state().publish(message.clone()) {
            return Err(QueueError::Full { queue: name.clone(), capacity: *capacity });
        }
        self.shared.changed.notify_one();
        Ok(())
    }

    pub(super) async fn reserve(&self, wait: Duration) -> Option<Delivery> {
        let end = Instant::now() + wait;
        loop {
            // In line before anything is looked at, so that no change is missed between the look and the wait.
            let mut changed = pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if self.is_closed() {
                return None;
            }
            let now = Instant::now();
            let next_change = {
                let mut state = self.state();
                let delivery = state.reserve(now);
                if delivery.is_some() {
                    return delivery;
                }
                state.next_change()
            };
            if now >= end {
                return None;
            }
            let until = next_change.map_or(end, |at| at.min(end));
            // Either way the queue is looked at again.
            let _ = tokio::time::timeout_at(until.into(), changed).await;
        }
    }

    pub(super) fn ack(&self, delivery: &Delivery) -> bool {
        self.state().ack(delivery)
    }

    pub(super) fn release(&self, delivery: &Delivery, delay: Duration) -> bool {
        let released = self.state().release(delivery, delay, Instant::now());
        self.shared.changed.notify_one();
        released
    }

    pub(super) fn extend(&self, delivery: &Delivery) -> bool {
        self.state().extend(delivery, Instant::now())
    }

    pub(super) fn bury(&self, delivery: &Delivery, error: &str) -> bool {
        self.state().bury(delivery, error)
    }

    pub(super) fn dead_letters(&self, limit: usize) -> Vec<DeadMessage> {
        self.state().dead_letters(limit)
    }

    pub(super) fn depth(&self) -> usize {
        self.state().depth()
    }

    pub(super) fn close(&self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        self.shared.changed.notify_waiters();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.shared.closed.load(Ordering::SeqCst)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code under the lock can panic half way through a change.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
