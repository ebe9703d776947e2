//! [`Color`]: a colour of a file, once it is known to be one.
//!
//! From: the text of a threshold or a field's colour. To: the same colour in a form that holds nothing but a colour. What is none is
//! not painted.

use std::fmt;

mod names;

/// A colour. Its written form is `#rrggbb`, `#rrggbbaa` or a name that CSS knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Color {
    /// One that is fixed here.
    Fixed(&'static str),
    /// Red, green, blue and how far it covers, 0 to 255 each.
    Parts([u8; 4]),
}

impl fmt::Display for Color {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(text) => formatter.write_str(text),
            Self::Parts([red, green, blue, 255]) => write!(formatter, "#{red:02x}{green:02x}{blue:02x}"),
            Self::Parts([red, green, blue, alpha]) => write!(formatter, "#{red:02x}{green:02x}{blue:02x}{alpha:02x}"),
        }
    }
}

impl Color {
    /// The colour that a text means: a name of Grafana's palette, a name of CSS, `#rgb`, `#rrggbb`, either with two digits more for
    /// how far it covers, `rgb(…)` or `rgba(…)`. `None`: none of these.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        names::grafana(text).or_else(|| names::css(text)).map(Self::Fixed).or_else(|| hex(text)).or_else(|| function(text))
    }
}

fn hex(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#')?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut parts = [0, 0, 0, 255];
    let size = match digits.len() {
        3 | 4 => 1,
        6 | 8 => 2,
        _ => return None,
    };
    for (part, at) in parts.iter_mut().zip((0..digits.len()).step_by(size)) {
        let value = u8::from_str_radix(digits.get(at..at + size)?, 16).ok()?;
        *part = if size == 1 { value * 17 } else { value };
    }
    Some(Color::Parts(parts))
}

fn function(text: &str) -> Option<Color> {
    let inside = text.strip_prefix("rgba(").or_else(|| text.strip_prefix("rgb("))?.strip_suffix(')')?;
    let mut numbers = inside.split(',').map(|number| number.trim().parse::<f64>().ok());
    let mut part =
        |scale: f64| numbers.next().map(|number| number.filter(|number| number.is_finite()).map(|number| byte(number * scale)));
    let (red, green, blue) = (part(1.0)??, part(1.0)??, part(1.0)??);
    let alpha = match part(255.0) {
        None => 255,
        Some(alpha) => alpha?,
    };
    numbers.next().is_none().then_some(Color::Parts([red, green, blue, alpha]))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was brought into the range before")]
fn byte(number: f64) -> u8 {
    number.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::Color;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        Color::parse(text).map(|color| color.to_string())
    }

    #[test]
    fn names_of_grafana_go_before_those_of_css() {
        assert_eq!(shown("semi-dark-red").as_deref(), Some("#e02f44"));
        assert_eq!(shown("green").as_deref(), Some("#73bf69"));
        assert_eq!(shown("tomato").as_deref(), Some("tomato"));
        assert_eq!(shown("light-tomato"), None);
    }

    #[test]
    fn numbers_are_read_in_each_form() {
        assert_eq!(shown("#F2c"), Some("#ff22cc".to_owned()));
        assert_eq!(shown("#e24D42"), Some("#e24d42".to_owned()));
        assert_eq!(shown("rgba(50, 172, 45, 0.97)"), Some("#32ac2df7".to_owned()));
        assert_eq!(shown("rgb(300,0,-5)"), Some("#ff0000".to_owned()));
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for text in ["", "#12345", "#ggg", "rgb(1,2)", "rgba(1,2,3,4,5)", "rgb(NaN,0,0)", "url(x)", "red;}", "var(--x)"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_colour_never_carries_more_than_a_colour(text in ".*|(#|rgba?\\()[0-9a-f,.;:{} ]*\\)?") {
            if let Some(shown) = shown(&text) {
                prop_assert!(shown.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#'), "{shown}");
            }
        }
    }
}
