//! A dashboard without a uid.

use super::whole;
use crate::grafana::json::Nullable;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct MissingUid;

impl Rule for MissingUid {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/missing-uid");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let uid = match &dashboard.dashboard.uid {
            Some(Nullable::Value(uid)) => uid.as_str(),
            _ => "",
        };
        if uid.is_empty() && dashboard.dashboard.extra.get("uid").is_none() {
            let place = whole(found);
            found
                .report(place, "the dashboard has no uid: Grafana makes up another one in each database, and links to it break")
                .help("write a `uid` of at most 40 letters, digits, `-` and `_`");
        }
    }
}
