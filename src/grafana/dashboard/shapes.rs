//! Shapes that dashboards need beyond [`crate::grafana::json`]: numbered choices, fields of two shapes, and values whose type
//! follows from a kind that is written elsewhere (a panel's options from the panel's type).
//!
//! From: JSON values. To: typed ones, under the law of [`crate::grafana::json::Json`].

use serde_json::{Value, json};

/// Which values an enumeration made with `typed_by!` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Objects only.
    Object,
    /// Any value.
    Any,
}

impl Shape {
    pub(crate) const fn takes(self, value: &Value) -> bool {
        matches!((self, value), (Self::Any, _) | (Self::Object, Value::Object(_)))
    }

    pub(crate) fn schema(self) -> schemars::Schema {
        match self {
            Self::Object => schemars::json_schema!({ "type": "object" }),
            Self::Any => schemars::json_schema!(true),
        }
    }
}

/// A schema that demands `then` of every object whose text at `pointer` is `kind`.
pub(crate) fn condition(pointer: &str, kind: &str, then: &Value) -> Value {
    json!({ "if": at(pointer, &json!({ "const": kind })), "then": then })
}

/// A schema that demands that there be a value at `pointer`, and `demand` of it.
pub(crate) fn at(pointer: &str, demand: &Value) -> Value {
    pointer
        .rsplit('/')
        .filter(|segment| !segment.is_empty())
        .fold(demand.clone(), |demand, segment| json!({ "properties": { segment: demand }, "required": [segment] }))
}

/// The text that says of which kind a value is. `pointer` leads to it through keys of objects that need no escapes.
pub(crate) fn kind_at<'v>(value: &'v Value, pointer: Option<&str>) -> Option<&'v str> {
    // Not by `Value::pointer`: it looks for escapes in each key, and this is asked of every query and mapping.
    pointer?.split('/').skip(1).try_fold(value, |value, key| value.get(key))?.as_str()
}

/// Whether all on the way to `pointer` is an object, as far as it is there. What is none meets every condition of [`at`], so that
/// no schema of a kind takes it.
pub(crate) fn leads(value: &Value, pointer: &str) -> bool {
    let mut place = value;
    for segment in pointer.split('/').skip(1) {
        let Value::Object(entries) = place else { return false };
        match entries.get(segment) {
            Some(below) => place = below,
            None => return true,
        }
    }
    true
}

/// Defines an enumeration whose values are integers. An integer that is not listed is not of its shape.
macro_rules! number_enum {
    (
        $(#[doc = $about:expr])*
        pub enum $name:ident { $( $(#[doc = $doc:expr])* $variant:ident = $number:literal, )* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $doc])* $variant, )* }

        impl $name {
            /// The value, as the file writes it.
            #[must_use]
            pub const fn as_number(self) -> i64 {
                match self { $( Self::$variant => $number, )* }
            }

            /// The value that the file writes as `number`.
            #[must_use]
            pub const fn parse(number: i64) -> Option<Self> {
                match number { $( $number => Some(Self::$variant), )* _ => None }
            }
        }

        impl $crate::grafana::json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                <i64 as $crate::grafana::json::Json>::from_json(value)
                    .and_then(|number| Self::parse(number).ok_or_else(|| serde_json::Value::from(number)))
            }

            fn to_json(&self) -> serde_json::Value {
                serde_json::Value::from(self.as_number())
            }

            fn fits(value: &serde_json::Value) -> bool {
                value.as_i64().is_some_and(|number| Self::parse(number).is_some())
            }
        }

        impl schemars::JsonSchema for $name {
            // Stands where it is used: a reference to so little costs more than it saves.
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "integer",
                    "description": concat!($($about, "\n"),*).trim(),
                    "enum": [$($number),*],
                })
            }
        }
    };
}

/// Defines a value that is written in one of several shapes; the first that takes it has it.
macro_rules! one_of {
    (
        $(#[doc = $about:expr])*
        pub enum $name:ident { $( $(#[doc = $doc:expr])* $variant:ident($type:ty), )* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name { $( $(#[doc = $doc])* $variant($type), )* }

        $( impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        } )*

        impl $crate::grafana::json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                $( let value = match <$type as $crate::grafana::json::Json>::from_json(value) {
                    Ok(read) => return Ok(Self::$variant(read)),
                    Err(refused) => refused,
                }; )*
                Err(value)
            }

            fn to_json(&self) -> serde_json::Value {
                match self { $( Self::$variant(value) => $crate::grafana::json::Json::to_json(value), )* }
            }

            fn fits(value: &serde_json::Value) -> bool {
                $( <$type as $crate::grafana::json::Json>::fits(value) )||*
            }

            fn visit_below(
                &self,
                trail: &$crate::grafana::json::Trail<'_>,
                visit: &mut dyn FnMut(&$crate::grafana::json::Kept<'_>),
            ) {
                match self { $( Self::$variant(value) => $crate::grafana::json::Json::visit_below(value, trail, visit), )* }
            }

            fn visit_texts<'a>(
                &'a self,
                at: &mut Vec<$crate::grafana::json::Step<'a>>,
                visit: &mut $crate::grafana::json::TextVisit<'_, 'a>,
            ) {
                match self { $( Self::$variant(value) => $crate::grafana::json::Json::visit_texts(value, at, visit), )* }
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "anyOf": [$( generator.subschema_for::<$type>() ),*] })
            }
        }
    };
}

/// Defines a value whose type follows from a kind: a text at `by`'s JSON pointer within the value itself, or one that whoever
/// holds the value gives to `typed`. A kind that is not listed, and a value that its kind does not take, is `Other`.
macro_rules! typed_by {
    (
        $(#[doc = $about:expr])*
        pub enum $name:ident reads $shape:ident $(by $pointer:literal)? {
            $( $(#[doc = $doc:expr])* $variant:ident($type:ty) = $kind:literal, )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $( $(#[doc = $doc])* $variant(Box<$type>), )*
            /// Of a kind that is not known here, or not of its kind's shape: as it was read.
            Other(serde_json::Value),
        }

        impl $name {
            /// The kinds that are known here.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// Where the value itself writes its kind.
            const POINTER: Option<&'static str> = {
                let pointers: &[&'static str] = &[$($pointer)?];
                pointers.first().copied()
            };

            /// The same value, typed by `kind` where it was not typed yet.
            #[must_use]
            pub fn typed(self, kind: &str) -> Self {
                let Self::Other(value) = self else { return self };
                match kind {
                    $( $kind => match <$type as $crate::grafana::json::Json>::from_json(value) {
                        Ok(typed) => Self::$variant(Box::new(typed)),
                        Err(refused) => Self::Other(refused),
                    }, )*
                    _ => Self::Other(value),
                }
            }

            /// Whether a value fits `kind`. Any value fits a kind that is not known here.
            pub(crate) fn fits_kind(kind: &str, value: &serde_json::Value) -> bool {
                match kind {
                    $( $kind => <$type as $crate::grafana::json::Json>::fits(value), )*
                    _ => true,
                }
            }

            /// The schema of each kind.
            pub(crate) fn kind_schemas(generator: &mut schemars::SchemaGenerator) -> Vec<(&'static str, serde_json::Value)> {
                vec![$( ($kind, generator.subschema_for::<$type>().to_value()) ),*]
            }
        }

        $( impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(Box::new(value))
            }
        } )*

        impl $crate::grafana::json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                if !$crate::grafana::dashboard::shapes::Shape::$shape.takes(&value) {
                    return Err(value);
                }
                let kind = $crate::grafana::dashboard::shapes::kind_at(&value, Self::POINTER);
                // Found among the known kinds, so that the text does not borrow from the value that is about to move.
                let kind = Self::KINDS.iter().find(|known| Some(**known) == kind);
                let read = Self::Other(value);
                Ok(match kind {
                    Some(kind) => read.typed(kind),
                    None => read,
                })
            }

            fn to_json(&self) -> serde_json::Value {
                match self {
                    $( Self::$variant(value) => value.to_json(), )*
                    Self::Other(value) => value.clone(),
                }
            }

            fn fits(value: &serde_json::Value) -> bool {
                let kind = $crate::grafana::dashboard::shapes::kind_at(value, Self::POINTER);
                $crate::grafana::dashboard::shapes::Shape::$shape.takes(value)
                    && Self::POINTER.is_none_or(|pointer| $crate::grafana::dashboard::shapes::leads(value, pointer))
                    && kind.is_none_or(|kind| Self::fits_kind(kind, value))
            }

            fn visit_below(
                &self,
                trail: &$crate::grafana::json::Trail<'_>,
                visit: &mut dyn FnMut(&$crate::grafana::json::Kept<'_>),
            ) {
                match self {
                    $( Self::$variant(value) => value.visit_below(trail, visit), )*
                    // Its kind is to be seen, and is none of those that are known: nothing of it was taken.
                    Self::Other(serde_json::Value::Object(entries)) if Self::POINTER.is_some() => {
                        visit(&$crate::grafana::json::Kept { model: stringify!($name), trail, keys: &[], extra: entries });
                    }
                    Self::Other(_) => {}
                }
            }

            fn visit_texts<'a>(
                &'a self,
                at: &mut Vec<$crate::grafana::json::Step<'a>>,
                visit: &mut $crate::grafana::json::TextVisit<'_, 'a>,
            ) {
                match self {
                    $( Self::$variant(value) => value.visit_texts(at, visit), )*
                    Self::Other(value) => value.visit_texts(at, visit),
                }
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = $crate::grafana::dashboard::shapes::Shape::$shape.schema();
                schema.insert("description".to_owned(), concat!($($about, "\n"),*).trim().into());
                if let Some(pointer) = Self::POINTER {
                    let conditions: Vec<serde_json::Value> = Self::kind_schemas(generator)
                        .iter()
                        .map(|(kind, then)| $crate::grafana::dashboard::shapes::condition(pointer, kind, then))
                        .collect();
                    schema.insert("allOf".to_owned(), conditions.into());
                }
                schema
            }
        }
    };
}

pub(crate) use {number_enum, one_of, typed_by};

#[cfg(test)]
mod tests {
    use super::{at, leads};
    use crate::grafana::dashboard::panel_type::{BarAlignment, BoolOrNumber, Options};
    use crate::grafana::dashboard::{PropertyValue, ValueMapping};
    use crate::grafana::json::Json;
    use serde_json::json;

    #[test]
    fn a_number_that_is_not_listed_is_given_back() {
        assert_eq!(BarAlignment::from_json(json!(-1)), Ok(BarAlignment::Before));
        for refused in [json!(2), json!(1.0), json!("1"), json!(u64::MAX)] {
            assert_eq!(BarAlignment::from_json(refused.clone()), Err(refused));
        }
    }

    #[test]
    fn a_value_of_two_shapes_has_the_shape_in_which_it_is_written() {
        assert_eq!(BoolOrNumber::from_json(json!(true)), Ok(BoolOrNumber::Bool(true)));
        assert_eq!(BoolOrNumber::from_json(json!(0)), Ok(BoolOrNumber::Number(0.into())));
        assert_eq!(BoolOrNumber::from_json(json!("yes")), Err(json!("yes")));
    }

    #[test]
    fn a_value_with_its_kind_within_is_typed_by_it() {
        let mapping = ValueMapping::from_json(json!({"type": "value", "options": {}}));
        assert!(matches!(mapping, Ok(ValueMapping::Value(_))), "{mapping:?}");
        let mapping = ValueMapping::from_json(json!({"type": 1}));
        assert!(matches!(mapping, Ok(ValueMapping::Other(_))), "{mapping:?}");
    }

    #[test]
    fn a_value_with_its_kind_elsewhere_is_typed_when_that_is_known() {
        let Ok(options) = Options::from_json(json!({"colorMode": "value"})) else { panic!("an object is read") };
        assert!(matches!(options, Options::Other(_)));
        assert!(matches!(options.clone().typed("acme-panel"), Options::Other(_)));
        assert!(matches!(options.typed("stat"), Options::Stat(_)));
    }

    #[test]
    fn a_value_that_its_kind_does_not_take_stays_as_it_was() {
        let value = PropertyValue::from_json(json!("red")).map(|value| value.typed("thresholds"));
        assert_eq!(value, Ok(PropertyValue::Other(json!("red"))));
    }

    #[test]
    fn only_objects_lead_to_a_kind() {
        for good in [json!({"datasource": {"type": 5}}), json!({"datasource": {}}), json!({})] {
            assert!(leads(&good, "/datasource/type"), "{good}");
        }
        for bad in [json!({"datasource": "Prometheus"}), json!({"datasource": null}), json!(5)] {
            assert!(!leads(&bad, "/datasource/type"), "{bad}");
        }
    }

    #[test]
    fn a_demand_at_a_pointer_demands_that_the_place_be_there() {
        let inner = json!({"properties": {"b": {"const": 1}}, "required": ["b"]});
        assert_eq!(at("/a/b", &json!({"const": 1})), json!({"properties": {"a": inner}, "required": ["a"]}));
    }
}
