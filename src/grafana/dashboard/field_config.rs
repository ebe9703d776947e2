//! How fields are shown: defaults for all fields, and overrides for some.
//!
//! From: a panel's `fieldConfig`. To: the same again. A default never replaces what the data source itself set on a field
//! (Jaeger sets the unit of durations); only an override does. (`@grafana/data` 13.2, `fieldOverrides`.)

use serde_json::{Number, Value};

use super::panel_type::Custom;
use super::{DataLink, FieldOverride, Thresholds, ValueMapping};
use crate::grafana::json::{Nullable, model, text_enum};

model! {
    /// How a panel shows fields.
    pub struct FieldConfig {
        /// For all fields.
        "defaults" => defaults: FieldDefaults,
        /// For some fields, in this order: later ones win.
        "overrides" => overrides: Vec<FieldOverride>,
    }
}

model! {
    /// How a panel shows all fields that no override matches.
    pub struct FieldDefaults {
        /// The name to show. It may hold `${__field.name}` and labels.
        "displayName" => display_name: String,
        /// The name that the data source gave. Written by data sources, not by people.
        "displayNameFromDS" => display_name_from_ds: String,
        /// What the field is.
        "description" => description: String,
        /// The id of the unit, such as `s` or `µs` (with U+00B5). Grafana shows an id that it does not know as a suffix.
        "unit" => unit: String,
        /// How many decimals are shown. Without it, or as `null`, Grafana chooses.
        "decimals" => decimals: Nullable<Number>,
        /// The least value, for gauges and for percentage thresholds. Without it, taken from the data.
        "min" => min: Nullable<Number>,
        /// The greatest value, for gauges and for percentage thresholds. Without it, taken from the data.
        "max" => max: Nullable<Number>,
        /// Whether least and greatest value are taken from each field alone and not from all fields.
        "fieldMinMax" => field_min_max: bool,
        /// Texts shown in place of values.
        "mappings" => mappings: Vec<ValueMapping>,
        /// Limits from which colours follow.
        "thresholds" => thresholds: Thresholds,
        /// How values are coloured.
        "color" => color: FieldColor,
        /// Links from values.
        "links" => links: Vec<DataLink>,
        /// Things to do from values: requests that Grafana sends.
        "actions" => actions: Vec<Value>,
        /// The text shown where there is no value.
        "noValue" => no_value: String,
        /// Whether values may be used as filters.
        "filterable" => filterable: bool,
        /// Whether the data source takes values written back.
        "writeable" => writeable: bool,
        /// The path of the field within its data source. Written by data sources.
        "path" => path: String,
        /// Whether the unit's prefix follows the value. Written by Grafana 10 and ignored since.
        "unitScale" => unit_scale: bool,
        /// What the panel's type adds.
        "custom" => custom: Custom,
    }
}

model! {
    /// How values are coloured.
    pub struct FieldColor {
        /// The way.
        "mode" => mode: FieldColorMode,
        /// The colour of the modes `fixed` and `shades`: a name of Grafana's palette or a CSS colour.
        "fixedColor" => fixed_color: String,
        /// Which value colours a whole series, where the mode goes by value.
        "seriesBy" => series_by: FieldColorSeriesBy,
    }
}

impl FieldColor {
    /// One colour for all values: a name of Grafana's palette or a CSS colour.
    #[must_use]
    pub fn fixed(color: impl Into<String>) -> Self {
        Self::default().mode(FieldColorMode::Fixed).fixed_color(color)
    }
}

text_enum! {
    /// In which way values are coloured.
    pub enum FieldColorMode {
        /// By the thresholds.
        Thresholds = "thresholds",
        /// A colour of the palette for each series, in their order.
        PaletteClassic = "palette-classic",
        /// A colour of the palette for each series, by its name.
        PaletteClassicByName = "palette-classic-by-name",
        /// From purple through green to yellow.
        ContinuousViridis = "continuous-viridis",
        /// From black through red to white.
        ContinuousMagma = "continuous-magma",
        /// From blue through red to yellow.
        ContinuousPlasma = "continuous-plasma",
        /// From black through orange to yellow.
        ContinuousInferno = "continuous-inferno",
        /// From blue to yellow, readable with colour blindness.
        ContinuousCividis = "continuous-cividis",
        /// From green through yellow to red.
        ContinuousGreenYellowRed = "continuous-GrYlRd",
        /// From red through yellow to green.
        ContinuousRedYellowGreen = "continuous-RdYlGr",
        /// From blue through yellow to red.
        ContinuousBlueYellowRed = "continuous-BlYlRd",
        /// From yellow to red.
        ContinuousYellowRed = "continuous-YlRd",
        /// From blue to purple.
        ContinuousBluePurple = "continuous-BlPu",
        /// From yellow to blue.
        ContinuousYellowBlue = "continuous-YlBl",
        /// Shades of blue by value.
        ContinuousBlues = "continuous-blues",
        /// Shades of red by value.
        ContinuousReds = "continuous-reds",
        /// Shades of green by value.
        ContinuousGreens = "continuous-greens",
        /// Shades of purple by value.
        ContinuousPurples = "continuous-purples",
        /// One colour.
        Fixed = "fixed",
        /// Shades of one colour, one for each series.
        Shades = "shades",
    }
}

text_enum! {
    /// Which value colours a whole series.
    pub enum FieldColorSeriesBy {
        /// The least.
        Min = "min",
        /// The greatest.
        Max = "max",
        /// The last.
        Last = "last",
    }
}
