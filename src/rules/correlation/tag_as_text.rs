//! Tags of links from spans in the form that only the former links to logs have.

use serde_json::{Map, Value};

use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct TagAsText;

impl Rule for TagAsText {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/tag-as-text");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let logs = datasource.traces_to_logs_v2().map(|links| ("tracesToLogsV2", &links.extra));
        let metrics = datasource.traces_to_metrics().map(|links| ("tracesToMetrics", &links.extra));
        for (links, extra) in logs.into_iter().chain(metrics) {
            let Some((index, tag)) = first_text(extra) else { continue };
            let at = datasource.json_data_at().key(links).key("tags").index(index);
            let message =
                format!("`{tag}` is a text, where `{links}` takes tags as `key` and `value`: Grafana finds it on no span");
            found.value(&at, message).help(format!("write `{{key: {tag}}}`, and the same for the others"));
        }
    }
}

/// The first tag of the list that is a text.
fn first_text(extra: &Map<String, Value>) -> Option<(usize, &str)> {
    let tags = extra.get("tags")?.as_array()?;
    tags.iter().enumerate().find_map(|(index, tag)| Some((index, tag.as_str()?)))
}
