//! RT-DETR and Nemotron as a test wants them, and as it changes its mind about them.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use nemotron_backend::simulate;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A person that RT-DETR is sure of, and a cat that it is not.
const SEEN: &str = r#"{"detections": [
    {"class": "person", "confidence": 0.9, "bbox": {"x": 1, "y": 2, "width": 30, "height": 40}},
    {"class": "cat", "confidence": 0.2, "bbox": {"x": 5, "y": 6, "width": 7, "height": 8}}]}"#;
const JUDGED: &str = r#"{"content": "{\"risk_score\": 70, \"risk_level\": \"high\", \"summary\": \"A person at the door.\"}",
    "tokens_evaluated": 120, "tokens_predicted": 30}"#;

/// How a model answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// As it should.
    Good,
    /// With this status and text.
    Says(u16, &'static str),
    /// Not until it is told to answer otherwise.
    Holds,
}

/// One of the models.
#[derive(Clone)]
pub struct Model {
    answer: Arc<watch::Sender<Answer>>,
    asked: Arc<AtomicUsize>,
    good: &'static str,
}

impl Model {
    fn new(good: &'static str) -> Self {
        Self { answer: Arc::new(watch::Sender::new(Answer::Good)), asked: Arc::default(), good }
    }

    /// Has it answer so from now on, also those who wait.
    pub fn answers(&self, answer: Answer) {
        self.answer.send_replace(answer);
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn answer(&self) -> Response {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answer.subscribe();
        let answer = *answers.wait_for(|answer| *answer != Answer::Holds).await.unwrap();
        match answer {
            Answer::Good => self.good.into_response(),
            Answer::Says(status, text) => (StatusCode::from_u16(status).unwrap(), text).into_response(),
            Answer::Holds => unreachable!("it was waited for"),
        }
    }
}

/// Both models behind one address.
pub struct Models {
    pub url: String,
    pub rtdetr: Model,
    pub nemotron: Model,
}

impl Models {
    /// Models that answer as they should.
    pub async fn start() -> Self {
        let (rtdetr, nemotron) = (Model::new(SEEN), Model::new(JUDGED));
        let answer = |State(model): State<Model>, _body: Bytes| async move { model.answer().await };
        let router = Router::new()
            .route("/detect", post(answer).with_state(rtdetr.clone()))
            .route("/completion", post(answer).with_state(nemotron.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, router).into_future());
        Self { url, rtdetr, nemotron }
    }
}

/// The stand-ins that ship with the program.
pub async fn stand_ins(options: simulate::Options) -> simulate::Running {
    simulate::start(options).await.unwrap()
}
