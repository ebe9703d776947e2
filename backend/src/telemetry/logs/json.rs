//! A line as an object of JSON, its keys always in the same order; further fields in an object below `fields`.

use super::escape::{self, Form};
use super::event::{Said, Value, push_hexadecimal};
use super::layer::Head;
use super::time;
use std::fmt::Write as _;

/// Appends a line.
pub(super) fn push(line: &mut String, head: &Head<'_>, said: &Said) {
    line.push_str("{\"time\":\"");
    time::push(line, head.time);
    line.push_str("\",\"level\":\"");
    line.push_str(head.level.name());
    line.push_str("\",\"target\":\"");
    escape::push(line, &head.target.replace("::", "."), Form::Json);
    match head.ids {
        Some((trace, span)) => {
            line.push_str("\",\"trace_id\":\"");
            push_hexadecimal(line, &trace.to_bytes());
            line.push_str("\",\"span_id\":\"");
            push_hexadecimal(line, &span.to_bytes());
        }
        None => line.push_str("\",\"trace_id\":\"0\",\"span_id\":\"0"),
    }
    line.push_str("\",\"message\":\"");
    escape::push(line, &said.message, Form::Json);
    line.push('"');
    for (index, (name, value)) in said.fields.iter().enumerate() {
        line.push_str(if index == 0 { ",\"fields\":{\"" } else { ",\"" });
        escape::push(line, name, Form::Json);
        line.push_str("\":");
        push_value(line, value);
    }
    line.push_str(if said.fields.is_empty() { "}\n" } else { "}}\n" });
}

fn push_value(line: &mut String, value: &Value) {
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Signed(number) => write!(line, "{number}"),
        Value::Unsigned(number) => write!(line, "{number}"),
        Value::Double(number) if number.is_finite() => write!(line, "{number:?}"),
        // JSON has no number for it.
        Value::Double(number) => write!(line, "\"{number}\""),
        Value::Bool(flag) => write!(line, "{flag}"),
        Value::Text(text) => {
            line.push('"');
            escape::push(line, text, Form::Json);
            line.push('"');
            Ok(())
        }
    };
}
