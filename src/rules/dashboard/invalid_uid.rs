//! A uid that Grafana does not take.

use crate::diag::Pointer;
use crate::grafana::json::Nullable;
use crate::grafana::uid::{UidError, check_uid};
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct InvalidUid;

impl Rule for InvalidUid {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/invalid-uid");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(Nullable::Value(uid)) = &dashboard.dashboard.uid else { return };
        match check_uid(uid) {
            Ok(()) | Err(UidError::Empty) => {}
            Err(problem) => {
                found.value(&Pointer::root().key("uid"), format!("{problem}; Grafana does not load the dashboard"));
            }
        }
    }
}
