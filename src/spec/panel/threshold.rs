//! Thresholds: from which value on which colour is shown.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Number;

use crate::spec::duration::Duration;
use crate::written::{IntoNumber, spec};

/// What the values of thresholds are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ThresholdModeSpec {
    /// Values, in the unit of the field.
    Absolute,
    /// Percentages of the way from `min` to `max`, 0 to 100.
    Percentage,
}

spec! {
    /// Thresholds. The first step has no value: it holds from the least value on. The values of the others rise.
    pub struct ThresholdsSpec {
        /// What the values are. Default: absolute.
        #[serde(default)]
        pub mode: Option<ThresholdModeSpec>,
        /// The steps, at least one: the first without a value, then values that rise.
        pub steps: Vec<ThresholdStepSpec>,
    }
}

spec! {
    /// One step: a colour, and the value that it begins with.
    pub struct ThresholdStepSpec {
        /// A name such as `green` or `dark-red`, or `#rrggbb`.
        pub color: String,
        /// The value that it begins with. None: from the least value on.
        #[serde(default)]
        pub value: Option<Number>,
    }
}

spec! {
    /// One step of a duration's thresholds: a colour, and the duration that it begins with.
    pub struct DurationThresholdSpec {
        /// A name such as `green` or `dark-red`, or `#rrggbb`.
        pub color: String,
        /// The duration that it begins with. None: from the shortest on.
        #[serde(default)]
        pub value: Option<Duration>,
    }
}

impl ThresholdsSpec {
    /// Absolute thresholds whose first step, from the least value on, has the colour `color`.
    #[must_use]
    pub fn base(color: impl Into<String>) -> Self {
        Self { mode: None, steps: vec![ThresholdStepSpec { color: color.into(), value: None }] }
    }

    /// Adds a step from `value` on, in the unit of the field. Values rise from step to step.
    #[must_use]
    pub fn step(mut self, value: impl IntoNumber, color: impl Into<String>) -> Self {
        self.steps.push(ThresholdStepSpec { color: color.into(), value: value.into_number() });
        self
    }
}

impl DurationThresholdSpec {
    /// The first step: from the shortest duration on.
    #[must_use]
    pub fn base(color: impl Into<String>) -> Self {
        Self { color: color.into(), value: None }
    }

    /// A step from `value` on.
    #[must_use]
    pub fn starting_at(value: Duration, color: impl Into<String>) -> Self {
        Self { color: color.into(), value: Some(value) }
    }
}
