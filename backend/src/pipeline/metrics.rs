//! The metrics of the pipeline, each taken from the registry once.

use crate::telemetry::metrics::{Counter, Family, Gauge, Histogram, Metrics};
use crate::telemetry::signals::metrics as declared;

/// What the pipeline counts and measures. Names and meanings are the contract's.
#[derive(Debug, Clone)]
pub struct PipelineMetrics {
    pub(super) stage_duration: Family<Histogram>,
    pub(super) detections_processed: Family<Counter>,
    pub(super) detections_filtered: Family<Counter>,
    pub(super) batches_full: Family<Counter>,
    pub(super) events_created: Family<Counter>,
    pub(super) events_by_risk_level: Family<Counter>,
    pub(super) risk_score: Family<Histogram>,
    pub(super) errors: Family<Counter>,
    pub(super) detection_queue_depth: Family<Gauge>,
    pub(super) analysis_queue_depth: Family<Gauge>,
    pub(super) queue_overflow: Family<Counter>,
    pub(super) worker_status: Family<Gauge>,
    pub(super) worker_restarts: Family<Counter>,
}

impl PipelineMetrics {
    /// Those of a registry.
    #[must_use]
    pub fn new(metrics: &Metrics) -> Self {
        Self {
            stage_duration: metrics.histogram(&declared::HSI_STAGE_DURATION_SECONDS),
            detections_processed: metrics.counter(&declared::HSI_DETECTIONS_PROCESSED_TOTAL),
            detections_filtered: metrics.counter(&declared::HSI_DETECTIONS_FILTERED_LOW_CONFIDENCE_TOTAL),
            batches_full: metrics.counter(&declared::HSI_BATCH_MAX_DETECTIONS_REACHED_TOTAL),
            events_created: metrics.counter(&declared::HSI_EVENTS_CREATED_TOTAL),
            events_by_risk_level: metrics.counter(&declared::HSI_EVENTS_BY_RISK_LEVEL_TOTAL),
            risk_score: metrics.histogram(&declared::HSI_RISK_SCORE),
            errors: metrics.counter(&declared::HSI_PIPELINE_ERRORS_TOTAL),
            detection_queue_depth: metrics.gauge(&declared::HSI_DETECTION_QUEUE_DEPTH),
            analysis_queue_depth: metrics.gauge(&declared::HSI_ANALYSIS_QUEUE_DEPTH),
            queue_overflow: metrics.counter(&declared::HSI_QUEUE_OVERFLOW_TOTAL),
            worker_status: metrics.gauge(&declared::HSI_WORKER_STATUS),
            worker_restarts: metrics.counter(&declared::HSI_PIPELINE_WORKER_RESTARTS_TOTAL),
        }
    }
}
