//! The state of a queue within the process: what is where in it. No clock, no lock, no waiting; whoever calls says what time it is.

use super::Options;
use super::message::{DeadMessage, Delivery, Message, Receipt};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

#[derive(Debug)]
pub(super) struct State {
    options: Options,
    next: u64,
    entries: HashMap<u64, Entry>,
    ready: VecDeque<u64>,
    /// By the time from which they are ready.
    delayed: BTreeSet<(Instant, u64)>,
    /// By the time at which their workers lose them.
    held: BTreeSet<(Instant, u64)>,
    dead: VecDeque<DeadMessage>,
}

#[derive(Debug)]
struct Entry {
    message: Message,
    /// Until when it is held; none where it is not.
    held_until: Option<Instant>,
}

impl State {
    pub(super) fn new(options: Options) -> Self {
        Self {
            options,
            next: 0,
            entries: HashMap::new(),
            ready: VecDeque::new(),
            delayed: BTreeSet::new(),
            held: BTreeSet::new(),
            dead: VecDeque::new(),
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.entries.len()
    }

    /// Puts a message in. False where there is no room.
    pub(super) fn publish(&mut self, message: Message) -> bool {
        if self.entries.len() >= self.options.capacity {
            return false;
        }
        self.entries.insert(self.next, Entry { message, held_until: None });
        self.ready.push_back(self.next);
        self.next += 1;
        true
    }

    /// Hands out a message: first one that its worker lost, else the one that has been ready the longest.
    pub(super) fn reserve(&mut self, now: Instant) -> Option<Delivery> {
        while let Some((at, number)) = self.delayed.first().copied().filter(|(at, _)| *at <= now) {
            self.delayed.remove(&(at, number));
            self.ready.push_back(number);
        }
        let number = match self.held.first().copied().filter(|(until, _)| *until <= now) {
            Some(lost) => {
                self.held.remove(&lost);
                lost.1
            }
            None => self.ready.pop_front()?,
        };
        let until = now + self.options.visibility;
        let entry = self.entries.get_mut(&number)?;
        entry.message.attempt += 1;
        entry.held_until = Some(until);
        self.held.insert((until, number));
        let receipt = Receipt { entry: number.to_string(), count: u64::from(entry.message.attempt) };
        Some(Delivery { message: entry.message.clone(), max_attempts: self.options.max_attempts, receipt })
    }

    /// When something changes by time alone: a message is ready again, or its worker loses it.
    pub(super) fn next_change(&self) -> Option<Instant> {
        let delayed = self.delayed.first().map(|(at, _)| *at);
        let held = self.held.first().map(|(until, _)| *until);
        match (delayed, held) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    pub(super) fn ack(&mut self, delivery: &Delivery) -> bool {
        self.take(delivery).is_some()
    }

    pub(super) fn release(&mut self, delivery: &Delivery, delay: Duration, now: Instant) -> bool {
        let Some((number, message)) = self.take(delivery) else { return false };
        self.entries.insert(number, Entry { message, held_until: None });
        if delay.is_zero() {
            self.ready.push_back(number);
        } else {
            self.delayed.insert((now + delay, number));
        }
        true
    }

    pub(super) fn extend(&mut self, delivery: &Delivery, now: Instant) -> bool {
        let Some((number, message)) = self.take(delivery) else { return false };
        let until = now + self.options.visibility;
        self.entries.insert(number, Entry { message, held_until: Some(until) });
        self.held.insert((until, number));
        true
    }

    pub(super) fn bury(&mut self, delivery: &Delivery, error: &str) -> bool {
        let Some((_, message)) = self.take(delivery) else { return false };
        self.dead.push_front(DeadMessage { message, error: error.to_owned() });
        self.dead.truncate(self.options.dead_letters);
        true
    }

    pub(super) fn dead_letters(&self, limit: usize) -> Vec<DeadMessage> {
        self.dead.iter().take(limit).cloned().collect()
    }

    /// Takes a message out that is still held under its receipt. One whose time is over is held until somebody else reserves it.
    fn take(&mut self, delivery: &Delivery) -> Option<(u64, Message)> {
        let number = delivery.receipt.entry.parse().ok()?;
        let entry = self.entries.get(&number)?;
        let until = entry.held_until.filter(|_| u64::from(entry.message.attempt) == delivery.receipt.count)?;
        self.held.remove(&(until, number));
        self.entries.remove(&number).map(|entry| (number, entry.message))
    }
}
