//! [`Href`]: an address of a file, once it is known to be one that a page may lead to.
//!
//! From: the text of a link. To: an absolute address of the web. Everything else stays text: `javascript:` and `data:`, but also paths
//! within Grafana, which lead nowhere from a file, and addresses with variables, which only Grafana fills in.

use std::fmt;

/// An address that begins with `http://` or `https://` and holds no variables of Grafana.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Href(String);

impl Href {
    /// The address that a text is. `None`: it is none that the page may lead to.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        let has_host = rest.starts_with(|first: char| first.is_alphanumeric() || first == '[');
        // Browsers take white space and other controls out of addresses, which could make another address of it.
        let is_plain = text.chars().all(|character| !character.is_control() && !character.is_whitespace() && character != '\\');
        let has_variable = ["$", "[[", "{{"].iter().any(|begin| rest.contains(begin));
        (is_web && has_host && is_plain && !has_variable).then(|| Self(text.to_owned()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Href {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Href;
    use proptest::prelude::*;

    #[test]
    fn addresses_of_the_web_are_led_to() {
        for text in
            ["http://localhost:16686/search?service=a&x=%20#f", "https://grafana.com", " HTTPS://a.b/ ", "http://[::1]:3000/"]
        {
            assert_eq!(Href::parse(text).unwrap().as_str(), text.trim());
        }
    }

    #[test]
    fn everything_else_stays_text() {
        let texts = [
            "javascript:alert(1)",
            "JaVaScRiPt://%0aalert(1)",
            " java\nscript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "/d/uid",
            "http:alert(1)",
            "http://",
            "https://\\evil",
            "https://a b",
            "http://a/trace/${__value.raw}",
            "${scheme}://a",
            "",
        ];
        for text in texts {
            assert_eq!(Href::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_other_scheme_survives(text in "(?i)(javascript|data|vbscript|https?|blob|file)?[:/ \\t\\n]{0,4}.*") {
            if let Some(href) = Href::parse(&text) {
                let lower = href.as_str().to_lowercase();
                prop_assert!(lower.starts_with("http://") || lower.starts_with("https://"));
            }
        }
    }
}
