//! Names that are legal, and how Prometheus names what OpenTelemetry names otherwise.

/// Whether `name` can be a metric's. (Prometheus: Data model.) Other names are legal only in quotes, which few tools read.
/// A colon is kept for recording rules.
#[must_use]
pub fn is_metric_name(name: &str) -> bool {
    is_label_name(&name.replace(':', "_"))
}

/// Whether `name` can be a label's. (Prometheus: Data model.)
#[must_use]
pub fn is_label_name(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    first && characters.all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// The label that an attribute becomes in Prometheus: `service.name` is `service_name`.
///
/// What a label can't hold becomes `_`, and a name that begins with a digit begins with `key_`. (OpenTelemetry: Prometheus and
/// `OpenMetrics` Compatibility, and Prometheus's `otlptranslator`.)
#[must_use]
pub fn label_name(attribute: &str) -> String {
    let keep = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    let name: String = attribute.chars().map(keep).collect();
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("key_{name}")
    } else if name.starts_with('_') && !name.starts_with("__") {
        format!("key{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::{is_label_name, is_metric_name, label_name};

    #[test]
    fn an_attribute_becomes_a_label_that_prometheus_takes() {
        for (attribute, label) in [
            ("service.name", "service_name"),
            ("http.status_code", "http_status_code"),
            ("2-tries", "key_2_tries"),
            ("_x", "key_x"),
        ] {
            assert_eq!(label_name(attribute), label);
            assert!(is_label_name(label));
        }
    }

    #[test]
    fn names_are_letters_digits_and_underscores_and_those_of_metrics_may_have_colons() {
        assert!(is_metric_name("job:requests:rate5m") && !is_label_name("a:b"));
        for bad in ["", "1a", "a-b", "a.b", "ä", "a b"] {
            assert!(!is_metric_name(bad) && !is_label_name(bad), "{bad}");
        }
    }
}
