//! Stream selectors and log pipelines: `{app="api"} |= "x" | json`.

use super::super::canonical::SelectorTokens;
use super::super::expression::Grouping;
use super::super::lexer::Token;
use super::super::pipeline::{LogRange, Matcher, MatcherOperator, Pipeline, Stage};
use super::super::unit;
use super::{A_QUERY, Parser, check, refused};
use crate::query::{Part, Unread};

impl Parser<'_> {
    /// A log query.
    pub(super) fn log_query(&mut self) -> Result<(), Unread> {
        let mut pipeline = self.selector()?;
        while self.begins_stage() {
            let stage = self.stage()?;
            if let Stage::Unwrap { label, .. } = &stage {
                return Err(refused("`unwrap` stands in a range aggregation only", label.range.clone()));
            }
            pipeline.stages.push(stage);
        }
        if self.is("[") {
            return Err(refused(
                "a range stands in a range aggregation only, such as `count_over_time`",
                self.start()..self.start() + 1,
            ));
        }
        self.finish(pipeline);
        Ok(())
    }

    fn finish(&mut self, mut pipeline: Pipeline) -> usize {
        pipeline.bytes.end = self.end();
        self.pipelines.push(pipeline);
        self.pipelines.len() - 1
    }

    /// A log query with its range, at the end or after the selector; the index of its pipeline.
    pub(super) fn log_range(&mut self) -> Result<usize, Unread> {
        let pipeline = self.open_range()?;
        if pipeline.range.is_none() {
            return Err(self.unexpected("a range such as `[5m]`"));
        }
        Ok(self.finish(pipeline))
    }

    fn open_range(&mut self) -> Result<Pipeline, Unread> {
        let start = self.start();
        let mut pipeline = if self.eat("(") {
            let inner = self.nested(Self::open_range)?;
            self.expect(")")?;
            inner
        } else {
            self.selector()?
        };
        let mut unwrapped = pipeline.stages.iter().any(|stage| matches!(stage, Stage::Unwrap { .. }));
        pipeline.bytes.start = start;
        loop {
            if self.is("[") && pipeline.range.is_none() {
                pipeline.range = Some(self.range()?);
            } else if self.begins_stage() {
                let start = self.start();
                let stage = self.stage()?;
                if unwrapped && !matches!(stage, Stage::LabelFilter { .. }) {
                    return Err(refused("only label filters can follow `unwrap`", start..self.end()));
                }
                unwrapped |= matches!(stage, Stage::Unwrap { .. });
                pipeline.stages.push(stage);
            } else {
                return Ok(pipeline);
            }
        }
    }

    fn range(&mut self) -> Result<LogRange, Unread> {
        self.expect("[")?;
        let written = self.take_if("a duration such as `5m`", |token| matches!(token, Token::Duration | Token::Variable))?;
        self.expect("]")?;
        let has_variable = self.has_variable(&written);
        let milliseconds = if has_variable { None } else { unit::milliseconds(&written.text) };
        let offset = if self.eat_word("offset") {
            Some(self.signed("a duration such as `5m`", |token| matches!(token, Token::Duration | Token::Variable))?)
        } else {
            None
        };
        Ok(LogRange { written, milliseconds, has_variable, offset })
    }

    fn selector(&mut self) -> Result<Pipeline, Unread> {
        let start = self.start();
        let mut pipeline = Pipeline {
            matchers: Vec::new(),
            selector_variables: Vec::new(),
            stages: Vec::new(),
            range: None,
            bytes: start..start,
        };
        if matches!(self.token(0), Some(Token::Variable)) && self.symbol(1) != Some("(") {
            pipeline.selector_variables.extend(self.take());
            return Ok(pipeline);
        }
        if !self.is("{") {
            return Err(self.unexpected(A_QUERY));
        }
        self.at += 1;
        let opened = self.at;
        let mut tokens = Vec::new();
        while !self.is("}") {
            let first = self.at;
            match (self.token(0), self.symbol(1)) {
                (Some(Token::Variable), Some("," | "}")) => pipeline.selector_variables.extend(self.take()),
                _ => pipeline.matchers.push(self.matcher()?),
            }
            tokens.push(first..self.at);
            if !self.eat(",") && !self.is("}") {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
        self.selectors.push(SelectorTokens { matchers: tokens, inner: opened..self.at });
        self.at += 1;
        check::selector(&pipeline, start..self.end())?;
        Ok(pipeline)
    }

    pub(super) fn matcher(&mut self) -> Result<Matcher, Unread> {
        let label = self.label()?;
        let operator = match self.symbol(0) {
            Some("=") => MatcherOperator::Equal,
            Some("!=") => MatcherOperator::NotEqual,
            Some("=~") => MatcherOperator::Matches,
            Some("!~") => MatcherOperator::NotMatches,
            _ => return Err(self.unexpected("`=`, `!=`, `=~` or `!~`")),
        };
        self.at += 1;
        let (value, value_has_variable) = self.quoted("a value in double quotes or back-ticks")?;
        Ok(Matcher { label, operator, value, value_has_variable })
    }

    /// `by (…)` or `without (…)`, where it stands here.
    pub(super) fn grouping(&mut self) -> Result<Option<Grouping>, Unread> {
        let without = self.is_word("without");
        if !without && !self.is_word("by") {
            return Ok(None);
        }
        self.at += 1;
        Ok(Some(Grouping { without, labels: self.label_names()? }))
    }

    /// `(a, b)`, `()`.
    pub(super) fn label_names(&mut self) -> Result<Vec<Part>, Unread> {
        self.expect("(")?;
        let mut labels = Vec::new();
        while !self.eat(")") {
            labels.push(self.label()?);
            if !self.eat(",") && !self.is(")") {
                return Err(self.unexpected("`,` or `)`"));
            }
        }
        Ok(labels)
    }
}
