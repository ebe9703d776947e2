//! References to data sources, from panels, queries, variables and annotations.
//!
//! From: the `datasource` of each. To: the same again. A data source written in an old way, as its name or `null`, is not of
//! this shape and stays in the `extra` of whoever refers to it. (`@grafana/runtime` 13.2, `DataSourceSrv`.)

use crate::grafana::json::model;

model! {
    /// A reference to a data source. Grafana looks for the `uid` first as a uid, then as a name, then as a number.
    pub struct DatasourceRef {
        /// The id of the plugin, such as `prometheus`. Grafana does not hold it against the data source that `uid` names.
        "type" => r#type: String,
        /// The uid, a variable (`${name}`), or one of the special words listed with this type.
        "uid" => uid: String,
        /// The version of the data source's interface.
        "apiVersion" => api_version: String,
    }
}

impl DatasourceRef {
    /// The uid by which annotations name Grafana's built-in data source.
    pub const GRAFANA: &'static str = "-- Grafana --";
    /// The uid of a panel each of whose queries names a data source of its own.
    pub const MIXED: &'static str = "-- Mixed --";
    /// The uid of a query that takes the results of another panel.
    pub const DASHBOARD: &'static str = "-- Dashboard --";
    /// The uid, and the type, of expressions.
    pub const EXPRESSION: &'static str = "__expr__";

    /// Uids that Grafana knows without any data source of theirs being set up.
    pub const SPECIAL: &'static [&'static str] =
        &[Self::GRAFANA, "grafana", Self::MIXED, Self::DASHBOARD, Self::EXPRESSION, "Expression", "-100", "default"];

    /// A reference to the data source `uid` of the plugin `type`.
    #[must_use]
    pub fn new(r#type: impl Into<String>, uid: impl Into<String>) -> Self {
        Self::default().r#type(r#type).uid(uid)
    }

    /// Grafana's built-in data source, as annotations name it.
    #[must_use]
    pub fn grafana() -> Self {
        Self::new("grafana", Self::GRAFANA)
    }

    /// Each query names a data source of its own.
    #[must_use]
    pub fn mixed() -> Self {
        Self::new("datasource", Self::MIXED)
    }

    /// The results of another panel.
    #[must_use]
    pub fn dashboard() -> Self {
        Self::new("datasource", Self::DASHBOARD)
    }

    /// Expressions over the panel's other queries.
    #[must_use]
    pub fn expression() -> Self {
        Self::new(Self::EXPRESSION, Self::EXPRESSION)
    }

    /// Whether Grafana knows the uid without a data source being set up, so that it dangles nowhere.
    #[must_use]
    pub fn is_special(&self) -> bool {
        self.uid.as_deref().is_some_and(|uid| Self::SPECIAL.contains(&uid))
    }

    /// Whether the uid holds a variable: then Grafana puts the variable's value in its place.
    #[must_use]
    pub fn is_variable(&self) -> bool {
        self.uid.as_deref().is_some_and(|uid| uid.contains('$'))
    }

    /// The id of the plugin, also where only the uid says it, which holds for expressions alone.
    #[must_use]
    pub fn plugin(&self) -> Option<&str> {
        match self.uid.as_deref() {
            Some(Self::EXPRESSION | "Expression" | "-100") => Some(Self::EXPRESSION),
            _ => self.r#type.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DatasourceRef;

    #[test]
    fn built_in_data_sources_are_special_and_others_are_not() {
        for special in [DatasourceRef::grafana(), DatasourceRef::mixed(), DatasourceRef::dashboard(), DatasourceRef::expression()]
        {
            assert!(special.is_special(), "{special:?}");
        }
        assert!(!DatasourceRef::new("prometheus", "prometheus").is_special());
        assert!(!DatasourceRef::default().is_special());
    }

    #[test]
    fn a_uid_with_a_dollar_is_a_variable() {
        assert!(DatasourceRef::new("prometheus", "${source}").is_variable());
        assert!(!DatasourceRef::mixed().is_variable());
    }

    #[test]
    fn the_uid_alone_tells_an_expression() {
        assert_eq!(DatasourceRef::default().uid("__expr__").plugin(), Some("__expr__"));
        assert_eq!(DatasourceRef::default().uid("metrics").plugin(), None);
    }
}
