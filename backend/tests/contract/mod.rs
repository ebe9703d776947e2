//! The contract as the tests read it, and what was emitted held against it, both ways.

pub mod declared;
pub mod exposition;
pub mod log_lines;
pub mod metrics;
pub mod spans;

/// Everything that is not as declared, each in a sentence.
#[derive(Debug, Default)]
pub struct Differences(pub Vec<String>);

impl Differences {
    /// Notes a difference.
    pub fn note(&mut self, what: String) {
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }

    /// Fails with all of them, if there are any.
    pub fn none(self) {
        assert!(self.0.is_empty(), "what is emitted is not what is declared:\n  {}", self.0.join("\n  "));
    }
}
