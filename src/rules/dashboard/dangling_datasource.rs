//! A data source that no file sets up.

use std::collections::BTreeMap;

use super::references::{Named, named};
use crate::diag::suggest::nearest;
use crate::rules::{About, Context, DashboardView, Datasources, Findings, Meant, Rule, about};

pub struct DanglingDatasource;

impl Rule for DanglingDatasource {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/dangling-datasource");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        // What comes from the environment may be any name or uid.
        let is_told = around.datasources.known.iter().all(|known| known.uid.is_some() && !known.name.is_empty());
        if !around.datasources.is_complete || !is_told {
            return;
        }
        let mut dangling: BTreeMap<&str, (Named<'_>, usize)> = BTreeMap::new();
        for named in named(dashboard) {
            // A number may be the one that Grafana's database gives a data source.
            let text = named.written.text().filter(|text| !text.bytes().all(|byte| byte.is_ascii_digit()));
            if let (Meant::Nothing, Some(text), true) = (named.meant, text, named.is_used) {
                dangling.entry(text).or_insert((named, 0)).1 += 1;
            }
        }
        for (text, (first, places)) in dangling {
            let others = match places - 1 {
                0 => String::new(),
                1 => " (here and in one other place)".to_owned(),
                more => format!(" (here and in {more} other places)"),
            };
            let message = format!("no data source has the uid or name `{text}`: Grafana finds none and shows an error{others}");
            found.value(&first.text_at(), message).label_if(did_you_mean(text, around.datasources));
        }
    }
}

fn did_you_mean(text: &str, datasources: &Datasources) -> Option<String> {
    let uids = datasources.known.iter().filter_map(|known| known.uid.as_deref());
    let names = datasources.known.iter().map(|known| known.name.as_str());
    nearest(text, uids.chain(names)).map(|meant| format!("did you mean `{meant}`?"))
}
