//! Expressions over the results of a panel's other queries.
//!
//! From: such a query. To: the same again. (`@grafana/runtime` 13.2 for the data source; Grafana's documentation, "Write
//! expression queries", for the fields.)

use serde_json::Value;

use crate::grafana::dashboard::DatasourceRef;
use crate::grafana::json::{model, text_enum};

model! {
    /// An expression over the results of a panel's other queries.
    pub struct ExpressionTarget {
        /// The name of the query within its panel, such as `A`. Results are kept by it.
        "refId" => ref_id: String,
        /// The data source. Without it, the panel's.
        "datasource" => datasource: DatasourceRef,
        /// Whether it is not shown. Expressions may use it all the same.
        "hide" => hide: bool,
        /// The kind of the expression.
        "type" => r#type: ExpressionType,
        /// `math` and `sql`: the expression, which names queries as `$A` or as tables. Others: the name of a query.
        "expression" => expression: String,
        /// `reduce`: the reducer, such as `last`.
        "reducer" => reducer: String,
        /// `reduce`: what becomes of values that are not numbers: `mode`, `replaceWithValue`.
        "settings" => settings: Value,
        /// `resample`: the step, a duration such as `1m`.
        "window" => window: String,
        /// `resample`: the reducer for several points within a step.
        "downsampler" => downsampler: String,
        /// `resample`: what fills a step without points: `pad`, `backfilling`, `fillna`.
        "upsampler" => upsampler: String,
        /// `threshold`, `classic_conditions`: the conditions.
        "conditions" => conditions: Vec<Value>,
        /// `sql`: as what results come.
        "format" => format: String,
    }
}

text_enum! {
    /// The kind of an expression.
    pub enum ExpressionType {
        /// Calculation.
        Math = "math",
        /// One value for each series.
        Reduce = "reduce",
        /// An even step.
        Resample = "resample",
        /// The conditions of old alerts.
        ClassicConditions = "classic_conditions",
        /// Whether values pass a limit.
        Threshold = "threshold",
        /// SQL.
        Sql = "sql",
    }
}
