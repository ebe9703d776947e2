//! Texts of a dashboard in which variables stand.
//!
//! From: the dashboard's model. To: each text that holds a reference, with its place and what Grafana does with it. All texts of
//! the dashboard are looked at, those of parts that are not known here too; only what may hold a reference is kept.

use std::collections::HashMap;

use super::dashboard::DashboardView;
use crate::diag::Pointer;
use crate::grafana::dashboard::VariableType;
use crate::grafana::json::{Json, Step};
use crate::query::variable::{Reference, references};

/// A text in which variables stand.
#[derive(Debug)]
pub struct TextView<'a> {
    /// Where it stands.
    pub at: Pointer,
    /// The text.
    pub text: &'a str,
    /// What Grafana does with it.
    pub role: TextRole,
    /// The number of the variable that it belongs to.
    pub variable: Option<usize>,
    /// The references in it, in its order.
    pub mentions: Vec<Mention>,
}

/// A reference in a text.
#[derive(Debug)]
pub struct Mention {
    /// The reference.
    pub reference: Reference,
    /// Whether it is one for certain, and no word that only looks like it: a variable of a Go template, a price, a part of a Kibana
    /// address.
    pub is_certain: bool,
}

/// What Grafana does with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextRole {
    /// It names a data source.
    Datasource,
    /// It is, or is beside, a query in a language in which `$name` is nothing but a variable.
    Query,
    /// It is shown, or sets up how results are: a `$` may be meant as it stands.
    Shown,
    /// It is the address of a link.
    Address,
    /// Something else; perhaps it puts no values into it.
    Other,
}

/// Data sources whose SQL Grafana puts variables into.
const SQL: [&str; 4] = ["mysql", "postgres", "grafana-postgresql-datasource", "mssql"];

/// Data sources in whose queries `$name` is nothing but a variable.
const PLAIN: [&str; 5] = ["prometheus", "loki", "tempo", "jaeger", "elasticsearch"];

/// All texts of `view`'s dashboard in which references stand.
pub(super) fn texts<'a>(view: &DashboardView<'a>) -> Vec<TextView<'a>> {
    let targets = view.panels.iter().flat_map(|panel| &panel.targets);
    let plugins: HashMap<&str, &str> =
        targets.filter_map(|target| Some((target.at.as_str(), target.datasource.plugin()?))).collect();
    let mut found = Vec::new();
    view.dashboard.visit_texts(&mut Vec::new(), &mut |steps, text| {
        if !text.contains('$') && !text.contains('[') {
            return;
        }
        let references = references(text);
        if references.is_empty() {
            return;
        }
        let variable = match steps {
            [Step::Key("templating"), Step::Key("list"), Step::Index(number), ..] => Some(*number),
            _ => None,
        };
        let role = match variable {
            Some(number) => role_in_variable(view, number, &steps[3..]),
            None => role(steps, &plugins),
        };
        found.push(TextView { at: pointer(steps), text, role, variable, mentions: mentions(text, role, references) });
    });
    found
}

/// The references of a text, each with whether it is one for certain.
fn mentions(text: &str, role: TextRole, references: Vec<Reference>) -> Vec<Mention> {
    let has_templates = text.contains("{{");
    let (mut is_in_template, mut end) = (false, 0);
    let mentions = references.into_iter().map(|reference| {
        let before = text.get(end..reference.range.start).unwrap_or_default();
        // Go templates stand in double braces; what opens or closed last before the reference counts.
        if has_templates {
            is_in_template = match (before.rfind("{{"), before.rfind("}}")) {
                (None, None) => is_in_template,
                (open, close) => open > close,
            };
        }
        end = reference.range.end;
        let written = text.get(reference.range.clone()).unwrap_or_default();
        let is_bare = !written.starts_with("${") && !written.starts_with("[[");
        let is_certain = match role {
            TextRole::Datasource => true,
            TextRole::Query => !is_in_template,
            TextRole::Shown => !is_bare,
            TextRole::Address => !is_bare || before.ends_with('='),
            TextRole::Other => false,
        };
        Mention { reference, is_certain }
    });
    mentions.collect()
}

fn pointer(steps: &[Step<'_>]) -> Pointer {
    let mut at = Pointer::root();
    for step in steps {
        match step {
            Step::Key(key) => at.push_key(key),
            Step::Index(index) => at.push_index(*index),
        }
    }
    at
}

/// What Grafana does with a text of the variable `number`, which `steps` lead to from there.
fn role_in_variable(view: &DashboardView<'_>, number: usize, steps: &[Step<'_>]) -> TextRole {
    let Some(variable) = view.variables.get(number) else { return TextRole::Other };
    match steps {
        [Step::Key("datasource")] | [Step::Key("datasource"), Step::Key("uid")] => TextRole::Datasource,
        [Step::Key("query"), ..] if variable.variable.r#type == Some(VariableType::Query) => {
            let is_plain = |plugin| PLAIN.contains(&plugin) || SQL.contains(&plugin);
            if variable.datasource.plugin().is_some_and(is_plain) { TextRole::Query } else { TextRole::Other }
        }
        _ => TextRole::Other,
    }
}

/// What Grafana does with a text that `steps` lead to from the dashboard, outside of variables.
fn role(steps: &[Step<'_>], plugins: &HashMap<&str, &str>) -> TextRole {
    let has = |key: &str| steps.contains(&Step::Key(key));
    match steps {
        [.., Step::Key("datasource")] | [.., Step::Key("datasource"), Step::Key("uid")] => {
            if has("options") || has("libraryPanel") { TextRole::Other } else { TextRole::Datasource }
        }
        [way @ .., Step::Key("targets"), Step::Index(_), Step::Key(key)] if !way.contains(&Step::Key("options")) => {
            role_in_target(key, || plugins.get(pointer(&steps[..steps.len() - 1]).as_str()).copied())
        }
        [Step::Key("annotations"), .., Step::Key("expr")] | [.., Step::Key("panels"), Step::Index(_), Step::Key("interval")] => {
            TextRole::Query
        }
        [.., Step::Key("panels" | "links"), Step::Index(_), Step::Key("title")]
        | [.., Step::Key("defaults"), Step::Key("displayName")] => TextRole::Shown,
        [.., Step::Key("links" | "value"), Step::Index(_), Step::Key("url")] => TextRole::Address,
        [.., Step::Key(key)] if has("transformations") && has("options") => {
            let is_pattern = key.to_ascii_lowercase().contains("regex") || key.to_ascii_lowercase().contains("pattern");
            if is_pattern { TextRole::Other } else { TextRole::Shown }
        }
        _ => TextRole::Other,
    }
}

/// What Grafana does with the text `key` of a query, whose data source's plugin `plugin` gives.
fn role_in_target<'p>(key: &str, plugin: impl Fn() -> Option<&'p str>) -> TextRole {
    let is_query = match key {
        "expr" | "legendFormat" | "interval" => true,
        "query" => plugin().is_some_and(|plugin| PLAIN.contains(&plugin)),
        "rawSql" => plugin().is_some_and(|plugin| SQL.contains(&plugin)),
        "service" | "operation" | "tags" | "minDuration" | "maxDuration" => plugin() == Some("jaeger"),
        _ => false,
    };
    if is_query { TextRole::Query } else { TextRole::Other }
}

#[cfg(test)]
mod tests {
    use super::TextRole;
    use crate::grafana::dashboard::Dashboard;
    use crate::grafana::json::Json;
    use crate::rules::{DashboardView, Datasources};
    use serde_json::{Value, json};

    /// Role, place and names of each text of a dashboard; a name that only looks like a reference has a `?`.
    fn texts(dashboard: Value) -> Vec<(TextRole, String, Vec<String>)> {
        let dashboard = Dashboard::from_json(dashboard).unwrap_or_default();
        let datasources = Datasources::default();
        let view = DashboardView::new(&dashboard, &[], &datasources);
        let texts = view.texts.iter().map(|text| {
            let names = text
                .mentions
                .iter()
                .map(|mention| format!("{}{}", mention.reference.name, if mention.is_certain { "" } else { "?" }));
            (text.role, text.at.to_string(), names.collect())
        });
        texts.collect()
    }

    #[test]
    fn texts_are_found_wherever_they_stand_also_in_what_is_not_known() {
        let found = texts(json!({
            "panels": [{"type": "row", "title": "$a", "panels": [{"type": "acme", "options": {"x": [{"y": "${b}"}]}}]}],
            "rows": [{"title": "[[c]]", "repeat": "d"}],
            "acme": "$$ $5 $ [[",
        }));
        let places: Vec<&str> = found.iter().map(|(_, at, _)| at.as_str()).collect();
        assert_eq!(places, ["/panels/0/title", "/panels/0/panels/0/options/x/0/y", "/acme", "/rows/0/title"]);
    }

    #[test]
    fn every_text_of_a_dashboard_is_looked_at_whichever_type_holds_it() {
        let (text, mappings) = ("$x", json!([{"type": "value", "options": {"1": {"text": "$x"}}}]));
        let defaults =
            json!({"displayName": text, "links": [{"url": text}], "mappings": mappings, "custom": {"axisLabel": text}});
        let overrides =
            json!([{"matcher": {"id": "byName", "options": text}, "properties": [{"id": "links", "value": [{"url": text}]}]}]);
        let panel = json!({
            "type": "timeseries", "title": text, "datasource": {"type": "prometheus", "uid": text},
            "targets": [{"expr": text, "acme": [text]}, {"datasource": {"type": "mongodb", "uid": text}, "find": {"a": text}}],
            "options": {"legend": {"sortBy": text}}, "fieldConfig": {"defaults": defaults, "overrides": overrides},
            "transformations": [{"id": "organize", "options": {"renameByName": {"a": text}}}], "links": [{"title": text}],
        });
        let query = json!({"query": text, "refId": text});
        let dashboard = json!({
            "title": text, "tags": [text], "links": [{"url": text}], "panels": [{"type": "row", "panels": [panel]}],
            "templating": {"list": [{"name": "x", "type": "query", "query": query, "current": {"value": [text]}, "allValue": text}]},
            "annotations": {"list": [{"name": text, "target": {"expr": text}}]}, "acme": {"a": {"b": [text]}},
        });
        let mut expected = Vec::new();
        collect(&dashboard, "", &mut expected);
        expected.sort();
        let mut found: Vec<String> = texts(dashboard).into_iter().map(|(_, at, _)| at).collect();
        found.sort();
        assert_eq!(found, expected);
        assert_eq!(found.len(), 25);
    }

    fn collect(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::String(text) if text == "$x" => found.push(at.to_owned()),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    collect(item, &format!("{at}/{index}"), found);
                }
            }
            Value::Object(entries) => {
                for (key, entry) in entries {
                    collect(entry, &format!("{at}/{key}"), found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn a_variable_of_a_go_template_is_none_of_grafanas() {
        let target = json!({"expr": "{app=\"$app\"} | line_format `{{ $x := .a }}{{ $x }} $y`"});
        let found = texts(json!({"panels": [{"datasource": {"type": "loki", "uid": "l"}, "targets": [target]}]}));
        assert_eq!(found[0].2, ["app", "x?", "x?", "y"]);
    }

    #[test]
    fn a_price_in_a_title_and_a_part_of_an_address_are_no_references() {
        let found = texts(json!({
            "panels": [{"title": "Cost in $USD of ${service}"}],
            "links": [{"url": "https://kibana/?_g=($state:x)&var-a=$a"}],
        }));
        assert_eq!(found[0].2, ["USD?", "service"]);
        assert_eq!(found[1].2, ["state?", "a"]);
    }

    #[test]
    fn the_plugin_says_whether_a_text_is_a_query_in_which_variables_stand() {
        let role = |plugin: &str, key: &str| {
            let target = json!({key: "$x"});
            texts(json!({"panels": [{"datasource": {"type": plugin, "uid": "u"}, "targets": [target]}]}))[0].0
        };
        assert_eq!(role("tempo", "query"), TextRole::Query);
        assert_eq!(role("mongodb", "query"), TextRole::Other);
        assert_eq!(role("postgres", "rawSql"), TextRole::Query);
        assert_eq!(role("jaeger", "tags"), TextRole::Query);
        assert_eq!(role("graphite", "tags"), TextRole::Other);
    }
}
