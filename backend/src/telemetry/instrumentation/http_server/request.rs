//! From a request to the name and the attributes of its span.

use super::super::http_method::OTHER;
use super::super::redaction::{LONGEST_HEADER, LONGEST_URL, cut, query};
use crate::telemetry::attribute::attribute;
use crate::telemetry::semantic_conventions::{Emit, stable};
use crate::telemetry::signals::attributes;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{HOST, HeaderName, USER_AGENT};
use axum::http::uri::Authority;
use opentelemetry::KeyValue;
use std::borrow::Cow;

/// The template of the path that was routed to; none where no route matched.
pub(super) fn route(request: &Request) -> Option<&str> {
    request.extensions().get::<MatchedPath>().map(MatchedPath::as_str)
}

/// All that is known before the request is answered.
pub(super) fn attributes(request: &Request, method: &'static str, emit: Emit) -> Vec<KeyValue> {
    let mut to = Vec::with_capacity(8);
    emit.add(&mut to, &attributes::HTTP_METHOD, stable::HTTP_REQUEST_METHOD, method);
    if let Some(route) = route(request) {
        emit.add(&mut to, &attributes::HTTP_ROUTE, stable::HTTP_ROUTE, route);
    }
    if let Some(user_agent) = header(request, &USER_AGENT) {
        emit.add(&mut to, &attributes::HTTP_USER_AGENT, stable::USER_AGENT_ORIGINAL, &user_agent);
    }
    let host = header(request, &HOST).or_else(|| request.uri().authority().map(|authority| authority.as_str().into()));
    if emit.old() {
        let url = url(request, host.as_deref().unwrap_or_default());
        to.push(attribute(&attributes::HTTP_URL, cut(&url, LONGEST_URL)));
        to.extend(host.as_deref().map(|host| attribute(&attributes::HTTP_HOST, host)));
    }
    if emit.stable() {
        add_stable(&mut to, request, method, host.as_deref());
    }
    to
}

/// What the stable conventions split.
fn add_stable(to: &mut Vec<KeyValue>, request: &Request, method: &'static str, host: Option<&str>) {
    let uri = request.uri();
    if method == OTHER {
        let original = cut(request.method().as_str(), LONGEST_HEADER).to_owned();
        to.push(KeyValue::new(stable::HTTP_REQUEST_METHOD_ORIGINAL, original));
    }
    to.push(KeyValue::new(stable::URL_SCHEME, uri.scheme_str().unwrap_or("http").to_owned()));
    to.push(KeyValue::new(stable::URL_PATH, cut(uri.path(), LONGEST_URL).to_owned()));
    if let Some(given) = uri.query() {
        to.push(KeyValue::new(stable::URL_QUERY, cut(&query(given), LONGEST_URL).to_owned()));
    }
    if let Some(authority) = host.and_then(|host| host.parse::<Authority>().ok()) {
        to.push(KeyValue::new(stable::SERVER_ADDRESS, authority.host().to_owned()));
        to.extend(authority.port_u16().map(|port| KeyValue::new(stable::SERVER_PORT, i64::from(port))));
    }
}

/// The full address, as far as a server knows it: TLS ends before it.
fn url(request: &Request, host: &str) -> String {
    let uri = request.uri();
    let mut url = format!("{}://{host}{}", uri.scheme_str().unwrap_or("http"), uri.path());
    if let Some(given) = uri.query() {
        url.push('?');
        url.push_str(&query(given));
    }
    url
}

fn header<'a>(request: &'a Request, name: &HeaderName) -> Option<Cow<'a, str>> {
    let value = String::from_utf8_lossy(request.headers().get(name)?.as_bytes());
    Some(match value {
        Cow::Borrowed(value) => Cow::Borrowed(cut(value, LONGEST_HEADER)),
        Cow::Owned(value) => Cow::Owned(cut(&value, LONGEST_HEADER).to_owned()),
    })
}
