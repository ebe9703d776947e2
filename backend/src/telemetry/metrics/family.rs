//! All series of one metric.

use super::super::signals::metrics::Metric;
use super::labels::Labels;
use super::{Instrument, MOST_SERIES};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// All series of one metric, of which code takes the one it needs. Cheap to clone; all clones are the same family.
#[derive(Debug)]
pub struct Family<I> {
    shared: Arc<Shared<I>>,
}

#[derive(Debug)]
struct Shared<I> {
    metric: &'static Metric,
    series: RwLock<BTreeMap<Labels<'static>, I>>,
}

impl<I> Clone for Family<I> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<I: Instrument> Family<I> {
    pub(super) fn new(metric: &'static Metric) -> Self {
        let family = Self { shared: Arc::new(Shared { metric, series: RwLock::default() }) };
        if metric.labels.is_empty() {
            // Prometheus sees a rise only from a value that it has seen.
            let _ = family.with(&[]);
        }
        family
    }

    /// The series with these label values, names and values in any order; a new one where there is none. All declared names have to be there
    /// and no other: a mistake in the program, at which a build with debug assertions stops. Where there are
    /// [`MOST_SERIES`] already, the series for what has no room.
    #[must_use]
    pub fn with(&self, labels: &[(&str, &str)]) -> I {
        let labels = Labels::new(self.shared.metric.name, self.shared.metric.labels, labels);
        // A statement of its own, which ends the lock that inserting takes again.
        let found = find(&self.read(), &labels);
        found.unwrap_or_else(|| self.insert(labels))
    }

    #[cold]
    fn insert(&self, labels: Labels<'_>) -> I {
        let metric = self.shared.metric;
        let mut series = self.shared.series.write().unwrap_or_else(PoisonError::into_inner);
        let full = series.len() >= MOST_SERIES && find(&series, &labels).is_none();
        let labels = if full { Labels::overflow(metric.labels) } else { labels.into_owned() };
        series.entry(labels).or_insert_with(|| I::new(metric)).clone()
    }

    /// Calls `each` with every series, in the order of their label values.
    pub(super) fn each(&self, mut each: impl FnMut(&Labels<'static>, &I) -> fmt::Result) -> fmt::Result {
        self.read().iter().try_for_each(|(labels, series)| each(labels, series))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.read().is_empty()
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<Labels<'static>, I>> {
        // Nothing that could panic runs while the lock is held for writing.
        self.shared.series.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looked up with borrowed texts: kept labels are as good as ones that live as long as those looked for.
fn find<'a, I: Clone>(series: &BTreeMap<Labels<'a>, I>, labels: &Labels<'a>) -> Option<I> {
    series.get(labels).cloned()
}
