"""Runs action.yml as GitHub would, step by step, in a scratch repository. Each check says what it saw; the first that is not true ends the run."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from github import GitHub

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
TOKEN = "a-token-that-nobody-may-see"
MARKER = "<!-- spanboard: what changes -->"


def git(folder, *arguments):
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


class Job:
    """A run of the action: what GitHub gives to it, and what it left."""

    def __init__(self, folder, github, base, pull_request="7", **inputs):
        self.temporary = Path(tempfile.mkdtemp(prefix="action-"))
        self.summary, self.outputs, self.log = self.temporary / "summary", {}, ""
        self.summary.touch()
        self.inputs = {name: declared.get("default", "") for name, declared in ACTION["inputs"].items()}
        self.inputs.update({"base": base, "token": TOKEN, "spanboard": str(ROOT / "target/debug/spanboard"), **inputs})
        self.pull_request = pull_request
        self.environment = {
            **os.environ, "GITHUB_API_URL": github.url, "GITHUB_REPOSITORY": "hsi/grafana", "GITHUB_STEP_SUMMARY": str(self.summary)}
        self.failed = next((step["name"] for step in ACTION["runs"]["steps"] if not self.run(step, folder)), None)
        assert TOKEN not in self.log, "the token is in the log"

    def value(self, expression):
        """The expressions that action.yml uses. One that it does not know is an error and not an empty text."""
        if found := re.fullmatch(r"inputs\.([\w-]+)", expression):
            return self.inputs[found[1]]
        if found := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", expression):
            return self.outputs.get((found[1], found[2]), "")
        if found := re.fullmatch(r"(.+) == '(.*)'", expression):
            return self.value(found[1]) == found[2]
        known = {"github.action_path": str(ROOT), "runner.temp": str(self.temporary), "github.event.pull_request.number": self.pull_request}
        return known[expression]

    def filled(self, text):
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: str(self.value(found[1])), str(text))

    def wanted(self, step):
        condition = step.get("if", "").removeprefix("${{").removesuffix("}}").strip()
        return all(self.value(part) for part in condition.split(" && ")) if condition else True

    def run(self, step, folder):
        if "uses" in step or not self.wanted(step):
            return True
        assert "${{" not in step["run"], f"{step['name']}: a text from outside would be run as a program"
        output = self.temporary / "output"
        output.write_text("")
        environment = {name: self.filled(text) for name, text in step.get("env", {}).items()}
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        found = subprocess.run(
            command, cwd=folder, env={**self.environment, **environment, "GITHUB_OUTPUT": str(output)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.log += found.stdout
        for line in output.read_text().splitlines():
            name, _, text = line.partition("=")
            self.outputs[step.get("id"), name] = text
        return found.returncode == 0

    def result(self, name):
        return (self.temporary / "spanboard" / name).read_text()


def project(folder):
    """A repository with the smallest project, and the commit of it."""
    shutil.copytree(ROOT / "examples/hello", folder, dirs_exist_ok=True)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Begin")
    return git(folder, "rev-parse", "HEAD")


def change(folder):
    """Changes the title of the first panel, and generates."""
    path = next((folder / "observability").rglob("dash*/*.yaml"), None) or next(folder.rglob("hello.yaml"))
    text = path.read_text()
    title = re.search(r"title: (.+)", text.split("panels:", 1)[1])[1]
    path.write_text(text.replace(f"title: {title}", "title: Traces of today", 1))
    subprocess.run([ROOT / "target/debug/spanboard", "generate"], cwd=folder, check=True, capture_output=True)
    git(folder, "commit", "--quiet", "--all", "--message", "Change a title")
    return title


def a_change_is_told_in_one_comment(folder):
    base = project(folder)
    title = change(folder)
    github = GitHub(TOKEN)
    job = Job(folder, github, base)
    assert job.failed is None, job.log
    assert len(github.comments) == 1 and "Traces of today" in github.comments[0]["body"] and title in github.comments[0]["body"], github.comments
    assert "Traces of today" in job.summary.read_text() and "Traces of today" in job.result("preview.html")
    assert '"version": "2.1.0"' in job.result("findings.sarif"), "no SARIF"
    again = Job(folder, github, git(folder, "rev-parse", "HEAD"))
    assert again.failed is None and len(github.comments) == 1, github.requests
    assert github.comments[0]["body"].startswith(MARKER) and "Traces of today" not in github.comments[0]["body"], "it was not written anew"


def the_comment_is_found_among_hundreds(folder):
    base = project(folder)
    change(folder)
    others = [{"id": number, "body": f"comment {number}"} for number in range(150)]
    github = GitHub(TOKEN, [*others, {"id": 500, "body": f"{MARKER}\nold"}, {"id": 501, "body": None}])
    job = Job(folder, github, base)
    assert job.failed is None, job.log
    assert len(github.comments) == 152 and "Traces of today" in github.comments[150]["body"]


def drift_fails_the_job_after_all_was_told(folder):
    base = project(folder)
    generated = next((folder / "generated").rglob("*.json"))
    generated.write_text(generated.read_text().replace('"refresh"', '"refreshed"', 1) + "\n")
    git(folder, "commit", "--quiet", "--all", "--message", "Edit by hand")
    github = GitHub(TOKEN)
    job = Job(folder, github, base)
    assert job.failed == "Verdict" and job.outputs["drift", "failed"] == "true", (job.failed, job.log)
    assert len(github.comments) == 1


def findings_fail_the_job_and_are_annotated(folder):
    base = project(folder)
    path = next(folder.rglob("datasources.yaml"))
    path.write_text(path.read_text().replace("isDefault: true", "isDefault: maybe", 1))
    job = Job(folder, GitHub(TOKEN), base)
    assert job.failed == "Verdict" and "::error file=observability/datasources.yaml,line=" in job.log, job.log


def a_new_branch_and_a_shallow_checkout_work(folder):
    base = project(folder)
    change(folder)
    job = Job(folder, GitHub(TOKEN), "0" * 40)
    assert job.failed is None and job.outputs["diff", "compared"] == "false", job.log
    shallow = folder.parent / "shallow"
    git(folder, "clone", "--quiet", "--depth", "1", f"file://{folder}", str(shallow))
    # Servers of git give out commits by their ids where they are told to, as GitHub's are.
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    job = Job(shallow, GitHub(TOKEN), base)
    assert job.failed is None and "Traces of today" in job.summary.read_text(), job.log


def what_comes_from_outside_is_no_option_and_no_program(folder):
    project(folder)
    outside = folder.parent / "outside"
    for base in [f"--output={outside}", f"$(touch {outside})", f"main; touch {outside}", "no-such-branch"]:
        job = Job(folder, GitHub(TOKEN), base)
        assert job.failed is not None, f"{base} was taken for a revision"
        assert not outside.exists(), f"{base} wrote a file"


def a_wrong_token_fails_and_is_not_shown(folder):
    base = project(folder)
    github = GitHub("another")
    job = Job(folder, github, base)
    assert job.failed == "Comment", job.log


CHECKS = [
    a_change_is_told_in_one_comment, the_comment_is_found_among_hundreds, drift_fails_the_job_after_all_was_told,
    findings_fail_the_job_and_are_annotated, a_new_branch_and_a_shallow_checkout_work,
    what_comes_from_outside_is_no_option_and_no_program, a_wrong_token_fails_and_is_not_shown,
]


def main():
    for check in CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "project"
            place.mkdir()
            check(place)
        print(f"ok: {check.__name__.replace('_', ' ')}")


if __name__ == "__main__":
    sys.exit(main())
