//! [`AttributeSpec`] and [`EventSpec`]: what spans carry.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::values::Values;
use crate::written::spec;

/// The type of an attribute's value. (OpenTelemetry: Attributes.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[schemars(extend("type" = "string"))]
pub enum AttributeType {
    /// Text.
    #[default]
    #[serde(rename = "string")]
    String,
    /// A whole number of 64 bits.
    #[serde(rename = "int")]
    Int,
    /// A number with a fraction.
    #[serde(rename = "double")]
    Double,
    /// `true` or `false`.
    #[serde(rename = "bool")]
    Bool,
    /// A list of texts.
    #[serde(rename = "string[]")]
    Strings,
    /// A list of whole numbers.
    #[serde(rename = "int[]")]
    Ints,
    /// A list of numbers with fractions.
    #[serde(rename = "double[]")]
    Doubles,
    /// A list of `true` and `false`.
    #[serde(rename = "bool[]")]
    Bools,
}

impl AttributeType {
    /// The type's name, as the file writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int => "int",
            Self::Double => "double",
            Self::Bool => "bool",
            Self::Strings => "string[]",
            Self::Ints => "int[]",
            Self::Doubles => "double[]",
            Self::Bools => "bool[]",
        }
    }

    /// Whether `text` can be a value of the type, or one of a list's elements.
    #[must_use]
    pub fn takes(self, text: &str) -> bool {
        match self {
            Self::String | Self::Strings => true,
            Self::Int | Self::Ints => text.parse::<i64>().is_ok(),
            Self::Double | Self::Doubles => text.parse::<f64>().is_ok(),
            Self::Bool | Self::Bools => matches!(text, "true" | "false"),
        }
    }
}

/// An attribute with more than its type.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LongAttribute {
    /// The type of its values.
    #[serde(rename = "type")]
    kind: AttributeType,
    /// The values. Default: open.
    #[serde(default)]
    values: Values,
    /// What it says.
    #[serde(default)]
    description: Option<String>,
}

/// The two ways to write an attribute: `camera_id: string`, and with more to say.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Written {
    Short(AttributeType),
    Long(LongAttribute),
}

/// An attribute of a span or of an event: its type alone, `camera_id: string`, or `{type: int, values: [200, 404]}`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(from = "Written")]
pub struct AttributeSpec {
    /// The type of its values.
    pub kind: AttributeType,
    /// The values.
    pub values: Values,
    /// What it says.
    pub description: Option<String>,
}

impl From<Written> for AttributeSpec {
    fn from(written: Written) -> Self {
        match written {
            Written::Short(kind) => kind.into(),
            Written::Long(LongAttribute { kind, values, description }) => Self { kind, values, description },
        }
    }
}

impl From<AttributeType> for AttributeSpec {
    fn from(kind: AttributeType) -> Self {
        Self { kind, ..Self::default() }
    }
}

spec! {
    /// An event of a span: something that happens at one moment of it.
    pub struct EventSpec {
        /// The name: `exception`.
        pub name: String,
        /// What it carries.
        #[serde(default)]
        pub attributes: BTreeMap<String, AttributeSpec>,
    }
}
