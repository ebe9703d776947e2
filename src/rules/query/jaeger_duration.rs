//! Durations of a Jaeger search that are none, or that no trace can have.

use crate::grafana::dashboard::{JaegerQueryType, Target};
use crate::query::Unread;
use crate::query::jaeger::duration;
use crate::rules::view::PanelView;
use crate::rules::{About, Context, Findings, Rule, about};

pub struct JaegerDuration;

impl Rule for JaegerDuration {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/jaeger-duration");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for target in &panel.targets {
            let Target::Jaeger(search) = target.target else { continue };
            if search.query_type != Some(JaegerQueryType::Search) {
                continue;
            }
            let mut read = |key: &str, text: Option<&str>| {
                let text = text.filter(|text| !text.is_empty())?;
                match duration(text) {
                    Ok(duration) => Some(duration),
                    Err(Unread::Syntax { message, .. }) => {
                        found.value(&target.at.key(key), format!("Jaeger refuses the search for its `{key}`: {message}"));
                        None
                    }
                    Err(Unread::Unchecked { reason }) => {
                        found.unchecked("duration", &target.at.key(key), reason);
                        None
                    }
                }
            };
            let least = read("minDuration", search.min_duration.as_deref());
            let most = read("maxDuration", search.max_duration.as_deref());
            if let (Some(least), Some(most)) = (least, most)
                && least > most
            {
                let longest = found.place(&target.at.key("maxDuration"));
                found
                    .value(&target.at.key("minDuration"), "`minDuration` is longer than `maxDuration`: no trace is found")
                    .related(longest, "the longest");
            }
        }
    }
}
