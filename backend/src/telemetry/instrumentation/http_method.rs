//! The method of a request as a value of few.

use reqwest::Method;

/// What a method that is not known is called. (Semantic Conventions, `http.request.method`.)
pub(super) const OTHER: &str = "_OTHER";

/// The name of a method that the contract knows, else [`OTHER`]: anybody can send any word as a method, and each would be a series of its
/// own and a name of a span.
pub(super) fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => OTHER,
    }
}

/// The method as the name of a span has it. The stable conventions want `HTTP` for an unknown one (Semantic Conventions, HTTP spans, "Name");
/// with the old ones, which know no such case, the name is made of the attribute as the contract declares it.
pub(super) fn in_name(method: &'static str, stable_only: bool) -> &'static str {
    if method == OTHER && stable_only { "HTTP" } else { method }
}
