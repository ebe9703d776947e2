//! The table of settings as Markdown.

use super::known::KNOWN;
use std::fmt::Write as _;

/// All settings as a table of Markdown, as `docs/backend/settings.md` has it.
#[must_use]
pub fn table() -> String {
    let mut text = "| setting | default | meaning |\n|---|---|---|\n".to_owned();
    for setting in KNOWN {
        let default = if setting.default.is_empty() { "-".to_owned() } else { format!("`{}`", setting.default) };
        let secret = if setting.secret { " A secret: it is never shown." } else { "" };
        let meaning = setting.meaning.replace('|', "\\|");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| `{}` | {default} | {meaning}{secret} |", setting.name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    const BEGIN: &str = "<!-- settings: written by the test `the_page_lists_the_settings` with SPANBOARD_BLESS=1 -->\n";
    const END: &str = "<!-- end of settings -->\n";

    #[test]
    fn the_page_lists_the_settings() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/backend/settings.md");
        let page = fs::read_to_string(&path).unwrap();
        let (before, rest) = page.split_once(BEGIN).expect("the page marks where its table begins");
        let (found, after) = rest.split_once(END).expect("the page marks where its table ends");
        if std::env::var_os("SPANBOARD_BLESS").is_some() {
            fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", table())).unwrap();
        } else {
            assert_eq!(
                found,
                table(),
                "docs/backend/settings.md differs; run this test with SPANBOARD_BLESS=1 and read what it writes"
            );
        }
    }
}
