//! One line of an exposition. (Prometheus: Exposition formats; `OpenMetrics` 1.0.)

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Line {
    /// Nothing, or a comment.
    Empty,
    /// `# HELP name text`.
    Help { name: String, text: String },
    /// `# TYPE name type`.
    Type { name: String, kind: Kind },
    /// `# UNIT name unit`, of `OpenMetrics` alone.
    Unit { name: String, unit: String },
    /// `# EOF`, of `OpenMetrics` alone.
    End,
    /// A sample.
    Sample(Sample),
}

/// A type, as both formats write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    StateSet,
    /// `unknown`, `untyped`, or nothing at all.
    Unknown,
}

pub(super) type Labels = Vec<(String, String)>;

/// A sample. Values and times are read and not kept: only names matter here.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) labels: Labels,
    pub(super) exemplar: Option<Labels>,
}

/// Reads a line. The error says in words what is wrong with it.
pub(super) fn read(line: &str) -> Result<Line, String> {
    let line = line.trim_matches([' ', '\t']);
    if line.is_empty() {
        return Ok(Line::Empty);
    }
    if let Some(comment) = line.strip_prefix('#') {
        return comment_line(comment.trim_start_matches([' ', '\t']));
    }
    sample(line).map(Line::Sample)
}

fn comment_line(comment: &str) -> Result<Line, String> {
    if comment == "EOF" {
        return Ok(Line::End);
    }
    let (word, rest) = word(comment);
    if !matches!(word, "HELP" | "TYPE" | "UNIT") {
        return Ok(Line::Empty);
    }
    let (name, rest) = self::word(rest);
    let name = metric_name(name)?;
    Ok(match word {
        "HELP" => Line::Help { name, text: unescaped(rest)? },
        "TYPE" => Line::Type { name, kind: kind(rest)? },
        _ => Line::Unit { name, unit: rest.to_owned() },
    })
}

/// The first word, and what follows it without the blanks before.
fn word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_at(text.find([' ', '\t']).unwrap_or(text.len()));
    (word, rest.trim_start_matches([' ', '\t']))
}

fn metric_name(name: &str) -> Result<String, String> {
    if crate::signals::naming::is_metric_name(name) {
        return Ok(name.to_owned());
    }
    if name.starts_with(['{', '"']) {
        return Err("names in quotes, of letters that not every tool takes, are not read here".to_owned());
    }
    Err(format!("`{}` can't be the name of a metric", shown(name)))
}

fn kind(text: &str) -> Result<Kind, String> {
    Ok(match text {
        "counter" => Kind::Counter,
        "gauge" => Kind::Gauge,
        "histogram" => Kind::Histogram,
        "gaugehistogram" => Kind::GaugeHistogram,
        "summary" => Kind::Summary,
        "info" => Kind::Info,
        "stateset" => Kind::StateSet,
        "unknown" | "untyped" => Kind::Unknown,
        other => return Err(format!("`{}` is no type of a metric", shown(other))),
    })
}

fn sample(line: &str) -> Result<Sample, String> {
    let (name, mut rest) = line.split_at(line.find([' ', '\t', '{']).unwrap_or(line.len()));
    let name = metric_name(if name.is_empty() { line } else { name })?;
    let mut labels = Labels::new();
    rest = rest.trim_start_matches([' ', '\t']);
    if rest.starts_with('{') {
        (labels, rest) = label_set(rest)?;
    }
    let (numbers, exemplar) = match rest.split_once('#') {
        Some((numbers, exemplar)) => (numbers, Some(exemplar.trim_start_matches([' ', '\t']))),
        None => (rest, None),
    };
    let mut numbers = numbers.split_ascii_whitespace();
    number(numbers.next().ok_or_else(|| format!("there is no value after `{}`", shown(&name)))?, "value")?;
    if let Some(time) = numbers.next() {
        number(time, "time")?;
    }
    if let Some(more) = numbers.next() {
        return Err(format!("`{}` stands after the value and its time", shown(more)));
    }
    let exemplar = exemplar.map(self::exemplar).transpose()?;
    Ok(Sample { name, labels, exemplar })
}

/// `{trace_id="…"} 0.67 1520879607.789`, which stands after a `#`.
fn exemplar(text: &str) -> Result<Labels, String> {
    if !text.starts_with('{') {
        return Err("after `#` there is no exemplar".to_owned());
    }
    let (labels, rest) = label_set(text)?;
    let mut numbers = rest.split_ascii_whitespace();
    number(numbers.next().ok_or("an exemplar has a value")?, "value")?;
    numbers.next().map_or(Ok(()), |time| number(time, "time"))?;
    if numbers.next().is_some() { Err("something stands after the exemplar".to_owned()) } else { Ok(labels) }
}

fn number(text: &str, what: &str) -> Result<(), String> {
    // Rust reads the same numbers as Go here, the infinite ones and `NaN` included.
    text.parse::<f64>().map(drop).map_err(|_| format!("`{}` is no {what}", shown(text)))
}

/// The labels of `{a="b",c="d"}`, and what follows them.
fn label_set(text: &str) -> Result<(Labels, &str), String> {
    let mut labels = Labels::new();
    let blanks = [' ', '\t'];
    let mut rest = text.strip_prefix('{').unwrap_or(text).trim_start_matches(blanks);
    loop {
        if let Some(after) = rest.strip_prefix('}') {
            return Ok((labels, after.trim_start_matches(blanks)));
        }
        let (name, after) = rest.split_once('=').ok_or("the labels are not closed with `}`")?;
        let name = name.trim_matches(blanks);
        if !crate::signals::naming::is_label_name(name) {
            return Err(format!("`{}` can't be the name of a label", shown(name)));
        }
        if labels.iter().any(|(known, _)| known == name) {
            return Err(format!("the label `{}` stands there twice", shown(name)));
        }
        let quoted = after.trim_start_matches(blanks).strip_prefix('"');
        let quoted = quoted.ok_or_else(|| format!("the value of the label `{}` does not begin with a quote", shown(name)))?;
        let end = closing_quote(quoted).ok_or_else(|| format!("the value of the label `{}` is not closed", shown(name)))?;
        let (value, after) = quoted.split_at(end);
        labels.push((name.to_owned(), unescaped(value)?));
        rest = after.strip_prefix('"').unwrap_or(after).trim_start_matches(blanks);
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start_matches(blanks),
            None if rest.starts_with('}') => {}
            None => return Err(format!("after the label `{}` there is neither `,` nor `}}`", shown(name))),
        }
    }
}

/// Where the quote stands that ends a value.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, character)| {
        let closes = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        closes.then_some(at)
    })
}

/// A text without its escapes: `\\`, `\"` and `\n`.
fn unescaped(text: &str) -> Result<String, String> {
    let mut said = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            said.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => said.push('\n'),
            Some(escaped @ ('\\' | '"')) => said.push(escaped),
            // A text of help may hold any other: the formats leave it as it is.
            Some(other) => said.extend(['\\', other]),
            None => return Err("the line ends with a backslash".to_owned()),
        }
    }
    Ok(said)
}

/// At most so much of a text as is of use in a message.
fn shown(text: &str) -> String {
    let kept: String = text.chars().take(60).collect();
    if kept.len() < text.len() { format!("{kept}…") } else { kept }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Line, Sample, read};

    fn sample(line: &str) -> Option<Sample> {
        match read(line) {
            Ok(Line::Sample(sample)) => Some(sample),
            _ => None,
        }
    }

    fn labels(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn samples_are_read_in_all_their_forms() {
        for (line, wanted) in [
            ("a 1", vec![]),
            ("a{} +Inf", vec![]),
            ("\ta { b = \"c\" , d=\"e\", } NaN 1395066363000 ", vec![("b", "c"), ("d", "e")]),
            (r#"a{b="x\\y\"z\n{}#,="} -1.5e-3 1.5"#, vec![("b", "x\\y\"z\n{}#,=")]),
            ("a:b{_c=\"ä\"}0x".strip_suffix("0x").unwrap_or_default(), vec![]),
        ] {
            match sample(line) {
                Some(sample) => assert_eq!(sample.labels, labels(&wanted), "{line}"),
                None => assert!(line.ends_with('}'), "{line}"),
            }
        }
        let with = sample(r#"a_bucket{le="1"} 5 # {trace_id="ab",span_id="c"} 0.67 1520879607.789"#).unwrap();
        assert_eq!(with.exemplar, Some(labels(&[("trace_id", "ab"), ("span_id", "c")])));
    }

    #[test]
    fn comments_that_say_something_are_read_and_others_are_not() {
        let name = "a".to_owned();
        let text = "x \\ \n \\d".to_owned();
        assert_eq!(read(r"# HELP a x \\ \n \d"), Ok(Line::Help { name: name.clone(), text }));
        assert_eq!(read("#  TYPE\ta gaugehistogram"), Ok(Line::Type { name: name.clone(), kind: Kind::GaugeHistogram }));
        assert_eq!(read("# UNIT a seconds"), Ok(Line::Unit { name: name.clone(), unit: "seconds".to_owned() }));
        assert_eq!(read("# HELP a"), Ok(Line::Help { name, text: String::new() }));
        assert_eq!((read("# EOF"), read("# anything"), read("")), (Ok(Line::End), Ok(Line::Empty), Ok(Line::Empty)));
    }

    #[test]
    fn a_line_of_another_form_is_an_error_that_says_why() {
        for (line, word) in [
            ("<html>", "name of a metric"),
            ("{\"a.b\"} 1", "in quotes"),
            ("a", "no value"),
            ("a one", "no value"),
            ("a 1 2 3", "stands after"),
            ("a 1 # b", "no exemplar"),
            ("a 1 # {b=\"c\"}", "has a value"),
            ("a{b=\"c\" 1", "neither"),
            ("a{b=\"c} 1", "not closed"),
            ("a{b=c} 1", "quote"),
            ("a{b.c=\"d\"} 1", "name of a label"),
            ("a{b=\"c\",b=\"d\"} 1", "twice"),
            ("a{", "not closed"),
            ("# TYPE a meter", "no type"),
            ("# TYPE a-b gauge", "name of a metric"),
            ("# HELP a b\\", "backslash"),
        ] {
            let problem = read(line).unwrap_err();
            assert!(problem.contains(word) || (word == "no value" && problem.contains("is no value")), "{line}: {problem}");
        }
    }
}
