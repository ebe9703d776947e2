//! What is known of a project before any of its files is made, except for its templates.

use super::{Project, Settings, Stage, rule_settings};
use crate::resolve::{self, Outputs, ResolvedDatasources, ResolvedProviders, ResolvedSignals};
use crate::rules::RuleSettings;
use crate::signals::{self, Contract};
use crate::spec::loader::Refused;

/// What the files of a project are made and checked with. What is refused of it is missing here, or stands as it was written.
pub(super) struct Prepared {
    pub(super) outputs: Outputs,
    pub(super) providers: Option<ResolvedProviders>,
    pub(super) constants: Option<ResolvedSignals>,
    pub(super) datasources: Option<ResolvedDatasources>,
    pub(super) rule_settings: RuleSettings,
    pub(super) contract: Option<Contract>,
    pub(super) refused: Refused,
}

impl Prepared {
    pub(super) fn new(project: &Project, settings: &Settings) -> Self {
        let mut refused = Refused::default();
        let outputs = refused.take(resolve::outputs(&project.project));
        let providers = refused.take(resolve::providers(&project.project));
        if let Some(contract) = &project.signals {
            refused.diagnostics.extend(signals::validate(&contract.path.shown, &contract.spec));
        }
        let constants = project.signals.as_ref().map_or(Ok(None), |contract| resolve::signals(&project.project, contract));
        let constants = refused.take(constants).flatten();
        let datasources = refused.take(settings.timings.measure(Stage::Resolve, || resolve::datasources(&project.datasources)));
        let rule_settings = rule_settings::rule_settings(&project.project, |file| project.shown(file), settings.today.clone());
        let rule_settings = refused.take(rule_settings).unwrap_or_default();
        // With bad outputs the rest is looked at all the same.
        let outputs = outputs.unwrap_or_else(|| project.project.spec.outputs.clone());
        Self { outputs, providers, constants, datasources, rule_settings, contract: project.contract(), refused }
    }
}
