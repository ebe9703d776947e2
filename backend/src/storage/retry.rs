//! Trying again where another transaction was in the way. Everything that the storage does can be done twice.

use super::StorageError;
use std::time::Duration;

const TRIES: u32 = 6;

/// How often something was tried.
#[derive(Debug, Default)]
pub(super) struct Retry {
    tried: u32,
}

impl Retry {
    /// Whether to try again after an error, once the wait for it is over.
    pub(super) async fn again(&mut self, error: &StorageError) -> bool {
        self.tried += 1;
        if self.tried >= TRIES || !error.is_transient() {
            return false;
        }
        let longest = 10 << self.tried;
        tokio::time::sleep(Duration::from_millis(rand::random_range(longest / 2..=longest))).await;
        true
    }
}
