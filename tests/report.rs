//! One set of findings in every format, held against `tests/report/`.
//!
//! `SPANBOARD_BLESS=1 cargo test --test report` writes what is rendered now.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::fs;
use std::path::Path;

use proptest::strategy::{Just, Strategy};
use serde_json::Value;
use spanboard::diag::{At, Diagnostic, Place, Pointer, Severity, Sources, Unchecked};
use spanboard::report::{self, Format, Report, RuleInfo};

const FORMATS: [(Format, &str); 4] = [
    (Format::Human, "findings.txt"),
    (Format::Json, "findings.json"),
    (Format::Github, "findings.github.txt"),
    (Format::Sarif, "findings.sarif"),
];

const DASHBOARD: &str = "dashboards/my dash.json";
const DATASOURCES: &str = "observability/datasources.yaml";
const SIGNALS: &str = "observability/signals.yaml";
const SECRET: &str = "hunter2-hunter2";

/// What is told, with what it points into.
struct Run {
    diagnostics: Vec<Diagnostic>,
    unchecked: Vec<Unchecked>,
    sources: Sources,
    rules: Vec<RuleInfo>,
}

impl Run {
    fn report(&self) -> Report<'_> {
        let Self { diagnostics, unchecked, sources, rules } = self;
        Report { diagnostics, unchecked, sources, rules }
    }

    /// Without the number that changes with each release.
    fn render(&self, format: Format) -> String {
        let version = concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\"");
        report::render(format, &self.report(), false).replace(version, "\"version\": \"(the program's)\"")
    }
}

fn pointer(text: &str) -> Pointer {
    Pointer::parse(text).unwrap()
}

fn part(file: &str, at: &str, text: &str, words: &str, number: usize) -> Place {
    let (start, _) = text.match_indices(words).nth(number).unwrap();
    Place::part(file, pointer(at), text, start..start + words.len())
}

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.insert(
        DASHBOARD,
        "{\n  \"panels\": [\n    {\"title\": \"50 %: Fehler 😀\", \"targets\": [{\"expr\": \"rate(errors{job=\\\"api\\\"}[1m])\"}]},\n    {}\n  ]\n}\n",
    );
    sources.insert(
        DATASOURCES,
        format!("links:\n  query: >\n    sum(rate(up[1m]))\n    / up\n  tags:\n    - a\n    - b\nsecureJsonData:\n  password: {SECRET}\n"),
    );
    sources.insert(SIGNALS, "metrics:\n  - name: failures\n    type: counter\n");
    sources
}

fn diagnostics() -> Vec<Diagnostic> {
    let expr = "rate(errors{job=\"api\"}[1m])";
    let query = "sum(rate(up[1m])) / up\n";
    let mut unused = Diagnostic::warning("coverage/unused", "the metric `queue_depth` is used by no dashboard");
    unused.severity = Severity::Info;
    let secret = Place { file: DATASOURCES.to_owned(), at: At::Hidden(pointer("/secureJsonData/password")) };
    vec![
        Diagnostic::error("query/unknown-metric", "metric `errors` is not declared")
            .at(part(DASHBOARD, "/panels/0/targets/0/expr", expr, "errors", 0))
            .label("did you mean `failures`?")
            .related(Place::value(SIGNALS, pointer("/metrics/0/name")), "declared here")
            .help("declare the metric, or use one that is declared"),
        Diagnostic::warning("query/label-value", "no series has job=\"api\"").at(part(
            DASHBOARD,
            "/panels/0/targets/0/expr",
            expr,
            "job=\"api\"",
            0,
        )),
        Diagnostic::warning("query/raw-counter", "`up` is used without a rate").at(part(
            DATASOURCES,
            "/links/query",
            query,
            "up",
            1,
        )),
        unused,
        Diagnostic::error("data-source/literal-secret", "a secret is written as text")
            .at(secret.clone())
            .label("use a variable")
            .related(secret, "written here"),
        Diagnostic::error("dashboard/title", "50 %: two lines,\r\nan emoji 😀, a \u{1b}[31mcolour\u{202e}, and %0A::error::none")
            .at(Place::value(DASHBOARD, pointer("/panels/0/title"))),
        Diagnostic::warning("correlations/tags", "no query uses these tags")
            .at(Place::value(DATASOURCES, pointer("/links/tags"))),
        Diagnostic::error("output/disk", "can't write")
            .at(Place::file("generated/50%,a:b.json"))
            .related(Place::file("spanboard.yaml"), "listed here"),
        Diagnostic::error("spec/unreadable", "not UTF-8").at(Place::value("/etc/grafana/ü.json", Pointer::root())),
    ]
}

fn unchecked() -> Vec<Unchecked> {
    let traces = ["/panels/0", "/panels/1", "/panels/0/title", "/panels"].map(|at| Unchecked {
        what: "TraceQL query",
        reason: "structural operators are not read".to_owned(),
        place: Place::value(DASHBOARD, pointer(at)),
    });
    let expression = "sum(rate(up[1m])) / up\n";
    let operator = Unchecked {
        what: "PromQL query",
        reason: "the variable $op: an operator".to_owned(),
        place: part(DATASOURCES, "/links/query", expression, "/", 0),
    };
    traces.into_iter().chain([operator]).collect()
}

fn rules() -> Vec<RuleInfo> {
    vec![
        RuleInfo {
            id: "query/unknown-metric",
            severity: Severity::Error,
            summary: "A query selects a metric that the contract does not declare".to_owned(),
            page: "# query/unknown-metric\n\nDeclare it.\n".to_owned(),
            uri: Some("https://example.com/rules/query/unknown-metric".to_owned()),
        },
        RuleInfo {
            id: "query/never-found",
            severity: Severity::Info,
            summary: "Found nothing in this run".to_owned(),
            page: String::new(),
            uri: None,
        },
    ]
}

fn run() -> Run {
    Run { diagnostics: diagnostics(), unchecked: unchecked(), sources: sources(), rules: rules() }
}

#[test]
fn every_format_gives_what_is_expected() {
    let run = run();
    let mut problems = Vec::new();
    for (format, name) in FORMATS {
        let path = Path::new("tests/report").join(name);
        let now = run.render(format);
        if std::env::var_os("SPANBOARD_BLESS").is_some() {
            fs::write(&path, now).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != now {
            problems.push(format!("{} is not what is rendered:\n{now}", path.display()));
        }
    }
    assert!(problems.is_empty(), "{}\n`SPANBOARD_BLESS=1 cargo test --test report` accepts it", problems.join("\n"));
}

#[test]
fn a_secret_and_what_steers_a_terminal_are_in_no_format() {
    let run = run();
    assert!(run.sources.text(DATASOURCES).unwrap().contains(SECRET));
    for (format, name) in FORMATS {
        let text = run.render(format);
        assert!(!text.contains(SECRET), "{name}");
        let steers = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert_eq!(text.chars().find(|c| steers(*c)), None, "{name}");
    }
}

#[test]
fn nothing_to_tell_is_still_an_object_for_programs() {
    let (diagnostics, sources) = (Vec::new(), Sources::new());
    let report = Report::of(&diagnostics, &sources);
    let render = |format| report::render(format, &report, false);
    assert_eq!(render(Format::Human), "");
    assert_eq!(render(Format::Github), "");
    let json: Value = serde_json::from_str(&render(Format::Json)).unwrap();
    assert_eq!(json["findings"], serde_json::json!([]));
    let sarif: Value = serde_json::from_str(&render(Format::Sarif)).unwrap();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn the_summary_counts_what_is_told() {
    let run = run();
    let summary = report::summary(&run.report());
    assert_eq!(summary.to_string(), "5 errors, 3 warnings, 1 info, 5 not checked");
    let json: Value = serde_json::from_str(&run.render(Format::Json)).unwrap();
    assert_eq!(json["summary"], serde_json::json!({"errors": 5, "warnings": 3, "infos": 1, "unchecked": 5}));
    assert_eq!(json["findings"].as_array().unwrap().len(), 9);
    assert_eq!(json["unchecked"].as_array().unwrap().len(), 5);
}

/// Those of SARIF's keys that are used, by the standard's names and types, and no others.
fn used_of_sarif() -> jsonschema::Validator {
    let schema = fs::read_to_string("tests/report/sarif-used.schema.json").unwrap();
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
}

#[test]
fn sarif_has_the_standards_shape() {
    let sarif: Value = serde_json::from_str(&run().render(Format::Sarif)).unwrap();
    let errors: Vec<String> = used_of_sarif().iter_errors(&sarif).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn what_is_not_of_sarifs_shape_is_noticed() {
    let validator = used_of_sarif();
    let good: Value = serde_json::from_str(&run().render(Format::Sarif)).unwrap();
    let spoil = |way: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(way).unwrap_or_else(|| panic!("there is no {way}")) = value;
        assert!(!validator.is_valid(&bad), "{way}");
    };
    spoil("/version", "2.0.0".into());
    spoil("/runs/0/results/0/level", "info".into());
    spoil("/runs/0/results/0/message", "text".into());
    spoil("/runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri", "my dash.json".into());
    spoil("/runs/0/results/2/locations/0/physicalLocation/region/startLine", 0.into());
    spoil("/runs/0/invocations/0/executionSuccessful", Value::Null);
}

#[test]
fn each_result_of_sarif_names_its_rule_and_has_a_fingerprint_of_its_own() {
    let sarif: Value = serde_json::from_str(&run().render(Format::Sarif)).unwrap();
    let run = &sarif["runs"][0];
    let mut fingerprints = Vec::new();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        fingerprints.push(result["partialFingerprints"]["spanboard/v1"].as_str().unwrap());
    }
    let number = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), number);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 24, ..Default::default() })]
    #[test]
    fn the_order_of_what_is_found_and_what_is_found_twice_change_nothing(
        diagnostics in Just([diagnostics(), diagnostics()].concat()).prop_shuffle(),
        unchecked in Just([unchecked(), unchecked()].concat()).prop_shuffle(),
        rules in Just(rules()).prop_shuffle(),
    ) {
        let (expected, shuffled) = (run(), Run { diagnostics, unchecked, sources: sources(), rules });
        for (format, _) in FORMATS {
            proptest::prop_assert_eq!(shuffled.render(format), expected.render(format));
        }
        proptest::prop_assert_eq!(report::summary(&shuffled.report()), report::summary(&expected.report()));
    }
}
