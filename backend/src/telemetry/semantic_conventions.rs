//! Which names of attributes are emitted where OpenTelemetry's semantic conventions renamed them.

/// The names for each group of conventions that `OTEL_SEMCONV_STABILITY_OPT_IN` can choose for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conventions {
    /// `http.method` or `http.request.method`, and so on.
    pub http: Emit,
    /// `db.statement` or `db.query.text`, and so on.
    pub database: Emit,
}

/// Old names, stable ones, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emit {
    /// The names from before the conventions became stable.
    Old,
    /// The stable names.
    Stable,
    /// Both.
    Both,
}

impl Emit {
    /// Whether the old names are emitted.
    #[must_use]
    pub const fn old(self) -> bool {
        matches!(self, Self::Old | Self::Both)
    }

    /// Whether the stable names are emitted.
    #[must_use]
    pub const fn stable(self) -> bool {
        matches!(self, Self::Stable | Self::Both)
    }
}

impl Default for Conventions {
    fn default() -> Self {
        Self { http: Emit::Old, database: Emit::Old }
    }
}
