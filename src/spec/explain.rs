//! What is wrong with a spec file that could not be read: all of it, in words, each at its place.
//!
//! From: a file's value and the schema of its kind. To: diagnostics. It runs only when reading into the types has failed, so
//! that reading itself stays fast and plain.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::masked::may_hold_a_secret;
use crate::diag::suggest::nearest;
use crate::diag::{At, Diagnostic, Place, Pointer};

/// All errors of `value` by `schema`. Empty where the schema finds none.
pub(super) fn explain(file: &str, value: &Value, schema: &Value) -> Vec<Diagnostic> {
    let validator = match Validator::new(schema) {
        Ok(validator) => validator,
        Err(error) => return vec![Diagnostic::error("spec/schema", format!("the schema of the spec is broken: {error}"))],
    };
    let explainer = Explainer { file, value, schema };
    let mut found: Vec<Diagnostic> = validator.iter_errors(value).flat_map(|error| explainer.one(&error)).collect();
    found.sort_by(|left, right| (&left.place, rank(left), &left.message).cmp(&(&right.place, rank(right), &right.message)));
    // Of what is wrong with one value, the first is enough: what is no text is not one of several texts either.
    found.dedup_by(|later, first| later == first || (later.place == first.place && rank(later) > 0 && rank(first) > 0));
    found
}

/// How telling a finding about a value is, 1 for the most; 0 for one about its keys, of which there may be several.
fn rank(found: &Diagnostic) -> u8 {
    match found.rule.as_ref() {
        "spec/unknown-value" => 1,
        "spec/wrong-type" if found.message.starts_with("expected one of") => 2,
        "spec/wrong-type" => 3,
        "spec/wrong-form" => 4,
        "spec/value" => 5,
        _ => 0,
    }
}

struct Explainer<'a> {
    file: &'a str,
    value: &'a Value,
    schema: &'a Value,
}

impl Explainer<'_> {
    fn one(&self, error: &ValidationError<'_>) -> Vec<Diagnostic> {
        let pointer = pointer_of(error);
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                unexpected.iter().map(|key| self.unknown_key(&pointer, key, error)).collect()
            }
            ValidationErrorKind::Required { property } => vec![self.missing_key(pointer, property)],
            ValidationErrorKind::Type { kind } => vec![self.wrong_type(pointer, &expected_types(kind), error)],
            ValidationErrorKind::Enum { options } => vec![self.unknown_text(pointer, &texts(options), error)],
            ValidationErrorKind::Constant { expected_value } => vec![self.unknown_text(pointer, &texts(expected_value), error)],
            ValidationErrorKind::Pattern { .. } => vec![self.wrong_form(pointer, error)],
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                self.alternatives(pointer, context)
            }
            _ => vec![self.at(pointer, Diagnostic::error("spec/value", without_value(error)))],
        }
    }

    fn unknown_key(&self, object: &Pointer, key: &str, error: &ValidationError<'_>) -> Diagnostic {
        if is_secret(object) {
            // The key may be the secret itself: `password: {hunter2}`.
            let diagnostic = Diagnostic::error("spec/wrong-form", "a secret is `{env: NAME}` or `{file: PATH}`");
            return self.at(object.clone(), diagnostic);
        }
        let known: Vec<&str> = self
            .node(error)
            .and_then(|node| node.get("properties")?.as_object())
            .into_iter()
            .flatten()
            .map(|(key, _)| key.as_str())
            .collect();
        let place = Place::key(self.file, object.key(key));
        let diagnostic = Diagnostic::error("spec/unknown-key", format!("unknown key `{key}`")).at(place);
        match nearest(key, known.iter().copied()) {
            Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("the keys here are {}", listed(&known))),
        }
    }

    fn missing_key(&self, object: Pointer, property: &Value) -> Diagnostic {
        let key = property.as_str().unwrap_or_default();
        self.at(object, Diagnostic::error("spec/missing-key", format!("`{key}` is missing")))
    }

    fn wrong_type(&self, pointer: Pointer, expected: &str, error: &ValidationError<'_>) -> Diagnostic {
        let wanted = self.title(error).unwrap_or(expected);
        let found = type_name(error.instance());
        self.at(pointer, Diagnostic::error("spec/wrong-type", format!("expected {wanted}, found {found}")))
    }

    fn unknown_text(&self, pointer: Pointer, options: &[String], error: &ValidationError<'_>) -> Diagnostic {
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let Some(text) = error.instance().as_str() else {
            return self.wrong_type(pointer, &format!("one of {}", listed(&options)), error);
        };
        let shown = if is_secret(&pointer) { "this value".to_owned() } else { format!("`{text}`") };
        let diagnostic = Diagnostic::error("spec/unknown-value", format!("{shown} is not known here"));
        let diagnostic = match nearest(text, options.iter().copied()) {
            Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
            None => diagnostic,
        };
        self.at(pointer, diagnostic.help(format!("it is one of {}", listed(&options))))
    }

    fn wrong_form(&self, pointer: Pointer, error: &ValidationError<'_>) -> Diagnostic {
        let wanted = self.title(error).unwrap_or("of another form");
        let text = error.instance().as_str().unwrap_or_default();
        let shown = if is_secret(&pointer) { "this".to_owned() } else { format!("`{text}`") };
        self.at(pointer, Diagnostic::error("spec/wrong-form", format!("{shown} is not {wanted}")))
    }

    /// Of several ways to write something, explains the one that was probably meant.
    fn alternatives(&self, pointer: Pointer, ways: &[Vec<ValidationError<'static>>]) -> Vec<Diagnostic> {
        let kind = pointer.key("type");
        if ways.iter().any(|errors| errors.iter().any(|error| missing(error, "type", &pointer))) {
            return vec![self.missing_key(pointer, &Value::from("type"))];
        }
        if let Some(error) = ways.first().and_then(|errors| errors.iter().find(|error| is_word_at(error, &pointer)))
            && ways.iter().all(|errors| errors.iter().any(|error| is_word_at(error, &pointer)))
        {
            let words: Vec<String> = ways.iter().flatten().flat_map(words).collect();
            return vec![self.unknown_text(pointer, &words, error)];
        }
        let of_kind: Vec<&Vec<ValidationError<'_>>> =
            ways.iter().filter(|errors| !errors.iter().any(|error| is_constant_at(error, &kind))).collect();
        if of_kind.is_empty() {
            let options: Vec<String> =
                ways.iter().flatten().filter(|error| is_constant_at(error, &kind)).flat_map(words).collect();
            let Some(error) = ways.iter().flatten().find(|error| is_constant_at(error, &kind)) else { return Vec::new() };
            return vec![self.unknown_text(kind, &options, error)];
        }
        let in_shape: Vec<&Vec<ValidationError<'_>>> =
            of_kind.iter().filter(|errors| !errors.iter().any(|error| is_type_at(error, &pointer))).copied().collect();
        if let Some(errors) = in_shape.iter().min_by_key(|errors| errors.len()) {
            return errors.iter().flat_map(|error| self.one(error)).collect();
        }
        let mut wanted: Vec<String> = Vec::new();
        for error in of_kind.iter().flat_map(|errors| errors.iter()) {
            let one = self.wanted(error);
            if one != "nothing" && !wanted.contains(&one) {
                wanted.push(one);
            }
        }
        let found = self.value.pointer(pointer.as_str()).map_or("nothing", type_name);
        vec![self.at(pointer, Diagnostic::error("spec/wrong-type", format!("expected {}, found {found}", wanted.join(" or "))))]
    }

    fn wanted(&self, error: &ValidationError<'_>) -> String {
        let by_type = match error.kind() {
            ValidationErrorKind::Type { kind } => expected_types(kind),
            _ => "another value".to_owned(),
        };
        self.title(error).map_or(by_type, ToOwned::to_owned)
    }

    /// The schema that the error's keyword stands in.
    fn node(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let keyword = Pointer::parse(error.schema_path().as_str())?;
        self.schema.pointer(keyword.parent()?.as_str())
    }

    fn title(&self, error: &ValidationError<'_>) -> Option<&str> {
        self.node(error)?.get("title")?.as_str()
    }

    /// Where the value is a secret, its text is not to be shown.
    fn at(&self, pointer: Pointer, diagnostic: Diagnostic) -> Diagnostic {
        let at = if is_secret(&pointer) { At::Hidden(pointer) } else { At::Value(pointer) };
        diagnostic.at(Place { file: self.file.to_owned(), at })
    }
}

fn pointer_of(error: &ValidationError<'_>) -> Pointer {
    Pointer::parse(error.instance_path().as_str()).unwrap_or_default()
}

/// Whether a value that may be a secret stands there.
fn is_secret(pointer: &Pointer) -> bool {
    pointer.parent().is_some_and(|owner| owner.steps().any(|step| may_hold_a_secret(&step)))
}

/// Whether the error is that the value at `pointer` is not a certain word, or none of several.
fn is_word_at(error: &ValidationError<'_>, pointer: &Pointer) -> bool {
    let kind = error.kind();
    matches!(kind, ValidationErrorKind::Constant { .. } | ValidationErrorKind::Enum { .. }) && pointer_of(error) == *pointer
}

fn is_constant_at(error: &ValidationError<'_>, pointer: &Pointer) -> bool {
    matches!(error.kind(), ValidationErrorKind::Constant { .. }) && pointer_of(error) == *pointer
}

fn is_type_at(error: &ValidationError<'_>, pointer: &Pointer) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { .. }) && pointer_of(error) == *pointer
}

fn missing(error: &ValidationError<'_>, key: &str, object: &Pointer) -> bool {
    matches!(error.kind(), ValidationErrorKind::Required { property } if property == key) && pointer_of(error) == *object
}

/// The words that would have been right.
fn words(error: &ValidationError<'_>) -> Vec<String> {
    match error.kind() {
        ValidationErrorKind::Constant { expected_value } => texts(expected_value),
        ValidationErrorKind::Enum { options } => texts(options),
        _ => Vec::new(),
    }
}

fn texts(options: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    options.as_array().map_or_else(|| vec![text(options)], |options| options.iter().map(text).collect())
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn expected_types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => with_article(&one.to_string()).to_owned(),
        TypeKind::Multiple(several) => several
            .iter()
            .map(|one| one.to_string())
            .filter(|one| one != "null")
            .map(|one| with_article(&one).to_owned())
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

/// The words for a JSON type, as YAML's users know it.
fn with_article(json_type: &str) -> &'static str {
    match json_type {
        "object" => "a mapping",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        _ => "nothing",
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

/// The validator's own words, without the value: it may be long, or a secret.
fn without_value(error: &ValidationError<'_>) -> String {
    error.masked_with("this value").to_string()
}
