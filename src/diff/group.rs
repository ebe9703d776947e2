//! Differences by what they are about: the dashboard, a panel, a variable, a data source.

use std::collections::BTreeMap;

use serde_json::Value;

use super::change::Subject;
use super::dashboard::value_at;
use super::raw::Difference;
use crate::foreign::PartKind;
use crate::grafana::json::Step;

/// The differences of one subject.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub subject: Subject,
    /// Whether the file is a dashboard, data sources or else.
    pub kind: PartKind,
    /// The subject's value before, and how many steps lead to it; `None` where it was not there.
    pub before: Option<&'a Value>,
    /// The same after.
    pub after: Option<&'a Value>,
    /// Both documents.
    pub roots: (&'a Value, &'a Value),
    pub before_base: usize,
    pub after_base: usize,
    pub differences: Vec<Difference<'a>>,
}

impl<'a> Group<'a> {
    /// The steps of a difference from the subject on, on the side that says more, and the subject's value there.
    pub fn rest<'d>(&self, difference: &'d Difference<'a>) -> (Option<&'a Value>, &'d [Step<'a>]) {
        let (subject, base) =
            if difference.after.value.is_some() { (self.after, self.after_base) } else { (self.before, self.before_base) };
        (subject, difference.spot().way.get(base..).unwrap_or_default())
    }

    /// The keys of a difference from the subject on: lists have `*` in place of a number.
    pub fn path(&self, difference: &Difference<'a>) -> String {
        let (_, rest) = self.rest(difference);
        path(rest)
    }
}

/// Steps with dots between them; `*` for any entry of a list.
pub(super) fn path(way: &[Step<'_>]) -> String {
    let steps = way.iter().map(|step| match step {
        Step::Key(key) => *key,
        Step::Index(_) => "*",
    });
    steps.collect::<Vec<_>>().join(".")
}

/// How many steps of a way lead to its subject.
fn base(kind: PartKind, way: &[Step<'_>]) -> usize {
    use Step::{Index, Key};
    match kind {
        PartKind::Dashboard => base_in_dashboard(way),
        PartKind::Datasources if matches!(way, [Key("datasources"), Index(_), ..]) => 2,
        PartKind::Providers if matches!(way, [Key("providers"), Index(_), ..]) => 2,
        PartKind::Providers if matches!(way, [Index(_), ..]) => 1,
        _ => 0,
    }
}

fn base_in_dashboard(way: &[Step<'_>]) -> usize {
    use Step::{Index, Key};
    if matches!(way, [Key("templating" | "annotations"), Key("list"), Index(_), ..]) {
        return 3;
    }
    // Of a panel in a row, the panel; old dashboards have their panels in `rows`.
    if !matches!(way.first(), Some(Key("panels" | "rows"))) {
        return 0;
    }
    let is_panel = |end: &usize| matches!(way.get(..*end), Some([.., Key("panels"), Index(_)]));
    (2..=way.len().min(4)).rev().find(is_panel).unwrap_or(0)
}

/// What is at the end of a way that [`base`] has cut.
fn subject(kind: PartKind, way: &[Step<'_>], value: Option<&Value>) -> Subject {
    let text = |key: &str| value.and_then(|value| value.get(key)).and_then(Value::as_str).unwrap_or_default().to_owned();
    match (kind, way.first()) {
        (PartKind::Dashboard, None) => Subject::Dashboard,
        (PartKind::Dashboard, Some(Step::Key("templating"))) => Subject::Variable(text("name")),
        (PartKind::Dashboard, Some(Step::Key("annotations"))) => Subject::Annotation(text("name")),
        (PartKind::Dashboard, Some(_)) => Subject::Panel { title: text("title"), kind: text("type") },
        (PartKind::Datasources, Some(_)) => Subject::Datasource { name: text("name"), kind: text("type") },
        (PartKind::Providers, Some(_)) => Subject::Provider(text("name")),
        _ => Subject::File,
    }
}

/// Where a group stands among the others: kinds in the order of the file's editor, what is gone last, then by place.
type Rank = (u8, bool, Vec<usize>, Vec<usize>);

fn rank(subject: &Subject, before: &[Step<'_>], after: &[Step<'_>], is_gone: bool) -> Rank {
    let kind = match subject {
        Subject::File | Subject::Dashboard => 0,
        Subject::Variable(_) => 1,
        Subject::Annotation(_) => 2,
        Subject::Panel { .. } | Subject::Datasource { .. } | Subject::Provider(_) => 3,
    };
    let places = |way: &[Step<'_>]| {
        let indices = way.iter().filter_map(|step| if let Step::Index(index) = step { Some(*index) } else { None });
        indices.collect::<Vec<usize>>()
    };
    (kind, is_gone, places(after), places(before))
}

/// The differences of two documents, by subject, in the order in which they are told.
pub(super) fn groups<'a>(
    kind: PartKind,
    before: &'a Value,
    after: &'a Value,
    differences: Vec<Difference<'a>>,
) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<Rank, Group<'a>> = BTreeMap::new();
    for difference in differences {
        let before_base = base(kind, &difference.before.way);
        let after_base = base(kind, &difference.after.way);
        let before_way = difference.before.way.get(..before_base).unwrap_or_default();
        let after_way = difference.after.way.get(..after_base).unwrap_or_default();
        // Where the subject itself came or went, the way on the other side leads to something else.
        let is_new = difference.before.value.is_none() && before_base == difference.before.way.len() && before_base > 0;
        let is_gone = difference.after.value.is_none() && after_base == difference.after.way.len() && after_base > 0;
        let old = value_at(before, before_way).filter(|_| !is_new);
        let new = value_at(after, after_way).filter(|_| !is_gone);
        let subject = if is_gone { subject(kind, before_way, old) } else { subject(kind, after_way, new) };
        let rank = rank(&subject, if is_new { &[] } else { before_way }, if is_gone { &[] } else { after_way }, is_gone);
        let group = groups.entry(rank).or_insert_with(|| Group {
            subject,
            kind,
            before: old,
            after: new,
            roots: (before, after),
            before_base,
            after_base,
            differences: Vec::new(),
        });
        group.differences.push(difference);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::{base, path};
    use crate::foreign::PartKind;
    use crate::grafana::json::Step::{self, Index, Key};

    fn cut(kind: PartKind, way: &[Step<'_>]) -> String {
        path(&way[..base(kind, way)])
    }

    #[test]
    fn a_difference_belongs_to_the_innermost_panel() {
        let way = [Key("panels"), Index(1), Key("panels"), Index(0), Key("title")];
        assert_eq!(cut(PartKind::Dashboard, &way), "panels.*.panels.*");
        assert_eq!(cut(PartKind::Dashboard, &way[..3]), "panels.*");
        assert_eq!(cut(PartKind::Dashboard, &[Key("rows"), Index(1), Key("panels"), Index(0), Key("id")]), "rows.*.panels.*");
    }

    #[test]
    fn what_is_of_no_panel_belongs_to_the_dashboard() {
        for way in [&[Key("title")][..], &[Key("panels")], &[Key("rows"), Index(1), Key("title")]] {
            assert_eq!(cut(PartKind::Dashboard, way), "");
        }
        assert_eq!(cut(PartKind::Dashboard, &[Key("templating"), Key("list"), Index(0)]), "templating.list.*");
    }

    #[test]
    fn a_difference_in_a_data_source_belongs_to_it() {
        assert_eq!(cut(PartKind::Datasources, &[Key("datasources"), Index(0), Key("url")]), "datasources.*");
        assert_eq!(cut(PartKind::Other, &[Key("datasources"), Index(0), Key("url")]), "");
    }
}
