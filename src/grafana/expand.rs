//! An exact twin of what Grafana does with `$` in the strings of provisioning files.
//!
//! From: a string value as it stands in a data source or provider file, and an [`Environment`]. To: the string that Grafana
//! holds afterwards. [`escape`] goes the other way: from any text to the file text that expands to it.
//!
//! The steps are those of `interpolateValue` (`pkg/services/provisioning/values/values.go`), of `ExpandVar`
//! (`pkg/setting/expanders.go`), and of `ExpandEnv` in Go's `os` package:
//! 1. the text is split at `$$`;
//! 2. in each part `${X}` and `$__env{X}` are replaced by variables, then `$__file{/path}` by files;
//! 3. in the result of that, values included, `$X` and `${X}` are replaced by variables, and broken forms are eaten;
//! 4. the parts are joined by `$`.
//!
//! Dashboard files are not expanded. Grafana Enterprise also knows `$__vault{…}`, which is taken for an unknown name here.

use std::cell::RefCell;
use std::io;

/// What Grafana's process would find around it.
pub trait Environment {
    /// The value of the environment variable `name`; `None` and an empty value mean the same to Grafana.
    fn variable(&self, name: &str) -> Option<String>;

    /// The text of the file at `path`. Whitespace around it is cut off by [`expand`].
    ///
    /// Whatever makes the file unreadable is an error, text that is not UTF-8 among it.
    fn file(&self, path: &str) -> io::Result<String>;

    /// The host's name, which `${HOSTNAME}` and `$__env{HOSTNAME}` give where the variable is not set or empty.
    /// `$HOSTNAME` without braces does not fall back to it.
    fn hostname(&self) -> String;
}

/// No variables, no files, and a host without a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Empty;

impl Environment for Empty {
    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn file(&self, _: &str) -> io::Result<String> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn hostname(&self) -> String {
        String::new()
    }
}

/// Why a string has no expansion. Grafana does not start then.
#[derive(Debug, thiserror::Error)]
pub enum ExpandError {
    /// A file that is named by `$__file{…}` can't be read.
    #[error("the file `{path}` that `$__file{{…}}` names can't be read: {source}")]
    File {
        /// The path, as written between the braces.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// What Grafana holds where a provisioning file says `text`.
///
/// The only error is a file that can't be read. A variable that is not set gives an empty text.
pub fn expand(text: &str, environment: &impl Environment) -> Result<String, ExpandError> {
    let mut expanded = String::with_capacity(text.len());
    for (index, part) in text.split("$$").enumerate() {
        if index > 0 {
            expanded.push('$');
        }
        let part = expand_variables(part, environment);
        let part = expand_files(&part, environment)?;
        expand_shell(&part, environment, &mut expanded);
    }
    Ok(expanded)
}

/// The file text that Grafana expands to `text`, whatever the environment: every `$` is doubled.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('$', "$$")
}

/// `${X}` and `$__env{X}`.
fn expand_variables(text: &str, environment: &impl Environment) -> String {
    let mut expanded = text.to_owned();
    for braced in Braced::all(text) {
        if !matches!(braced.expander, "" | "__env") {
            continue;
        }
        let mut value = variable(braced.argument, environment);
        if braced.argument == "HOSTNAME" && value.is_empty() {
            value = environment.hostname();
        }
        // Grafana replaces the first place that reads the same, which may lie in a value put there before.
        expanded = expanded.replacen(braced.whole, &value, 1);
    }
    expanded
}

/// `$__file{/path}`.
fn expand_files(text: &str, environment: &impl Environment) -> Result<String, ExpandError> {
    let mut expanded = text.to_owned();
    for braced in Braced::all(text) {
        if braced.expander != "__file" {
            continue;
        }
        let content = environment.file(braced.argument);
        let content = content.map_err(|source| ExpandError::File { path: braced.argument.to_owned(), source })?;
        expanded = expanded.replacen(braced.whole, content.trim(), 1);
    }
    Ok(expanded)
}

fn variable(name: &str, environment: &impl Environment) -> String {
    environment.variable(name).unwrap_or_default()
}

/// A match of Grafana's pattern for `${…}` and `$__name{…}`: a dollar, nothing or two underscores and a word, and at least
/// one character other than `}` in braces.
struct Braced<'text> {
    whole: &'text str,
    expander: &'text str,
    argument: &'text str,
}

impl<'text> Braced<'text> {
    /// The matches from left to right; none begins inside another.
    fn all(text: &'text str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut rest = text;
        while let Some((_, from_dollar)) = rest.find('$').map(|start| rest.split_at(start)) {
            if let Some(braced) = Self::at_start(from_dollar) {
                rest = from_dollar.strip_prefix(braced.whole).unwrap_or_default();
                found.push(braced);
            } else {
                rest = from_dollar.strip_prefix('$').unwrap_or_default();
            }
        }
        found
    }

    /// The match that begins with the first character of `text`, a dollar.
    fn at_start(text: &'text str) -> Option<Self> {
        let (expander, rest) = text.strip_prefix('$')?.split_once('{')?;
        let named = expander.strip_prefix("__").is_some_and(|word| !word.is_empty() && word.bytes().all(is_word));
        if !expander.is_empty() && !named {
            return None;
        }
        let (argument, _) = rest.split_once('}')?;
        if argument.is_empty() {
            return None;
        }
        let length = '$'.len_utf8() + expander.len() + '{'.len_utf8() + argument.len() + '}'.len_utf8();
        text.get(..length).map(|whole| Self { whole, expander, argument })
    }
}

/// The part of a word: ASCII letters, digits and the underscore.
const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The characters that are a name on their own.
const fn is_special(byte: u8) -> bool {
    matches!(byte, b'*' | b'#' | b'$' | b'@' | b'!' | b'?' | b'-' | b'0'..=b'9')
}

/// What stands behind a dollar, for Go.
enum Shell<'text> {
    /// A variable's name.
    Name(&'text str),
    /// Broken braces, which vanish together with the dollar.
    Eaten,
    /// Nothing that concerns the dollar, which stays.
    Plain,
}

/// Replaces `$X` and `${X}`, and appends the result to `expanded`.
fn expand_shell(text: &str, environment: &impl Environment, expanded: &mut String) {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('$') {
        expanded.push_str(before);
        let (found, after) = shell_name(behind);
        match found {
            Shell::Name(name) => expanded.push_str(&variable(name, environment)),
            Shell::Eaten => {}
            Shell::Plain => expanded.push('$'),
        }
        rest = after;
    }
    expanded.push_str(rest);
}

/// Reads what stands behind a dollar; gives it and the text after it.
fn shell_name(text: &str) -> (Shell<'_>, &str) {
    if let Some(braced) = text.strip_prefix('{') {
        return match braced.split_once('}') {
            None => (Shell::Eaten, braced),
            Some(("", after)) => (Shell::Eaten, after),
            Some((name, after)) => (Shell::Name(name), after),
        };
    }
    let length = match text.bytes().next() {
        Some(first) if is_special(first) => 1,
        _ => text.bytes().take_while(|byte| is_word(*byte)).count(),
    };
    match text.split_at_checked(length) {
        Some((name, after)) if length > 0 => (Shell::Name(name), after),
        _ => (Shell::Plain, text),
    }
}

/// Something that Grafana looks up when it expands a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// An environment variable, by the name that is looked up: Go takes `$1` and `$?` for names too.
    Env(String),
    /// A file, by its path.
    File(String),
}

/// What Grafana looks up when it expands `text`, in its order, as far as that does not depend on what it finds.
#[must_use]
pub fn references(text: &str) -> Vec<Reference> {
    let recorder = Recorder::default();
    // The recorder finds every file, so that the expansion always comes to its end.
    let _ = expand(text, &recorder);
    recorder.0.into_inner()
}

/// Finds everything, empty, and remembers what was asked for.
#[derive(Default)]
struct Recorder(RefCell<Vec<Reference>>);

impl Environment for Recorder {
    fn variable(&self, name: &str) -> Option<String> {
        self.0.borrow_mut().push(Reference::Env(name.to_owned()));
        None
    }

    fn file(&self, path: &str) -> io::Result<String> {
        self.0.borrow_mut().push(Reference::File(path.to_owned()));
        Ok(String::new())
    }

    fn hostname(&self) -> String {
        String::new()
    }
}
