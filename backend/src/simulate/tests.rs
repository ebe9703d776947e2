use super::rtdetr::METRICS;
use super::*;
use crate::telemetry::tls;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::time::Instant;

fn client() -> reqwest::Client {
    tls::install_ring();
    reqwest::Client::builder().no_proxy().timeout(Duration::from_millis(500)).build().expect("a client")
}

async fn detect(client: &reqwest::Client, running: &Running, image: &[u8]) -> reqwest::Result<reqwest::Response> {
    let form = Form::new().text("camera", "front").part("image", Part::bytes(image.to_vec()));
    client.post(format!("{}/detect", running.rtdetr_url)).header("traceparent", "seen").multipart(form).send().await
}

async fn complete(running: &Running, prompt: &str) -> (u16, Value) {
    let question = json!({"prompt": prompt, "n_predict": 200});
    let answer = client().post(format!("{}/completion", running.nemotron_url)).json(&question).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn the_same_image_and_seed_give_the_same_detections_and_others_give_others() {
    let client = client();
    let mut texts = Vec::new();
    for seed in [1, 1, 2] {
        let running = start(Options { seed, ..Options::default() }).await.expect("started");
        let mut of_seed = Vec::new();
        for image in [b"one".as_slice(), b"two", b"three", b"four"] {
            of_seed.push(detect(&client, &running, image).await.expect("an answer").text().await.expect("a text"));
        }
        assert_eq!(running.rtdetr.traceparents(), ["seen"; 4]);
        running.shutdown().await;
        texts.push(of_seed);
    }
    assert_eq!(texts[0], texts[1]);
    assert_ne!(texts[0], texts[2]);
    assert_ne!(texts[0][0], texts[0][1]);
}

#[tokio::test]
async fn a_form_without_an_image_is_refused() {
    let client = client();
    let running = start(Options::default()).await.expect("started");
    assert_eq!(detect(&client, &running, b"").await.expect("an answer").status(), 422);
    let form = Form::new().text("picture", "x");
    let answer = client.post(format!("{}/detect", running.rtdetr_url)).multipart(form).send().await.expect("an answer");
    assert_eq!(answer.status(), 422);
}

#[tokio::test]
async fn nemotron_says_that_it_loads_and_then_answers() {
    let running = start(Options { loading: Duration::from_millis(200), ..Options::default() }).await.expect("started");
    let (status, answer) = complete(&running, "a prompt").await;
    assert_eq!((status, &answer["error"]["message"]), (503, &json!("Loading model")));
    tokio::time::sleep(Duration::from_millis(250)).await;
    let (status, answer) = complete(&running, "a prompt").await;
    assert_eq!((status, &answer["tokens_evaluated"]), (200, &json!(2)));
    assert!(crate::ai::assessment::parse(answer["content"].as_str().expect("a text")).is_ok());
}

#[tokio::test]
async fn rates_are_kept_and_are_the_same_for_a_seed() {
    let client = client();
    let behaviour = Behaviour { failure_rate: 0.3, malformed_rate: 0.2, ..Behaviour::default() };
    let mut runs = Vec::new();
    for _ in 0..2 {
        let running = start(Options { seed: 7, rtdetr: behaviour, ..Options::default() }).await.expect("started");
        let mut outcomes = Vec::new();
        for _ in 0..100 {
            let answer = detect(&client, &running, b"image").await.expect("an answer");
            let failed = answer.status().is_server_error();
            let well_formed = answer.json::<Value>().await.is_ok_and(|answer| answer["detections"].is_array());
            outcomes.push((failed, well_formed));
        }
        runs.push(outcomes);
    }
    assert_eq!(runs[0], runs[1]);
    let count = |outcome| runs[0].iter().filter(|found| **found == outcome).count();
    assert!((15..=45).contains(&count((true, false))), "{}", count((true, false)));
    assert!((8..=35).contains(&count((false, false))), "{}", count((false, false)));
}

#[tokio::test]
async fn latency_and_hanging_are_as_they_are_set_and_health_stays_quick() {
    let client = client();
    let slow = Behaviour { latency: Duration::from_millis(80), ..Behaviour::default() };
    let hanging = Behaviour { hang_rate: 1.0, ..Behaviour::default() };
    let running = start(Options { rtdetr: slow, nemotron: hanging, ..Options::default() }).await.expect("started");
    let started = Instant::now();
    assert!(detect(&client, &running, b"image").await.is_ok());
    assert!(started.elapsed() >= Duration::from_millis(80));
    let question = client.post(format!("{}/completion", running.nemotron_url)).json(&json!({"prompt": "x"}));
    assert!(question.send().await.expect_err("no answer").is_timeout());
    for url in [&running.rtdetr_url, &running.nemotron_url] {
        assert_eq!(client.get(format!("{url}/health")).send().await.expect("an answer").status(), 200);
    }
    running.shutdown().await;
}

#[tokio::test]
async fn what_rtdetr_counts_is_shown_and_is_what_the_contract_declares() {
    let client = client();
    let running = start(Options::default()).await.expect("started");
    assert!(detect(&client, &running, b"image").await.is_ok());
    let answer = client.get(format!("{}/metrics", running.rtdetr_url)).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], crate::telemetry::metrics::CONTENT_TYPE);
    assert!(answer.text().await.expect("a text").contains("rtdetr_inference_latency_seconds_count 1\n"));

    let contract =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../observability/signals.yaml")).expect("the contract");
    let contract: serde_yaml::Value = serde_yaml::from_str(&contract).expect("YAML");
    let sources = contract["sources"].as_sequence().expect("sources");
    let source = sources.iter().find(|source| source["name"] == "rtdetr").expect("the source");
    let declared = source["metrics"].as_sequence().expect("metrics");
    assert_eq!(declared.len(), METRICS.len());
    for (declared, metric) in declared.iter().zip(METRICS) {
        assert_eq!(
            (&declared["name"], &declared["help"], &declared["unit"]),
            (&metric.name.into(), &metric.help.into(), &metric.unit.into())
        );
        let buckets: Vec<f64> =
            declared["buckets"].as_sequence().expect("buckets").iter().filter_map(serde_yaml::Value::as_f64).collect();
        assert_eq!(buckets, metric.buckets);
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_it() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = taken.local_addr().expect("its address").port();
    let error = start(Options { nemotron_port: port, ..Options::default() }).await.expect_err("taken");
    assert_eq!(error.to_string(), format!("the stand-in for Nemotron cannot listen on 127.0.0.1:{port}"));
}
