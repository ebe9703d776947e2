//! The panel type `text`.
//!
//! From: such a panel's options. To: the same again.

use crate::grafana::json::{model, text_enum};

model! {
    /// The options of a text.
    pub struct TextOptions {
        /// The language of the text.
        "mode" => mode: TextMode,
        /// The text. It may hold variables.
        "content" => content: String,
        /// How code is shown.
        "code" => code: CodeOptions,
        /// Whether the text is shown once, or once for each row of the results.
        "renderMode" => render_mode: TextRenderMode,
    }
}

text_enum! {
    /// The language of a text panel.
    pub enum TextMode {
        /// Markdown.
        Markdown = "markdown",
        /// HTML, of which Grafana lets the harmless part through.
        Html = "html",
        /// Code, shown as it is.
        Code = "code",
    }
}

text_enum! {
    /// How often a text is shown.
    pub enum TextRenderMode {
        /// Once.
        Once = "once",
        /// Once for each row of the results.
        PerRow = "perRow",
    }
}

model! {
    /// How code is shown.
    pub struct CodeOptions {
        /// The language that it is coloured for.
        "language" => language: CodeLanguage,
        /// Whether lines are numbered.
        "showLineNumbers" => show_line_numbers: bool,
        /// Whether a small picture of the whole is shown.
        "showMiniMap" => show_mini_map: bool,
    }
}

text_enum! {
    /// The language that code is coloured for.
    pub enum CodeLanguage {
        /// None.
        Plaintext = "plaintext",
        /// Go.
        Go = "go",
        /// HTML.
        Html = "html",
        /// JSON.
        Json = "json",
        /// Markdown.
        Markdown = "markdown",
        /// SQL.
        Sql = "sql",
        /// TypeScript.
        Typescript = "typescript",
        /// XML.
        Xml = "xml",
        /// YAML.
        Yaml = "yaml",
    }
}
