//! Statements that were read before. A program has few of them and runs them over and over, and reading one costs more than all the rest of
//! its span.

use super::Statement;
use crate::telemetry::instrumentation::sql::System;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The most that are kept, and the longest text that is, in bytes: two megabytes at the very most.
const KEPT: usize = 256;
const LONGEST: usize = 4096;

/// Statements of one database, as they were read.
#[derive(Debug)]
pub(in crate::telemetry::instrumentation::sql) struct Statements {
    system: System,
    read: RwLock<HashMap<Box<str>, Known>>,
}

/// A statement that was read, cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::telemetry::instrumentation::sql) struct Known {
    pub operation: &'static str,
    pub text: Arc<str>,
}

impl Statements {
    pub(in crate::telemetry::instrumentation::sql) fn new(system: System) -> Self {
        Self { system, read: RwLock::default() }
    }

    pub(in crate::telemetry::instrumentation::sql) fn read(&self, sql: &str) -> Known {
        // Every change is an insertion, so that a panic of another thread leaves nothing half done.
        if let Some(known) = self.read.read().unwrap_or_else(PoisonError::into_inner).get(sql) {
            return known.clone();
        }
        let statement = Statement::read(sql, self.system);
        let known = Known { operation: statement.operation, text: statement.text.into() };
        if sql.len() <= LONGEST {
            let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
            if read.len() < KEPT {
                read.insert(sql.into(), known.clone());
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_is_not_read_again() {
        let statements = Statements::new(System::Sqlite);
        let first = statements.read("SELECT 'x'");
        assert_eq!((first.operation, &*first.text), ("SELECT", "SELECT ?"));
        assert!(Arc::ptr_eq(&first.text, &statements.read("SELECT 'x'").text));
    }

    #[test]
    fn only_so_much_is_kept_and_the_rest_is_read_all_the_same() {
        let statements = Statements::new(System::Sqlite);
        for number in 0..KEPT * 2 {
            assert_eq!(&*statements.read(&format!("SELECT a{number} + {number}")).text, format!("SELECT a{number} + ?"));
        }
        let long = format!("SELECT '{}'", "x".repeat(LONGEST));
        assert_eq!(&*statements.read(&long).text, "SELECT ?");
        assert_eq!(statements.read.read().unwrap().len(), KEPT);
        assert!(!statements.read.read().unwrap().contains_key(long.as_str()));
    }
}
