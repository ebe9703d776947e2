//! From a file's path to a reference as RFC 3986 writes it.

use std::fmt::Write as _;

/// A reference to a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Uri {
    pub(super) text: String,
    /// Whether it counts from the sources' root.
    pub(super) is_relative: bool,
}

/// The reference to `path`, whose folders are separated by `/`.
pub(super) fn of(path: &str) -> Uri {
    let escaped = escaped(path);
    match path.as_bytes() {
        // A share of a network, which begins with the name of its host.
        [b'/', b'/', ..] => Uri { text: format!("file:{escaped}"), is_relative: false },
        [b'/', ..] => Uri { text: format!("file://{escaped}"), is_relative: false },
        [drive, b':', b'/', rest @ ..] if cfg!(windows) && drive.is_ascii_alphabetic() => {
            let rest = self::escaped(&String::from_utf8_lossy(rest));
            Uri { text: format!("file:///{}:/{rest}", char::from(*drive)), is_relative: false }
        }
        _ => Uri { text: escaped, is_relative: true },
    }
}

/// Every byte but letters, digits, `-._~` (RFC 3986, 2.3) and the slashes becomes `%` and two digits.
fn escaped(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a text can't fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn what_a_reference_may_not_hold_is_escaped_by_its_bytes() {
        let uri = of("my dash/é:50%#?.json");
        assert_eq!(uri.text, "my%20dash/%C3%A9%3A50%25%23%3F.json");
        assert!(uri.is_relative);
    }

    #[test]
    fn a_path_from_the_root_is_a_file_of_its_own() {
        assert_eq!((of("/etc/a b").text.as_str(), of("/etc/a b").is_relative), ("file:///etc/a%20b", false));
        assert_eq!(of("//host/share/a").text, "file://host/share/a");
        assert_eq!(of("../a").text, "../a");
    }

    #[cfg(windows)]
    #[test]
    fn a_drive_is_part_of_the_path() {
        assert_eq!((of("C:/a b").text.as_str(), of("C:/a b").is_relative), ("file:///C:/a%20b", false));
    }
}
