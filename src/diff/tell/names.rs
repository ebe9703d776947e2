//! What Grafana's editor calls the settings behind the keys of its files.

use serde_json::Value;

/// The words for a key, in the list `scope` that it stands in an entry of (`targets`), or in the subject itself (``""``). An empty
/// text: the entry's name says all. `None`: nobody knows.
pub(super) fn name(scope: &str, path: &str) -> Option<&'static str> {
    in_list(scope, path).or_else(|| anywhere(path))
}

fn in_list(scope: &str, path: &str) -> Option<&'static str> {
    Some(match (scope, path) {
        ("targets" | "queries", "expr" | "query" | "rawSql" | "expression")
        | ("steps" | "properties" | "tags" | "exemplarTraceIdDestinations", "value")
        | ("links", "url") => "",
        ("targets", "interval") => "min step",
        ("targets", "step") => "step",
        ("targets", "hide") => "hidden",
        ("targets", "intervalFactor") => "resolution",
        ("targets", "maxLines") => "line limit",
        ("targets", "queryType") => "query type",
        ("targets", "refId") => "name",
        ("links", "targetBlank") => "open in new tab",
        ("overrides", "matcher.options") => "fields",
        ("overrides", "matcher.id") => "way of finding fields",
        ("transformations", "disabled") => "disabled",
        _ => return None,
    })
}

fn anywhere(path: &str) -> Option<&'static str> {
    let path = path.strip_prefix("fieldConfig.defaults.").unwrap_or(path);
    Some(match path {
        "title" => "title",
        "type" => "type",
        "description" => "description",
        "uid" => "uid",
        "name" => "name",
        "label" => "label",
        "refresh" => "refresh",
        "time.from" => "time range: from",
        "time.to" => "time range: to",
        "timezone" => "time zone",
        "editable" => "editable",
        "graphTooltip" => "graph tooltip",
        "fiscalYearStartMonth" => "first month of the fiscal year",
        "weekStart" => "first day of the week",
        "liveNow" => "live now",
        "style" => "style",
        "schemaVersion" => "schema version",
        "pluginVersion" => "plugin version",
        "timepicker.hidden" => "time picker hidden",
        "unit" => "unit",
        "decimals" => "decimals",
        "min" => "min",
        "max" => "max",
        "displayName" => "display name",
        "noValue" => "text for no value",
        "color.mode" => "color scheme",
        "color.fixedColor" | "color" | "iconColor" => "color",
        "thresholds" => "thresholds",
        "thresholds.mode" => "thresholds mode",
        "links" => "links",
        "mappings" => "value mappings",
        "transparent" => "transparent background",
        "repeat" => "repeat by variable",
        "repeatDirection" => "repeat direction",
        "maxPerRow" => "max per row",
        "interval" => "min interval",
        "maxDataPoints" => "max data points",
        "timeFrom" => "relative time",
        "timeShift" => "time shift",
        "hideTimeOverride" => "hide time info",
        "collapsed" => "collapsed",
        "libraryPanel.uid" | "libraryPanel" => "library panel",
        "datasource" => "data source",
        "legendFormat" => "legend",
        "format" => "format",
        "instant" => "instant",
        "range" => "range",
        "exemplar" => "exemplars",
        "service" => "service",
        "operation" => "operation",
        "tags" => "tags",
        "minDuration" => "min duration",
        "maxDuration" => "max duration",
        "limit" => "limit",
        "multi" => "multi-value",
        "includeAll" => "include All option",
        "allValue" => "custom all value",
        "regex" => "regex",
        "sort" => "sort",
        "hide" => "hide",
        "definition" => "definition",
        "query" | "query.query" | "expr" | "target.expr" => "query",
        "current" | "current.text" => "selected text",
        "current.value" => "selected value",
        "enable" => "enabled",
        "skipUrlSync" => "skip URL sync",
        "url" => "url",
        "access" => "access",
        "user" => "user",
        "database" => "database",
        "isDefault" => "default",
        "basicAuth" => "basic auth",
        "basicAuthUser" => "basic auth user",
        "withCredentials" => "with credentials",
        "orgId" => "organisation",
        "version" => "version",
        "apiVersion" => "api version",
        "folder" => "folder",
        "folderUid" => "folder uid",
        "disableDeletion" => "disable deletion",
        "updateIntervalSeconds" => "update interval in seconds",
        "allowUiUpdates" => "allow UI updates",
        "options.path" => "path",
        "options.foldersFromFilesStructure" => "folders from files structure",
        _ => return custom(path).or_else(|| options(path)),
    })
}

fn custom(path: &str) -> Option<&'static str> {
    Some(match path.strip_prefix("custom.")? {
        "drawStyle" => "style",
        "lineInterpolation" => "line interpolation",
        "lineWidth" => "line width",
        "lineStyle.fill" => "line style",
        "fillOpacity" => "fill opacity",
        "gradientMode" => "gradient mode",
        "spanNulls" => "connect null values",
        "showPoints" => "show points",
        "pointSize" => "point size",
        "stacking.mode" => "stack series",
        "stacking.group" => "stacking group",
        "barAlignment" => "bar alignment",
        "axisPlacement" => "axis placement",
        "axisLabel" => "axis label",
        "axisSoftMin" => "axis soft min",
        "axisSoftMax" => "axis soft max",
        "axisColorMode" => "axis color",
        "axisBorderShow" => "axis border",
        "axisCenteredZero" => "axis centred at zero",
        "scaleDistribution.type" => "axis scale",
        "thresholdsStyle.mode" => "show thresholds",
        "hideFrom.legend" => "hide in legend",
        "hideFrom.tooltip" => "hide in tooltip",
        "hideFrom.viz" => "hide in area",
        "cellOptions" | "cellOptions.type" => "cell type",
        "cellOptions.mode" => "cell mode",
        "align" => "column alignment",
        "width" => "column width",
        "filterable" => "column filter",
        "hidden" => "hidden",
        _ => return None,
    })
}

fn options(path: &str) -> Option<&'static str> {
    Some(match path.strip_prefix("options.")? {
        "legend.displayMode" => "legend mode",
        "legend.placement" => "legend placement",
        "legend.showLegend" => "legend visible",
        "legend.calcs" => "legend values",
        "tooltip.mode" => "tooltip mode",
        "tooltip.sort" => "tooltip sort",
        "reduceOptions.calcs" => "calculation",
        "reduceOptions.fields" => "fields",
        "reduceOptions.values" => "show all values",
        "colorMode" => "color mode",
        "graphMode" => "graph mode",
        "textMode" => "text mode",
        "justifyMode" => "text alignment",
        "orientation" => "orientation",
        "content" => "content",
        "mode" => "mode",
        "displayMode" => "display mode",
        "showHeader" => "show header",
        "cellHeight" => "cell height",
        "showTime" => "show time",
        "wrapLogMessage" => "wrap lines",
        "sortOrder" => "order",
        "pieType" => "pie chart type",
        _ => return None,
    })
}

/// Words for values that files write as numbers or in another unclear way. `scope` is what the value belongs to: `dashboard`,
/// `variable`.
pub(super) fn value_words(scope: &str, path: &str, value: &Value) -> Option<&'static str> {
    let number = value.as_i64();
    Some(match (scope, path) {
        ("dashboard", "refresh") if value == "" || value == &Value::Bool(false) => "off",
        ("dashboard", "graphTooltip") => match number? {
            0 => "default",
            1 => "shared crosshair",
            2 => "shared tooltip",
            _ => return None,
        },
        ("variable", "refresh") => match number? {
            0 => "never",
            1 => "on dashboard load",
            2 => "on time range change",
            _ => return None,
        },
        ("variable", "hide") => match number? {
            0 => "nothing",
            1 => "label",
            2 => "label and value",
            _ => return None,
        },
        _ => return None,
    })
}
