//! Panels and rows.
//!
//! From: the entries of a dashboard's or a row's `panels`. To: the same again. The types of a panel's options and queries follow
//! from its `type` and its data source; a query without a data source of its own has the panel's.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::panel_type::{Custom, Options};
use super::shapes::{at, condition};
use super::{DashboardLink, DatasourceRef, FieldConfig, Target, Transformation};
use crate::grafana::json::{Nullable, model, text_enum};

model! {
    /// A panel, or a row of panels (`type` is `row`).
    pub struct Panel {
        /// The id of the panel's plugin, such as `timeseries`, or `row`.
        "type" => r#type: String,
        /// The title. It may hold variables.
        "title" => title: String,
        /// What the panel shows, for the reader. Markdown.
        "description" => description: String,
        /// The number of the panel, of which there is one in a dashboard, panels within rows included.
        "id" => id: u64,
        /// Where it stands and how large it is.
        "gridPos" => grid_pos: GridPos,
        /// The data source of the queries that name none of their own.
        "datasource" => datasource: DatasourceRef,
        /// The queries.
        "targets" => targets: Vec<Target>,
        /// The options of the panel's type.
        "options" => options: Options,
        /// How fields are shown.
        "fieldConfig" => field_config: FieldConfig,
        /// What is done to the results, in this order, before they are shown.
        "transformations" => transformations: Vec<Transformation>,
        /// Links in the panel's head.
        "links" => links: Vec<DashboardLink>,
        /// The name of a variable: the panel or row is repeated for each of its values.
        "repeat" => repeat: Nullable<String>,
        /// In which direction repeated panels follow one another.
        "repeatDirection" => repeat_direction: RepeatDirection,
        /// How many repeated panels stand side by side at most.
        "maxPerRow" => max_per_row: u64,
        /// The least interval of the queries, a duration such as `15s`.
        "interval" => interval: Nullable<String>,
        /// How many points a query returns at most.
        "maxDataPoints" => max_data_points: Nullable<u64>,
        /// The panel's own time range back from now, a duration such as `1h`.
        "timeFrom" => time_from: Nullable<String>,
        /// By how much the panel's time range is put back, a duration such as `1d`.
        "timeShift" => time_shift: Nullable<String>,
        /// Whether the panel's head keeps silent about its own time range.
        "hideTimeOverride" => hide_time_override: bool,
        /// The earlier time range that the panel is compared with, a duration such as `1d`.
        "timeCompare" => time_compare: String,
        /// Whether the panel has no background.
        "transparent" => transparent: bool,
        /// The version of the plugin that the options were written for.
        "pluginVersion" => plugin_version: String,
        /// The library panel that this one shows.
        "libraryPanel" => library_panel: LibraryPanelRef,
        /// How long results are cached by data sources that do so: a duration, or seconds.
        "cacheTimeout" => cache_timeout: Nullable<String>,
        /// How long Grafana Enterprise caches results, in milliseconds.
        "queryCachingTTL" => query_caching_ttl: Nullable<u64>,
        /// Of a row: whether it is collapsed.
        "collapsed" => collapsed: bool,
        /// Of a collapsed row: its panels. Those of an open row follow it in the dashboard's own list.
        "panels" => panels: Vec<Panel>,
    }
    read with Panel::typed;
    schema with typed_schema;
    fits with fits_its_kind;
}

impl Panel {
    /// The type of a row of panels.
    pub const ROW: &'static str = "row";

    /// Whether it is a row.
    #[must_use]
    pub fn is_row(&self) -> bool {
        self.r#type.as_deref() == Some(Self::ROW)
    }

    /// The same panel, with what its type and data source say about its options and queries.
    fn typed(mut self) -> Self {
        if let Some(kind) = &self.r#type {
            self.options = self.options.map(|options| options.typed(kind));
            self.field_config = self.field_config.map(|mut field_config| {
                field_config.defaults = field_config.defaults.map(|mut defaults| {
                    defaults.custom = defaults.custom.map(|custom| custom.typed(kind));
                    defaults
                });
                field_config
            });
        }
        let datasource = self.datasource.as_ref();
        self.targets = self.targets.map(|targets| targets.into_iter().map(|target| target.typed_within(datasource)).collect());
        self
    }
}

/// What the panel's type demands of its options and field settings, and its data source of queries that name none.
fn typed_schema(mut schema: Schema, generator: &mut SchemaGenerator) -> Schema {
    let options = Options::kind_schemas(generator)
        .into_iter()
        .map(|(kind, options)| condition("/type", kind, &json!({ "properties": { "options": options } })));
    let custom = Custom::kind_schemas(generator).into_iter().map(|(kind, custom)| {
        let defaults = json!({ "properties": { "custom": custom } });
        let field_config = json!({ "properties": { "defaults": defaults } });
        condition("/type", kind, &json!({ "properties": { "fieldConfig": field_config } }))
    });
    let targets = Target::kind_schemas(generator).into_iter().map(|(kind, target)| {
        let own = at("/datasource", &Value::Bool(true));
        let items = json!({ "if": { "not": own }, "then": target });
        condition("/datasource/type", kind, &json!({ "properties": { "targets": { "items": items } } }))
    });
    let conditions: Vec<Value> = options.chain(custom).chain(targets).collect();
    schema.insert("allOf".to_owned(), conditions.into());
    schema
}

/// The same as [`typed_schema`], asked of a panel's entries.
fn fits_its_kind(panel: &Map<String, Value>) -> bool {
    let fits_type = panel.get("type").and_then(Value::as_str).is_none_or(|kind| {
        let custom = panel.get("fieldConfig").and_then(|config| config.get("defaults")?.get("custom"));
        panel.get("options").is_none_or(|options| Options::fits_kind(kind, options))
            && custom.is_none_or(|custom| Custom::fits_kind(kind, custom))
    });
    let datasource = panel.get("datasource").and_then(|datasource| datasource.get("type")?.as_str());
    let fits_datasource = datasource.is_none_or(|kind| {
        let targets = panel.get("targets").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        targets.iter().filter(|target| target.get("datasource").is_none()).all(|target| Target::fits_kind(kind, target))
    });
    fits_type && fits_datasource
}

text_enum! {
    /// In which direction repeated panels follow one another.
    pub enum RepeatDirection {
        /// From left to right.
        Horizontal = "h",
        /// From top to bottom.
        Vertical = "v",
    }
}

model! {
    /// Where a panel stands and how large it is, on a grid of 24 columns. Panels float upwards into free room.
    pub struct GridPos {
        /// Columns from the left, 0 to 23.
        "x" => x: u32,
        /// Rows from the top, of 30 pixels each.
        "y" => y: u32,
        /// Width in columns, 1 to 24; `x + w` is at most 24.
        "w" => w: u32,
        /// Height in rows of 30 pixels.
        "h" => h: u32,
        /// Whether the panel keeps its place while others move.
        "static" => r#static: bool,
    }
}

impl GridPos {
    /// The columns of the grid.
    pub const COLUMNS: u32 = 24;

    /// A place and a size.
    #[must_use]
    pub fn new(x: u32, y: u32, w: u32, h: u32) -> Self {
        Self::default().x(x).y(y).w(w).h(h)
    }
}

model! {
    /// A reference to a library panel, which Grafana keeps outside of dashboards.
    pub struct LibraryPanelRef {
        /// The name of the library panel.
        "name" => name: String,
        /// The uid of the library panel.
        "uid" => uid: String,
    }
}
