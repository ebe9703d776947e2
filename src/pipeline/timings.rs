//! What each stage of the flow took.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A stage of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading spec files into types.
    Load,
    /// From the written form to models.
    Resolve,
    /// From models to planned files.
    Plan,
    /// Templates to texts.
    Render,
    /// Reading back and comparing.
    Verify,
    /// Showing what was verified to the rules.
    Check,
    /// Comparing with the disk, and writing.
    Apply,
}

impl Stage {
    /// All stages, in the order of the flow.
    pub const ALL: [Self; 7] = [Self::Load, Self::Resolve, Self::Plan, Self::Render, Self::Verify, Self::Check, Self::Apply];

    const fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Resolve => "resolve",
            Self::Plan => "plan",
            Self::Render => "render",
            Self::Verify => "verify",
            Self::Check => "check",
            Self::Apply => "apply",
        }
    }
}

/// The time spent in each stage, added up over all threads.
#[derive(Debug, Default)]
pub struct Timings {
    nanoseconds: [AtomicU64; 7],
}

impl Timings {
    /// Does `work` and adds what it took to `stage`.
    pub fn measure<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let result = work();
        let spent = u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds[stage as usize].fetch_add(spent, Ordering::Relaxed);
        result
    }

    /// What `stage` took so far.
    #[must_use]
    pub fn of(&self, stage: Stage) -> Duration {
        Duration::from_nanos(self.nanoseconds[stage as usize].load(Ordering::Relaxed))
    }
}

impl fmt::Display for Timings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for stage in Stage::ALL {
            writeln!(formatter, "{:>8} {:>10.3} ms", stage.name(), self.of(stage).as_secs_f64() * 1e3)?;
        }
        Ok(())
    }
}
