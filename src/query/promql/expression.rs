//! From tokens to a tree: operators by their precedence, functions, aggregations. (`promql/parser/generated_parser.y`.)

use super::applied::{Group, Grouping, Matching};
use super::cursor::{Cursor, unchecked};
use super::token::Kind as TokenKind;
use super::tree::{Kind, Tree};
use super::{function, literal, metricsql, operand};
use crate::query::{Part, Unread};

/// The precedence of `^`, below which unary operators bind.
const POWER: u8 = 6;

/// A reader of expressions.
pub(super) struct Reader<'query> {
    pub cursor: Cursor<'query>,
    pub tree: Tree,
}

impl Reader<'_> {
    /// The whole query.
    pub fn query(&mut self) -> Result<(), Unread> {
        if self.cursor.is_at_end() {
            return Err(Unread::Syntax { message: "there is no expression in the query".to_owned(), range: 0..0 });
        }
        self.expression(0)?;
        if self.cursor.is_at_end() { Ok(()) } else { Err(self.cursor.unexpected("an operator or the end")) }
    }

    /// An expression of operators that bind at least as strongly as `minimum`.
    pub fn expression(&mut self, minimum: u8) -> Result<usize, Unread> {
        let start = self.cursor.start();
        let first_selector = self.tree.selectors.len();
        let mut left = self.operand()?;
        while let Some(precedence) = self.precedence().filter(|precedence| *precedence >= minimum) {
            self.cursor.count_operator()?;
            let Some(operator) = self.cursor.next().map(|token| self.cursor.part(token)) else { break };
            let is_bool = self.cursor.take_keyword("bool");
            let matching = self.matching()?;
            let has_fill = self.fill()?;
            // `^` binds to the right: `a ^ b ^ c` is `a ^ (b ^ c)`.
            let right = if precedence == POWER { self.nested(POWER)? } else { self.expression(precedence + 1)? };
            let kind = Kind::Binary { operator, is_bool, matching, has_fill };
            left = self.tree.push(kind, self.cursor.since(start), vec![left, right], first_selector);
        }
        Ok(left)
    }

    /// An expression that counts as nested.
    fn nested(&mut self, minimum: u8) -> Result<usize, Unread> {
        self.cursor.deeper()?;
        let node = self.expression(minimum)?;
        self.cursor.shallower();
        Ok(node)
    }

    /// The precedence of the binary operator that comes next.
    fn precedence(&self) -> Option<u8> {
        let token = self.cursor.token()?;
        match token.kind {
            TokenKind::Symbol => Some(match self.cursor.written(token) {
                "==" | "!=" | "<" | "<=" | ">" | ">=" => 3,
                "+" | "-" => 4,
                "*" | "/" | "%" => 5,
                "^" => POWER,
                _ => return None,
            }),
            _ => Some(match self.cursor.keyword()?.as_str() {
                "or" => 1,
                "and" | "unless" => 2,
                "atan2" => 5,
                _ => return None,
            }),
        }
    }

    /// What operators stand between.
    fn operand(&mut self) -> Result<usize, Unread> {
        let start = self.cursor.start();
        let first_selector = self.tree.selectors.len();
        let is_minus = self.cursor.is_symbol("-");
        if is_minus || self.cursor.is_symbol("+") {
            self.cursor.next();
            let inner = self.nested(POWER)?;
            return Ok(self.tree.push(Kind::Sign { is_minus }, self.cursor.since(start), vec![inner], first_selector));
        }
        let node = self.primary(start, first_selector)?;
        operand::suffixes(self, node, start, first_selector)
    }

    fn primary(&mut self, start: usize, first_selector: usize) -> Result<usize, Unread> {
        if self.cursor.take_symbol("(") {
            let inner = self.nested(0)?;
            self.cursor.expect_symbol(")")?;
            return Ok(self.tree.push(Kind::Brackets, self.cursor.since(start), vec![inner], first_selector));
        }
        if self.cursor.is_symbol("{") {
            return operand::selector(self, None);
        }
        let Some(token) = self.cursor.token() else { return Err(self.cursor.unexpected("an expression")) };
        match token.kind {
            TokenKind::Number => self.number(),
            TokenKind::String => self.string(),
            TokenKind::Word => self.word(start, first_selector),
            TokenKind::Symbol => Err(self.cursor.unexpected("an expression")),
        }
    }

    fn number(&mut self) -> Result<usize, Unread> {
        let Some(token) = self.cursor.token() else { return Err(self.cursor.unexpected("a number")) };
        let written = self.cursor.written(token);
        let value = literal::number(written);
        if value.is_none() && !token.has_variable {
            return Err(bad_number(self.cursor.part(token)));
        }
        self.cursor.next();
        let selectors = self.tree.selectors.len();
        Ok(self.tree.push(Kind::Number(value), token.range.clone(), Vec::new(), selectors))
    }

    fn string(&mut self) -> Result<usize, Unread> {
        let Some(token) = self.cursor.next() else { return Err(self.cursor.unexpected("a string")) };
        let value = operand::string(&self.cursor, token)?;
        let kind = Kind::Text { value, has_variable: token.has_variable };
        let selectors = self.tree.selectors.len();
        Ok(self.tree.push(kind, token.range.clone(), Vec::new(), selectors))
    }

    /// An aggregation, a call, a number in letters, a metric or a variable.
    fn word(&mut self, start: usize, first_selector: usize) -> Result<usize, Unread> {
        let Some(token) = self.cursor.token() else { return Err(self.cursor.unexpected("an expression")) };
        let is_called = self.cursor.is_symbol_ahead(1, "(");
        if token.has_variable {
            return if is_called {
                let written = self.cursor.written(token);
                Err(unchecked(format!("the variable {written} stands for a function")))
            } else {
                operand::named_by_variable(self)
            };
        }
        let keyword = self.cursor.keyword().unwrap_or_default();
        match keyword.as_str() {
            "inf" | "nan" => return self.number(),
            "with" if is_called => return Err(unchecked("MetricsQL: `WITH`".to_owned())),
            "on" | "ignoring" | "bool" | "group_left" | "group_right" | "atan2" => {
                return Err(self.cursor.unexpected("an expression"));
            }
            _ => {}
        }
        let is_grouped = self.cursor.ahead(1).is_some_and(|next| {
            next.kind == TokenKind::Word
                && matches!(self.cursor.written(next).to_ascii_lowercase().as_str(), "by" | "without")
                && self.cursor.is_symbol_ahead(2, "(")
        });
        if function::aggregation(&keyword).is_some() && (is_called || is_grouped) {
            return self.aggregation(start, first_selector);
        }
        if is_grouped && metricsql::is_function(&keyword) {
            return Err(unchecked(format!("MetricsQL: the aggregation `{keyword}`")));
        }
        if is_called { self.call(start, first_selector) } else { operand::selector(self, Some(token)) }
    }

    fn aggregation(&mut self, start: usize, first_selector: usize) -> Result<usize, Unread> {
        let Some(operator) = self.cursor.next().map(|token| self.cursor.part(token)) else {
            return Err(self.cursor.unexpected("an aggregation"));
        };
        let before = self.grouping()?;
        let arguments = self.arguments()?;
        let grouping = if before.is_some() { before } else { self.grouping()? };
        let kind = Kind::Aggregation { operator, grouping };
        Ok(self.tree.push(kind, self.cursor.since(start), arguments, first_selector))
    }

    fn call(&mut self, start: usize, first_selector: usize) -> Result<usize, Unread> {
        let Some(name) = self.cursor.next().map(|token| self.cursor.part(token)) else {
            return Err(self.cursor.unexpected("a function"));
        };
        let arguments = self.arguments()?;
        let is_grouped = matches!(self.cursor.keyword().as_deref(), Some("by" | "without"));
        if is_grouped && metricsql::is_function(&name.text) {
            return Err(unchecked(format!("MetricsQL: the aggregation `{}`", name.text)));
        }
        Ok(self.tree.push(Kind::Call { name }, self.cursor.since(start), arguments, first_selector))
    }

    fn arguments(&mut self) -> Result<Vec<usize>, Unread> {
        self.cursor.expect_symbol("(")?;
        let mut arguments = Vec::new();
        if self.cursor.take_symbol(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.nested(0)?);
            if self.cursor.take_symbol(")") {
                return Ok(arguments);
            }
            if !self.cursor.take_symbol(",") {
                return Err(self.cursor.unexpected("`,` or `)`"));
            }
        }
    }

    fn grouping(&mut self) -> Result<Option<Grouping>, Unread> {
        let is_by = self.cursor.take_keyword("by");
        if !is_by && !self.cursor.take_keyword("without") {
            return Ok(None);
        }
        let (labels, has_variable) = self.labels()?;
        Ok(Some(Grouping { is_by, labels, has_variable }))
    }

    /// `on (a) group_left (b)`.
    fn matching(&mut self) -> Result<Option<usize>, Unread> {
        let is_on = self.cursor.take_keyword("on");
        if !is_on && !self.cursor.take_keyword("ignoring") {
            return Ok(None);
        }
        let (labels, mut has_variable) = self.labels()?;
        let is_left = self.cursor.take_keyword("group_left");
        let mut group = None;
        if is_left || self.cursor.take_keyword("group_right") {
            let (labels, more) = if self.cursor.is_symbol("(") { self.labels()? } else { (Vec::new(), false) };
            has_variable |= more;
            group = Some(Group { is_left, labels });
        }
        self.tree.matchings.push(Matching { is_on, labels, group, has_variable });
        Ok(Some(self.tree.matchings.len() - 1))
    }

    /// `fill (0)`, or `fill_left (0)` and `fill_right (0)` in any order, of Prometheus 3. Whether there is one.
    fn fill(&mut self) -> Result<bool, Unread> {
        let mut before: Option<String> = None;
        while self.cursor.is_symbol_ahead(1, "(") {
            let Some(word) = self.cursor.keyword() else { break };
            match (before.as_deref(), word.as_str()) {
                (None, "fill" | "fill_left" | "fill_right")
                | (Some("fill_left"), "fill_right")
                | (Some("fill_right"), "fill_left") => {}
                _ => break,
            }
            self.cursor.next();
            self.cursor.next();
            self.filling()?;
            self.cursor.expect_symbol(")")?;
            before = Some(word);
        }
        Ok(before.is_some())
    }

    /// The number that fills gaps, with its sign.
    fn filling(&mut self) -> Result<(), Unread> {
        if !self.cursor.take_symbol("-") {
            self.cursor.take_symbol("+");
        }
        let is_number = |written: &str| literal::number(written).is_some();
        match self.cursor.token() {
            Some(token) if token.has_variable || is_number(self.cursor.written(token)) => drop(self.cursor.next()),
            _ => return Err(self.cursor.unexpected("a number")),
        }
        Ok(())
    }

    /// The labels of `by`, `without`, `on`, `ignoring`, `group_left`, `group_right`, and whether variables are among them.
    fn labels(&mut self) -> Result<(Vec<Part>, bool), Unread> {
        self.cursor.expect_symbol("(")?;
        let (mut labels, mut has_variable) = (Vec::new(), false);
        while !self.cursor.take_symbol(")") {
            let token = self.cursor.token().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::String));
            let Some(token) = token else { return Err(self.cursor.unexpected("a label or `)`")) };
            self.cursor.next();
            has_variable |= token.has_variable;
            labels.push(self.label(token)?);
            if !self.cursor.is_symbol(")") && !self.cursor.take_symbol(",") {
                return Err(self.cursor.unexpected("`,` or `)`"));
            }
        }
        Ok((labels, has_variable))
    }

    /// What a label in a list says, with or without quotes.
    fn label(&self, token: &super::token::Token) -> Result<Part, Unread> {
        if token.kind == TokenKind::String {
            return operand::string(&self.cursor, token);
        }
        let part = self.cursor.part(token);
        // Prometheus reads other keywords as labels, but not these.
        let is_reserved = ["without", "inf", "nan"].iter().any(|word| part.text.eq_ignore_ascii_case(word));
        if token.has_variable || literal::is_label(&part.text) && !is_reserved {
            return Ok(part);
        }
        let help = if is_reserved { " without quotes" } else { "" };
        Err(Unread::Syntax { message: format!("`{}` is no label{help}", part.text), range: part.range })
    }
}

/// A number that Prometheus does not read.
pub(super) fn bad_number(part: Part) -> Unread {
    if literal::is_metricsql(&part.text) {
        return unchecked(format!("MetricsQL: the number `{}`", part.text));
    }
    Unread::Syntax { message: format!("`{}` is neither a number nor a duration", part.text), range: part.range }
}
