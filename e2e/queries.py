"""The PromQL of the generated files: what Grafana will ask, with its variables filled in."""

import json
from pathlib import Path

import yaml

GENERATED = Path(__file__).resolve().parent.parent / "generated/grafana"

# What Grafana puts in. Prometheus scrapes every second here, so a rate over ten of them is what a rate over a minute is at 15 s.
VARIABLES = {
    "$__rate_interval": "10s",
    "$__interval": "5s",
    "$__tags": 'service="nemotron-backend", method="POST", status_code="202"',
}


def filled(query):
    for name, text in VARIABLES.items():
        query = query.replace(name, text)
    assert "$" not in query, f"a variable that nobody fills in: {query}"
    return query


def of_dashboards():
    """(where, query, whether exemplars are shown) of every PromQL query in every dashboard, annotations included."""
    for path in sorted((GENERATED / "dashboards").rglob("*.json")):
        dashboard = json.loads(path.read_text())
        for panel in dashboard["panels"]:
            for inner in [panel, *panel.get("panels", [])]:
                for target in inner.get("targets", []):
                    if is_prometheus(target.get("datasource") or inner.get("datasource")) and target.get("expr"):
                        yield f"{path.name}: {inner.get('title')}", filled(target["expr"]), bool(target.get("exemplar"))
        for annotation in dashboard.get("annotations", {}).get("list", []):
            if is_prometheus(annotation.get("datasource")) and annotation.get("expr"):
                yield f"{path.name}: annotation {annotation['name']}", filled(annotation["expr"]), False


def is_prometheus(datasource):
    return isinstance(datasource, dict) and datasource.get("type") == "prometheus"


def of_datasources():
    """(where, query, False) of every query that a link from a span asks."""
    text = (GENERATED / "provisioning/datasources/hsi.yaml").read_text()
    for datasource in yaml.safe_load(text)["datasources"]:
        for query in datasource.get("jsonData", {}).get("tracesToMetrics", {}).get("queries", []):
            # Grafana's provisioning reads $$ as $.
            yield f"tracesToMetrics: {query['name']}", filled(query["query"].replace("$$", "$")), False


def every():
    found = [*of_datasources(), *of_dashboards()]
    assert found, "no query was found in what is generated"
    return found
