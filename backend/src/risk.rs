//! How much of a risk something is: from scores and words to one of four levels, and back to the word.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How much of a risk something is. The label `level` of `hsi_events_by_risk_level_total`, and the column `risk_level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RiskLevel {
    /// Nothing to look at.
    Low,
    /// Unusual.
    Medium,
    /// To be looked at soon.
    High,
    /// To be looked at now.
    Critical,
}

impl RiskLevel {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// `low`, `medium`, `high` or `critical`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The level of a score from 0 to 100: medium from 30, high from 60, critical from 85.
    #[must_use]
    pub const fn of(risk_score: u8) -> Self {
        match risk_score {
            ..30 => Self::Low,
            30..60 => Self::Medium,
            60..85 => Self::High,
            85.. => Self::Critical,
        }
    }
}

impl fmt::Display for RiskLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::signals::metrics::HSI_EVENTS_BY_RISK_LEVEL_TOTAL;

    #[test]
    fn a_level_has_one_name_everywhere() {
        assert_eq!(HSI_EVENTS_BY_RISK_LEVEL_TOTAL.labels, ["level"]);
        for level in RiskLevel::ALL {
            assert_eq!(RiskLevel::named(level.name()), Some(level));
            assert_eq!(serde_json::to_value(level).unwrap(), level.to_string());
        }
        assert_eq!(RiskLevel::named("High"), None);
    }

    #[test]
    fn levels_begin_at_30_60_and_85() {
        use RiskLevel::{Critical, High, Low, Medium};
        let levels = [0, 29, 30, 59, 60, 84, 85, 100].map(RiskLevel::of);
        assert_eq!(levels, [Low, Low, Medium, Medium, High, High, Critical, Critical]);
    }
}
