//! OpenMetrics text, as far as these programs write it: families with their samples and exemplars.

use std::collections::BTreeMap;

/// A family.
#[derive(Debug, Default)]
pub struct Family {
    pub kind: String,
    pub help: String,
    pub samples: Vec<Sample>,
}

/// A sample.
#[derive(Debug)]
pub struct Sample {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub value: f64,
    pub exemplar: Option<BTreeMap<String, String>>,
}

/// All families of a text, by name. Fails on what it does not understand.
pub fn parse(text: &str) -> BTreeMap<String, Family> {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    assert!(text.ends_with("# EOF\n"), "the text is cut short: {text}");
    for line in text.lines().filter(|line| *line != "# EOF") {
        if let Some(comment) = line.strip_prefix("# ") {
            let mut parts = comment.splitn(3, ' ');
            let (what, name, rest) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap_or_default());
            let family = families.entry(name.to_owned()).or_default();
            match what {
                "TYPE" => rest.clone_into(&mut family.kind),
                "HELP" => rest.clone_into(&mut family.help),
                "UNIT" => {}
                other => panic!("a comment `{other}`"),
            }
        } else {
            let sample = sample(line);
            let family = families
                .keys()
                .filter(|family| {
                    sample
                        .name
                        .strip_prefix(family.as_str())
                        .is_some_and(|end| ["", "_total", "_bucket", "_sum", "_count"].contains(&end))
                })
                .max_by_key(|family| family.len())
                .unwrap_or_else(|| panic!("a sample without a family: {line}"))
                .clone();
            families.get_mut(&family).unwrap().samples.push(sample);
        }
    }
    families
}

fn sample(line: &str) -> Sample {
    let (line, exemplar) = match line.split_once(" # ") {
        Some((line, exemplar)) => (line, Some(labels(exemplar.split_once('}').unwrap().0.strip_prefix('{').unwrap()))),
        None => (line, None),
    };
    let (series, value) = line.rsplit_once(' ').unwrap();
    let (name, inside) = match series.split_once('{') {
        Some((name, rest)) => (name, rest.strip_suffix('}').unwrap()),
        None => (series, ""),
    };
    Sample { name: name.to_owned(), labels: labels(inside), value: value.parse().unwrap(), exemplar }
}

/// The values of these programs have neither quotes nor commas.
fn labels(inside: &str) -> BTreeMap<String, String> {
    inside
        .split(',')
        .filter(|label| !label.is_empty())
        .map(|label| {
            let (name, value) = label.split_once('=').unwrap_or_else(|| panic!("a label `{label}`"));
            (name.to_owned(), value.trim_matches('"').to_owned())
        })
        .collect()
}
