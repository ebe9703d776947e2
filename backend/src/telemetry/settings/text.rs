//! From the texts of single settings to their values.

use super::read::Refusal;
use super::{Environment, LogFormat, LogLevel, Protocol};
use crate::telemetry::propagation::Propagator;
use reqwest::header::{HeaderName, HeaderValue};
use std::time::Duration;
use url::Url;

type Parsed<T> = Result<T, Refusal>;

/// A text of which a setting allows only a few, in any case.
pub(super) fn one_of<T: Copy>(text: &str, allowed: &[(&str, T)]) -> Parsed<T> {
    let found = allowed.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
        Refusal::new("is not known", format!("write {}", listed(&names)))
    })
}

fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

pub(super) fn flag(text: &str) -> Parsed<bool> {
    one_of(text, &[("true", true), ("false", false), ("1", true), ("0", false)])
        .map_err(|_| Refusal::new("is no boolean", "write true or false"))
}

/// A number from 0 to 1.
pub(super) fn rate(text: &str) -> Parsed<f64> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    // A negative zero is in the range, and reads badly where it is shown.
    number
        .map(f64::abs)
        .ok_or_else(|| Refusal::new("is no number from 0 to 1", "write 1 for all traces, 0.1 for every tenth, 0 for none"))
}

pub(super) fn environment(text: &str) -> Parsed<Environment> {
    one_of(text, &[("production", Environment::Production), ("development", Environment::Development)])
}

pub(super) fn protocol(text: &str) -> Parsed<Protocol> {
    if text.eq_ignore_ascii_case("http/json") {
        return Err(Refusal::new("is not supported", "write grpc or http/protobuf"));
    }
    one_of(text, &[("grpc", Protocol::Grpc), ("http/protobuf", Protocol::HttpProtobuf)])
}

pub(super) fn compression(text: &str) -> Parsed<()> {
    one_of(text, &[("none", ())]).map_err(|_| Refusal::new("is not supported", "remove it, or write none"))
}

pub(super) fn log_format(text: &str) -> Parsed<LogFormat> {
    one_of(text, &[("text", LogFormat::Text), ("json", LogFormat::Json)])
}

pub(super) fn log_level(text: &str) -> Parsed<Option<LogLevel>> {
    let levels = [
        ("debug", Some(LogLevel::Debug)),
        ("info", Some(LogLevel::Info)),
        ("warning", Some(LogLevel::Warning)),
        ("error", Some(LogLevel::Error)),
        ("critical", Some(LogLevel::Critical)),
        ("off", None),
    ];
    if text.eq_ignore_ascii_case("warn") { Ok(Some(LogLevel::Warning)) } else { one_of(text, &levels) }
}

/// A list with commas; each is kept once. `none` stands alone.
pub(super) fn propagators(text: &str) -> Parsed<Vec<Propagator>> {
    const HELP: &str = "write a list of tracecontext and baggage, or none";
    let mut found = Vec::new();
    let mut none = false;
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let propagator = match name.to_ascii_lowercase().as_str() {
            "tracecontext" => Propagator::TraceContext,
            "baggage" => Propagator::Baggage,
            "none" => {
                none = true;
                continue;
            }
            _ => return Err(Refusal::new(format!("has the propagator {name:?} that is not known here"), HELP)),
        };
        if !found.contains(&propagator) {
            found.push(propagator);
        }
    }
    if none && !found.is_empty() {
        return Err(Refusal::new("has none beside others", HELP));
    }
    Ok(found)
}

/// An address of a collector. Its path is not looked at.
pub(super) fn endpoint(text: &str) -> Parsed<Url> {
    const HELP: &str = "write an address such as http://localhost:4317";
    let url = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase) if !text.contains("://") => {
            return Err(Refusal::new("has no scheme", format!("write http:// or https:// before it; {HELP}")));
        }
        Ok(_) => return Err(Refusal::new("has a scheme other than http and https", HELP)),
        Err(error) => return Err(Refusal::new(format!("is no address ({error})"), HELP)),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new("has a user in it", "put credentials into OTEL_EXPORTER_OTLP_HEADERS"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Refusal::new("has a query or a fragment", "remove what begins with ? or #"));
    }
    Ok(url)
}

/// Milliseconds, from 1 to a day.
pub(super) fn milliseconds(text: &str) -> Parsed<Duration> {
    const DAY: u64 = 24 * 60 * 60 * 1000;
    let number = text.parse::<u64>().ok().filter(|number| (1..=DAY).contains(number));
    number
        .map(Duration::from_millis)
        .ok_or_else(|| Refusal::new("is no number of milliseconds", format!("write a whole number from 1 to {DAY}")))
}

/// A count, from 1 to the given limit.
pub(super) fn count(text: &str, limit: usize) -> Parsed<usize> {
    let number = text.parse::<usize>().ok().filter(|number| (1..=limit).contains(number));
    number.ok_or_else(|| Refusal::new("is no count", format!("write a whole number from 1 to {limit}")))
}

/// `key=value` pairs with commas between, percent-encoded. What is wrong is told by the position of the pair, since values may be secrets.
pub(super) fn pairs(text: &str) -> Parsed<Vec<(String, String)>> {
    const HELP: &str = "write key=value,key2=value2 and encode commas, spaces and percent signs in values as %2C, %20 and %25";
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (index, pair) in text.split(',').enumerate().filter(|(_, pair)| !pair.trim().is_empty()) {
        let at = index + 1;
        let (key, value) = pair.split_once('=').ok_or_else(|| Refusal::new(format!("has no = in its pair {at}"), HELP))?;
        let decoded = decoded(key.trim()).zip(decoded(value.trim()));
        let (key, value) =
            decoded.ok_or_else(|| Refusal::new(format!("is not rightly percent-encoded in its pair {at}"), HELP))?;
        if key.is_empty() {
            return Err(Refusal::new(format!("has no key in its pair {at}"), HELP));
        }
        pairs.retain(|(other, _)| *other != key);
        pairs.push((key, value));
    }
    Ok(pairs)
}

/// The pairs as headers of HTTP, which those of gRPC are too.
pub(super) fn headers(text: &str) -> Parsed<Vec<(String, String)>> {
    let mut headers = Vec::new();
    for (at, (name, value)) in (1..).zip(pairs(text)?) {
        let help = "a header has a name of letters, digits and hyphens, and a value of visible ASCII";
        let lower = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| Refusal::new(format!("has no name of a header in its pair {at}"), help))?;
        if HeaderValue::from_str(&value).is_err() || !value.is_ascii() {
            return Err(Refusal::new(format!("has no value of a header in its pair {at}"), help));
        }
        if lower.as_str().ends_with("-bin") || lower.as_str().starts_with("grpc-") {
            return Err(Refusal::new(format!("has a header in its pair {at} that gRPC keeps for itself"), "remove it"));
        }
        headers.push((lower.as_str().to_owned(), value));
    }
    Ok(headers)
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_from_0_to_1() {
        for (text, expected) in [("0", 0.0), ("1", 1.0), ("0.25", 0.25), ("1e-2", 0.01), ("-0", 0.0)] {
            assert_eq!(rate(text).map(f64::to_bits), Ok(f64::to_bits(expected)), "{text}");
        }
        for text in ["1.5", "-0.1", "NaN", "inf", "1,0", "all", "10%"] {
            assert!(rate(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_endpoint_without_a_scheme_is_told_how_to_get_one() {
        for text in ["localhost:4317", "collector", "10.0.0.1:4317", "collector/v1/traces"] {
            let refusal = endpoint(text).unwrap_err();
            assert_eq!(refusal.what, "has no scheme", "{text}");
            assert!(refusal.help.contains("http://"), "{text}");
        }
    }

    #[test]
    fn endpoints_that_nobody_can_mean_are_refused() {
        for (text, what) in [
            ("ftp://host", "has a scheme other than http and https"),
            ("http://", "is no address (empty host)"),
            ("http://host:99999", "is no address (invalid port number)"),
            ("http://me:secret@host", "has a user in it"),
            ("http://host/?x=1", "has a query or a fragment"),
        ] {
            assert_eq!(endpoint(text).unwrap_err().what, what, "{text}");
        }
        assert!(endpoint("http://[::1]:4317").is_ok());
    }

    #[test]
    fn pairs_are_percent_decoded() {
        assert_eq!(pairs("a=b%20c, d = e=f ,,").unwrap(), [("a".into(), "b c".into()), ("d".into(), "e=f".into())]);
        assert_eq!(pairs("a=1,a=2").unwrap(), [("a".to_owned(), "2".to_owned())]);
    }

    #[test]
    fn bad_pairs_are_named_by_position_and_not_by_value() {
        for (text, what) in [
            ("a=1,secret", "has no = in its pair 2"),
            ("a=%2", "is not rightly percent-encoded in its pair 1"),
            ("a=%zz", "is not rightly percent-encoded in its pair 1"),
            ("a=%ff", "is not rightly percent-encoded in its pair 1"),
            ("=secret", "has no key in its pair 1"),
        ] {
            assert_eq!(pairs(text).unwrap_err().what, what, "{text}");
        }
    }

    #[test]
    fn headers_are_headers() {
        assert_eq!(headers("Authorization=Bearer%20x").unwrap(), [("authorization".to_owned(), "Bearer x".to_owned())]);
        for text in ["a b=1", "a=%0A", "a=%C3%A9", "trace-bin=x", "grpc-timeout=1"] {
            assert!(headers(text).is_err(), "{text}");
        }
    }

    #[test]
    fn propagators_are_known_and_kept_once() {
        assert_eq!(propagators("baggage, tracecontext,baggage"), Ok(vec![Propagator::Baggage, Propagator::TraceContext]));
        assert_eq!(propagators("none"), Ok(Vec::new()));
        assert!(propagators("b3").unwrap_err().what.contains("\"b3\""));
        assert!(propagators("none,baggage").is_err());
    }
}
