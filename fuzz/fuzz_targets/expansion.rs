//! What is escaped comes back as it was, whatever Grafana's environment holds; and any text is expanded or refused.

#![no_main]

use std::io;

use libfuzzer_sys::fuzz_target;
use spanboard::grafana::expand::{Environment, escape, expand, references};

/// An environment in which everything is set to one text, a part of what is expanded.
struct Everything<'a>(&'a str);

impl Environment for Everything<'_> {
    fn variable(&self, _: &str) -> Option<String> {
        Some(self.0.to_owned())
    }

    fn file(&self, path: &str) -> io::Result<String> {
        if path.len().is_multiple_of(2) { Ok(self.0.to_owned()) } else { Err(io::Error::other("unreadable")) }
    }

    fn hostname(&self) -> String {
        self.0.to_owned()
    }
}

fuzz_target!(|text: &str| {
    let (value, text) = text.split_once('\n').unwrap_or(("", text));
    let environment = Everything(value);
    assert_eq!(expand(&escape(text), &environment).ok().as_deref(), Some(text));
    let _ = expand(text, &environment);
    let _ = references(text);
});
