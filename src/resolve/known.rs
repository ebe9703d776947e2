//! Settings that Grafana does not know. A spec file that has one is refused while it is read; here are those of specs that were
//! built in Rust.

use super::Scope;
use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::json::{Json, Kept};

impl Scope<'_> {
    /// Reports each key of `settings`, written at `at`, that Grafana does not know or that has a value of another shape.
    pub(super) fn expect_known(&mut self, settings: &impl Json, at: &Pointer) {
        let mut found = Vec::new();
        settings.visit_models(&mut |kept| found.extend(problems(kept)));
        for diagnostic in found {
            let diagnostic = diagnostic.at(self.value(at));
            self.report(diagnostic);
        }
    }
}

fn problems(kept: &Kept<'_>) -> Vec<Diagnostic> {
    let problem = |key: &str| {
        if kept.keys.contains(&key) {
            return Diagnostic::error("spec/wrong-type", format!("the value of `{key}` is not of its shape"));
        }
        let diagnostic = Diagnostic::error("spec/unknown-key", format!("unknown key `{key}`"));
        match nearest(key, kept.keys.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("the keys here are {}", kept.keys.join(", "))),
        }
    };
    kept.extra.keys().map(|key| problem(key)).collect()
}
