//! Value mappings: texts and colours shown in place of values.
//!
//! From: `mappings` of field defaults and overrides. To: the same again. Mappings of old files (numbered types) stay untyped.

use std::collections::BTreeMap;

use serde_json::Number;

use super::shapes::typed_by;
use crate::grafana::json::{Nullable, model, text_enum};

typed_by! {
    /// A value mapping, of the kind that its `type` says.
    pub enum ValueMapping reads Object by "/type" {
        /// Single values.
        Value(ValueMap) = "value",
        /// A range of numbers.
        Range(RangeMap) = "range",
        /// Texts that match a regular expression.
        Regex(RegexMap) = "regex",
        /// What is not an ordinary value.
        Special(SpecialValueMap) = "special",
    }
}

model! {
    /// Maps single values.
    pub struct ValueMap {
        /// `value`.
        "type" => r#type: String,
        /// What to show, by the value written as a text.
        "options" => options: BTreeMap<String, ValueMappingResult>,
    }
}

model! {
    /// Maps a range of numbers.
    pub struct RangeMap {
        /// `range`.
        "type" => r#type: String,
        /// The range and what to show.
        "options" => options: RangeMapOptions,
    }
}

model! {
    /// A range of numbers and what to show for them.
    pub struct RangeMapOptions {
        /// The least number, itself within; `null` for minus infinity.
        "from" => from: Nullable<Number>,
        /// The greatest number, itself within; `null` for infinity.
        "to" => to: Nullable<Number>,
        /// What to show.
        "result" => result: ValueMappingResult,
    }
}

model! {
    /// Maps texts that match a regular expression.
    pub struct RegexMap {
        /// `regex`.
        "type" => r#type: String,
        /// The expression and what to show.
        "options" => options: RegexMapOptions,
    }
}

model! {
    /// A regular expression and what to show for what it matches.
    pub struct RegexMapOptions {
        /// A regular expression of JavaScript.
        "pattern" => pattern: String,
        /// What to show. Its text may hold the expression's groups, `$1`.
        "result" => result: ValueMappingResult,
    }
}

model! {
    /// Maps what is not an ordinary value.
    pub struct SpecialValueMap {
        /// `special`.
        "type" => r#type: String,
        /// What it matches and what to show.
        "options" => options: SpecialValueMapOptions,
    }
}

model! {
    /// What is not an ordinary value, and what to show for it.
    pub struct SpecialValueMapOptions {
        /// What it matches.
        "match" => r#match: SpecialValueMatch,
        /// What to show.
        "result" => result: ValueMappingResult,
    }
}

text_enum! {
    /// What is not an ordinary value.
    pub enum SpecialValueMatch {
        /// The boolean true.
        True = "true",
        /// The boolean false.
        False = "false",
        /// No value.
        Null = "null",
        /// Not a number.
        NaN = "nan",
        /// No value, or not a number.
        NullAndNaN = "null+nan",
        /// The empty text.
        Empty = "empty",
    }
}

model! {
    /// What is shown in place of a value.
    pub struct ValueMappingResult {
        /// The text.
        "text" => text: String,
        /// A name of Grafana's palette or a CSS colour.
        "color" => color: String,
        /// The path of an icon.
        "icon" => icon: String,
        /// Where it stands among the mappings in Grafana's editor.
        "index" => index: u32,
    }
}
