//! Which numbers of a panel have a unit: thresholds, and the least and greatest value of a field.

use serde_json::Value;

use crate::diff::dashboard::value_at;
use crate::diff::group::Group;
use crate::diff::raw::Difference;
use crate::grafana::json::Step;

/// The unit of the field that a threshold or a bound belongs to, on one side; `None` for everything else.
pub(super) fn unit_of(group: &Group<'_>, difference: &Difference<'_>, is_old: bool) -> Option<String> {
    let (subject, spot, base) = if is_old {
        (group.before?, &difference.before, group.before_base)
    } else {
        (group.after?, &difference.after, group.after_base)
    };
    let rest = spot.way.get(base..)?;
    let config = subject.get("fieldConfig").filter(|_| rest.first() == Some(&Step::Key("fieldConfig")))?;
    let properties = match rest {
        [_, Step::Key("overrides"), Step::Index(index), ..] => {
            config.get("overrides")?.get(*index)?.get("properties")?.as_array()
        }
        _ => None,
    };
    if let Some(end) = rest.iter().position(|step| *step == Step::Key("steps")) {
        // Thresholds may be shares of the whole instead of values.
        let mode = value_at(subject, rest.get(..end)?)?.get("mode");
        if mode.is_some_and(|mode| mode == "percentage") {
            return Some("percent".to_owned());
        }
    } else if !is_bound(rest, properties) {
        return None;
    }
    let of_override = properties.and_then(|properties| {
        properties.iter().find(|property| property.get("id").is_some_and(|id| id == "unit"))?.get("value")
    });
    let unit = of_override.or_else(|| config.get("defaults")?.get("unit"))?;
    unit.as_str().map(ToOwned::to_owned)
}

/// Whether a way leads to `min` or `max`, of all fields or of those that an override finds.
fn is_bound(rest: &[Step<'_>], properties: Option<&Vec<Value>>) -> bool {
    match rest {
        [_, Step::Key("defaults"), Step::Key("min" | "max")] => true,
        [.., Step::Key("properties"), Step::Index(index), Step::Key("value")] => {
            let id = properties.and_then(|properties| properties.get(*index)?.get("id")?.as_str());
            matches!(id, Some("min" | "max"))
        }
        _ => false,
    }
}
