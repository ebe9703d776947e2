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
            (false, _) => format!("without `updateIntervalSeconds` the interval is {WATCHED} seconds"),
            (true, 0) => format!("an interval of 0 means {WATCHED} seconds"),
            (true, _) => format!("the interval is {seconds} seconds"),
        };
        let message = format!(
            "{said}: so short, Grafana 12.3 and later wait for messages of the file system, which many container volumes never send"
        );
        found.value(&at, message).help("write `updateIntervalSeconds: 30`");
    }
}
