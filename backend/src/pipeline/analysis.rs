//! Analysis: from a batch in the queue to an event.

use super::Parts;
use super::clock::now;
use super::detection::missing_is_fine;
use super::error::WorkError;
use super::supervisor::Shutdown;
use super::work::{self, Work};
use crate::ai::assessment::{self, Assessment};
use crate::ai::prompt::{self, Seen};
use crate::queue::Delivery;
use crate::storage::{Failure, LoadedBatch, NewEvent, StorageError};
use crate::telemetry::ActiveSpan;
use crate::telemetry::signals::{attributes, spans};
use std::sync::Arc;
use tokio::time::Instant;

/// A worker.
pub async fn run(parts: Arc<Parts>, shutdown: Shutdown) -> Result<(), WorkError> {
    let analysing = Analysing { parts: Arc::clone(&parts) };
    work::run(&parts, &parts.analysis, &analysing, shutdown).await
}

struct Analysing {
    parts: Arc<Parts>,
}

impl Work for Analysing {
    async fn work(&self, delivery: &Delivery) -> Result<(), WorkError> {
        let parts = &self.parts;
        let parent = parts.tracer.extract_context(&delivery.message.headers);
        let work = |span| self.analyse(&delivery.message.id, span);
        parts.tracer.create_async_span_in(&spans::ANALYSIS_PROCESSING, &parent, work).await
    }

    async fn give_up(&self, delivery: &Delivery, failure: &Failure) -> Result<(), WorkError> {
        self.parts.storage.fail_batch(&delivery.message.id, failure, now()).await.map(drop).or_else(missing_is_fine)
    }
}

impl Analysing {
    async fn analyse(&self, batch_id: &str, span: ActiveSpan) -> Result<(), WorkError> {
        let parts = &self.parts;
        span.set(&attributes::BATCH_ID, batch_id);
        let batch = parts.storage.load_batch(batch_id).await?;
        if !batch.waiting {
            tracing::info!("batch {batch_id} was worked on before");
            return Ok(());
        }
        let began = Instant::now();
        let assessment = self.assess(&batch, &span).await?;
        parts.tracer.create_async_span(&spans::EVENT_CREATION, |span| self.create_event(&batch, assessment, span)).await?;
        parts.metrics.stage_duration.with(&[("stage", "analyze")]).observe(began.elapsed().as_secs_f64());
        Ok(())
    }

    /// Asks Nemotron. Which version of the prompt it is asked with depends on how well its answers could be read.
    async fn assess(&self, batch: &LoadedBatch, span: &ActiveSpan) -> Result<Assessment, WorkError> {
        let parts = &self.parts;
        let seen: Vec<Seen<'_>> = batch
            .detections
            .iter()
            .map(|detection| Seen { object_class: &detection.object_class, confidence: detection.confidence })
            .collect();
        let version = parts.prompts.version();
        span.set(&attributes::MODEL, parts.nemotron.model());
        let completion = parts.nemotron.complete(&prompt::build(version, &batch.batch.camera_id, &seen)).await?;
        span.set(&attributes::INPUT_TOKENS, i64::try_from(completion.input_tokens).unwrap_or(i64::MAX));
        span.set(&attributes::OUTPUT_TOKENS, i64::try_from(completion.output_tokens).unwrap_or(i64::MAX));
        let assessment = assessment::parse(&completion.text);
        parts.prompts.answered(version, &assessment);
        Ok(assessment?)
    }

    async fn create_event(&self, batch: &LoadedBatch, assessment: Assessment, span: ActiveSpan) -> Result<(), StorageError> {
        let parts = &self.parts;
        let event = NewEvent {
            risk_score: i64::from(assessment.risk_score),
            risk_level: assessment.risk_level,
            summary: assessment.summary,
            model: parts.nemotron.model().to_owned(),
        };
        let stored = parts.storage.store_event(&batch.batch.id, &event, now()).await?;
        let event = stored.event;
        span.set(&attributes::EVENT_ID, event.id);
        span.set(&attributes::RISK_SCORE, event.risk_score);
        span.set(&attributes::CAMERA_ID, &event.camera_id);
        if stored.stored {
            parts.metrics.events_created.with(&[]).inc();
            parts.metrics.events_by_risk_level.with(&[("level", event.risk_level.name())]).inc();
            #[expect(clippy::cast_precision_loss, reason = "a score is at most 100")]
            parts.metrics.risk_score.with(&[]).observe(event.risk_score as f64);
        }
        tracing::info!("event {} of {}: risk {} ({})", event.id, event.camera_id, event.risk_score, event.risk_level.name());
        Ok(())
    }
}
