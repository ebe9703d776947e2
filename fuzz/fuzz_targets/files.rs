//! Whatever a file of Grafana's says: it is read and written back as it was, rules look at it, and it is drawn.

#![no_main]

use libfuzzer_sys::fuzz_target;
use spanboard::foreign::Text;
use spanboard::grafana::dashboard::Dashboard;
use spanboard::grafana::json::Json;
use spanboard::pipeline::check;
use spanboard::preview::{State, html, scene, svg};
use spanboard::report::{Format, Report, render};
use spanboard::rules::RuleSettings;

fuzz_target!(|text: &str| {
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text)
        && let Ok(dashboard) = Dashboard::from_json(value.clone())
    {
        assert_eq!(dashboard.to_json(), value);
    }
    let name = if text.starts_with('{') { "grafana/a.json" } else { "grafana/a.yaml" };
    let file = Text { shown: name.to_owned(), text: text.to_owned(), is_named: true };
    let outcome = check::files(vec![file], &RuleSettings::default(), None);
    for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
        let _ = render(format, &Report::of(&outcome.diagnostics, &outcome.sources), false);
    }
    let documents = outcome.documents.iter().map(|seen| (&seen.document, &seen.datasources)).collect();
    let scene = scene("a", &State { documents, findings: &outcome.diagnostics });
    let _ = html(&scene);
    let _ = svg(&scene);
});
