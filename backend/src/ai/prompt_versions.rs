//! Which version of the prompt is used: the newer one, until its answers cannot be read.

use super::assessment::AssessmentError;
use crate::telemetry::metrics::{Counter, Metrics};
use crate::telemetry::signals::metrics::HSI_PROMPT_ROLLBACKS_TOTAL;
use std::sync::{Mutex, PoisonError};

/// A version of the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptVersion {
    /// The older.
    First,
    /// The newer, which is used first.
    Second,
}

/// The step back to the older version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rollback;

impl Rollback {
    /// The label `reason` of `hsi_prompt_rollbacks_total`.
    pub const REASON: &'static str = "unparsable_answers";
}

/// The state: which version is used, and how many of its answers in a row could not be read. The older version stays until the process ends:
/// an answer to the older one says nothing about the newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromptVersions {
    version: PromptVersion,
    unparsable: u32,
    most_unparsable: u32,
}

impl PromptVersions {
    /// The newer version, until so many answers in a row cannot be read; 0 is 1.
    #[must_use]
    pub const fn new(most_unparsable: u32) -> Self {
        Self { version: PromptVersion::Second, unparsable: 0, most_unparsable }
    }

    /// The version to be used.
    #[must_use]
    pub const fn version(&self) -> PromptVersion {
        self.version
    }

    /// Takes in whether an answer to a version could be read. What was asked before the step back and is answered after it
    /// counts for nothing.
    pub fn answered(&mut self, version: PromptVersion, parsed: bool) -> Option<Rollback> {
        if version != PromptVersion::Second || self.version != PromptVersion::Second {
            return None;
        }
        self.unparsable = if parsed { 0 } else { self.unparsable.saturating_add(1) };
        if self.unparsable == 0 || self.unparsable < self.most_unparsable {
            return None;
        }
        self.version = PromptVersion::First;
        Some(Rollback)
    }
}

/// The same for many workers at once, counted.
#[derive(Debug)]
pub struct Prompts {
    versions: Mutex<PromptVersions>,
    rollbacks: Counter,
}

impl Prompts {
    /// The prompts of a model. Its rollbacks are shown as 0 from the start.
    #[must_use]
    pub fn new(versions: PromptVersions, model: &str, metrics: &Metrics) -> Self {
        let labels = [("model", model), ("reason", Rollback::REASON)];
        Self { versions: Mutex::new(versions), rollbacks: metrics.counter(&HSI_PROMPT_ROLLBACKS_TOTAL).with(&labels) }
    }

    /// The version to be used now.
    #[must_use]
    pub fn version(&self) -> PromptVersion {
        self.versions.lock().unwrap_or_else(PoisonError::into_inner).version()
    }

    /// Takes in what came of an answer to a version.
    pub fn answered<T>(&self, version: PromptVersion, parsed: &Result<T, AssessmentError>) {
        let rollback = self.versions.lock().unwrap_or_else(PoisonError::into_inner).answered(version, parsed.is_ok());
        if let (Some(Rollback), Err(error)) = (rollback, parsed) {
            tracing::warn!("the older prompt is used from now on, since answers to the newer cannot be read: {error}");
            self.rollbacks.inc();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PromptVersion::{First, Second};
    use super::*;
    use crate::telemetry::signals::metrics;

    #[test]
    fn answers_in_a_row_that_cannot_be_read_step_back_once_and_for_all() {
        let mut versions = PromptVersions::new(3);
        assert_eq!((versions.answered(Second, false), versions.answered(Second, false)), (None, None));
        assert_eq!(versions.answered(Second, true), None);
        assert_eq!((versions.answered(Second, false), versions.answered(Second, false)), (None, None));
        assert_eq!(versions.version(), Second);
        assert_eq!(versions.answered(Second, false), Some(Rollback));
        assert_eq!(versions.version(), First);
        for parsed in [true, false, false, false, false] {
            assert_eq!((versions.answered(First, parsed), versions.answered(Second, parsed)), (None, None));
        }
        assert_eq!(versions.version(), First);
    }

    #[test]
    fn a_rollback_is_counted_under_its_model_and_reason() {
        let all = Metrics::new(metrics::ALL);
        let prompts = Prompts::new(PromptVersions::new(0), "nemotron", &all);
        let line = |count| format!("hsi_prompt_rollbacks_total{{model=\"nemotron\",reason=\"unparsable_answers\"}} {count}\n");
        prompts.answered(Second, &Ok(()));
        assert!(all.encode().contains(&line(0)));
        prompts.answered(Second, &Err::<(), _>(AssessmentError::NoObject));
        prompts.answered(Second, &Err::<(), _>(AssessmentError::NoObject));
        assert_eq!(prompts.version(), First);
        assert!(all.encode().contains(&line(1)));
    }
}
