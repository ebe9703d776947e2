//! Variables of a dashboard.
//!
//! From: a dashboard's `templating`. To: the same again. One type has the fields of all kinds of variables, as in
//! `@grafana/schema` 13.2.

use serde_json::Value;

use super::DatasourceRef;
use super::shapes::{number_enum, one_of};
use crate::grafana::json::{Nullable, model, text_enum};

model! {
    /// The variables of a dashboard.
    pub struct Variables {
        /// The variables, in the order in which they are shown.
        "list" => list: Vec<Variable>,
    }
}

model! {
    /// A variable.
    pub struct Variable {
        /// Its name: queries write `$name`.
        "name" => name: String,
        /// Its kind.
        "type" => r#type: VariableType,
        /// What is shown in place of the name.
        "label" => label: Nullable<String>,
        /// What it is for.
        "description" => description: Nullable<String>,
        /// Whether name and choice are shown.
        "hide" => hide: VariableHide,
        /// Whether its value stays out of the page's address.
        "skipUrlSync" => skip_url_sync: bool,
        /// The data source of a query, of filters or of groups.
        "datasource" => datasource: DatasourceRef,
        /// `query`: what is asked. `datasource`: the plugin's id. `custom`, `interval`: the values, with commas. `constant`,
        /// `textbox`: the value.
        "query" => query: VariableQuery,
        /// `query`: what is asked, as Grafana's editor shows it.
        "definition" => definition: String,
        /// What is chosen.
        "current" => current: VariableOption,
        /// What there is to choose from.
        "options" => options: Vec<VariableOption>,
        /// Whether several values may be chosen.
        "multi" => multi: bool,
        /// Whether all values may be chosen at once.
        "includeAll" => include_all: bool,
        /// What stands for all values. Without it, all of them one by one.
        "allValue" => all_value: Nullable<String>,
        /// Whether people may type a value that is not offered.
        "allowCustomValue" => allow_custom_value: bool,
        /// `query`: which part of each result is the value. `datasource`: which names are offered.
        "regex" => regex: String,
        /// What `regex` is held against.
        "regexApplyTo" => regex_apply_to: VariableRegexApplyTo,
        /// When the query is asked.
        "refresh" => refresh: VariableRefresh,
        /// How the results are sorted.
        "sort" => sort: VariableSort,
        /// Values offered beside those that the query finds.
        "staticOptions" => static_options: Vec<VariableOption>,
        /// Where those values stand.
        "staticOptionsOrder" => static_options_order: StaticOptionsOrder,
        /// `custom`: how the values are written in `query`.
        "valuesFormat" => values_format: ValuesFormat,
        /// `interval`: whether an interval that follows from the time range is offered.
        "auto" => auto: bool,
        /// `interval`: the least such interval, a duration such as `10s`.
        "auto_min" => auto_min: String,
        /// `interval`: into how many steps the time range is divided.
        "auto_count" => auto_count: u32,
        /// `adhoc`: the filters.
        "filters" => filters: Vec<AdhocFilter>,
        /// `adhoc`: filters that people do not see and that narrow what is offered.
        "baseFilters" => base_filters: Vec<AdhocFilter>,
        /// `adhoc`, `groupby`: the keys offered, where they are not asked for.
        "defaultKeys" => default_keys: Vec<Value>,
        /// `adhoc`: whether groups may be chosen too.
        "enableGroupBy" => enable_group_by: bool,
    }
}

text_enum! {
    /// The kind of a variable.
    pub enum VariableType {
        /// The results of a query.
        Query = "query",
        /// Filters that are put into every query of a data source.
        Adhoc = "adhoc",
        /// Labels that every query of a data source groups by.
        GroupBy = "groupby",
        /// One value that people do not see.
        Constant = "constant",
        /// The data sources of a plugin; the value is the uid.
        Datasource = "datasource",
        /// Durations.
        Interval = "interval",
        /// A text that people type.
        Textbox = "textbox",
        /// Values listed in the dashboard.
        Custom = "custom",
        /// Grafana's own.
        System = "system",
        /// Kept by a snapshot.
        Snapshot = "snapshot",
        /// One of two values.
        Switch = "switch",
    }
}

one_of! {
    /// What a variable asks.
    pub enum VariableQuery {
        /// A text.
        Text(String),
        /// An object, whose fields are the data source's own.
        Model(VariableQueryModel),
    }
}

impl From<&str> for VariableQuery {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

model! {
    /// What a variable asks, as an object. Fields that only some data sources have stay in `extra`.
    pub struct VariableQueryModel {
        /// What is asked, for Prometheus.
        "query" => query: String,
        /// Tells the query from others.
        "refId" => ref_id: String,
        /// The kind of the query, a number in Grafana's editor for Prometheus.
        "qryType" => qry_type: u32,
    }
}

model! {
    /// A value of a variable.
    pub struct VariableOption {
        /// What is shown.
        "text" => text: TextOrTexts,
        /// What queries get.
        "value" => value: TextOrTexts,
        /// Whether it is chosen. Some versions of Grafana write `null`.
        "selected" => selected: Nullable<bool>,
    }
}

one_of! {
    /// One text, or several where several values may be chosen.
    pub enum TextOrTexts {
        /// One.
        Text(String),
        /// Several.
        Texts(Vec<String>),
    }
}

impl From<&str> for TextOrTexts {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

number_enum! {
    /// When a variable's query is asked.
    pub enum VariableRefresh {
        /// When a person asks for it: a variable of a provisioned file without options stays empty until then.
        Never = 0,
        /// When the dashboard is opened.
        OnDashboardLoad = 1,
        /// When the time range changes.
        OnTimeRangeChanged = 2,
    }
}

number_enum! {
    /// What of a variable is hidden.
    pub enum VariableHide {
        /// Nothing.
        DontHide = 0,
        /// The name.
        HideLabel = 1,
        /// All.
        HideVariable = 2,
        /// All, outside of the menu of controls.
        InControlsMenu = 3,
    }
}

number_enum! {
    /// How a variable's values are sorted.
    pub enum VariableSort {
        /// As they come.
        Disabled = 0,
        /// By letters, rising.
        AlphabeticalAsc = 1,
        /// By letters, falling.
        AlphabeticalDesc = 2,
        /// By numbers, rising.
        NumericalAsc = 3,
        /// By numbers, falling.
        NumericalDesc = 4,
        /// By letters whatever their case, rising.
        AlphabeticalCaseInsensitiveAsc = 5,
        /// By letters whatever their case, falling.
        AlphabeticalCaseInsensitiveDesc = 6,
        /// By letters and by numbers within them, rising.
        NaturalAsc = 7,
        /// By letters and by numbers within them, falling.
        NaturalDesc = 8,
    }
}

text_enum! {
    /// What a variable's regular expression is held against.
    pub enum VariableRegexApplyTo {
        /// The value.
        Value = "value",
        /// What is shown.
        Text = "text",
    }
}

text_enum! {
    /// Where values stand that the query did not find.
    pub enum StaticOptionsOrder {
        /// Before the others.
        Before = "before",
        /// After the others.
        After = "after",
        /// Sorted among them.
        Sorted = "sorted",
    }
}

text_enum! {
    /// How the values of a `custom` variable are written.
    pub enum ValuesFormat {
        /// With commas.
        Csv = "csv",
        /// As a JSON list.
        Json = "json",
    }
}

model! {
    /// One filter of an `adhoc` variable.
    pub struct AdhocFilter {
        /// The label.
        "key" => key: String,
        /// `=`, `!=`, `=~`, `!~`, `<`, `>`, `=|` or `!=|`.
        "operator" => operator: String,
        /// The value.
        "value" => value: String,
        /// Several values, for `=|` and `!=|`.
        "values" => values: Vec<String>,
    }
}
