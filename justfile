# What CI runs, in full.
ci:
    bash .ci/run

# The quick round while working: format, lints, tests.
quick:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test --workspace

# Writes everything that is generated and committed: Grafana's files and the schemas.
generate:
    cargo run -- generate
    cargo run -- schema

# Holds the generated dashboards against Grafana's published types.
conformance *PATHS:
    conformance/run {{ PATHS }}

# Opens previews in Chromium.
previews *OPTIONS:
    preview-test/run {{ OPTIONS }}

# Runs the backend on PostgreSQL, Redis and Prometheus.
e2e:
    e2e/run

# Runs the steps of action.yml in a scratch repository.
action:
    action/tests/run

# Feeds the parsers with made-up texts: seconds for each target, and which.
fuzz *OPTIONS:
    bash fuzz/run {{ OPTIONS }}

# Measures the pipeline, stage by stage.
bench:
    cargo bench --bench pipeline
