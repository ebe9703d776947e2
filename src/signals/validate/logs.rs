//! Log lines: there are examples, and these are of the form that is declared.

use serde_json::{Map, Value};

use super::Check;
use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Pointer};
use crate::signals::line_pattern::LinePattern;
use crate::signals::log::{LogFormat, LogSpec};

impl Check<'_> {
    pub(super) fn logs(&mut self, logs: &[LogSpec], at: &Pointer) {
        for (index, log) in logs.iter().enumerate() {
            let at = at.index(index);
            self.labels(&log.labels, &at.key("labels"), &[]);
            for (field, values) in &log.fields {
                self.values(values, &at.key("fields").key(field));
            }
            let pattern = self.line_pattern(log, &at);
            if log.examples.is_empty() {
                let diagnostic = Diagnostic::error("signals/no-example", "there is no example of a line").at(self.value(&at));
                self.report(
                    diagnostic.help("write at least one real line below `examples`: regular expressions are tried on it"),
                );
            }
            for (index, example) in log.examples.iter().enumerate() {
                if let Some(problem) = problem_of(example, log, pattern.as_ref()) {
                    let message = format!("the example is not of the declared form: {problem}");
                    let diagnostic =
                        Diagnostic::error("signals/example", message).at(self.value(&at.key("examples").index(index)));
                    self.report(diagnostic);
                }
            }
        }
    }

    fn line_pattern(&mut self, log: &LogSpec, at: &Pointer) -> Option<LinePattern> {
        let written = log.pattern.as_ref()?;
        let at = at.key("pattern");
        if log.format != LogFormat::Text {
            let diagnostic = Diagnostic::error("signals/log-pattern", "only lines of the format `text` have a pattern");
            let diagnostic = diagnostic.at(self.key(&at));
            self.report(diagnostic);
            return None;
        }
        let pattern = match LinePattern::parse(written) {
            Ok(pattern) => pattern,
            Err(problem) => {
                let diagnostic = Diagnostic::error("signals/log-pattern", format!("this is no pattern of a line: {problem}"));
                let diagnostic = diagnostic.at(self.value(&at)).help("write it such as `<time> | <level> | <message>`");
                self.report(diagnostic);
                return None;
            }
        };
        for field in pattern.fields().filter(|field| !log.fields.contains_key(*field)) {
            let message = format!("the pattern names `{field}`, which is not among the `fields`");
            let diagnostic = Diagnostic::error("signals/log-pattern", message).at(self.value(&at));
            let diagnostic = match nearest(field, log.fields.keys().map(String::as_str)) {
                Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
                None => diagnostic,
            };
            self.report(diagnostic);
        }
        Some(pattern)
    }
}

/// Why a line is not of its declared form; `None` where it is, or where that can't be told.
fn problem_of(line: &str, log: &LogSpec, pattern: Option<&LinePattern>) -> Option<String> {
    if line.trim().is_empty() {
        return Some("it is empty".to_owned());
    }
    if line.trim_end_matches('\n').contains('\n') {
        return Some("it is more than one line".to_owned());
    }
    let fields = match fields_of(line, log.format, pattern) {
        Ok(fields) => fields?,
        Err(problem) => return Some(problem),
    };
    fields.iter().find_map(|(name, value)| match log.fields.get(name) {
        None => Some(format!("it has a field `{name}`, which is not declared")),
        Some(values) if !values.contains(value) => Some(format!("`{value}` is no value of the field `{name}`")),
        Some(_) => None,
    })
}

/// The fields of a line, or why it is not of its form; `None` of text without a pattern.
pub(in crate::signals) fn fields_of(
    line: &str,
    format: LogFormat,
    pattern: Option<&LinePattern>,
) -> Result<Option<Vec<(String, String)>>, String> {
    match (format, pattern) {
        (LogFormat::Json, _) => json_fields(line).map(Some),
        (LogFormat::Logfmt, _) => logfmt_fields(line).map(Some),
        (LogFormat::Text, None) => Ok(None),
        (LogFormat::Text, Some(pattern)) => {
            let fields = pattern.read(line.trim_end_matches('\n'))?;
            Ok(Some(fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()))
        }
    }
}

/// The fields of a JSON line, as `LogQL` names them: those of inner objects by their way, `outer_inner`. Lists are left out, as
/// `LogQL` does.
fn json_fields(line: &str) -> Result<Vec<(String, String)>, String> {
    let object: Map<String, Value> = serde_json::from_str(line).map_err(|error| format!("it is no JSON object: {error}"))?;
    let mut found = Vec::new();
    flatten(&object, "", &mut found);
    Ok(found)
}

fn flatten(object: &Map<String, Value>, before: &str, found: &mut Vec<(String, String)>) {
    for (key, value) in object {
        let name = format!("{before}{key}");
        match value {
            Value::Object(inner) => flatten(inner, &format!("{name}_"), found),
            Value::String(text) => found.push((name, text.clone())),
            Value::Number(_) | Value::Bool(_) => found.push((name, value.to_string())),
            Value::Null | Value::Array(_) => {}
        }
    }
}

/// The pairs of a logfmt line. A word without `=` is a field without a value.
fn logfmt_fields(line: &str) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if key.is_empty() || key.contains('"') {
            return Err("it is not `key=value` pairs".to_owned());
        }
        let (value, after) = match after.strip_prefix('=') {
            None => (String::new(), after),
            Some(quoted) if quoted.starts_with('"') => {
                let mut values = serde_json::Deserializer::from_str(quoted).into_iter::<String>();
                let value = values.next().and_then(Result::ok).ok_or_else(|| format!("the text of `{key}` is not closed"))?;
                (value, quoted.get(values.byte_offset()..).unwrap_or_default())
            }
            Some(plain) => {
                let (value, after) = plain.split_at(plain.find(' ').unwrap_or(plain.len()));
                (value.to_owned(), after)
            }
        };
        found.push((key.to_owned(), value));
        rest = after.trim_start();
    }
    Ok(found)
}
