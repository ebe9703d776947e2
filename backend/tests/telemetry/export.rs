//! Exports that do not go well: what becomes of spans, and how long it takes.

use crate::receiver::{Behaviour, Receiver, nobody, silent};
use crate::{LONG, connected, settings};
use nemotron_backend::telemetry::export::ExportError;
use nemotron_backend::telemetry::settings::{BatchSettings, Protocol};
use nemotron_backend::telemetry::signals::spans;
use nemotron_backend::telemetry::{Settings, SetupError, ShutdownError, Telemetry};
use std::convert::Infallible;
use std::time::{Duration, Instant};

fn end_spans(telemetry: &Telemetry, count: u64) {
    for _ in 0..count {
        telemetry.tracer().create_span(&spans::LLM_INFERENCE, |_| Ok::<_, Infallible>(())).unwrap();
    }
}

/// The law: whatever happens, each span that ended is in one number.
fn assert_ended(telemetry: &Telemetry, ended: u64) {
    let now = telemetry.health().snapshot();
    let sum = now.exported + now.failed + now.dropped_queue_full + now.dropped_already_shutdown + now.in_flight;
    assert_eq!((sum, now.ended()), (ended, ended), "{now:?}");
}

/// Nothing is sent before the end, so that a test says when.
fn patient(protocol: Protocol, endpoint: &str, queue: usize) -> Settings {
    let batch = BatchSettings { max_queue_size: queue, max_export_batch_size: queue, schedule_delay: Duration::from_hours(1) };
    Settings { batch, ..settings(protocol, endpoint) }
}

#[tokio::test]
async fn what_a_collector_takes_is_exported() {
    let (receiver, telemetry) = connected();
    end_spans(&telemetry, 1000);
    assert_ended(&telemetry, 1000);
    telemetry.flush(LONG).await.unwrap();
    assert_eq!(telemetry.health().snapshot().exported, 1000);
    assert_eq!(receiver.spans().len(), 1000);
    telemetry.shutdown(LONG).await.unwrap();
    assert_eq!(telemetry.health().snapshot().last_error, None);
}

#[tokio::test]
async fn a_full_queue_drops_and_counts() {
    let receiver = Receiver::grpc(Behaviour::Accept);
    let mut settings = patient(Protocol::Grpc, &receiver.endpoint(), 100);
    settings.batch.max_export_batch_size = 100;
    // A collector that takes its time: nothing leaves the queue while spans end.
    let hanging = Receiver::grpc(Behaviour::Hang);
    settings.exporter.endpoint = hanging.endpoint();
    settings.exporter.timeout = Duration::from_millis(300);
    let telemetry = Telemetry::new(&settings).unwrap();
    end_spans(&telemetry, 100);
    hanging.wait_for_requests(1);
    end_spans(&telemetry, 350);
    let now = telemetry.health().snapshot();
    assert_eq!((now.in_flight, now.dropped_queue_full), (200, 250), "100 are being sent and 100 wait");
    assert_ended(&telemetry, 450);
    let end = telemetry.shutdown(LONG).await;
    assert!(matches!(end, Err(ShutdownError::Lost { spans: 200 })), "{end:?}");
    let now = telemetry.health().snapshot();
    assert_eq!((now.failed, now.in_flight), (200, 0));
    assert_ended(&telemetry, 450);
}

#[tokio::test]
async fn spans_that_end_after_the_shutdown_are_counted_as_dropped() {
    let (receiver, telemetry) = connected();
    end_spans(&telemetry, 3);
    telemetry.shutdown(LONG).await.unwrap();
    end_spans(&telemetry, 5);
    telemetry.shutdown(LONG).await.unwrap();
    let now = telemetry.health().snapshot();
    assert_eq!((now.exported, now.dropped_already_shutdown), (3, 5));
    assert_ended(&telemetry, 8);
    assert_eq!(receiver.spans().len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_span_is_lost_or_counted_twice_when_the_shutdown_comes_in_between() {
    for _ in 0..20 {
        let (receiver, telemetry) = connected();
        let threads: Vec<_> =
            (0..3).map(|_| telemetry.clone()).map(|telemetry| std::thread::spawn(move || end_spans(&telemetry, 700))).collect();
        let _ = telemetry.shutdown(LONG).await;
        for thread in threads {
            thread.join().unwrap();
        }
        assert_ended(&telemetry, 2100);
        let now = telemetry.health().snapshot();
        assert_eq!((now.in_flight, now.failed), (0, 0), "{now:?}");
        assert_eq!(now.exported, receiver.spans().len() as u64);
    }
}

#[tokio::test]
async fn a_collector_that_is_down_costs_the_spans_and_no_time() {
    for protocol in [Protocol::Grpc, Protocol::HttpProtobuf] {
        let telemetry = Telemetry::new(&patient(protocol, &nobody(), 2048)).unwrap();
        let began = Instant::now();
        end_spans(&telemetry, 1000);
        assert!(began.elapsed() < Duration::from_secs(1), "spans wait for nobody");
        let end = telemetry.shutdown(Duration::from_millis(500)).await;
        assert!(matches!(end, Err(ShutdownError::Lost { spans: 1000 })), "{end:?}");
        assert!(began.elapsed() < Duration::from_secs(2), "{protocol:?} {:?}", began.elapsed());
        let now = telemetry.health().snapshot();
        assert_eq!((now.failed, now.in_flight), (1000, 0));
        let error = now.last_error.unwrap();
        assert!(matches!(&error.error, ExportError::Unreachable { cause } if cause.contains("refused")), "{error:?}");
        assert!(error.at.elapsed().unwrap() < LONG);
    }
}

#[tokio::test]
async fn a_collector_that_hangs_cannot_stretch_the_shutdown() {
    let (_listener, mute) = silent();
    let grpc = Receiver::grpc(Behaviour::Hang);
    let http = Receiver::http(Behaviour::Hang);
    let cases = [
        (Protocol::Grpc, mute.clone()),
        (Protocol::HttpProtobuf, mute),
        (Protocol::Grpc, grpc.endpoint()),
        (Protocol::HttpProtobuf, http.endpoint()),
    ];
    for (protocol, endpoint) in cases {
        let mut settings = patient(protocol, &endpoint, 2048);
        settings.batch.max_export_batch_size = 100;
        settings.exporter.timeout = Duration::from_mins(1);
        let telemetry = Telemetry::new(&settings).unwrap();
        end_spans(&telemetry, 1000);
        let began = Instant::now();
        let end = telemetry.shutdown(Duration::from_millis(300)).await;
        assert!(matches!(end, Err(ShutdownError::Lost { spans: 1000 })), "{protocol:?} {endpoint} {end:?}");
        assert!(began.elapsed() < Duration::from_millis(1500), "{protocol:?} {:?}", began.elapsed());
        let now = telemetry.health().snapshot();
        assert_eq!((now.failed, now.in_flight), (1000, 0), "{now:?}");
        assert_ended(&telemetry, 1000);
    }
}

#[tokio::test]
async fn the_time_out_of_an_export_holds_for_all_its_tries_together() {
    let receiver = Receiver::grpc(Behaviour::Hang);
    let mut settings = settings(Protocol::Grpc, &receiver.endpoint());
    settings.exporter.timeout = Duration::from_millis(100);
    let telemetry = Telemetry::new(&settings).unwrap();
    end_spans(&telemetry, 1);
    let began = Instant::now();
    let flushed = telemetry.flush(LONG).await;
    // The batch may have left on its own before the flush, which then has nothing to wait for.
    assert!(matches!(flushed, Ok(()) | Err(ShutdownError::Lost { spans: 1 })), "{flushed:?}");
    let end = telemetry.shutdown(LONG).await;
    assert!(end.is_ok() || matches!(end, Err(ShutdownError::Lost { .. })), "{end:?}");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    let now = telemetry.health().snapshot();
    assert_eq!((now.failed, now.last_error.map(|last| last.error)), (1, Some(ExportError::Timeout)));
}

#[tokio::test]
async fn a_collector_that_is_not_ready_is_asked_again_and_one_that_refuses_is_not() {
    for (receiver, protocol) in [
        (Receiver::grpc(Behaviour::Unavailable), Protocol::Grpc),
        (Receiver::http(Behaviour::Unavailable), Protocol::HttpProtobuf),
    ] {
        let telemetry = Telemetry::new(&patient(protocol, &receiver.endpoint(), 100)).unwrap();
        end_spans(&telemetry, 7);
        let end = telemetry.shutdown(LONG).await;
        assert!(matches!(end, Err(ShutdownError::Lost { spans: 7 })), "{end:?}");
        assert_eq!(receiver.requests().len(), 4, "{protocol:?}");
        let message = telemetry.health().snapshot().last_error.unwrap().error.to_string();
        assert!(message.contains("come back later"), "{message}");
    }
    for (receiver, protocol, said) in [
        (Receiver::grpc(Behaviour::Invalid), Protocol::Grpc, "the collector answered InvalidArgument: no such thing"),
        (
            Receiver::http(Behaviour::Invalid),
            Protocol::HttpProtobuf,
            "the collector answered with HTTP status 400: no such thing",
        ),
    ] {
        let telemetry = Telemetry::new(&patient(protocol, &receiver.endpoint(), 100)).unwrap();
        end_spans(&telemetry, 1);
        assert!(telemetry.shutdown(LONG).await.is_err());
        assert_eq!(receiver.requests().len(), 1);
        assert_eq!(telemetry.health().snapshot().last_error.unwrap().error.to_string(), said);
    }
}

#[tokio::test]
async fn spans_that_a_collector_rejects_are_failed_and_the_others_exported() {
    for (receiver, protocol) in [
        (Receiver::grpc(Behaviour::RejectSpans(3)), Protocol::Grpc),
        (Receiver::http(Behaviour::RejectSpans(3)), Protocol::HttpProtobuf),
    ] {
        let telemetry = Telemetry::new(&patient(protocol, &receiver.endpoint(), 100)).unwrap();
        end_spans(&telemetry, 10);
        assert!(matches!(telemetry.shutdown(LONG).await, Err(ShutdownError::Lost { spans: 3 })));
        let now = telemetry.health().snapshot();
        assert_eq!((now.exported, now.failed), (7, 3));
        let said = now.last_error.unwrap().error.to_string();
        assert_eq!(said, "the collector rejected spans: too many");
    }
}

#[tokio::test]
async fn grpc_spoken_to_a_server_of_http_fails_in_time() {
    let receiver = Receiver::http(Behaviour::Accept);
    let address = receiver.endpoint().replace("/v1/traces", "");
    let telemetry = Telemetry::new(&patient(Protocol::Grpc, &address, 10)).unwrap();
    end_spans(&telemetry, 1);
    assert!(telemetry.shutdown(Duration::from_secs(2)).await.is_err());
    assert!(telemetry.health().snapshot().last_error.is_some());
}

#[test]
fn without_any_runtime_everything_works() {
    let (receiver, telemetry) = connected();
    end_spans(&telemetry, 2);
    let end = std::thread::spawn(move || tokio_free_block_on(async move { telemetry.shutdown(LONG).await }));
    end.join().unwrap().unwrap();
    assert_eq!(receiver.spans().len(), 2);
}

/// Polls on this thread, which is in no runtime.
fn tokio_free_block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = std::sync::Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(value) => return value,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

#[test]
fn an_application_whose_runtime_is_gone_loses_nothing() {
    let receiver = Receiver::grpc(Behaviour::Accept);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let telemetry = runtime.block_on(async {
        let telemetry = Telemetry::new(&patient(Protocol::Grpc, &receiver.endpoint(), 10)).unwrap();
        end_spans(&telemetry, 2);
        telemetry
    });
    drop(runtime);
    tokio_free_block_on(telemetry.shutdown(LONG)).unwrap();
    assert_eq!(receiver.spans().len(), 2);
}

#[tokio::test]
async fn telemetry_that_is_dropped_inside_of_a_runtime_does_not_panic() {
    let (receiver, telemetry) = connected();
    end_spans(&telemetry, 1);
    drop(telemetry);
    receiver.wait_for_requests(1);
}

#[test]
fn an_address_that_is_none_is_an_error_and_no_panic() {
    let error = Telemetry::new(&settings(Protocol::Grpc, "no address")).unwrap_err();
    assert!(matches!(&error, SetupError::Endpoint { endpoint, .. } if endpoint == "no address"), "{error}");
}
