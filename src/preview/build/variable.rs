//! Variables in words.

use super::query::{text_of, written};
use crate::grafana::dashboard::{Variable, VariableType};
use crate::preview::scene::VariableNote;

/// A variable.
pub(super) fn variable(variable: &Variable) -> VariableNote {
    let name = variable.name.clone().unwrap_or_default();
    let asks = match &variable.query {
        Some(query) => text_of(query),
        None => variable.definition.clone().unwrap_or_default(),
    };
    VariableNote {
        label: written(variable.label.as_ref()).map_or_else(|| name.clone(), ToOwned::to_owned),
        kind: variable.r#type.map_or("variable", VariableType::as_str),
        asks,
        name,
    }
}
