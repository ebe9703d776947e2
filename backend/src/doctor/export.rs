//! Whether a backend that runs lost spans.

use super::Check;
use crate::telemetry::tls;
use std::time::Duration;

const QUESTION: &str = "Were export errors seen?";

/// Reads the metrics of a backend.
pub async fn errors(backend: Option<&str>) -> Check {
    let Some(backend) = backend else {
        return Check::unknown(QUESTION, "no backend was named", "name one that runs with --backend http://localhost:8000");
    };
    match metrics(backend).await {
        Ok(text) => judge(&text),
        Err(error) => {
            let error = crate::telemetry::message(&error.without_url());
            Check::unknown(
                QUESTION,
                format!("the metrics of the backend cannot be read: {error}"),
                "check the address of --backend",
            )
        }
    }
}

async fn metrics(backend: &str) -> Result<String, reqwest::Error> {
    tls::install_ring();
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?;
    let url = format!("{}/metrics", backend.trim_end_matches('/'));
    client.get(url).send().await?.error_for_status()?.text().await
}

fn judge(text: &str) -> Check {
    let count = |name: &str| -> u64 {
        let samples = text.lines().filter(|line| line.split(['{', ' ']).next() == Some(name));
        samples.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum()
    };
    let (exported, failed, dropped) =
        (count("otel_spans_exported_total"), count("otel_spans_failed_total"), count("otel_spans_dropped_total"));
    let found = format!("{exported} spans exported, {failed} failed, {dropped} dropped");
    if failed > 0 {
        return Check::wrong(
            QUESTION,
            found,
            "the log of the backend says why: look for `spans` at level WARNING; then mend the collector",
        );
    }
    if dropped > 0 {
        return Check::wrong(QUESTION, found, "raise OTEL_BSP_MAX_QUEUE_SIZE, or lower OTEL_TRACE_SAMPLE_RATE");
    }
    if exported == 0 {
        return Check::unknown(QUESTION, found, "send the backend an image, and ask again after OTEL_BSP_SCHEDULE_DELAY");
    }
    Check::fine(QUESTION, found)
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;

    #[test]
    fn failed_and_dropped_spans_are_found_and_each_has_its_own_way_out() {
        let text = |failed, dropped| {
            format!(
                "otel_spans_exported_total 7\notel_spans_failed_total {failed}\n\
                 otel_spans_dropped_total{{reason=\"queue_full\"}} {dropped}\notel_spans_dropped_total{{reason=\"already_shutdown\"}} 0\n# EOF\n"
            )
        };
        assert_eq!(judge(&text(0, 0)).outcome, Outcome::Fine);
        assert_eq!(judge(&text(3, 0)).found, "7 spans exported, 3 failed, 0 dropped");
        assert!(judge(&text(3, 0)).fix.contains("log"));
        assert!(judge(&text(0, 2)).fix.contains("OTEL_BSP_MAX_QUEUE_SIZE"));
    }

    #[tokio::test]
    async fn without_a_backend_it_is_said_that_nothing_was_found_out() {
        assert_eq!(errors(None).await.outcome, Outcome::Unknown);
        assert_eq!(errors(Some("http://127.0.0.1:1")).await.outcome, Outcome::Unknown);
    }
}
