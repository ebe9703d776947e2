//! [`LinePattern`]: how lines of plain text are made, in the form of `LogQL`'s parser `pattern`.

/// A pattern: literals, and captures `<name>` between them. (Loki: `LogQL`, Pattern.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinePattern {
    /// What stands before the first capture.
    begin: String,
    /// Each capture, and what stands after it.
    captures: Vec<(String, String)>,
}

impl LinePattern {
    /// Reads a pattern. An error, in words, where there is no capture, or nothing between two.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut begin = String::new();
        let mut captures: Vec<(String, String)> = Vec::new();
        let mut rest = text;
        while let Some((literal, name, after)) = next_capture(rest) {
            match captures.last_mut() {
                None => literal.clone_into(&mut begin),
                Some((before, _)) if literal.is_empty() => {
                    return Err(format!("nothing stands between `<{before}>` and `<{name}>`"));
                }
                Some((_, end)) => literal.clone_into(end),
            }
            captures.push((name.to_owned(), String::new()));
            rest = after;
        }
        match captures.last_mut() {
            Some((_, end)) => rest.clone_into(end),
            None => return Err("it has no field such as `<level>`".to_owned()),
        }
        Ok(Self { begin, captures })
    }

    /// The names of the fields, without `_`.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.captures.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "_")
    }

    /// What the fields hold in `line`, or what is missing in it.
    pub(super) fn read<'l>(&self, line: &'l str) -> Result<Vec<(&str, &'l str)>, String> {
        let mut rest =
            line.strip_prefix(self.begin.as_str()).ok_or_else(|| format!("it does not begin with `{}`", self.begin))?;
        let mut found = Vec::new();
        for (name, end) in &self.captures {
            let (value, after) = if end.is_empty() {
                (rest, "")
            } else {
                rest.split_once(end.as_str()).ok_or_else(|| format!("there is no `{end}` after `<{name}>`"))?
            };
            if name != "_" {
                found.push((name.as_str(), value));
            }
            rest = after;
        }
        Ok(found)
    }
}

/// The text before the next capture, the capture's name, and what follows it.
fn next_capture(text: &str) -> Option<(&str, &str, &str)> {
    for (open, _) in text.match_indices('<') {
        let inside = text.get(open + 1..)?;
        if let Some((name, after)) = inside.split_once('>')
            && super::naming::is_label_name(name)
        {
            return Some((text.get(..open)?, name, after));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::LinePattern;

    #[test]
    fn fields_are_what_stands_between_the_literals() {
        let pattern = LinePattern::parse("<time> | <level> | trace_id=<trace_id> | <_>").unwrap();
        assert_eq!(pattern.fields().collect::<Vec<_>>(), ["time", "level", "trace_id"]);
        let fields = pattern.read("10:30 | INFO | trace_id=0af7 | a | b").unwrap();
        assert_eq!(fields, [("time", "10:30"), ("level", "INFO"), ("trace_id", "0af7")]);
        assert!(pattern.read("10:30 INFO trace_id=0af7 a").is_err());
    }

    #[test]
    fn a_pattern_has_fields_with_something_between_them() {
        for bad in ["", "time level", "<time><level>", "<1a>", "<>"] {
            assert!(LinePattern::parse(bad).is_err(), "{bad}");
        }
        assert!(LinePattern::parse("a < b <c>").is_ok());
    }
}
