//! Metrics, traces and logs of the HSI backend, and the ways from each to the others.

use serde_json::{Value, json};
use spanboard::spec::{DatasourceSpec, DatasourcesSpec};

/// All data sources.
pub fn datasources() -> DatasourcesSpec {
    DatasourcesSpec::default().datasources([prometheus(), jaeger(), loki()])
}

fn prometheus() -> DatasourceSpec {
    DatasourceSpec::new("Prometheus", "prometheus").url("http://prometheus:9090").is_default(true).json_data([
        ("httpMethod", json!("POST")),
        ("timeInterval", json!("15s")),
        ("exemplarTraceIdDestinations", json!([exemplar_link()])),
    ])
}

/// From a point of a histogram to the trace that made it, in Jaeger's own pages.
fn exemplar_link() -> Value {
    json!({
        "name": "trace_id",
        "url": "http://localhost:16686/trace/${__value.raw}",
        "urlDisplayLabel": "View trace in Jaeger",
    })
}

fn jaeger() -> DatasourceSpec {
    DatasourceSpec::new("Jaeger", "jaeger").url("http://jaeger:16686").json_data([
        ("nodeGraph", json!({"enabled": true})),
        ("spanBar", json!({"type": "Duration"})),
        ("tracesToLogsV2", traces_to_logs()),
        ("tracesToMetrics", traces_to_metrics()),
    ])
}

/// From a span to the log lines of its trace, whichever service wrote them.
fn traces_to_logs() -> Value {
    json!({
        "datasource": "Loki",
        "spanStartTimeShift": "-5m",
        "spanEndTimeShift": "5m",
        "customQuery": true,
        "query": r#"{service_name=~".+"} |= "trace_id=${__trace.traceId}""#,
    })
}

/// From a span to metrics at its time. `$__tags` stands for those tags that the span has, as labels.
fn traces_to_metrics() -> Value {
    let rate = "rate(http_request_duration_seconds_count{$__tags}[5m])";
    let buckets = "rate(http_request_duration_seconds_bucket{$__tags}[5m])";
    json!({
        "datasource": "Prometheus",
        "spanStartTimeShift": "-5m",
        "spanEndTimeShift": "5m",
        "tags": [
            {"key": "service.name", "value": "service"},
            {"key": "http.method", "value": "method"},
            {"key": "http.status_code", "value": "status_code"},
        ],
        "queries": [
            {"name": "Pipeline Errors/min", "query": "rate(hsi_pipeline_errors_total[1m]) * 60"},
            {"name": "Detection Queue Depth", "query": "hsi_detection_queue_depth"},
            {
                "name": "RT-DETR Latency (p95)",
                "query": "histogram_quantile(0.95, rate(rtdetr_inference_latency_seconds_bucket[5m]))",
            },
            {"name": "HTTP Requests/s like this one", "query": format!("sum by (service, method, status_code) ({rate})")},
            {
                "name": "HTTP Latency (p95) of requests like this one",
                "query": format!("histogram_quantile(0.95, sum by (le) ({buckets}))"),
            },
        ],
    })
}

/// From a log line to its trace, be it text or JSON.
fn loki() -> DatasourceSpec {
    let to_trace = |name: &str, matcher: &str| {
        json!({
            "name": name,
            "matcherRegex": matcher,
            "datasource": "Jaeger",
            "url": "${__value.raw}",
            "urlDisplayLabel": "View Trace",
        })
    };
    let fields = [to_trace("TraceID", "trace_id=([a-f0-9]{32})"), to_trace("TraceID (JSON)", r#""trace_id":"([a-f0-9]{32})""#)];
    DatasourceSpec::new("Loki", "loki").url("http://loki:3100").json_data([("derivedFields", json!(fields))])
}
