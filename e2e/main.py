"""Runs the pipeline on real servers and looks at what comes of it. Each check says what it saw; the first that is not true ends the run."""

import json
import math
import os
import subprocess
import sys
import time
import urllib.parse

import load
import queries
import servers
from receiver import Receiver
from servers import get, until

PIPELINE = ["detection_processing", "batch_aggregation", "analysis_processing", "llm_inference", "event_creation"]


class Run:
    """All servers of a run."""

    def __init__(self, folder):
        self.folder, self.receiver = folder, Receiver()
        self.postgres, self.redis = servers.Postgres(folder), servers.Redis(folder)
        self.simulators = servers.Simulators(folder, detect_latency="60ms", complete_latency="150ms")
        grpc = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{self.receiver.grpc_port}"}
        http = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{self.receiver.http_port}", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}
        self.backends = [
            servers.Backend("backend-1", folder, {**self.environment(), **grpc}),
            servers.Backend("backend-2", folder, {**self.environment(), **http}),
        ]
        self.prometheus = servers.Prometheus(folder, {
            "nemotron-backend": [backend.port for backend in self.backends], "rtdetr": [self.simulators.rtdetr]})
        self.began = time.time()

    def environment(self):
        return {
            "DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url, "OTEL_ENABLED": "true",
            "RTDETR_URL": f"http://127.0.0.1:{self.simulators.rtdetr}", "NEMOTRON_URL": f"http://127.0.0.1:{self.simulators.nemotron}",
            "OTEL_BSP_SCHEDULE_DELAY": "500", "BATCH_TIMEOUT": "1s", "BATCH_MAX_DETECTIONS": "12", "AI_TIMEOUT": "3s",
            "QUEUE_CAPACITY": "60", "QUEUE_RETRY_DELAY": "300ms", "QUEUE_VISIBILITY_TIMEOUT": "4s", "RECOVERY_AFTER": "6s",
            "QUEUE_MAX_ATTEMPTS": "50", "DETECTION_WORKERS": "4", "ANALYSIS_WORKERS": "2",
        }

    def stop(self):
        for server in [*self.backends, self.prometheus, self.simulators, self.redis, self.postgres, self.receiver]:
            server.stop()

    def nothing_lost(self, accepted, what):
        """Every accepted image is detected, each batch with detections has exactly one event, and no image has its detections twice."""
        names = ",".join(f"'{image}'" for image in accepted)

        def unfinished():
            images = self.postgres.query(f"select count(*) from images where id in ({names}) and state <> 'detected'")
            batches = self.postgres.query("select count(*) from batches where state <> 'analysed'")
            return [int(images[0][0]), int(batches[0][0])]

        until(f"{what}: all is worked on", lambda: unfinished() == [0, 0], seconds=120, every=0.5)
        found = int(self.postgres.query(f"select count(*) from images where id in ({names})")[0][0])
        assert found == len(set(accepted)), f"{len(accepted)} images were accepted and {found} are stored"
        wrong = self.postgres.query(
            "select b.id, count(e.id) from batches b left join events e on e.batch_id = b.id group by b.id having count(e.id) <> 1")
        assert not wrong, f"batches without exactly one event: {wrong}"
        twice = self.postgres.query(
            "select image_id, object_class, confidence, x, y, width, height, count(*) from detections group by 1, 2, 3, 4, 5, 6, 7 having count(*) > 1")
        assert not twice, f"detections stored twice: {twice}"
        events, detections = (int(self.postgres.query(f"select count(*) from {table}")[0][0]) for table in ("events", "detections"))
        print(f"ok: {what}: {len(accepted)} images accepted, none lost; {detections} detections and {events} events so far")


def tests_of_the_crate(run):
    """The tests that need servers: storage, queues, and the contract, whose phases break their database."""
    run.postgres.query("create database tests")
    run.postgres.query("create database contract")
    place = f"postgres://hsi@127.0.0.1:{run.postgres.port}"
    redis = {"HSI_TEST_REDIS_URL": run.redis.url.replace("/0", "/1")}
    for database, arguments in [("tests", ["--lib", "--", "--ignored"]), ("contract", ["--test", "telemetry_contract"])]:
        command = ["cargo", "test", "--quiet", "--package", "nemotron-backend", *arguments]
        found = subprocess.run(
            command, cwd=servers.ROOT, capture_output=True, text=True,
            env={**os.environ, **redis, "HSI_TEST_DATABASE_URL": f"{place}/{database}"})
        results = [line for line in found.stdout.splitlines() if line.startswith("test result:") and " 0 passed; 0 failed" not in line]
        assert found.returncode == 0 and results, found.stdout + found.stderr
        print(f"ok: cargo test {' '.join(arguments)} on PostgreSQL and Redis: {'; '.join(results)}")


def pipeline(run):
    accepted = load.Load(run.backends, images=80).wait()
    run.nothing_lost(accepted, "the pipeline on PostgreSQL and Redis")
    events = json.loads(get(f"{run.backends[0].url}/api/events?limit=5"))
    assert events["events"] and events["next_cursor"], events
    print("ok: GET /api/events hands out pages")


def one_trace(run):
    """From the request to the event a single trace, by both protocols, its parents all there."""
    def whole():
        traces = {}
        for span in run.receiver.all():
            traces.setdefault(span.trace_id, []).append(span)
        return [spans for spans in traces.values() if set(PIPELINE) <= {span.name for span in spans}]

    traces = until("a trace holds the whole pipeline", whole, seconds=30)
    spans = traces[0]
    ids = {span.span_id for span in spans}
    orphans = [span.name for span in spans if span.parent_id and span.parent_id not in ids]
    assert not orphans, f"spans without their parent: {orphans}"
    roots = [span.name for span in spans if not span.parent_id]
    assert roots == ["POST /api/images"], roots
    requests = run.receiver.requests
    assert requests["grpc"] > 0 and requests["http"] > 0, requests
    print(f"ok: {len(traces)} traces go from POST /api/images to event_creation, no parent missing; exports received: {requests}")


def killed_worker(run):
    """A process is killed while its workers have images and batches in hand: more wait than both processes have workers for."""
    run.simulators.behave(detect_latency="400ms", complete_latency="1500ms")
    work = load.Load(run.backends, images=120, pause=0.02)

    def busy():
        images = int(run.postgres.query("select count(*) from images where state = 'accepted'")[0][0])
        batches = int(run.postgres.query("select count(*) from batches where state = 'closed'")[0][0])
        return (images, batches) if images > 8 and batches > 1 else None

    images, batches = until("more images wait than all workers can have in hand, and batches too", busy)
    run.backends[1].kill()
    time.sleep(2)
    run.backends[1].start()
    accepted = work.wait()
    run.simulators.behave(detect_latency="60ms", complete_latency="150ms")
    run.nothing_lost(accepted, f"a process killed, {images} images and {batches} batches waiting or in hand")


def restarts(run):
    work = load.Load(run.backends, images=200, pause=0.05)
    time.sleep(2)
    run.redis.restart(pause=2)
    time.sleep(2)
    run.postgres.stop("immediate")
    time.sleep(2)
    run.postgres.start()
    accepted = work.wait()
    run.nothing_lost(accepted, f"Redis restarted empty, PostgreSQL stopped at once (statuses {work.statuses})")


def failing_services(run):
    run.simulators.behave(detect_latency="1500ms", complete_latency="100ms", failure_rate="0.3")
    work = load.Load(run.backends, images=400, threads=8)
    until("images are refused for a full queue", lambda: work.statuses.get(503), seconds=60)
    time.sleep(15)
    work.stop()
    run.simulators.behave(detect_latency="20ms", complete_latency="20ms")
    run.nothing_lost(work.accepted, f"a full queue, failing services, answers that are none (statuses {work.statuses})")


def model_that_learns(run):
    """A model that is loading when it is asked, and then writes what is no assessment."""
    run.simulators.behave(detect_latency="20ms", complete_latency="20ms", loading="6s", unparsable_rate="1.0")
    work = load.Load(run.backends, images=40)
    accepted = work.wait()
    until("the older prompt is taken", lambda: b'reason="unparsable_answers"} 1' in get(f"{run.backends[0].url}/metrics"), seconds=60)
    run.simulators.behave(detect_latency="20ms", complete_latency="20ms")
    run.nothing_lost(accepted, "a model that loads, and answers that are no assessment")


def ask(run, path, **parameters):
    answer = json.loads(get(f"{run.prometheus.url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"))
    assert answer["status"] == "success", answer
    return answer["data"]


def every_query_has_data(run):
    """Each query that Grafana will ask, over the time of this run."""
    time.sleep(3)
    empty = []
    found = queries.every()
    for where, query, _ in found:
        data = ask(run, "query_range", query=query, start=run.began, end=time.time(), step=1)
        values = [float(value) for series in data["result"] for _, value in series["values"]]
        if not any(math.isfinite(value) for value in values):
            empty.append(f"{where}: {query}")
    assert not empty, "these queries have no data:\n  " + "\n  ".join(empty)
    print(f"ok: {len(found)} PromQL queries of the generated files were asked of Prometheus, and each has data; none needs an outside exporter")


def exemplars_lead_to_traces(run):
    received = {span.trace_id for span in run.receiver.all()}
    asked = 0
    for where, query, shows_exemplars in queries.every():
        if not shows_exemplars:
            continue
        asked += 1
        data = ask(run, "query_exemplars", query=query, start=run.began, end=time.time())
        ids = {exemplar["labels"]["trace_id"] for series in data for exemplar in series["exemplars"]}
        assert ids, f"no exemplar: {where}"
        assert ids & received, f"no exemplar leads to a trace that was received: {where}"
    assert asked, "no panel shows exemplars"
    print(f"ok: the exemplars of {asked} panels lead to traces that the collector has")


def clean_end(run):
    codes = [backend.stop() for backend in run.backends]
    assert codes == [0, 0], f"the backends ended with {codes}"
    print("ok: SIGTERM ends the backends with 0")


SCENARIOS = [
    tests_of_the_crate, pipeline, one_trace, killed_worker, restarts, failing_services, model_that_learns, every_query_has_data, exemplars_lead_to_traces, clean_end,
]


def main(names):
    wrong = set(names) - {scenario.__name__ for scenario in SCENARIOS}
    if wrong:
        print(f"no such scenario: {', '.join(sorted(wrong))}", file=sys.stderr)
        return 2
    wanted = [scenario for scenario in SCENARIOS if not names or scenario.__name__ in names]
    began = time.monotonic()
    with servers.folder() as folder:
        run = Run(folder)
        try:
            for scenario in wanted:
                scenario(run)
        finally:
            run.stop()
    print(f"{len(wanted)} of {len(SCENARIOS)} scenarios passed in {time.monotonic() - began:.0f} s: {', '.join(scenario.__name__ for scenario in wanted)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
