//! From an address to what may be told of it: without secrets, and of bounded length.

use std::borrow::Cow;
use url::Url;

/// The longest address that becomes an attribute, in bytes.
pub(super) const LONGEST_URL: usize = 2_048;

/// The longest header that becomes an attribute, in bytes.
pub(super) const LONGEST_HEADER: usize = 256;

/// What stands in the place of a secret. (Semantic Conventions, `url.full`.)
const REDACTED: &str = "REDACTED";

/// Parts of the names of parameters whose values are secrets. `sig`, `signature` and the keys of Amazon and Google are the
/// conventions' own list (`url.query`); a name that only contains one (`monkey`) loses its value too, which harms nobody.
const SECRETS: &[&str] =
    &["apikey", "auth", "code", "cookie", "credential", "jwt", "key", "pass", "pwd", "secret", "session", "sig", "token"];

/// A query without the values of parameters that look like secrets. Names stay, and so does everything else as it was written.
pub(super) fn query(query: &str) -> Cow<'_, str> {
    if !query.split(['&', ';']).any(is_secret) {
        return Cow::Borrowed(query);
    }
    let mut redacted = String::with_capacity(query.len());
    for parameter in query.split_inclusive(['&', ';']) {
        match parameter.split_once('=') {
            Some((name, _)) if is_secret(parameter) => {
                redacted.push_str(name);
                redacted.push('=');
                redacted.push_str(REDACTED);
                redacted.extend(parameter.chars().next_back().filter(|last| matches!(last, '&' | ';')));
            }
            _ => redacted.push_str(parameter),
        }
    }
    Cow::Owned(redacted)
}

/// The address of a request that is made: without user, password and fragment, and with its query redacted.
pub(super) fn url(url: &Url) -> String {
    let mut told = url.clone();
    // Both fail for addresses that cannot have a user, and those have none to take away.
    let _ = told.set_username("");
    let _ = told.set_password(None);
    told.set_fragment(None);
    if let Some(given) = url.query() {
        told.set_query(Some(&query(given)));
    }
    cut(told.as_str(), LONGEST_URL).to_owned()
}

/// The beginning of a text, of at most so many bytes.
pub(super) fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most { text } else { &text[..text.floor_char_boundary(most)] }
}

fn is_secret(parameter: &str) -> bool {
    let Some((name, _)) = parameter.split_once('=') else { return false };
    // Read as the other side reads it: `%74oken` is `token`.
    let Some((name, _)) = url::form_urlencoded::parse(name.as_bytes()).next() else { return false };
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_of_parameters_that_look_like_secrets_are_taken_out() {
        let cases = [
            ("", ""),
            ("a=1&b=2", "a=1&b=2"),
            ("sig=abc", "sig=REDACTED"),
            ("a=1&access_token=x%20y&b", "a=1&access_token=REDACTED&b"),
            ("X-Amz-Signature=x;PassWord=y;z=1", "X-Amz-Signature=REDACTED;PassWord=REDACTED;z=1"),
            ("%74oken=x&k%65y=y", "%74oken=REDACTED&k%65y=REDACTED"),
            ("token=a=b=c&d=e", "token=REDACTED&d=e"),
            ("token", "token"),
        ];
        for (given, expected) in cases {
            assert_eq!(query(given), expected);
        }
    }

    #[test]
    fn an_address_loses_user_password_and_fragment() {
        let given = Url::parse("https://user:secret@host:81/a?token=t&b=1#part").expect("an address");
        assert_eq!(url(&given), "https://host:81/a?token=REDACTED&b=1");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(cut("a\u{e4}b", 2), "a");
        assert_eq!(cut("a\u{e4}b", 3), "a\u{e4}");
        assert_eq!(cut("ab", 2), "ab");
    }

    proptest! {
        #[test]
        fn no_secret_is_left_whatever_stands_around_it(before in "[a-z0-9=&;%+]{0,20}", after in "([&;][a-z0-9=&;%+]{0,20})?") {
            let given = format!("{before}&token=S3CRET{after}");
            prop_assert!(!query(&given).contains("S3CRET"));
        }
    }
}
