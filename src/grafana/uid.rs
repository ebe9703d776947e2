//! Grafana's uids: what it derives from a name, and which ones it takes.
//!
//! From: a data source's name, or a uid. To: the uid that Grafana gives that name, or what is wrong with the uid.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The most characters of a uid (`MaxLength`, Grafana's `pkg/util/shortid_generator.go`).
pub const MAX_LENGTH: usize = 40;

/// Why a uid is not taken. Grafana refuses such data sources since 12.0 (`failWrongDSUID`) and such dashboards as well.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UidError {
    /// It has no character. Grafana would make one up.
    #[error("the uid is empty")]
    Empty,
    /// It has more than [`MAX_LENGTH`] characters.
    #[error("the uid has {0} characters, {MAX_LENGTH} is the most")]
    TooLong(usize),
    /// It holds a character other than ASCII letters, digits, `-` and `_`: the first such one.
    #[error("the uid holds {0:?}; only letters, digits, `-` and `_` are allowed")]
    BadCharacter(char),
}

/// The uid that Grafana gives a provisioned data source without one: `P` and the first eight bytes of the SHA-256 of its
/// name in capital hexadecimal digits (`safeUIDFromName` in `pkg/services/provisioning/datasources/types.go`).
///
/// The name is the one that Grafana holds, after its expansion of `$`.
#[must_use]
pub fn derive_uid(name: &str) -> String {
    let mut uid = String::from("P");
    for byte in Sha256::digest(name.as_bytes()).iter().take(8) {
        // Writing to a `String` does not fail.
        let _ = write!(uid, "{byte:02X}");
    }
    uid
}

/// Checks a uid by Grafana's rule for data sources and dashboards: 1 to 40 of the characters `A-Z a-z 0-9 - _`.
pub fn check_uid(uid: &str) -> Result<(), UidError> {
    if uid.is_empty() {
        return Err(UidError::Empty);
    }
    if let Some(bad) = uid.chars().find(|character| !character.is_ascii_alphanumeric() && !matches!(character, '-' | '_')) {
        return Err(UidError::BadCharacter(bad));
    }
    let length = uid.chars().count();
    if length > MAX_LENGTH { Err(UidError::TooLong(length)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{UidError, check_uid, derive_uid};

    #[test]
    fn a_name_gives_the_uid_that_grafana_derives() {
        for (name, uid) in [
            ("Hello world", "P64EC88CA00B268E5"),
            ("Hello World", "PA591A6D40BF42040"),
            ("AAA", "PCB1AD2119D8FAFB6"),
            ("Prometheus", "PBFA97CFB590B2093"),
            ("Loki", "P8E80F9AEF21F6940"),
            ("Jaeger", "PC9A941E8F2E49454"),
            ("Tempo", "P214B5B846CF3925F"),
        ] {
            assert_eq!(derive_uid(name), uid, "{name}");
        }
    }

    #[test]
    fn a_derived_uid_is_a_good_one() {
        assert_eq!(check_uid(&derive_uid("")), Ok(()));
    }

    #[test]
    fn letters_digits_dashes_and_underscores_are_taken() {
        assert_eq!(check_uid("Trace_store-2"), Ok(()));
    }

    #[test]
    fn forty_characters_are_taken_and_one_more_is_not() {
        assert_eq!(check_uid(&"a".repeat(40)), Ok(()));
        assert_eq!(check_uid(&"a".repeat(41)), Err(UidError::TooLong(41)));
    }

    #[test]
    fn nothing_and_odd_characters_are_refused() {
        assert_eq!(check_uid(""), Err(UidError::Empty));
        for (uid, bad) in [("a b", ' '), ("a/b", '/'), ("größe", 'ö'), ("${X}", '$'), ("a\n", '\n')] {
            assert_eq!(check_uid(uid), Err(UidError::BadCharacter(bad)), "{uid}");
        }
    }
}
