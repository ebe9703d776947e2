"""The servers of a run: each is started on a free port of loopback, below one temporary folder, and stopped at its end."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKEND = ROOT / "target/debug/nemotron-backend"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, condition, seconds=60.0, every=0.1):
    """Waits for a condition and returns its value; fails with what was waited for."""
    end = time.monotonic() + seconds
    while True:
        try:
            value = condition()
        except OSError as error:
            value, last = None, error
        else:
            last = value
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s (last: {last!r})")
        time.sleep(every)


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def get(url, timeout=10.0):
    with urllib.request.urlopen(url, timeout=timeout) as answer:
        return answer.read()


class Process:
    """A program with its log in a file."""

    def __init__(self, name, command, folder, environment=None, user=None):
        self.name, self.log = name, folder / f"{name}.log"
        self.command, self.environment, self.user = [str(part) for part in command], environment or {}, user
        self.process = None
        self.start()

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.environment}, user=self.user, cwd=self.log.parent)

    def stop(self, how=signal.SIGTERM, seconds=30):
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(seconds)

    def kill(self):
        return self.stop(signal.SIGKILL)


class Postgres:
    """PostgreSQL, whose programs refuse to run as root."""

    def __init__(self, folder):
        self.bin, self.data, self.port = Path(os.environ["POSTGRES_BIN"]), folder / "postgres", free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        self.data.mkdir()
        if self.user:
            owner = pwd.getpwnam(self.user)
            os.chown(self.data, owner.pw_uid, owner.pw_gid)
        self.run("initdb", "--auth=trust", "--username=hsi", "--pgdata", self.data)
        self.start()
        self.query("create database hsi", "postgres")
        self.url = f"postgres://hsi@127.0.0.1:{self.port}/hsi"

    def run(self, program, *arguments):
        command = [str(self.bin / program), *map(str, arguments)]
        subprocess.run(command, check=True, user=self.user, stdout=subprocess.DEVNULL, cwd="/")

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.data / "log", "-o", options)

    def stop(self, how="fast"):
        self.run("pg_ctl", "stop", "-w", "-m", how, "-D", self.data)

    def query(self, sql, database="hsi"):
        """The rows, each a list of texts."""
        command = [self.bin / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "hsi", "-d", database, "-AtF", "\t", "-c", sql]
        found = subprocess.run(command, check=True, capture_output=True, text=True)
        return [line.split("\t") for line in found.stdout.splitlines()]


class Redis:
    """Redis without a file: what it forgets on a restart has to come back from the database."""

    def __init__(self, folder):
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = Process("redis", ["redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], folder)
        until("Redis answers", lambda: answers(self.port))

    def restart(self, pause):
        self.process.kill()
        time.sleep(pause)
        self.process.start()
        until("Redis answers again", lambda: answers(self.port))

    def stop(self):
        self.process.stop()


class Prometheus:
    """Prometheus, which scrapes every second and keeps exemplars."""

    def __init__(self, folder, targets):
        self.port = free_port()
        jobs = "".join(
            f"  - job_name: {job}\n    static_configs:\n      - targets: [{', '.join(f'127.0.0.1:{port}' for port in ports)}]\n"
            for job, ports in targets.items())
        (folder / "prometheus.yml").write_text(f"global:\n  scrape_interval: 1s\nscrape_configs:\n{jobs}")
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = Process("prometheus", [
            "prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/prometheus",
            f"--web.listen-address=127.0.0.1:{self.port}", "--enable-feature=exemplar-storage"], folder)
        until("Prometheus is ready", lambda: get(f"{self.url}/-/ready"))

    def stop(self):
        self.process.stop()


class Simulators:
    """The stand-ins for RT-DETR and Nemotron. Their behaviour is changed by starting them anew on the same ports."""

    def __init__(self, folder, **behaviour):
        self.folder, self.rtdetr, self.nemotron, self.process = folder, free_port(), free_port(), None
        self.behave(**behaviour)

    def behave(self, **behaviour):
        if self.process:
            self.process.stop()
        options = [part for name, value in behaviour.items() for part in (f"--{name.replace('_', '-')}", value)]
        command = [BACKEND, "simulate", "--rtdetr-port", self.rtdetr, "--nemotron-port", self.nemotron, *options]
        self.process = Process("simulators", command, self.folder)
        until("the stand-ins answer", lambda: answers(self.rtdetr) and answers(self.nemotron))

    def stop(self):
        self.process.stop()


class Backend:
    """A backend process on a port of its own."""

    def __init__(self, name, folder, environment):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = Process(name, [BACKEND, "serve"], folder, {**environment, "LISTEN_ADDRESS": f"127.0.0.1:{self.port}"})
        self.wait()

    def wait(self):
        until(f"{self.process.name} is ready", self.ready)

    def ready(self):
        if self.process.process.poll() is not None:
            raise AssertionError(f"{self.process.name} ended: {self.process.log.read_text()[-2000:]}")
        return get(f"{self.url}/health/ready")

    def kill(self):
        return self.process.kill()

    def start(self):
        self.process.start()
        self.wait()

    def stop(self):
        return self.process.stop()


@contextlib.contextmanager
def folder():
    """A folder for all of it, which is kept where the run fails."""
    path = Path(tempfile.mkdtemp(prefix="nemotron-e2e-"))
    # PostgreSQL runs as another user and has to get in.
    path.chmod(0o755)
    try:
        yield path
    except BaseException:
        print(f"the logs are in {path}")
        raise
    shutil.rmtree(path)
