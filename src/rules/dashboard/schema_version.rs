//! A schema version that Grafana does not have.

use crate::diag::Pointer;
use crate::grafana::dashboard::LATEST_SCHEMA_VERSION;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct SchemaVersion;

impl Rule for SchemaVersion {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/schema-version");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if let Some(version) = dashboard.dashboard.schema_version.filter(|version| *version > LATEST_SCHEMA_VERSION) {
            let message = format!("{version} is no schema version: {LATEST_SCHEMA_VERSION} is the last of classic dashboards");
            found.value(&Pointer::root().key("schemaVersion"), message);
        }
    }
}
