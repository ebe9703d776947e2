//! A line as text: `time | LEVEL | target | trace_id=… span_id=… | message`, and further fields after the message.

use super::escape::{self, Form};
use super::event::{Said, Value, push_hexadecimal};
use super::layer::Head;
use super::time;
use std::fmt::Write as _;

/// Appends a line.
pub(super) fn push(line: &mut String, head: &Head<'_>, said: &Said) {
    time::push(line, head.time);
    line.push_str(" | ");
    line.push_str(head.level.name());
    line.push_str(" | ");
    push_target(line, head.target);
    match head.ids {
        Some((trace, span)) => {
            line.push_str(" | trace_id=");
            push_hexadecimal(line, &trace.to_bytes());
            line.push_str(" span_id=");
            push_hexadecimal(line, &span.to_bytes());
            line.push_str(" | ");
        }
        None => line.push_str(" | trace_id=0 span_id=0 | "),
    }
    escape::push(line, &said.message, Form::Plain);
    for (name, value) in &said.fields {
        line.push(' ');
        push_field(line, name, value);
    }
    line.push('\n');
}

/// The path of a module with points, as Python has them.
fn push_target(line: &mut String, target: &str) {
    for (index, part) in target.split("::").enumerate() {
        if index > 0 {
            line.push('.');
        }
        escape::push(line, part, Form::Target);
    }
}

fn push_field(line: &mut String, name: &str, value: &Value) {
    escape::push(line, name, Form::Target);
    if escape::ends_with_id(line) {
        escape::push_code(line, '=', Form::Plain);
    } else {
        line.push('=');
    }
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Text(text) => {
            push_text(line, text);
            Ok(())
        }
        Value::Signed(number) => write!(line, "{number}"),
        Value::Unsigned(number) => write!(line, "{number}"),
        Value::Double(number) => write!(line, "{number}"),
        Value::Bool(flag) => write!(line, "{flag}"),
    };
}

/// A text that would read as several fields stands between quotes.
fn push_text(line: &mut String, text: &str) {
    if text.is_empty() || text.contains(|character: char| character.is_whitespace() || matches!(character, '"' | '=' | '|')) {
        line.push('"');
        escape::push(line, text, Form::Quoted);
        line.push('"');
    } else {
        escape::push(line, text, Form::Plain);
    }
}
