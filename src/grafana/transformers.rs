//! Transformations and calculations that Grafana has.
//!
//! From: an id. To: whether Grafana knows it. Facts are those of `@grafana/data` 13.2: `DataTransformerID` and `ReducerID`.

/// The ids of all transformations.
pub const TRANSFORMATIONS: [&str; 43] = [
    "append",
    "reduce",
    "order",
    "organize",
    "rename",
    "calculateField",
    "seriesToColumns",
    "seriesToRows",
    "merge",
    "concatenate",
    "labelsToFields",
    "filterFields",
    "filterFieldsByName",
    "filterFrames",
    "filterByRefId",
    "renameByRegex",
    "filterByValue",
    "noop",
    "ensureColumns",
    "groupBy",
    "sortBy",
    "histogram",
    "configFromData",
    "rowsToFields",
    "prepareTimeSeries",
    "convertFieldType",
    "convertFrameType",
    "fieldLookup",
    "heatmap",
    "spatial",
    "joinByField",
    "joinByLabels",
    "extractFields",
    "groupingToMatrix",
    "limit",
    "partitionByValues",
    "timeSeriesTable",
    "transpose",
    "formatTime",
    "formatString",
    "regression",
    "smoothing",
    "groupToNestedTable",
];

/// The ids of all calculations, but for the percentiles `p1` to `p99`.
pub const REDUCERS: [&str; 25] = [
    "lastNotNull",
    "last",
    "first",
    "firstNotNull",
    "min",
    "max",
    "mean",
    "median",
    "sum",
    "count",
    "countAll",
    "range",
    "delta",
    "diff",
    "diffperc",
    "step",
    "stdDev",
    "variance",
    "changeCount",
    "distinctCount",
    "logmin",
    "allIsZero",
    "allIsNull",
    "allValues",
    "uniqueValues",
];

/// Whether Grafana has the calculation `id`.
#[must_use]
pub fn is_reducer(id: &str) -> bool {
    let percentile = id.strip_prefix('p').filter(|number| !number.starts_with('0')).and_then(|number| number.parse::<u8>().ok());
    REDUCERS.contains(&id) || percentile.is_some_and(|percentile| (1..=99).contains(&percentile))
}

#[cfg(test)]
mod tests {
    use super::is_reducer;

    #[test]
    fn percentiles_from_1_to_99_are_calculations() {
        for id in ["p1", "p50", "p99", "lastNotNull"] {
            assert!(is_reducer(id), "{id}");
        }
        for id in ["p0", "p100", "p05", "p", "avg", "current"] {
            assert!(!is_reducer(id), "{id}");
        }
    }
}
