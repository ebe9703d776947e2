//! Lines as they come out.

use super::super::settings::{LogFormat, LogLevel, LogSettings};
use super::super::signals::spans;
use super::super::{Settings, Telemetry};
use super::layer::Head;
use super::{Buffer, LogLayer, event, json, layer, text};
use opentelemetry::trace::{SpanId, TraceId};
use opentelemetry_sdk::trace::InMemorySpanExporterBuilder;
use proptest::prelude::*;
use regex::Regex;
use std::convert::Infallible;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tracing::{Subscriber, debug, error, info, trace, warn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry;

fn clock() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_705_314_645)
}

fn logged(subscriber: impl Subscriber + Send + Sync + 'static, lines: &Buffer, run: impl FnOnce()) -> String {
    tracing::subscriber::with_default(subscriber, run);
    lines.text()
}

/// What a closure logs, all levels.
fn lines(format: LogFormat, run: impl FnOnce()) -> String {
    let lines = Buffer::default();
    let layer = LogLayer::new(format, LogLevel::Debug, lines.clone(), clock);
    logged(registry().with(layer), &lines, run)
}

fn telemetry(settings: Settings) -> Telemetry {
    Telemetry::with_exporter(&Settings { enabled: true, ..settings }, InMemorySpanExporterBuilder::new().build()).unwrap()
}

#[test]
fn a_line_of_text_is_that_of_the_contract() {
    let text = lines(LogFormat::Text, || info!(target: "backend::services", "Processing detection"));
    assert_eq!(text, "2024-01-15 10:30:45 | INFO | backend.services | trace_id=0 span_id=0 | Processing detection\n");
}

#[test]
fn a_line_of_json_has_its_keys_in_order() {
    let text = lines(LogFormat::Json, || warn!(target: "backend::services", camera = "front", tries = 3_u8, "Slow"));
    let expected = r#"{"time":"2024-01-15 10:30:45","level":"WARNING","target":"backend.services","trace_id":"0","span_id":"0","message":"Slow","fields":{"camera":"front","tries":3}}"#;
    assert_eq!(text, format!("{expected}\n"));
}

#[test]
fn levels_have_the_names_of_the_contract() {
    let text = lines(LogFormat::Text, || {
        trace!("a");
        debug!("b");
        info!("c");
        warn!("d");
        error!("e");
        crate::critical!("f");
    });
    let levels: Vec<&str> = text.lines().filter_map(|line| line.split(" | ").nth(1)).collect();
    assert_eq!(levels, ["DEBUG", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]);
    assert!(!text.contains("critical="), "what makes a line critical is not in it: {text}");
}

#[test]
fn fields_follow_the_message() {
    let text = lines(LogFormat::Text, || {
        let error: &(dyn std::error::Error + 'static) = &io::Error::other("no route");
        info!(count = -3, ratio = 0.5, kept = true, name = "two words", empty = "", path = %"a\\b", list = ?["x"], error, "Message {}", 1);
    });
    let expected =
        r#"| Message 1 count=-3 ratio=0.5 kept=true name="two words" empty="" path=a\\b list="[\"x\"]" error="no route""#;
    assert!(text.trim_end().ends_with(expected), "{text}");
}

#[test]
fn numbers_that_json_does_not_have_are_texts() {
    let text = lines(LogFormat::Json, || info!(a = f64::NAN, b = f64::INFINITY, c = 1.0, d = u64::MAX, "x"));
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["fields"], serde_json::json!({"a": "NaN", "b": "inf", "c": 1.0, "d": u64::MAX}));
}

#[test]
fn the_ids_are_those_of_the_current_span_also_where_it_is_not_sampled() {
    use super::super::settings::Sampling;
    for sampling in [Sampling::AlwaysOn, Sampling::of_rate(0.0)] {
        let telemetry = telemetry(Settings { sampling, ..Settings::default() });
        for format in [LogFormat::Text, LogFormat::Json] {
            let mut ids = String::new();
            let text = lines(format, || {
                let run = telemetry.tracer().create_span(&spans::LLM_INFERENCE, |span| {
                    let context = span.span_context();
                    ids = match format {
                        LogFormat::Text => format!(" | trace_id={} span_id={} | inside\n", context.trace_id(), context.span_id()),
                        LogFormat::Json => {
                            format!("\"trace_id\":\"{}\",\"span_id\":\"{}\",", context.trace_id(), context.span_id())
                        }
                    };
                    info!("inside");
                    Ok::<_, Infallible>(())
                });
                run.unwrap();
            });
            assert!(text.contains(&ids), "{text} lacks {ids}");
        }
    }
}

#[tokio::test]
async fn the_ids_stay_over_awaits() {
    let telemetry = telemetry(Settings::default());
    let lines = Buffer::default();
    let subscriber = registry().with(LogLayer::new(LogFormat::Text, LogLevel::Debug, lines.clone(), clock));
    let _default = tracing::subscriber::set_default(subscriber);
    let log = async |name: &'static str| {
        let run = telemetry.tracer().create_async_span(&spans::LLM_INFERENCE, async |span| {
            info!("{name}");
            tokio::task::yield_now().await;
            info!("{name}");
            Ok::<_, Infallible>(span.span_context().span_id().to_string())
        });
        run.await.unwrap()
    };
    let (left, right) = tokio::join!(log("left"), log("right"));
    info!("after");
    let text = lines.text();
    let with = |id: &str, name: &str| text.matches(&format!("span_id={id} | {name}\n")).count();
    assert_eq!((with(&left, "left"), with(&right, "right"), with("0", "after")), (2, 2, 1), "{text}");
}

#[test]
fn the_layer_of_a_service_leaves_out_what_the_settings_and_libraries_leave_out() {
    for (level, expected) in [
        (LogLevel::Debug, "own-debug own-info library-info own-warn own-error own-critical"),
        (LogLevel::Info, "own-info library-info own-warn own-error own-critical"),
        (LogLevel::Warning, "own-warn own-error own-critical"),
        (LogLevel::Error, "own-error own-critical"),
        (LogLevel::Critical, "own-critical"),
    ] {
        let lines = Buffer::default();
        let settings = LogSettings { format: LogFormat::Text, level: Some(level) };
        let text = logged(registry().with(layer(&settings, lines.clone())), &lines, || {
            trace!("own-trace");
            debug!("own-debug");
            debug!(target: "hyper::proto", "library-debug");
            info!("own-info");
            info!(target: "hyper::proto", "library-info");
            error!(target: "opentelemetry_sdk", "sdk-error");
            error!(target: "opentelemetry-otlp", "sdk-error");
            warn!("own-warn");
            error!("own-error");
            crate::critical!("own-critical");
        });
        let said: Vec<&str> = text.lines().filter_map(|line| line.rsplit(" | ").next()).collect();
        assert_eq!(said.join(" "), expected, "{level:?}");
    }
    assert!(layer::<tracing_subscriber::Registry, _>(&LogSettings { format: LogFormat::Text, level: None }, io::sink).is_none());
}

/// A pipe that nobody reads.
struct Broken;

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

impl MakeWriter<'_> for Broken {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

#[test]
fn a_broken_pipe_is_no_panic() {
    let subscriber = registry().with(LogLayer::new(LogFormat::Text, LogLevel::Debug, Broken, clock));
    tracing::subscriber::with_default(subscriber, || info!("nobody hears this"));
}

/// A value that logs while it is written.
struct Chatty;

impl std::fmt::Debug for Chatty {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        info!("inner");
        formatter.write_str("chatty")
    }
}

#[test]
fn a_value_that_logs_while_it_is_written_breaks_no_line() {
    let text = lines(LogFormat::Text, || info!(value = ?Chatty, "outer"));
    let said: Vec<&str> = text.lines().filter_map(|line| line.rsplit(" | ").next()).collect();
    assert!(said.contains(&"outer value=chatty"), "{text}");
    assert!(said.iter().all(|said| ["inner", "outer value=chatty"].contains(said)), "{text}");
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pattern of the contract as a regular expression: a name stands for the shortest text before what follows.
static CONTRACT: LazyLock<Regex> = LazyLock::new(|| {
    let contract: serde_yaml::Value =
        serde_yaml::from_str(&fs::read_to_string(root().join("observability/signals.yaml")).unwrap()).unwrap();
    let pattern = contract["sources"][0]["logs"][0]["pattern"].as_str().unwrap().to_owned();
    let names = Regex::new("<([a-z_]+)>").unwrap().replace_all(&regex::escape(&pattern), "(?<$1>.*?)").into_owned();
    Regex::new(&format!("^{names}$")).unwrap()
});

/// How Grafana finds the trace of a line, as the files say that it is provisioned with.
static LOKI: LazyLock<Regex> = LazyLock::new(|| {
    let sources = fs::read_to_string(root().join("generated/grafana/provisioning/datasources/hsi.yaml")).unwrap();
    let found = Regex::new("matcherRegex: \"(.*)\"").unwrap().captures(&sources).unwrap()[1].to_owned();
    Regex::new(&found).unwrap()
});

/// Reads back what [`super::escape`] wrote into text.
fn unescaped(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            said.push(character);
            continue;
        }
        match rest.next().unwrap() {
            'n' => said.push('\n'),
            'r' => said.push('\r'),
            't' => said.push('\t'),
            'u' => {
                let code: String = rest.by_ref().skip(1).take_while(|digit| *digit != '}').collect();
                said.push(char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap());
            }
            other => said.push(other),
        }
    }
    said
}

fn nasty() -> impl Strategy<Value = String> {
    let pieces = [
        " | ",
        "trace_id=",
        "span_id=",
        "0af7651916cd43dd8448eb211c80319c",
        "\n",
        "\r\n",
        "\u{2028}",
        "\u{85}",
        "\u{1b}[31m",
        "\\",
        "\\n",
        "\"",
        "=",
        "trace_id",
        "x",
        "\u{202e}",
        "\0",
        "2024-01-15 10:30:45 | ERROR | a | trace_id=0af7651916cd43dd8448eb211c80319c span_id=b7ad6b7169203331 | forged",
        "é😀",
        "\u{7f}",
        "::",
    ];
    prop_oneof![
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..8).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

fn head(target: &str, ids: Option<(u128, u64)>) -> Head<'_> {
    let ids = ids.map(|(trace, span)| (TraceId::from(trace), SpanId::from(span)));
    Head { time: clock(), level: LogLevel::Info, target, ids }
}

fn said(message: &str, field: &str) -> event::Said {
    let mut said = event::Said::default();
    message.clone_into(&mut said.message);
    if !field.is_empty() {
        for name in ["value", "trace_id", "my.span_id"] {
            said.fields.push((name, event::Value::Text(field.to_owned())));
        }
    }
    said
}

proptest! {
    #[test]
    fn whatever_is_logged_the_line_parses_back_and_has_only_its_own_ids(
        message in nasty(), field in nasty(), target in nasty(), ids in proptest::option::of((1_u128.., 1_u64..)),
    ) {
        let mut line = String::new();
        text::push(&mut line, &head(&target, ids), &said(&message, &field));
        let line = line.strip_suffix('\n').unwrap();
        prop_assert!(!line.chars().any(char::is_control) && line.lines().count() == 1, "{line:?}");

        let found = CONTRACT.captures(line).unwrap();
        let (trace, span) = ids.map_or_else(|| ("0".to_owned(), "0".to_owned()), |(trace, span)| (format!("{trace:032x}"), format!("{span:016x}")));
        prop_assert_eq!([&found["time"], &found["level"], &found["trace_id"], &found["span_id"]], ["2024-01-15 10:30:45", "INFO", &trace, &span]);
        prop_assert_eq!(unescaped(&found["target"]), target.replace("::", "."));
        prop_assert!(unescaped(&found["message"]).starts_with(&message), "{:?}", &found["message"]);
        if field.is_empty() {
            prop_assert_eq!(unescaped(&found["message"]), message);
        }
        let traces: Vec<&str> = LOKI.captures_iter(line).map(|found| found.get(1).unwrap().as_str()).collect();
        prop_assert_eq!(traces, ids.map(|_| trace.as_str()).into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn whatever_is_logged_a_line_of_json_says_it(
        message in nasty(), field in nasty(), target in nasty(), ids in proptest::option::of((1_u128.., 1_u64..)),
    ) {
        let mut line = String::new();
        json::push(&mut line, &head(&target, ids), &said(&message, &field));
        let line = line.strip_suffix('\n').unwrap();
        prop_assert!(!line.chars().any(char::is_control), "{line:?}");
        let read: serde_json::Value = serde_json::from_str(line).unwrap();
        prop_assert_eq!(read["message"].as_str().unwrap(), &message);
        prop_assert_eq!(read["target"].as_str().unwrap(), target.replace("::", "."));
        prop_assert_eq!(read["trace_id"].as_str().unwrap(), ids.map_or_else(|| "0".to_owned(), |(trace, _)| format!("{trace:032x}")));
        if !field.is_empty() {
            prop_assert_eq!(read["fields"]["trace_id"].as_str().unwrap(), &field);
        }
        prop_assert!(LOKI.find(line).is_none(), "{line}");
    }
}

#[test]
fn the_examples_of_the_contract_are_lines_of_ours() {
    let contract: serde_yaml::Value =
        serde_yaml::from_str(&fs::read_to_string(root().join("observability/signals.yaml")).unwrap()).unwrap();
    for (index, example) in [(0, 0), (0, 1), (1, 0)] {
        let example = contract["sources"][0]["logs"][index]["examples"][example].as_str().unwrap();
        let (time, level, message) = if example.contains("ERROR") {
            (2, LogLevel::Error, "Nemotron does not answer")
        } else {
            (0, LogLevel::Info, "Processing detection")
        };
        let span = if example.contains("00f067aa0ba902b7") { 0x00f0_67aa_0ba9_02b7 } else { 0xb7ad_6b71_6920_3331 };
        let ids = Some((0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c, span));
        let head = Head { level, time: clock() + Duration::from_secs(time), ..head("backend::services", ids) };
        let mut line = String::new();
        match index {
            0 => text::push(&mut line, &head, &said(message, "")),
            _ => json::push(&mut line, &head, &said(message, "")),
        }
        assert_eq!(line.trim_end(), example);
    }
}
