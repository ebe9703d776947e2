//! Under which names attributes go out: those of the HSI document, which are OpenTelemetry's old ones, or its stable ones.
//!
//! `OTEL_SEMCONV_STABILITY_OPT_IN` chooses. It is OpenTelemetry's own switch for instrumentation that emits the old names ("HTTP semantic
//! convention stability migration" and "Database semantic convention stability migration").

use super::attribute::{AttributeType, attribute};
use super::signals::attributes::Key;
use opentelemetry::KeyValue;
use std::fmt;

/// The stable names, as far as there is an old one for them. (Semantic Conventions 1.42, registry of attributes.)
pub mod stable {
    /// What `http.method` became.
    pub const HTTP_REQUEST_METHOD: &str = "http.request.method";
    /// The method as it was sent, where `http.request.method` is `_OTHER`.
    pub const HTTP_REQUEST_METHOD_ORIGINAL: &str = "http.request.method_original";
    /// What `http.status_code` became.
    pub const HTTP_RESPONSE_STATUS_CODE: &str = "http.response.status_code";
    /// `http.route`, whose name stays.
    pub const HTTP_ROUTE: &str = "http.route";
    /// What `http.url` became on spans of clients.
    pub const URL_FULL: &str = "url.full";
    /// What `http.url` became on spans of servers, together with the next two: the path.
    pub const URL_PATH: &str = "url.path";
    /// The query, without its question mark.
    pub const URL_QUERY: &str = "url.query";
    /// `http` or `https`.
    pub const URL_SCHEME: &str = "url.scheme";
    /// What `http.user_agent` became.
    pub const USER_AGENT_ORIGINAL: &str = "user_agent.original";
    /// What `http.host` and `net.peer.name` became.
    pub const SERVER_ADDRESS: &str = "server.address";
    /// What the port in `http.host`, and `net.peer.port`, became.
    pub const SERVER_PORT: &str = "server.port";
    /// Of which kind an error is: the status code as text, or a word. It has no old name.
    pub const ERROR_TYPE: &str = "error.type";
    /// What `db.system` became.
    pub const DB_SYSTEM_NAME: &str = "db.system.name";
    /// What `db.name` became, and `db.redis.database_index`, as a text.
    pub const DB_NAMESPACE: &str = "db.namespace";
    /// What `db.statement` became.
    pub const DB_QUERY_TEXT: &str = "db.query.text";
    /// What `db.operation` became.
    pub const DB_OPERATION_NAME: &str = "db.operation.name";
}

/// Which names go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emit {
    /// The old ones, which the HSI document and the contract have.
    #[default]
    Old,
    /// The stable ones.
    Stable,
    /// Both, for the time in which dashboards move.
    Both,
}

impl Emit {
    /// Whether the old names go out.
    #[must_use]
    pub const fn old(self) -> bool {
        matches!(self, Self::Old | Self::Both)
    }

    /// Whether the stable names go out.
    #[must_use]
    pub const fn stable(self) -> bool {
        matches!(self, Self::Stable | Self::Both)
    }

    /// Adds an attribute that has the same value under both names, under those that go out. Names that are the same go out once.
    pub fn add<T>(self, to: &mut Vec<KeyValue>, old: &Key<T>, stable: &'static str, value: T::Given<'_>)
    where
        T: AttributeType + ?Sized,
        for<'a> T::Given<'a>: Copy,
    {
        if self.old() {
            to.push(attribute(old, value));
        }
        if self.stable() && !(self.old() && old.name() == stable) {
            to.push(KeyValue::new(stable, T::value(value)));
        }
    }
}

/// Which names go out, for each kind of attributes that has been renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conventions {
    /// Attributes of HTTP spans.
    pub http: Emit,
    /// Attributes of database spans, those of Redis too.
    pub database: Emit,
}

/// What the variable may also say, to instrumentation that is not in here. It is often set for a whole group of services.
const OF_OTHERS: &[&str] =
    &["code", "code/dup", "gen_ai_latest_experimental", "k8s", "k8s/dup", "messaging", "messaging/dup", "rpc", "rpc/dup"];

/// Values of `OTEL_SEMCONV_STABILITY_OPT_IN` that nothing knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownConventions {
    /// The values, as they were written.
    pub values: Vec<String>,
}

impl fmt::Display for UnknownConventions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<_> = self.values.iter().map(|value| format!("`{value}`")).collect();
        write!(
            formatter,
            "{}: the list has `http`, `http/dup`, `database`, `database/dup` with commas between",
            values.join(", ")
        )
    }
}

impl std::error::Error for UnknownConventions {}

impl Conventions {
    /// Reads the value of `OTEL_SEMCONV_STABILITY_OPT_IN`: a list with commas of `http`, `http/dup`, `database`, `database/dup`. `/dup` wins over
    /// the same without it; what is not named goes out under old names. Values that OpenTelemetry has for other
    /// instrumentation are passed over. An error names all values that nothing knows.
    pub fn parse(list: &str) -> Result<Self, UnknownConventions> {
        let mut conventions = Self::default();
        let mut unknown = Vec::new();
        for value in list.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            match value {
                "http" => conventions.http = with_stable(conventions.http),
                "http/dup" => conventions.http = Emit::Both,
                "database" => conventions.database = with_stable(conventions.database),
                "database/dup" => conventions.database = Emit::Both,
                other if OF_OTHERS.contains(&other) => {}
                other => unknown.push(other.to_owned()),
            }
        }
        if unknown.is_empty() { Ok(conventions) } else { Err(UnknownConventions { values: unknown }) }
    }
}

fn with_stable(before: Emit) -> Emit {
    if before == Emit::Both { Emit::Both } else { Emit::Stable }
}

#[cfg(test)]
mod tests {
    use super::super::signals::attributes;
    use super::*;

    fn parsed(list: &str) -> (Emit, Emit) {
        let conventions = Conventions::parse(list).expect("known values");
        (conventions.http, conventions.database)
    }

    #[test]
    fn nothing_named_is_old() {
        assert_eq!(parsed(""), (Emit::Old, Emit::Old));
        assert_eq!(parsed(" , ,"), (Emit::Old, Emit::Old));
    }

    #[test]
    fn each_kind_is_chosen_for_itself_and_dup_wins_in_any_order() {
        assert_eq!(parsed("http"), (Emit::Stable, Emit::Old));
        assert_eq!(parsed("database/dup, http"), (Emit::Stable, Emit::Both));
        assert_eq!(parsed("http/dup,http"), (Emit::Both, Emit::Old));
        assert_eq!(parsed("http,http/dup,database"), (Emit::Both, Emit::Stable));
    }

    #[test]
    fn what_is_meant_for_others_is_passed_over_and_what_nobody_knows_is_named() {
        assert_eq!(parsed("messaging,http"), (Emit::Stable, Emit::Old));
        let error = Conventions::parse("htpp,http,db").expect_err("two are unknown"); // misspelt on purpose
        assert_eq!(error.values, ["htpp", "db"]); // misspelt on purpose
        assert!(error.to_string().starts_with("`htpp`, `db`: the list has")); // misspelt on purpose
    }

    #[test]
    fn an_attribute_goes_out_under_the_names_that_were_chosen() {
        let names = |emit: Emit| {
            let mut to = Vec::new();
            emit.add(&mut to, &attributes::HTTP_STATUS_CODE, stable::HTTP_RESPONSE_STATUS_CODE, 200);
            emit.add(&mut to, &attributes::HTTP_ROUTE, stable::HTTP_ROUTE, "/a");
            to.into_iter().map(|attribute| attribute.key.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(Emit::Old), ["http.status_code", "http.route"]);
        assert_eq!(names(Emit::Stable), ["http.response.status_code", "http.route"]);
        assert_eq!(names(Emit::Both), ["http.status_code", "http.response.status_code", "http.route"]);
    }
}
