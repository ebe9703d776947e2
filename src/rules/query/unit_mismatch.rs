//! A panel's unit that contradicts what the metric is measured in.

use crate::grafana::dashboard::{Panel, PrometheusFormat, Target};
use crate::query::promql::{Applied, MetricName, Selector};
use crate::rules::query::dimension::Dimension;
use crate::rules::query::selected;
use crate::rules::view::Owner;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct UnitMismatch;

impl Rule for UnitMismatch {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/unit-mismatch");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        let (Owner::Panel(index, target), [selector]) = (query.owner, selectors) else { return };
        let Some(view) = around.dashboard.and_then(|dashboard| dashboard.panels.get(index)) else { return };
        let Some(unit) = unit(view.panel) else { return };
        let MetricName::Known(name) = &selector.metric else { return };
        if target.is_hidden() || matches!(target, Target::Prometheus(query) if query.format == Some(PrometheusFormat::Heatmap)) {
            return;
        }
        let mut series = selected::series(contract, selector);
        let Some(first) = series.next() else { return };
        let Some(dimension) = Dimension::of(&first).and_then(|dimension| result(dimension, selector)) else { return };
        if series.any(|other| Dimension::of(&other) != Dimension::of(&first)) {
            return;
        }
        if let Some(shown) = dimension.contradicted_by(unit) {
            let at = view.at.key("fieldConfig").key("defaults").key("unit");
            let message = format!("this query gives {}, and the unit `{unit}` shows them as {shown}", dimension.name());
            let place = found.place(&at);
            found
                .in_query(query, &name.range, message)
                .related(place, "the panel's unit")
                .related(first.place(), format!("`{}` is declared in {}", name.text, first.metric.unit.as_deref().unwrap_or("1")))
                .help(format!("set the unit `{}`", dimension.right_unit()));
        }
    }
}

/// The unit of all values of a panel; none where overrides or transformations may give them another one.
fn unit(panel: &Panel) -> Option<&str> {
    let config = panel.field_config.as_ref()?;
    let overrides = config.overrides.iter().flatten().flat_map(|one| one.properties.iter().flatten());
    let has_other_unit = overrides.into_iter().any(|property| property.id.as_deref() == Some("unit"));
    let is_transformed = panel.transformations.as_ref().is_some_and(|transformations| !transformations.is_empty());
    let has_unit = panel.r#type.as_deref() != Some("heatmap") && !has_other_unit && !is_transformed;
    config.defaults.as_ref()?.unit.as_deref().filter(|_| has_unit)
}

/// What is left of a dimension after all that is done to the selector; `None` where that is not certain.
fn result(dimension: Dimension, selector: &Selector) -> Option<Dimension> {
    let mut dimension = dimension;
    for applied in &selector.applied {
        dimension = match applied {
            Applied::Function { name, argument } => dimension.after_function(&name.text, *argument)?,
            Applied::Aggregation { operator, is_parameter: false, .. } => {
                dimension.after_aggregation(&operator.text.to_ascii_lowercase())?
            }
            Applied::Binary { operator, is_left: true, is_bool: false, .. }
                if matches!(operator.text.as_str(), "==" | "!=" | ">" | "<" | ">=" | "<=") =>
            {
                dimension
            }
            Applied::Subquery { .. } => dimension,
            Applied::Aggregation { .. } | Applied::Binary { .. } | Applied::Sign { .. } => return None,
        };
    }
    Some(dimension)
}
