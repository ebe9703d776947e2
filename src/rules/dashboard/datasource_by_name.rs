//! Data sources that are named in the old way, by a text.

use crate::grafana::dashboard::DatasourceRef;
use crate::rules::{About, Context, DashboardView, Findings, Rule, Written, about};

pub struct DatasourceByName;

impl Rule for DatasourceByName {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/datasource-by-name");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let panels = dashboard.panels.iter().map(|panel| (panel.written, &panel.at));
        let variables = dashboard.variables.iter().map(|variable| (variable.written, &variable.at));
        let mut named = panels.chain(variables).filter_map(|(written, at)| match written {
            Written::Text(text) if is_name(text) => Some((text, at)),
            _ => None,
        });
        if let Some((text, at)) = named.next() {
            let count = named.count() + 1;
            let message = match count {
                1 => format!("`{text}` names a data source in the old way, by a text"),
                count => format!("`{text}`, the first of {count}, names a data source in the old way, by a text"),
            };
            found
                .value(&at.key("datasource"), message)
                .help("write `{\"type\": …, \"uid\": …}`, which a renaming does not break");
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains('$') && !text.contains("[[") && !DatasourceRef::SPECIAL.contains(&text)
}
