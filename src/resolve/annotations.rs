//! Annotation queries.

use serde_json::Value;

use super::Scope;
use crate::diag::Pointer;
use crate::grafana::dashboard::{Annotation, AnnotationTarget};
use crate::grafana::json::Json;
use crate::spec::AnnotationSpec;

/// The letter of an annotation's query, as Grafana gives it.
const REF_ID: &str = "Anno";
/// The colour of the marks where the spec does not say.
const ICON_COLOR: &str = "red";

impl Scope<'_> {
    /// The annotation queries at `at` (the list), after Grafana's own one, which every dashboard has.
    pub(super) fn annotations(&mut self, specs: &[AnnotationSpec], at: &Pointer) -> Vec<Annotation> {
        let mut annotations = vec![Annotation::built_in_query()];
        for (index, spec) in specs.iter().enumerate() {
            annotations.extend(self.annotation(spec, &at.index(index)));
        }
        annotations
    }

    fn annotation(&mut self, spec: &AnnotationSpec, at: &Pointer) -> Option<Annotation> {
        let source = self.datasource(spec.datasource.as_deref(), &at.key("datasource"))?;
        let target = self.target(&spec.target, REF_ID, &source, &at.key("target"))?;
        let mut annotation = Annotation::default()
            .name(spec.name.as_str())
            .datasource(source)
            .enable(spec.enable.unwrap_or(true))
            .icon_color(spec.icon_color.as_deref().unwrap_or(ICON_COLOR));
        annotation.hide = spec.hide;
        // Grafana's type of an annotation's query lists only what its own data source has; others add theirs.
        let mut query = target.to_json();
        if let Some(entries) = query.as_object_mut() {
            entries.remove("datasource");
        }
        annotation.target = AnnotationTarget::from_json(query).ok();
        let texts = [("titleFormat", &spec.title_format), ("textFormat", &spec.text_format), ("tagKeys", &spec.tag_keys)];
        for (key, text) in texts {
            if let Some(text) = text {
                annotation.extra.insert(key.to_owned(), Value::from(text.as_str()));
            }
        }
        // Where Prometheus' own editor keeps the query, and older versions of Grafana read it.
        if let Some(expr) = &spec.target.expr {
            annotation.expr = Some(expr.clone());
        }
        Some(annotation)
    }
}
