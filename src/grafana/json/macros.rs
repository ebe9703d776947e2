//! The macros that define models: structs of optional fields, and choices among texts.
//!
//! From: a list of keys, fields and types with their words. To: a type with setters, reading, writing and a schema.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use super::{Json, Kept, Step, TextVisit, Trail, visit_entries};

/// Reads `entry` into `field` where it has the shape of `T`; otherwise gives it back.
pub(crate) fn take<T: Json>(field: &mut Option<T>, entry: Value) -> Option<Value> {
    match T::from_json(entry) {
        Ok(read) => {
            *field = Some(read);
            None
        }
        Err(refused) => Some(refused),
    }
}

/// Writes `field` under `key`, if it is there.
pub(crate) fn put<T: Json>(entries: &mut Map<String, Value>, key: &str, field: Option<&T>) {
    if let Some(field) = field {
        entries.insert(key.to_owned(), field.to_json());
    }
}

/// Shows `visit` the models within `field`, which stands under `key`.
pub(crate) fn visit_field<T: Json>(key: &str, field: Option<&T>, trail: &Trail<'_>, visit: &mut dyn FnMut(&Kept<'_>)) {
    if let Some(field) = field {
        field.visit_below(&Trail::Key(trail, key), visit);
    }
}

/// Shows `visit` the texts within `field`, which stands under `key`.
pub(crate) fn visit_field_texts<'a, T: Json>(
    key: &'a str,
    field: Option<&'a T>,
    at: &mut Vec<Step<'a>>,
    visit: &mut TextVisit<'_, 'a>,
) {
    if let Some(field) = field {
        at.push(Step::Key(key));
        field.visit_texts(at, visit);
        at.pop();
    }
}

/// Shows `visit` the texts within what a model kept as it was read.
pub(crate) fn visit_extra_texts<'a>(extra: &'a Map<String, Value>, at: &mut Vec<Step<'a>>, visit: &mut TextVisit<'_, 'a>) {
    visit_entries(extra.iter().map(|(key, entry)| (key.as_str(), entry)), at, visit);
}

/// Puts the schema of one field among the `properties`, with the field's own words.
pub(crate) fn describe<T: JsonSchema>(
    properties: &mut Map<String, Value>,
    generator: &mut SchemaGenerator,
    key: &str,
    description: &str,
) {
    let mut schema = generator.subschema_for::<T>();
    let description = description.trim();
    if !description.is_empty() {
        schema.insert("description".to_owned(), Value::String(description.to_owned()));
    }
    properties.insert(key.to_owned(), schema.to_value());
}

/// The schema of a model.
pub(crate) fn model_schema(description: &str, properties: Map<String, Value>) -> Schema {
    schemars::json_schema!({ "type": "object", "description": description.trim(), "properties": Value::Object(properties) })
}

/// The schema of a choice among texts.
pub(crate) fn text_schema(description: &str, texts: &[&str]) -> Schema {
    schemars::json_schema!({ "type": "string", "description": description.trim(), "enum": texts })
}

/// Defines a model: a struct whose fields are all optional, with `extra` for what they do not take, a setter for each field
/// by the field's name, and [`Json`] and [`JsonSchema`] for the whole.
///
/// ```text
/// model! {
///     /// What it is, and the source of the fact.
///     pub struct GridPos {
///         /// Columns from the left, 0 to 23.
///         "x" => x: u32,
///     }
/// }
/// ```
///
/// `read with function;` after the struct names a function that has the last word on what was read (it must keep the law of
/// [`Json`]), and `schema with function; fits with function;` two that have the last word on the schema and on what fits it: the
/// one puts a demand into the schema, the other asks the same of an object's entries.
macro_rules! model {
    (
        $(#[doc = $about:expr])*
        pub struct $name:ident {
            $( $(#[doc = $doc:expr])* $key:literal => $field:ident : $type:ty, )*
        }
        $( read with $finish:path; )?
        $( schema with $refine:path; fits with $also:path; )?
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            $( $(#[doc = $doc])* pub $field: Option<$type>, )*
            /// Fields that are not known here, and known ones in a shape that is not: as they were read, by key.
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        impl $name {
            /// The keys that are known here, as the file writes them.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            $(
                #[doc = concat!("Sets `", $key, "`.")]
                #[must_use]
                pub fn $field(mut self, value: impl Into<$type>) -> Self {
                    self.$field = Some(value.into());
                    self
                }
            )*
        }

        impl $crate::grafana::json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                let serde_json::Value::Object(entries) = value else { return Err(value) };
                let mut read = Self::default();
                // Entry by entry: a file writes few of the keys that there are.
                for (key, entry) in entries {
                    let refused = match key.as_str() {
                        $( $key => $crate::grafana::json::take(&mut read.$field, entry), )*
                        _ => Some(entry),
                    };
                    if let Some(entry) = refused {
                        read.extra.insert(key, entry);
                    }
                }
                $( let read = $finish(read); )?
                Ok(read)
            }

            fn to_json(&self) -> serde_json::Value {
                let mut entries = self.extra.clone();
                $( $crate::grafana::json::put(&mut entries, $key, self.$field.as_ref()); )*
                serde_json::Value::Object(entries)
            }

            fn fits(value: &serde_json::Value) -> bool {
                let serde_json::Value::Object(entries) = value else { return false };
                let known = entries.iter().all(|(key, entry)| match key.as_str() {
                    $( $key => <$type as $crate::grafana::json::Json>::fits(entry), )*
                    _ => true,
                });
                known $( && $also(entries) )?
            }

            fn visit_below(
                &self,
                trail: &$crate::grafana::json::Trail<'_>,
                visit: &mut dyn FnMut(&$crate::grafana::json::Kept<'_>),
            ) {
                visit(&$crate::grafana::json::Kept { model: stringify!($name), trail, keys: Self::KEYS, extra: &self.extra });
                $( $crate::grafana::json::visit_field($key, self.$field.as_ref(), trail, visit); )*
            }

            fn visit_texts<'a>(
                &'a self,
                at: &mut Vec<$crate::grafana::json::Step<'a>>,
                visit: &mut $crate::grafana::json::TextVisit<'_, 'a>,
            ) {
                $( $crate::grafana::json::visit_field_texts($key, self.$field.as_ref(), at, visit); )*
                $crate::grafana::json::visit_extra_texts(&self.extra, at, visit);
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut properties = serde_json::Map::new();
                $( $crate::grafana::json::describe::<$type>(
                    &mut properties, generator, $key, concat!($($doc, "\n"),*),
                ); )*
                let schema = $crate::grafana::json::model_schema(concat!($($about, "\n"),*), properties);
                $( let schema = $refine(schema, generator); )?
                schema
            }
        }
    };
}

/// Defines an enumeration whose values are texts. A text that is not listed is not of its shape, so a model keeps it in `extra`.
macro_rules! text_enum {
    (
        $(#[doc = $about:expr])*
        pub enum $name:ident { $( $(#[doc = $doc:expr])* $variant:ident = $text:literal, )* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $doc])* $variant, )* }

        impl $name {
            /// All values, as the file writes them.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// The value, as the file writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )* }
            }

            /// The value that the file writes as `text`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $( $text => Some(Self::$variant), )* _ => None }
            }
        }

        impl $crate::grafana::json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                value.as_str().and_then(Self::parse).ok_or(value)
            }

            fn to_json(&self) -> serde_json::Value {
                serde_json::Value::from(self.as_str())
            }

            fn fits(value: &serde_json::Value) -> bool {
                value.as_str().is_some_and(|text| Self::parse(text).is_some())
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
                $crate::grafana::json::text_schema(concat!($($about, "\n"),*), Self::TEXTS)
            }
        }
    };
}

pub(crate) use {model, text_enum};

#[cfg(test)]
mod tests {
    use super::Json;
    use serde_json::{Value, json};

    model! {
        /// A model for these tests.
        pub struct Sample {
            /// A text.
            "name" => name: String,
            /// Numbers.
            "sizes" => sizes: Vec<u32>,
            /// A choice.
            "shape" => shape: Shape,
            /// Samples within.
            "inner" => inner: Vec<Sample>,
        }
    }

    text_enum! {
        /// A choice for these tests.
        pub enum Shape {
            /// Round.
            Round = "round",
        }
    }

    #[track_caller]
    fn assert_survives(value: &Value) -> Sample {
        let Ok(read) = Sample::from_json(value.clone()) else { panic!("not read: {value}") };
        assert_eq!(&read.to_json(), value);
        read
    }

    #[test]
    fn known_fields_are_typed_and_unknown_ones_are_kept() {
        let read = assert_survives(&json!({"name": "a", "sizes": [1, 2], "shape": "round", "new": {"deep": [null]}}));
        assert_eq!(read.name.as_deref(), Some("a"));
        assert_eq!(read.shape, Some(Shape::Round));
        assert!(read.extra.contains_key("new"));
    }

    #[test]
    fn a_known_field_in_an_unusual_shape_is_kept_as_it_was() {
        let read = assert_survives(&json!({"name": null, "sizes": [1, "two", 3], "shape": "square"}));
        assert_eq!((read.name, read.sizes, read.shape), (None, None, None));
    }

    #[test]
    fn whole_floats_do_not_turn_into_integers() {
        assert_survives(&json!({"sizes": [1.0]}));
    }

    #[test]
    fn what_is_not_an_object_is_given_back() {
        assert_eq!(Sample::from_json(json!([1])), Err(json!([1])));
    }

    #[test]
    fn setters_take_whatever_turns_into_the_field() {
        let sample = Sample::default().name("a").sizes([1]).shape(Shape::Round).inner([Sample::default()]);
        assert_eq!(sample.to_json(), json!({"name": "a", "sizes": [1], "shape": "round", "inner": [{}]}));
    }

    #[test]
    fn what_a_model_did_not_take_can_be_asked_for_at_any_depth() {
        let read = assert_survives(&json!({"name": 5, "inner": [{"sizes": "many", "new": true}, {}]}));
        let mut unusual = Vec::new();
        read.visit_models(&mut |kept| {
            assert_eq!(kept.model, "Sample");
            unusual.extend(kept.unusual().map(|(key, value)| (key.to_owned(), value.clone())));
        });
        assert_eq!(unusual, [("name".to_owned(), json!(5)), ("sizes".to_owned(), json!("many"))]);
    }

    #[test]
    fn each_model_within_is_shown_with_the_way_to_it() {
        let read = assert_survives(&json!({"inner": [{}, {"inner": [{}]}]}));
        let mut ways = Vec::new();
        read.visit_models(&mut |kept| ways.push(kept.trail.steps().join("/")));
        assert_eq!(ways, ["", "inner/0", "inner/1", "inner/1/inner/0"]);
    }

    #[test]
    fn the_schema_carries_the_words_of_the_fields() {
        let schema = schemars::schema_for!(Sample).to_value();
        assert_eq!(schema["properties"]["name"]["description"], "A text.");
        assert_eq!(schema["properties"]["name"]["type"], "string");
    }
}
