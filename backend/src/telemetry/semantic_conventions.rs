//! Which names the attributes of automatic instrumentation have: the old ones, the stable ones, or both.

/// The names in use, for HTTP and for databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conventions {
    /// HTTP servers and clients.
    pub http: Emit,
    /// Databases, Redis among them.
    pub database: Emit,
}

/// Names of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emit {
    /// The old ones: `http.method`.
    #[default]
    Old,
    /// The stable ones: `http.request.method`.
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

impl Conventions {
    /// Reads `OTEL_SEMCONV_STABILITY_OPT_IN`: a list of `http`, `http/dup`, `database`, `database/dup`. With `/dup` wins. Entries that
    /// are not known are ignored, as the semantic conventions have it.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let has = |name: &str| text.split(',').any(|entry| entry.trim() == name);
        let emit = |both: &str, stable: &str| match (has(both), has(stable)) {
            (true, _) => Emit::Both,
            (false, true) => Emit::Stable,
            (false, false) => Emit::Old,
        };
        Self { http: emit("http/dup", "http"), database: emit("database/dup", "database") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dup_wins_and_unknown_entries_are_ignored() {
        let old = Conventions::default();
        assert_eq!(Conventions::parse(""), old);
        assert_eq!(Conventions::parse("http"), Conventions { http: Emit::Stable, ..old });
        assert_eq!(Conventions::parse("http, http/dup"), Conventions { http: Emit::Both, ..old });
        assert_eq!(Conventions::parse("messaging,database/dup"), Conventions { database: Emit::Both, ..old });
    }
}
