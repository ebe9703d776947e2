//! A setting of a Prometheus data source of another type than the plugin reads.

use serde_json::Value;

use super::setting_type::STRICT;
use crate::diag::Pointer;
use crate::grafana::datasource::JsonData;
use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct SettingShape;

const TEXTS: [&str; 6] = [
    "cacheLevel",
    "customQueryParameters",
    "defaultEditor",
    "incrementalQueryOverlapWindow",
    "prometheusType",
    "prometheusVersion",
];
const NUMBERS: [&str; 3] = ["maxSamplesProcessedErrorThreshold", "maxSamplesProcessedWarningThreshold", "seriesLimit"];
const BOOLEANS: [&str; 12] = [
    "allowAsRecordingRulesTarget",
    "disableMetricsLookup",
    "disableRecordingRules",
    "enableSearchApi",
    "incrementalQuerying",
    "manageAlerts",
    "oauthPassThru",
    "queryStatsEnabled",
    "seriesEndpoint",
    "tlsAuth",
    "tlsAuthWithCACert",
    "tlsSkipVerify",
];

impl Rule for SettingShape {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "datasource/setting-shape");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(JsonData::Prometheus(settings)) = &datasource.datasource.json_data else { return };
        let at = || datasource.json_data_at();
        for (key, value) in &settings.extra {
            if let Some(wanted) = wanted(key).filter(|wanted| is_told(value) && !fits(value, wanted)) {
                report(&at().key(key), key, wanted, found);
            }
        }
        for (index, link) in settings.exemplar_trace_id_destinations.iter().flatten().enumerate() {
            for key in ["name", "datasourceUid", "url", "urlDisplayLabel"] {
                if link.extra.get(key).is_some_and(is_told) {
                    report(&at().key("exemplarTraceIdDestinations").index(index).key(key), key, "a text", found);
                }
            }
        }
    }
}

fn report(at: &Pointer, key: &str, wanted: &str, found: &mut Findings<'_>) {
    let message =
        format!("`{key}` should be {wanted}: versions of the Prometheus plugin that read it strictly fail on every query");
    found.value(at, message);
}

/// Whether the file itself tells a value: not `null`, which means none, and nothing of Grafana's environment.
pub(super) fn is_told(value: &Value) -> bool {
    !matches!(Scalar::of(Some(value)), Scalar::Missing | Scalar::Environment)
}

fn wanted(key: &str) -> Option<&'static str> {
    if STRICT.contains(&key) {
        None
    } else if TEXTS.contains(&key) {
        Some("a text")
    } else if NUMBERS.contains(&key) {
        Some("a number")
    } else if BOOLEANS.contains(&key) {
        Some("`true` or `false`")
    } else if key == "exemplarTraceIdDestinations" {
        Some("a list of objects")
    } else {
        None
    }
}

/// Whether a value that the model did not take, such as a text that it does not list, is of the type all the same.
fn fits(value: &Value, wanted: &str) -> bool {
    match wanted {
        "a text" => value.is_string(),
        "a number" => value.is_number(),
        _ => false,
    }
}
