//! From the text of `/metrics` to families, as strict as `OpenMetrics` 1.0 is ("Text Format").

/// A family and its samples.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Family {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) help: String,
    pub(super) unit: Option<String>,
    pub(super) samples: Vec<Sample>,
}

/// A line of a value.
#[derive(Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) labels: Vec<(String, String)>,
    pub(super) value: f64,
    pub(super) exemplar: Option<Exemplar>,
}

/// What stands behind `#` on a line.
#[derive(Debug, PartialEq)]
pub(super) struct Exemplar {
    pub(super) labels: Vec<(String, String)>,
    pub(super) value: f64,
    pub(super) timestamp: f64,
}

impl Sample {
    pub(super) fn new(name: &str, value: f64) -> Self {
        Self { name: name.to_owned(), labels: Vec::new(), value, exemplar: None }
    }

    pub(super) fn label(&self, name: &str) -> Option<&str> {
        self.labels.iter().find(|(label, _)| label == name).map(|(_, value)| value.as_str())
    }

    /// The bound of a bucket.
    pub(super) fn bound(&self) -> Option<f64> {
        self.label("le")?.parse().ok()
    }
}

/// All families. A family's lines stand together: HELP, TYPE, UNIT, samples; and the last line is `# EOF`.
pub(super) fn parse(text: &str) -> Result<Vec<Family>, String> {
    let lines = text.strip_suffix("# EOF\n").ok_or("no # EOF at the end")?;
    let mut families: Vec<Family> = Vec::new();
    for line in lines.lines() {
        let fault = || format!("not read: {line}");
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').ok_or_else(fault)?;
            if families.iter().any(|family| family.name == name) {
                return Err(format!("{name} stands twice"));
            }
            families.push(Family { name: name.to_owned(), help: unescaped(help)?, ..Family::default() });
            continue;
        }
        let family = families.last_mut().ok_or_else(fault)?;
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            family.kind = of_family(kind, &family.name).ok_or_else(fault)?;
        } else if let Some(unit) = line.strip_prefix("# UNIT ") {
            let unit = of_family(unit, &family.name).ok_or_else(fault)?;
            if !family.name.ends_with(&format!("_{unit}")) {
                return Err(format!("{unit} is no suffix of {}", family.name));
            }
            family.unit = Some(unit);
        } else {
            family.samples.push(sample(line).ok_or_else(fault)?);
        }
    }
    Ok(families)
}

fn of_family(line: &str, name: &str) -> Option<String> {
    Some(line.strip_prefix(name)?.strip_prefix(' ')?.to_owned())
}

fn sample(line: &str) -> Option<Sample> {
    let name_ends = line.find(['{', ' '])?;
    let (name, rest) = line.split_at(name_ends);
    let (labels, rest) = if rest.starts_with('{') { label_set(rest)? } else { (Vec::new(), rest) };
    let rest = rest.strip_prefix(' ')?;
    let (value, exemplar) = match rest.split_once(" # ") {
        Some((value, exemplar)) => (value, Some(read_exemplar(exemplar)?)),
        None => (rest, None),
    };
    Some(Sample { name: name.to_owned(), labels, value: value.parse().ok()?, exemplar })
}

fn read_exemplar(text: &str) -> Option<Exemplar> {
    let (labels, rest) = label_set(text)?;
    let (value, timestamp) = rest.strip_prefix(' ')?.split_once(' ')?;
    Some(Exemplar { labels, value: value.parse().ok()?, timestamp: timestamp.parse().ok()? })
}

/// The labels between braces, and what follows.
fn label_set(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut rest = text.strip_prefix('{')?;
    let mut labels = Vec::new();
    while let Some((name, after)) = rest.split_once("=\"").filter(|_| !rest.starts_with('}')) {
        let mut escaped = false;
        let end = after.find(|character| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends
        })?;
        let (value, after) = after.split_at(end);
        labels.push((name.to_owned(), unescaped(value).ok()?));
        rest = after.strip_prefix('"')?;
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    Some((labels, rest.strip_prefix('}')?))
}

fn unescaped(text: &str) -> Result<String, String> {
    let mut characters = text.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some(escaped @ ('\\' | '"')) => escaped,
                other => return Err(format!("a wrong escape: {other:?}")),
            },
            '"' => return Err("a quote that is not escaped".to_owned()),
            other => other,
        });
    }
    Ok(plain)
}
