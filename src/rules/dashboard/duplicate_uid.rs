//! Two dashboards of one uid in a folder.

use crate::rules::check::repeated;
use crate::rules::{About, Context, Facts, Findings, Rule, about};

pub struct DuplicateUid;

impl Rule for DuplicateUid {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/duplicate-uid");
        &ABOUT
    }

    fn across(&self, files: &[Facts], _: &Context<'_>, found: &mut Findings<'_>) {
        let dashboards = files.iter().filter_map(|file| {
            let (uid, place) = file.dashboard.as_ref()?.uid.as_ref()?;
            (!uid.is_empty()).then_some(((file.folder.as_str(), uid.as_str()), place))
        });
        for ((_, uid), places) in repeated(dashboards) {
            let (first, others) = (places[0], &places[1..]);
            for other in others {
                let message =
                    format!("two dashboards have the uid `{uid}`: Grafana overwrites one with the other, again and again");
                found.report((*other).clone(), message).related(first.clone(), "the first one");
            }
        }
    }
}
