//! The stages of a pipeline: line filters, parsers, formats.

use super::super::capture;
use super::super::lexer::Token;
use super::super::pipeline::{Conversion, Extraction, FormatSource, LabelFormat, LineFilterOperator, NamedLabel, Needle, Stage};
use super::{Parser, check, refused};
use crate::query::Unread;

/// What a pipe can be followed by.
const A_STAGE: &str = "a parser, a format or a label filter";

impl Parser<'_> {
    /// Whether a stage begins here.
    pub(super) fn begins_stage(&self) -> bool {
        self.is("|") || self.line_filter_operator().is_some()
    }

    fn line_filter_operator(&self) -> Option<LineFilterOperator> {
        Some(match self.symbol(0)? {
            "|=" => LineFilterOperator::Contains,
            "!=" => LineFilterOperator::NotContains,
            "|~" => LineFilterOperator::Matches,
            "!~" => LineFilterOperator::NotMatches,
            "|>" => LineFilterOperator::Pattern,
            "!>" => LineFilterOperator::NotPattern,
            _ => return None,
        })
    }

    pub(super) fn stage(&mut self) -> Result<Stage, Unread> {
        if let Some(operator) = self.line_filter_operator() {
            self.at += 1;
            return self.line_filter(operator);
        }
        self.expect("|")?;
        let Some(word) = self.word(0) else {
            let begins_filter = matches!(self.token(0), Some(Token::Variable)) || self.is("(");
            return if begins_filter { self.label_filter() } else { Err(self.unexpected(A_STAGE)) };
        };
        let word = word.to_ascii_lowercase();
        if !is_stage(&word) {
            return self.label_filter();
        }
        self.at += 1;
        self.named_stage(&word)
    }

    fn named_stage(&mut self, word: &str) -> Result<Stage, Unread> {
        match word {
            "json" => Ok(Stage::Json { expressions: self.extractions()? }),
            "logfmt" => self.logfmt(),
            "regexp" => self.regexp(),
            "pattern" => self.pattern(),
            "unpack" => Ok(Stage::Unpack),
            "decolorize" => Ok(Stage::Decolorize),
            "line_format" => {
                let (template, _) = self.quoted("a template in double quotes or back-ticks")?;
                Ok(Stage::LineFormat { fields: capture::fields(&template.text), template })
            }
            "label_format" => self.label_format(),
            "drop" => Ok(Stage::Drop { labels: self.named_labels()? }),
            "keep" => Ok(Stage::Keep { labels: self.named_labels()? }),
            "unwrap" => self.unwrap(),
            other => Err(Unread::Unchecked { reason: format!("the stage {other} is not documented") }),
        }
    }

    fn line_filter(&mut self, operator: LineFilterOperator) -> Result<Stage, Unread> {
        let mut needles = vec![self.needle(operator)?];
        while self.eat_word("or") {
            needles.push(self.needle(operator)?);
        }
        Ok(Stage::LineFilter { operator, needles })
    }

    fn needle(&mut self, operator: LineFilterOperator) -> Result<Needle, Unread> {
        let start = self.start();
        let is_ip = self.is_ip();
        let (text, has_variable) = if is_ip { self.ip()? } else { self.quoted("a text in double quotes or back-ticks")? };
        if is_ip && !matches!(operator, LineFilterOperator::Contains | LineFilterOperator::NotContains) {
            return Err(refused("`ip` in a line filter follows `|=` or `!=`", start..self.end()));
        }
        if !has_variable && matches!(operator, LineFilterOperator::Pattern | LineFilterOperator::NotPattern) {
            check::line_pattern(&text)?;
        }
        Ok(Needle { text, is_ip, has_variable })
    }

    /// Fields to take, after `json` or `logfmt`; all of them where there are none.
    fn extractions(&mut self) -> Result<Vec<Extraction>, Unread> {
        let mut extractions = Vec::new();
        let has_variable = matches!(self.token(0), Some(Token::Variable)) && self.symbol(1) == Some("=");
        if self.word(0).is_none() && !has_variable {
            return Ok(extractions);
        }
        loop {
            let label = self.label()?;
            let from = if self.eat("=") { Some(self.quoted("an expression in double quotes or back-ticks")?.0) } else { None };
            extractions.push(Extraction { label, from });
            if !self.eat(",") {
                return Ok(extractions);
            }
        }
    }

    fn logfmt(&mut self) -> Result<Stage, Unread> {
        let (mut strict, mut keep_empty) = (false, false);
        while let Some(Token::Flag) = self.token(0) {
            match self.take() {
                Some(flag) if flag.text == "--strict" => strict = true,
                _ => keep_empty = true,
            }
        }
        Ok(Stage::Logfmt { strict, keep_empty, expressions: self.extractions()? })
    }

    fn regexp(&mut self) -> Result<Stage, Unread> {
        let (pattern, has_variable) = self.quoted("a regular expression in double quotes or back-ticks")?;
        let names = if has_variable { None } else { Some(check::group_names(&pattern)?) };
        Ok(Stage::Regexp { pattern, names })
    }

    fn pattern(&mut self) -> Result<Stage, Unread> {
        let (pattern, has_variable) = self.quoted("a pattern in double quotes or back-ticks")?;
        let names = if has_variable { None } else { Some(check::capture_names(&pattern)?) };
        Ok(Stage::Pattern { pattern, names })
    }

    fn label_format(&mut self) -> Result<Stage, Unread> {
        let mut formats: Vec<LabelFormat> = Vec::new();
        loop {
            let label = self.label()?;
            self.expect("=")?;
            let expected = "a label name, or a template in double quotes or back-ticks";
            let is_name = matches!(self.token(0), Some(Token::Name));
            let source = self.take_if(expected, |token| matches!(token, Token::Name | Token::Variable | Token::Text(_)))?;
            let source = if is_name {
                FormatSource::Rename(source)
            } else {
                FormatSource::Template { fields: capture::fields(&source.text), template: source }
            };
            formats.push(LabelFormat { label, source });
            if !self.eat(",") {
                check::label_format(&formats)?;
                return Ok(Stage::LabelFormat { formats });
            }
        }
    }

    fn named_labels(&mut self) -> Result<Vec<NamedLabel>, Unread> {
        let mut labels = Vec::new();
        loop {
            let is_matcher = matches!(self.symbol(1), Some("=" | "!=" | "=~" | "!~")) && !self.begins_line_filter(1);
            labels.push(if is_matcher {
                let matcher = self.matcher()?;
                NamedLabel { label: matcher.label.clone(), only_where: Some(matcher) }
            } else {
                NamedLabel { label: self.label()?, only_where: None }
            });
            if !self.eat(",") {
                return Ok(labels);
            }
        }
    }

    /// Whether what is `count` tokens ahead can only be a line filter: `!= ip("…")`.
    fn begins_line_filter(&self, count: usize) -> bool {
        self.word(count + 1).is_some_and(|word| word.eq_ignore_ascii_case("ip"))
    }

    fn unwrap(&mut self) -> Result<Stage, Unread> {
        if self.symbol(1) != Some("(") || self.word(0).is_none() {
            return Ok(Stage::Unwrap { label: self.label()?, conversion: None });
        }
        let conversion = match self.word(0).map(str::to_ascii_lowercase).as_deref() {
            Some("duration" | "duration_seconds") => Conversion::DurationSeconds,
            Some("bytes") => Conversion::Bytes,
            _ => return Err(self.unexpected("`duration`, `duration_seconds` or `bytes`")),
        };
        self.at += 2;
        let label = self.label()?;
        self.expect(")")?;
        Ok(Stage::Unwrap { label, conversion: Some(conversion) })
    }
}

fn is_stage(word: &str) -> bool {
    matches!(
        word,
        "json"
            | "logfmt"
            | "regexp"
            | "pattern"
            | "unpack"
            | "decolorize"
            | "line_format"
            | "label_format"
            | "drop"
            | "keep"
            | "unwrap"
            | "distinct"
    )
}
