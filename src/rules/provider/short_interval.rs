//! A provider whose interval makes Grafana watch the file system instead.

use crate::rules::scalar::{Scalar, integer};
use crate::rules::view::{Context, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct ShortInterval;

/// The longest interval, in seconds, at which Grafana 12.3 and later watch the file system.
const WATCHED: i64 = 10;

impl Rule for ShortInterval {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "provider/short-interval");
        &ABOUT
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let seconds = match Scalar::of(provider.provider.extra.get("updateIntervalSeconds")) {
            Scalar::Word(word) => integer(&word),
            Scalar::Missing => Some(provider.provider.update_interval_seconds.unwrap_or(0)),
            Scalar::Environment | Scalar::Nested => None,
        };
        let Some(seconds) = seconds.filter(|seconds| *seconds <= WATCHED) else { return };
        let is_written = provider.written.get("updateIntervalSeconds").is_some_and(|written| !written.is_null());
        let at = if is_written { provider.at.key("updateIntervalSeconds") } else { provider.at.clone() };
        let said = match (is_written, seconds) {
            (false, _) => format!("without `updateIntervalSeconds`, that is at {WATCHED} seconds,"),
            (true, 0) => format!("at an interval of 0, that is at {WATCHED} seconds,"),
            (true, _) => format!("at an interval of {seconds} seconds"),
        };
        let message =
            format!("{said} Grafana 12.3 and later watch the file system, which notices nothing on many container volumes");
        found.value(&at, message).help("write `updateIntervalSeconds: 30`");
    }
}
