//! Reads settings by name, from the environment first and then from the file, and gathers what is wrong.

use super::error::{Origin, SettingError, SettingErrors};
use super::file::File;
use super::known::{KNOWN, known};
use super::suggest::nearest;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Why a value cannot be used. It must hold nothing of the value where that may be a secret; the reader shows the value itself where it is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What the value is not, or what is in it: the rest of a sentence such as `is "1.5", which …`.
    pub what: String,
    /// The way out.
    pub help: String,
}

impl Refusal {
    /// A refusal, from its two texts.
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

/// Reads settings. Every problem is kept until [`Reader::finish`], and the default stands in meanwhile.
pub struct Reader {
    environment: BTreeMap<String, String>,
    file: Option<File>,
    errors: Vec<SettingError>,
    warnings: Vec<String>,
}

impl Reader {
    /// A reader over an environment and perhaps a file. Names that nobody knows are noted at once: those of the file as errors, and those
    /// of the environment that begin with `OTEL_` as warnings, since other programs of the same environment may read them.
    #[must_use]
    pub fn new(environment: BTreeMap<String, String>, file: Option<File>) -> Self {
        let mut reader = Self { environment, file, errors: Vec::new(), warnings: Vec::new() };
        reader.note_unknown_keys();
        reader.note_unknown_variables();
        reader
    }

    /// A reader over the environment of this process. A known variable that is no UTF-8 is an error.
    #[must_use]
    pub fn of_process(file: Option<File>) -> Self {
        let mut environment = BTreeMap::new();
        let mut unreadable = Vec::new();
        for (name, value) in std::env::vars_os() {
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => drop(environment.insert(name, value)),
                Err(_) if known(&name).is_some() => unreadable.push(name),
                Err(_) => {}
            }
        }
        let mut reader = Self::new(environment, file);
        for name in unreadable {
            reader.error(&name, Origin::Environment, "is no UTF-8".to_owned(), "write it in UTF-8".to_owned());
        }
        reader
    }

    fn note_unknown_keys(&mut self) {
        let Some(file) = &self.file else { return };
        for (key, entry) in file.entries().iter().filter(|(key, _)| known(key).is_none()) {
            let help = nearest(key, KNOWN.iter().map(|setting| setting.name)).map_or_else(
                || "remove it; `docs/backend/settings.md` lists the settings".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            self.errors.push(SettingError {
                name: key.clone(),
                origin: Origin::File { path: file.path().to_owned(), line: entry.line },
                what: "is no setting".to_owned(),
                help,
            });
        }
    }

    fn note_unknown_variables(&mut self) {
        let ours = self.environment.keys().filter(|name| name.starts_with("OTEL_") && known(name).is_none());
        let warnings = ours.map(|name| match nearest(name, KNOWN.iter().map(|setting| setting.name)) {
            Some(near) => format!("{name} (environment) is read by nobody here; did you mean {near}?"),
            None => format!("{name} (environment) is read by nobody here"),
        });
        self.warnings = warnings.collect();
    }

    /// The text of a setting and where it was found; none where it is not set, or empty, or no text (which is noted).
    fn text(&mut self, name: &'static str) -> Option<(String, Origin)> {
        debug_assert!(known(name).is_some(), "{name} is not in the table of settings");
        if let Some(text) = self.environment.get(name).filter(|text| !text.trim().is_empty()) {
            return Some((text.trim().to_owned(), Origin::Environment));
        }
        let file = self.file.as_ref()?;
        let entry = file.entries().get(name)?;
        let origin = Origin::File { path: file.path().to_owned(), line: entry.line };
        match &entry.value {
            Ok(text) if text.trim().is_empty() => None,
            Ok(text) => Some((text.trim().to_owned(), origin)),
            Err(kind) => {
                let what = format!("is a {kind}");
                self.error(name, origin, what, "write a text, a decimal number, a boolean or a list of texts".to_owned());
                None
            }
        }
    }

    /// A setting that may be left out.
    pub fn optional<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, Refusal>) -> Option<T> {
        let (text, origin) = self.text(name)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err(refusal) => {
                let shown = shown(name, &text);
                self.error(name, origin, format!("is {shown}, which {}", refusal.what), refusal.help);
                None
            }
        }
    }

    /// A setting with its default.
    pub fn value<T>(&mut self, name: &'static str, default: T, parse: impl FnOnce(&str) -> Result<T, Refusal>) -> T {
        self.optional(name, parse).unwrap_or(default)
    }

    /// A text as it is.
    pub fn string(&mut self, name: &'static str, default: &str) -> String {
        self.value(name, default.to_owned(), |text| Ok(text.to_owned()))
    }

    /// `true` or `false`, in any case, or `1` or `0`.
    pub fn flag(&mut self, name: &'static str, default: bool) -> bool {
        self.value(name, default, |text| match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(Refusal::new("is no boolean", "write true or false")),
        })
    }

    /// A number within a range, its ends included.
    pub fn number<T>(&mut self, name: &'static str, default: T, range: RangeInclusive<T>) -> T
    where
        T: FromStr + PartialOrd + Display,
    {
        self.value(name, default, |text| match text.parse::<T>() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => {
                let help = format!("write a number from {} to {}", range.start(), range.end());
                Err(Refusal::new("is not in the range of the setting", help))
            }
        })
    }

    /// Notes that settings which are good alone do not go together. It is put to the first of them that is set.
    pub fn conflict(&mut self, names: &[&'static str], refusal: Refusal) {
        let found = names.iter().find_map(|name| self.text(name).map(|(_, origin)| (*name, origin)));
        let (name, origin) = found.unwrap_or((names.first().copied().unwrap_or_default(), Origin::Environment));
        self.error(name, origin, refusal.what, refusal.help);
    }

    /// Adds a warning for what works and is probably not meant.
    pub fn warn(&mut self, warning: String) {
        self.warnings.push(warning);
    }

    fn error(&mut self, name: &str, origin: Origin, what: String, help: String) {
        self.errors.push(SettingError { name: name.to_owned(), origin, what, help });
    }

    /// The warnings, if nothing was wrong; else all that was wrong.
    pub fn finish(self) -> Result<Vec<String>, SettingErrors> {
        if self.errors.is_empty() { Ok(self.warnings) } else { Err(SettingErrors(self.errors)) }
    }
}

/// Names only: values may be secrets.
impl std::fmt::Debug for Reader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Reader").field("file", &self.file).field("errors", &self.errors).finish_non_exhaustive()
    }
}

/// A value as a message may show it: never a secret, and never an address with a user in it.
fn shown(name: &str, text: &str) -> String {
    const LONGEST: usize = 80;
    let address_with_user = text.split_once("://").is_some_and(|(_, rest)| rest.contains('@'));
    if address_with_user || known(name).is_none_or(|setting| setting.secret) {
        return "a value that is not shown".to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn reader(environment: &[(&str, &str)], file: &str) -> Reader {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Reader::new(environment, Some(File::parse(Path::new("settings.toml"), file).unwrap()))
    }

    fn errors(reader: Reader) -> Vec<String> {
        reader.finish().map_or_else(|errors| errors.0.iter().map(ToString::to_string).collect(), |_| Vec::new())
    }

    #[test]
    fn the_environment_beats_the_file_and_the_file_the_default() {
        let mut reader = reader(&[("OTEL_ENABLED", "True")], "OTEL_ENABLED = false\nLOG_LEVEL = \"debug\"");
        assert!(reader.flag("OTEL_ENABLED", false));
        assert_eq!(reader.string("LOG_LEVEL", "info"), "debug");
        assert_eq!(reader.string("OTEL_SERVICE_NAME", "nemotron-backend"), "nemotron-backend");
        assert_eq!(reader.finish().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn an_empty_variable_is_none_at_all() {
        let mut reader = reader(&[("OTEL_SERVICE_NAME", "  ")], "OTEL_SERVICE_NAME = \"from-the-file\"");
        assert_eq!(reader.string("OTEL_SERVICE_NAME", "x"), "from-the-file");
    }

    #[test]
    fn all_errors_are_said_at_once_each_with_its_origin_and_the_way_out() {
        let mut reader = reader(&[("OTEL_ENABLED", "maybe")], "\nOTEL_BSP_MAX_QUEUE_SIZE = -1\nOTEL_ENABELD = true");
        assert!(!reader.flag("OTEL_ENABLED", false));
        assert_eq!(reader.number("OTEL_BSP_MAX_QUEUE_SIZE", 2048, 1..=65_536), 2048);
        let expected = [
            "OTEL_ENABELD (settings.toml:3) is no setting; did you mean OTEL_ENABLED?",
            "OTEL_ENABLED (environment) is \"maybe\", which is no boolean; write true or false",
            "OTEL_BSP_MAX_QUEUE_SIZE (settings.toml:2) is \"-1\", which is not in the range of the setting; write a number from 1 to 65536",
        ];
        assert_eq!(errors(reader), expected);
    }

    #[test]
    fn a_secret_is_never_shown() {
        let mut reader = reader(&[("OTEL_EXPORTER_OTLP_HEADERS", "authorization=hunter2")], "");
        let parse = |_: &str| Err::<(), _>(Refusal::new("is bad", "mend it"));
        assert_eq!(reader.optional("OTEL_EXPORTER_OTLP_HEADERS", parse), None);
        assert!(!format!("{reader:?}").contains("hunter2"));
        assert_eq!(
            errors(reader),
            ["OTEL_EXPORTER_OTLP_HEADERS (environment) is a value that is not shown, which is bad; mend it"]
        );
    }

    #[test]
    fn an_address_with_a_password_is_not_shown() {
        assert_eq!(shown("OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:hunter2@host"), "a value that is not shown");
        assert_eq!(shown("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317"), "\"localhost:4317\"");
    }

    #[test]
    fn a_value_cannot_break_the_line_of_its_message() {
        let mut reader = reader(&[("OTEL_ENABLED", "x\n2024 | ERROR |\u{1b}[31m")], "");
        reader.flag("OTEL_ENABLED", false);
        let message = errors(reader).concat();
        assert!(!message.contains('\n') && !message.contains('\u{1b}'), "{message}");
    }

    #[test]
    fn a_variable_that_looks_like_ours_and_is_not_known_is_warned_about() {
        let reader = reader(&[("OTEL_SERVICENAME", "x"), ("OTEL_LOGS_EXPORTER", "otlp"), ("PATH", "/bin")], "");
        let expected = [
            "OTEL_LOGS_EXPORTER (environment) is read by nobody here",
            "OTEL_SERVICENAME (environment) is read by nobody here; did you mean OTEL_SERVICE_NAME?",
        ];
        assert_eq!(reader.finish().unwrap(), expected);
    }

    #[test]
    fn a_conflict_is_put_to_the_first_that_is_set() {
        let mut reader = reader(&[("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "900")], "");
        let names = ["OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"];
        reader.conflict(&names, Refusal::new("does not fit", "make it smaller"));
        assert_eq!(errors(reader), ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE (environment) does not fit; make it smaller"]);
    }
}
