//! Thresholds: from which value on which colour applies.
//!
//! From: `thresholds` of field defaults and overrides. To: the same again. (`@grafana/data` 13.2, `getActiveThreshold`.)

use serde_json::Number;

use crate::grafana::json::{Nullable, model, text_enum};

model! {
    /// Limits from which colours follow. Values are in the data's own unit, whatever unit is shown.
    pub struct Thresholds {
        /// How the steps' values are read.
        "mode" => mode: ThresholdsMode,
        /// The steps, in rising order. The first applies to everything below the second, so its value is `null`.
        "steps" => steps: Vec<Threshold>,
    }
}

text_enum! {
    /// How thresholds' values are read.
    pub enum ThresholdsMode {
        /// As values.
        Absolute = "absolute",
        /// As percent, 0 to 100, of the way from the field's least to its greatest value.
        Percentage = "percentage",
    }
}

model! {
    /// One step of thresholds.
    pub struct Threshold {
        /// The value from which the step applies. `null` stands for minus infinity.
        "value" => value: Nullable<Number>,
        /// A name of Grafana's palette or a CSS colour.
        "color" => color: String,
        /// An expression that gives the value.
        "valueExpr" => value_expr: String,
    }
}

impl Threshold {
    /// The first step: it applies below all others.
    #[must_use]
    pub fn base(color: impl Into<String>) -> Self {
        Self::default().value(Nullable::Null).color(color)
    }

    /// The value from which it applies; `None` where there is none: of the first step, or by an expression.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.value.as_ref()?.value()?.as_f64()
    }

    /// A step that applies from `value` on.
    #[must_use]
    pub fn starting_at(value: impl Into<Number>, color: impl Into<String>) -> Self {
        Self::default().value(value.into()).color(color)
    }
}
