//! Keys that would be passed over: better said than ignored.

use super::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::spec::{PanelKind, PanelSpec};

/// What a raw panel has beside `panel`, and not in it.
const BESIDE_RAW: [&str; 8] = ["id", "title", "description", "gridPos", "transparent", "repeat", "repeatDirection", "maxPerRow"];

impl Scope<'_> {
    /// Reports the keys of a panel at `at` that say nothing.
    pub(super) fn expect_used(&mut self, spec: &PanelSpec, at: &Pointer) {
        let frame = &spec.frame;
        let size = [("width", frame.width.is_some()), ("height", frame.height.is_some())];
        let place = ("gridPos", frame.grid_pos.is_some());
        let datasource = ("datasource", frame.datasource.is_some());
        match &spec.kind {
            PanelKind::Row(_) => {
                self.unused([place, size[0], size[1]], "a row takes a line of its own", at);
                self.unused([datasource], "a row asks nothing", at);
            }
            PanelKind::Text(_) => self.unused([datasource], "a text asks nothing", at),
            PanelKind::Raw(raw) => {
                let beside = BESIDE_RAW.map(|key| (key, raw.panel.contains_key(key)));
                self.unused(beside, "in a raw panel it stands beside `panel`", &at.key("panel"));
            }
            _ => {}
        }
        if place.1 && !matches!(spec.kind, PanelKind::Row(_)) {
            self.unused(size, "`gridPos` gives the size already", at);
        }
    }

    fn unused<const N: usize>(&mut self, keys: [(&str, bool); N], why: &str, at: &Pointer) {
        for (key, _) in keys.into_iter().filter(|(_, is_written)| *is_written) {
            let diagnostic = Diagnostic::error("spec/unused-key", format!("`{key}` says nothing here: {why}"));
            self.report(diagnostic.at(self.key(&at.key(key))));
        }
    }
}
