//! The program itself, as a process.

use crate::backend::{JPEG, LONG, until};
use crate::models::{Models, stand_ins};
use crate::receiver::{Behaviour, Receiver, silent};
use nemotron_backend::simulate::Options;
use nemotron_backend::telemetry::tls;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// The program with these settings and no others.
fn program(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nemotron-backend"));
    command.args(arguments).current_dir(folder).env_clear().envs(settings.iter().copied()).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A service that listens, and the address that it says.
async fn serving(folder: &Path, settings: &[(&str, &str)]) -> (Child, String) {
    let mut command = program(folder, &["serve"], settings);
    let mut child = command.env("LISTEN_ADDRESS", "127.0.0.1:0").spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = loop {
        let line = tokio::time::timeout(LONG, lines.next_line()).await.unwrap().unwrap().unwrap();
        if let Some((_, rest)) = line.split_once("listening on ") {
            break rest.split(',').next().unwrap().to_owned();
        }
    };
    // What nobody reads would hold it up some day.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, address)
}

async fn upload(address: &str) {
    tls::install_ring();
    let request = reqwest::Client::new().post(format!("{address}/api/images?camera_id=hall"));
    let answer = request.header("content-type", "image/jpeg").body(JPEG).send().await.unwrap();
    assert_eq!(answer.status(), 202);
}

/// Asks a process to end, and waits for that: its exit code, how long it took, and what it said on its standard error.
async fn terminate(mut child: Child) -> (Option<i32>, Duration, String) {
    let began = Instant::now();
    let kill = Command::new("kill").args(["-TERM", &child.id().unwrap().to_string()]).status().await.unwrap();
    assert!(kill.success());
    let status = tokio::time::timeout(Duration::from_secs(20), child.wait()).await.unwrap().unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).await.unwrap();
    (status.code(), began.elapsed(), said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_sends_the_spans_that_are_left() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let receiver = Receiver::grpc(Behaviour::Accept);
    let (child, address) = serving(
        folder.path(),
        &[
            ("OTEL_ENABLED", "true"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &receiver.endpoint()),
            // Longer than the test takes: what comes, comes at the end.
            ("OTEL_BSP_SCHEDULE_DELAY", "60000"),
            ("RTDETR_URL", &models.url),
            ("NEMOTRON_URL", &models.url),
            ("BATCH_MAX_DETECTIONS", "1"),
        ],
    )
    .await;
    upload(&address).await;
    until("it is analysed", async || {
        reqwest::get(format!("{address}/api/events")).await.unwrap().text().await.unwrap().contains("event_id")
    })
    .await;
    assert!(receiver.spans().is_empty());
    let (code, took, said) = terminate(child).await;
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(took < Duration::from_secs(5), "{took:?}");
    let names = receiver.names();
    for name in [
        "POST /api/images",
        "detection_processing",
        "batch_aggregation",
        "analysis_processing",
        "llm_inference",
        "event_creation",
    ] {
        assert!(names.iter().any(|found| found == name), "{name} is not among {names:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_hangs_does_not_hold_up_the_end_and_the_loss_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let stand_ins = stand_ins(Options::default()).await;
    let (_listener, hanging) = silent();
    let (child, address) = serving(
        folder.path(),
        &[
            ("OTEL_ENABLED", "true"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &hanging),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
            ("RTDETR_URL", &stand_ins.rtdetr_url),
            ("NEMOTRON_URL", &stand_ins.nemotron_url),
        ],
    )
    .await;
    upload(&address).await;
    let (code, took, said) = terminate(child).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert!(said.starts_with("warning: ") && said.contains("spans"), "{said}");
    stand_ins.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_image_that_a_killed_process_accepted_is_worked_on_by_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.rtdetr.answers(crate::models::Answer::Holds);
    let settings = [("RTDETR_URL", models.url.as_str()), ("NEMOTRON_URL", &models.url), ("BATCH_MAX_DETECTIONS", "1")];
    let (mut child, address) = serving(folder.path(), &settings).await;
    for _ in 0..5 {
        upload(&address).await;
    }
    child.kill().await.unwrap();
    models.rtdetr.answers(crate::models::Answer::Good);
    let (child, address) = serving(folder.path(), &settings).await;
    let count = async || {
        let text = reqwest::get(format!("{address}/api/events")).await.unwrap().text().await.unwrap();
        text.matches("\"event_id\"").count()
    };
    until("five events", async || count().await >= 5).await;
    assert_eq!(count().await, 5);
    let (code, _, said) = terminate(child).await;
    assert_eq!((code, said.as_str()), (Some(0), ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_the_way_of_a_start_is_said_without_the_password_and_the_exit_code_is_2() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let postgres = format!("postgres://hsi:geheim@{nobody}/hsi");
    let redis = format!("redis://:geheim@{nobody}/0");
    for (name, value) in [("DATABASE_URL", postgres), ("REDIS_URL", redis)] {
        let output = program(folder.path(), &["serve"], &[(name, &value), ("START_TIMEOUT", "200ms")]).output().await.unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.starts_with("error: ") && said.contains(&nobody.to_string()) && said.contains("did not answer within"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains("geheim") && !String::from_utf8(output.stdout).unwrap().contains("geheim"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_ends_with_0_where_nothing_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::http(Behaviour::Accept);
    std::fs::write(
        folder.path().join("backend.toml"),
        format!(
            "OTEL_ENABLED = true\nOTEL_EXPORTER_OTLP_PROTOCOL = \"http/protobuf\"\nOTEL_EXPORTER_OTLP_TRACES_ENDPOINT = {:?}",
            receiver.endpoint()
        ),
    )
    .unwrap();
    let output = program(folder.path(), &["doctor", "--config", "backend.toml"], &[]).output().await.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.ends_with("\n8 ok, 0 wrong, 2 unknown\n"), "{said}");
    assert!(said.contains(&receiver.span("doctor_test_span").trace_id), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_shows_what_flows_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::grpc(Behaviour::Accept);
    let arguments = ["demo", "--duration", "4s", "--rate", "40", "--listen", "127.0.0.1:0", "--complete-latency", "10ms"];
    let temporary = folder.path().to_str().unwrap().to_owned();
    let settings = [("TMPDIR", temporary.as_str()), ("OTEL_EXPORTER_OTLP_ENDPOINT", &receiver.endpoint())];
    let output = program(folder.path(), &arguments, &settings).output().await.unwrap();
    let (said, told) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(said.contains("/api/events\n") && said.contains(&format!("sent to {} (OTLP)", receiver.endpoint())), "{said}");
    assert!(told.contains(" images (") && !told.contains("warning"), "{told}");
    let names = receiver.names();
    for name in ["POST /api/images", "detection_processing", "batch_aggregation", "event_creation"] {
        assert!(names.iter().any(|found| found == name), "{name} is not among {names:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing stays");

    let off = [("TMPDIR", temporary.as_str()), ("OTEL_SDK_DISABLED", "true")];
    let arguments = ["demo", "--duration", "100ms", "--listen", "127.0.0.1:0"];
    let output = program(folder.path(), &arguments, &off).output().await.unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("spans       off"), "what the environment says counts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stand_ins_say_where_they_are_and_end_when_they_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = program(folder.path(), &["simulate", "--rtdetr-port", "0", "--nemotron-port", "0"], &[]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for name in ["RTDETR_URL=", "NEMOTRON_URL="] {
        let line = tokio::time::timeout(LONG, lines.next_line()).await.unwrap().unwrap().unwrap();
        let url = line.strip_prefix(name).unwrap();
        tls::install_ring();
        assert_eq!(reqwest::get(format!("{url}/health")).await.unwrap().status(), 200, "{line}");
    }
    let (code, took, said) = terminate(child).await;
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(took < Duration::from_secs(5), "{took:?}");
}
