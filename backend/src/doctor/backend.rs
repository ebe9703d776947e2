//! What the metrics of a backend that runs tell: whether it lost spans, and whether its series are few.

use super::Check;
use crate::telemetry::tls;
use std::collections::BTreeMap;
use std::time::Duration;

const ERRORS: &str = "Were export errors seen?";
const SERIES: &str = "Are the values of labels bounded?";
/// With more series than this a metric has a label whose values do not end.
const MANY: usize = 1000;

/// Reads the metrics of a backend and judges them.
pub async fn examine(backend: Option<&str>) -> [Check; 2] {
    let (found, fix) = match backend {
        None => ("no backend was named".to_owned(), "name one that runs with --backend http://localhost:8000".to_owned()),
        Some(backend) => match metrics(backend).await {
            Ok(text) => return [errors(&text), series(&text)],
            Err(error) => {
                let error = crate::telemetry::message(&error.without_url());
                let found = format!("the metrics of the backend cannot be read: {error}");
                (found, "start the backend, or check the address after --backend".to_owned())
            }
        },
    };
    [ERRORS, SERIES].map(|question| Check::unknown(question, found.clone(), fix.clone()))
}

async fn metrics(backend: &str) -> Result<String, reqwest::Error> {
    tls::install_ring();
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?;
    let url = format!("{}/metrics", backend.trim_end_matches('/'));
    client.get(url).send().await?.error_for_status()?.text().await
}

/// The samples of a text of metrics: each the name without labels, and the value with what follows it.
fn samples(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let name = line.split(['{', ' ']).next()?;
        let rest = line.rsplit_once("} ").map_or_else(|| line.split_once(' ').map(|(_, value)| value), |(_, value)| Some(value));
        Some((name, rest?))
    })
}

fn errors(text: &str) -> Check {
    // A metric that is missing is none of zero.
    let count = |name: &str| -> Option<u64> {
        let mut values = samples(text).filter(|(found, _)| *found == name).filter_map(|(_, value)| value.parse::<u64>().ok());
        let first = values.next()?;
        Some(first + values.sum::<u64>())
    };
    let (Some(exported), Some(failed)) = (count("otel_spans_exported_total"), count("otel_spans_failed_total")) else {
        return Check::unknown(
            ERRORS,
            "what answers there has no metrics of a backend",
            "name the address of the API after --backend: http://localhost:8000",
        );
    };
    let dropped = count("otel_spans_dropped_total").unwrap_or_default();
    let found = format!("{exported} spans exported, {failed} failed, {dropped} dropped");
    if failed > 0 {
        return Check::wrong(
            ERRORS,
            found,
            "the log of the backend says why: look for `Spans are not exported`; then mend what the checks of the collector found",
        );
    }
    if dropped > 0 {
        return Check::wrong(ERRORS, found, "raise OTEL_BSP_MAX_QUEUE_SIZE, or lower OTEL_TRACE_SAMPLE_RATE");
    }
    if exported == 0 {
        return Check::unknown(
            ERRORS,
            found,
            "start the backend with OTEL_ENABLED=true, send it an image, and ask again after OTEL_BSP_SCHEDULE_DELAY",
        );
    }
    Check::fine(ERRORS, found)
}

fn series(text: &str) -> Check {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    // The buckets of a histogram are as many for each of its series.
    for (name, _) in samples(text).filter(|(name, _)| !name.ends_with("_bucket")) {
        *count.entry(name).or_default() += 1;
    }
    let Some((name, most)) = count.into_iter().max_by_key(|(_, count)| *count) else {
        return Check::unknown(
            SERIES,
            "there are no metrics",
            "name the address of the API after --backend: http://localhost:8000",
        );
    };
    let found = format!("{name} has the most series, {most}");
    if most > MANY {
        return Check::wrong(
            SERIES,
            found,
            "find the label whose values are ids or addresses, and give it few values: `camera_id` names cameras",
        );
    }
    Check::fine(SERIES, found)
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;
    use std::fmt::Write as _;

    #[test]
    fn failed_and_dropped_spans_are_found_and_each_has_its_own_way_out() {
        let text = |failed, dropped| {
            format!(
                "# TYPE otel_spans_exported counter\notel_spans_exported_total 7\notel_spans_failed_total {failed}\n\
                 otel_spans_dropped_total{{reason=\"queue_full\"}} {dropped}\notel_spans_dropped_total{{reason=\"already_shutdown\"}} 0\n# EOF\n"
            )
        };
        assert_eq!(errors(&text(0, 0)).outcome, Outcome::Fine);
        assert_eq!(errors(&text(3, 0)).found, "7 spans exported, 3 failed, 0 dropped");
        assert!(errors(&text(3, 0)).fix.contains("log"));
        assert!(errors(&text(0, 2)).fix.contains("OTEL_BSP_MAX_QUEUE_SIZE"));
        assert_eq!(errors("up 1\n").outcome, Outcome::Unknown, "another service is no backend without errors");
    }

    #[test]
    fn a_label_without_end_is_found() {
        let text = |cameras| {
            (0..cameras).fold("a_bucket{le=\"1\"} 1\na_bucket{le=\"2\"} 1\na_count 1\n".to_owned(), |mut text, camera| {
                let _ = writeln!(text, "b_total{{camera_id=\"c d{camera}\"}} 1");
                text
            })
        };
        assert_eq!(series(&text(5)), Check::fine(SERIES, "b_total has the most series, 5"));
        assert_eq!(series(&text(1001)).outcome, Outcome::Wrong);
    }

    #[tokio::test]
    async fn without_a_backend_it_is_said_that_nothing_was_found_out() {
        assert!(examine(None).await.iter().all(|check| check.outcome == Outcome::Unknown));
        assert!(examine(Some("http://127.0.0.1:1")).await.iter().all(|check| check.outcome == Outcome::Unknown));
    }
}
