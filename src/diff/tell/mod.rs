//! From differences to changes in words.
//!
//! Every difference of a group ends up in a change: those that belong together are taken together, and of what is left each is told
//! by itself, by its path where nobody has words for it.

mod breaking;
mod grid;
mod limit;
mod names;
mod place;
mod show;
mod tidy;
mod unit;

use serde_json::Value;

use self::place::{Place, place};
use self::show::{cut, quoted};
use super::change::{Action, Change, PlacePair, Subject};
use super::dashboard::value_at;
use super::group::Group;
use super::queries::Queries;
use super::raw::{Difference, Nature};
use super::words::{Word, words};
use crate::diag::Pointer;
use crate::foreign::PartKind;
use crate::grafana::json::Step;

/// Texts longer than this are told word by word. Characters.
const LONG: usize = 40;

/// The words of a change.
#[derive(Default)]
struct Told {
    what: String,
    old: Option<String>,
    new: Option<String>,
    words: Vec<Word>,
    breaking: Option<&'static str>,
}

/// All changes of all groups, in their order. `queries` knows which texts are queries.
pub(super) fn tell(mut groups: Vec<Group<'_>>, queries: &Queries<'_>) -> Vec<Change> {
    let mut together = grid::take_shifts(&mut groups);
    let mut changes = Vec::new();
    for group in groups {
        if group.subject != Subject::Dashboard {
            changes.append(&mut together);
        }
        changes.extend(of_group(group, queries));
    }
    changes.append(&mut together);
    changes
}

fn of_group(mut group: Group<'_>, queries: &Queries<'_>) -> Vec<Change> {
    let mut left = std::mem::take(&mut group.differences);
    let mut changes = Vec::new();
    changes.extend(grid::take(&group, &mut left));
    changes.extend(datasources(&group, &mut left));
    changes.extend(left.iter().filter_map(|difference| one(&group, difference, queries)));
    // First what happened to the subject as a whole, then its name, then the rest as it stands in the file.
    changes.sort_by_key(|change| match change.what.as_str() {
        "" => 0,
        "uid" => 1,
        "title" | "name" | "type" => 2,
        "place" | "size" => 3,
        _ => 4,
    });
    changes
}

/// A change that stands for `taken`. Without a difference there is none.
fn change(subject: &Subject, action: Action, told: Told, taken: &[Difference<'_>]) -> Option<Change> {
    let places: Vec<PlacePair> = taken
        .iter()
        .map(|difference| PlacePair { before: difference.before.pointer(), after: difference.after.pointer() })
        .collect();
    let Told { what, old, new, words, breaking } = told;
    (!places.is_empty()).then(|| Change { subject: subject.clone(), action, what, old, new, words, breaking, places })
}

/// Takes differences of references to data sources, which are several keys for one meaning.
fn datasources<'a>(group: &Group<'a>, left: &mut Vec<Difference<'a>>) -> Vec<Change> {
    let reference = |way: &[Step<'a>]| match way {
        [.., Step::Key("datasource"), Step::Key("uid" | "type")] => Some(way.len() - 1),
        [.., Step::Key("datasource")] => Some(way.len()),
        _ => None,
    };
    let mut changes = Vec::new();
    while let Some((before, after)) = left.iter().find_map(|difference| {
        let cut = |way: &[Step<'a>]| Some(way.get(..reference(way)?)?.to_vec());
        Some((cut(&difference.before.way)?, cut(&difference.after.way)?))
    }) {
        let taken: Vec<Difference<'a>> = left
            .extract_if(.., |difference| {
                difference.before.way.starts_with(&before)
                    && difference.after.way.starts_with(&after)
                    && reference(&difference.after.way).is_some()
            })
            .collect();
        let old = group.before.and_then(|value| value_at(value, before.get(group.before_base..)?));
        let new = group.after.and_then(|value| value_at(value, after.get(group.after_base..)?));
        let subject = if new.is_some() { group.after } else { group.before };
        let rest = if new.is_some() { after.get(group.after_base..) } else { before.get(group.before_base..) };
        let what = place(group.kind, subject, rest.unwrap_or_default()).words;
        let action = action(old, new);
        let shown = |value: Option<&Value>| value.map(datasource_text);
        changes.extend(change(
            &group.subject,
            action,
            Told { what, old: shown(old), new: shown(new), ..Told::default() },
            &taken,
        ));
        if taken.is_empty() {
            break;
        }
    }
    changes
}

fn datasource_text(reference: &Value) -> String {
    let text = |key: &str| reference.get(key).and_then(Value::as_str);
    match (text("uid"), text("type")) {
        (Some(uid), Some(kind)) => format!("{} ({kind})", quoted(uid)),
        (Some(uid), None) => quoted(uid),
        (None, Some(kind)) => format!("the default one of {kind}"),
        (None, None) => show::show(reference, None, false),
    }
}

fn action(old: Option<&Value>, new: Option<&Value>) -> Action {
    match (old, new) {
        (None, _) => Action::Added,
        (_, None) => Action::Removed,
        _ => Action::Changed,
    }
}

/// One difference by itself; `None` where it is only the form of a query.
fn one(group: &Group<'_>, difference: &Difference<'_>, queries: &Queries<'_>) -> Option<Change> {
    if queries.is_form_alone(difference) {
        return None;
    }
    let taken = std::slice::from_ref(difference);
    let (subject, rest) = group.rest(difference);
    let found = place(group.kind, subject, rest);
    match difference.nature {
        Nature::Holder => return change(&group.subject, Action::Moved, into_row(group, difference), taken),
        Nature::Order => return change(&group.subject, Action::Moved, order(group, difference, &found), taken),
        Nature::Value => {}
    }
    let (old, new) = (difference.before.value, difference.after.value);
    let action = action(old, new);
    let path = group.path(difference);
    let breaking = breaking::reason(group, action, &path);
    let is_secret = show::is_secret(group.kind, rest);
    let side = |value: Option<&Value>, is_old: bool| {
        let unit = limit::unit_of(group, difference, is_old);
        value.and_then(|value| shown(value, &found, unit.as_deref(), is_secret, group))
    };
    let texts = (old.and_then(Value::as_str), new.and_then(Value::as_str));
    let words = match texts {
        (Some(old), Some(new)) if !is_secret && is_long(old, new, queries, difference) => {
            told_words(old, new, queries.is_read(difference))
        }
        _ => Vec::new(),
    };
    let (mut old_text, mut new_text) = (side(old, true), side(new, false));
    if let (Some(old), Some(new)) = (old, new)
        && old_text == new_text
        && words.is_empty()
    {
        // What differs is cut or not shown, or it is the type.
        let is_text = |value: &Value| value.is_string();
        let of =
            |value: &Value, text: Option<String>| text.map(|text| if is_text(value) { format!("{text} (text)") } else { text });
        let is_type = is_text(old) != is_text(new) && !is_secret;
        (old_text, new_text) = if is_type { (of(old, old_text), of(new, new_text)) } else { (None, None) };
    }
    let told = Told { what: found.words.clone(), old: old_text, new: new_text, words, breaking };
    change(&group.subject, action, told, taken)
}

/// Two texts word by word. Of queries whose trees are known to differ, white space that says nothing is left out.
fn told_words(old: &str, new: &str, are_queries: bool) -> Vec<Word> {
    let (tidy_old, tidy_new) = (tidy::tidy(old), tidy::tidy(new));
    // Behind a comment, the end of a line says something.
    if are_queries && tidy_old != tidy_new && !old.contains('#') && !new.contains('#') {
        return words(&tidy_old, &tidy_new);
    }
    words(&show::without_password(old), &show::without_password(new))
}

fn is_long(old: &str, new: &str, queries: &Queries<'_>, difference: &Difference<'_>) -> bool {
    let is_long = |text: &str| text.chars().nth(LONG).is_some() || text.contains('\n');
    queries.is_query(difference) || is_long(old) || is_long(new)
}

/// A value in the words of its setting; `None` where there is nothing to add to the subject itself.
fn shown(value: &Value, found: &Place, unit: Option<&str>, is_secret: bool, group: &Group<'_>) -> Option<String> {
    if found.words.is_empty() {
        return subject_text(value, &group.subject);
    }
    let scope = match group.subject {
        Subject::Dashboard => "dashboard",
        Subject::Variable(_) => "variable",
        _ => "",
    };
    if let Some(words) = names::value_words(scope, &found.path, value) {
        return Some(words.to_owned());
    }
    if found.is_entry {
        return entry_text(value, &found.list, unit, is_secret);
    }
    if found.list == "steps" && value.is_null() {
        return Some("base".to_owned());
    }
    Some(show::show(value, unit, is_secret))
}

/// What is worth saying of a subject that came or went.
fn subject_text(value: &Value, subject: &Subject) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    match subject {
        Subject::Panel { .. } => {
            let targets = value.get("targets").and_then(Value::as_array)?;
            query_text(targets.first()?)
        }
        Subject::Variable(_) => query_text(value),
        Subject::Datasource { .. } => text("url").map(|url| quoted(&cut(&show::without_password(url)))),
        Subject::Provider(_) => value.get("options")?.get("path").map(|path| show::show(path, None, false)),
        Subject::File => Some(show::show(value, None, false)),
        Subject::Annotation(_) | Subject::Dashboard => None,
    }
}

fn query_text(value: &Value) -> Option<String> {
    let keys = ["expr", "query", "rawSql", "expression", "operation", "tags", "definition"];
    let text = keys.iter().find_map(|key| value.get(*key)?.as_str().filter(|text| !text.is_empty()))?;
    Some(cut(&text.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// What is worth saying of an entry that came or went.
fn entry_text(entry: &Value, list: &str, unit: Option<&str>, is_secret: bool) -> Option<String> {
    let field = |key: &str| entry.get(key).map(|value| show::show(value, unit, is_secret));
    match list {
        "targets" | "queries" => query_text(entry),
        "steps" => entry.get("value").filter(|value| !value.is_null()).map(|value| show::show(value, unit, is_secret)),
        "links" | "dataLinks" => field("url"),
        "derivedFields" => field("matcherRegex"),
        "exemplarTraceIdDestinations" => field("url").or_else(|| field("datasourceUid")),
        "properties" | "options" => field("value"),
        "tags" if entry.is_object() => field("value"),
        "overrides" => field("properties"),
        "transformations" | "mappings" => field("options"),
        _ => Some(show::show(entry, None, is_secret)),
    }
}

/// A panel that is in another row, or in none.
fn into_row(group: &Group<'_>, difference: &Difference<'_>) -> Told {
    let row = |root: &Value, way: &[Step<'_>]| match way {
        [first, second, _, _, ..] => {
            let title = value_at(root, &[*first, *second]).and_then(|row| row.get("title")?.as_str()).unwrap_or_default();
            format!("in the row {}", quoted(title))
        }
        _ => "outside of rows".to_owned(),
    };
    let old = Some(row(group.roots.0, &difference.before.way));
    let new = Some(row(group.roots.1, &difference.after.way));
    Told { what: "place".to_owned(), old, new, ..Told::default() }
}

/// A list in another order, with the names of its entries.
fn order(group: &Group<'_>, difference: &Difference<'_>, found: &Place) -> Told {
    let what = if found.words.is_empty() { "order".to_owned() } else { format!("order of {}", found.words) };
    let what = if group.subject == Subject::Dashboard && found.path == "panels" {
        "order of the list of panels".to_owned()
    } else {
        what
    };
    let side = |value: Option<&Value>| {
        let items = value?.as_array()?;
        let name = |item: &Value| {
            let keys = ["refId", "title", "name", "id", "key", "text", "color"];
            let named = keys.iter().find_map(|key| item.get(*key)).unwrap_or(item);
            show::show(named, None, false)
        };
        Some(cut(&items.iter().map(name).collect::<Vec<_>>().join(", ")))
    };
    Told { what, old: side(difference.before.value), new: side(difference.after.value), ..Told::default() }
}

/// A document as a whole that came or went.
pub(super) fn document(kind: PartKind, value: &Value, is_old: bool) -> Change {
    let is_dashboard = kind == PartKind::Dashboard;
    let panels = value.get("panels").and_then(Value::as_array).map_or(0, Vec::len);
    let shown = is_dashboard.then(|| if panels == 1 { "1 panel".to_owned() } else { format!("{panels} panels") });
    let root = || Some(Pointer::root());
    Change {
        subject: if is_dashboard { Subject::Dashboard } else { Subject::File },
        action: if is_old { Action::Removed } else { Action::Added },
        what: String::new(),
        old: shown.clone().filter(|_| is_old),
        new: shown.filter(|_| !is_old),
        words: Vec::new(),
        breaking: (is_dashboard && is_old).then_some("links to the dashboard lead nowhere"),
        places: vec![PlacePair { before: root().filter(|_| is_old), after: root().filter(|_| !is_old) }],
    }
}
