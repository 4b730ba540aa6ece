"""Runs jobs of GitHub workflows as they are written, in a clean clone and an empty environment.

What a code host or the network would do is replaced: actions of others by small functions, `gh` by a script that
records how it is called, and `pip install` by an environment that is prepared once. The steps of composite actions are
run like those of the job.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from conftest import REPOSITORY
from support.repositories import git

Step = Mapping[str, Any]

_PYTHON = """\
#!/bin/sh
# `python -m pip install -r FILE` installs nothing: everything is there. The files must exist.
if [ "$1 $2 $3" = "-m pip install" ]; then
  for argument in "$@"; do last=$argument; done
  test -f "$last" || { echo "no file $last" >&2; exit 1; }
  echo "$@" >> "$PIP_CALLS"
  exit 0
fi
exec "@PYTHON@" "$@"
"""
_GH = """\
#!@PYTHON@
import os, sys
body = sys.argv[sys.argv.index("--body-file") + 1] if "--body-file" in sys.argv else None
with open(os.environ["GH_CALLS"], "a") as calls:
    calls.write(" ".join(sys.argv[1:3]) + "\\n" + (open(body).read() if body else ""))
if sys.argv[1:3] == ["issue", "list"]:
    print(os.environ.get("GH_ISSUE", ""))
"""


def environment_with_wheel(folder: Path) -> Path:
    """An environment with the built wheel of papertrail, and the packages of this one. Returns its `bin`.

    The wheel is that of `PAPERTRAIL_WHEEL`, if it is set. Skips the test, visibly, if it cannot be built.
    """
    wheel = os.environ.get("PAPERTRAIL_WHEEL")
    if not wheel:
        command = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            str(folder),
            str(REPOSITORY),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no wheel can be built here: {done.stderr.strip()[-200:]}")
        (wheel,) = map(str, folder.glob("*.whl"))
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin/python"
    (packages,) = venv.glob("lib/python*/site-packages")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(install, check=True)
    (packages / "others.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n", encoding="utf-8")
    for name, text in (("python", _PYTHON), ("gh", _GH)):
        file = folder / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace("@PYTHON@", str(python)), encoding="utf-8")
        file.chmod(0o755)
    (folder / "bin/papertrail").symlink_to(venv / "bin/papertrail")
    return folder / "bin"


@dataclass
class Job:
    """A job while it runs, and its result."""

    host: CodeHost
    event_name: str
    event: Mapping[str, Any]
    sha: str
    ref: str
    folder: Path
    ok: bool = True
    log: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        """The clone."""
        return self.folder / "workspace"

    @property
    def summary(self) -> str:
        """The job summary."""
        return (self.folder / "summary").read_text(encoding="utf-8")

    def run(self, steps: list[Step], inputs: Mapping[str, str]) -> dict[str, Any]:
        """Run steps, and return the context of expressions after them."""
        event = json.loads(json.dumps(self.event), object_hook=lambda values: SimpleNamespace(**values))
        github = SimpleNamespace(
            event=event, event_name=self.event_name, ref=self.ref, server_url="https://github.com", token="t0ken",
            repository="me/list",
        )  # fmt: skip
        results: dict[str, Any] = {}
        context = {
            "github": github, "inputs": SimpleNamespace(**inputs), "steps": results,
            "runner": SimpleNamespace(temp=str(self.folder / "temp")),
        }  # fmt: skip
        ok = True
        for step in steps:
            condition = str(step.get("if", "success()")).strip().removeprefix("${{").removesuffix("}}")
            if "cancelled()" not in condition and not ok:
                continue
            if not evaluated(condition, context):
                continue
            outcome, outputs = self._step(step, context)
            if "id" in step:
                results[step["id"]] = SimpleNamespace(outcome=outcome, outputs=SimpleNamespace(**outputs))
            ok = ok and (outcome == "success" or step.get("continue-on-error", False))
        self.ok = self.ok and ok
        return context

    def _step(self, step: Step, context: dict[str, Any]) -> tuple[str, dict[str, str]]:
        self.log += f"\n## {step.get('name')}\n"
        fill = partial(filled, context=context)
        if "run" in step:
            assert "${{" not in step["run"], "scripts must not contain texts of others"
            env = {name: fill(value) for name, value in step.get("env", {}).items()}
            return self._script(step["run"], env, self.workspace / fill(step.get("working-directory", ".")))
        inputs = {name: fill(str(value)) for name, value in step.get("with", {}).items()}
        uses = step["uses"].partition("@")[0]
        if action := self.host.actions.get(uses):
            outcome, outputs = action(self, inputs)
            return outcome, outputs
        file = self.workspace / uses / "action.yml" if uses.startswith("./") else REPOSITORY / "action.yml"
        assert uses.startswith("./") or re.fullmatch(r"[\w.-]+/papertrail", uses), f"unknown action {uses}"
        action_yml = yaml.safe_load(file.read_text(encoding="utf-8"))
        defaults = {name: str(value.get("default", "")) for name, value in action_yml["inputs"].items()}
        assert set(inputs) <= set(defaults)
        before = self.ok
        after = self.run(action_yml["runs"]["steps"], defaults | inputs)
        outcome = "success" if self.ok else "failure"
        self.ok = before
        return outcome, {name: filled(str(o["value"]), after) for name, o in action_yml.get("outputs", {}).items()}

    def _script(self, script: str, env: Mapping[str, str], folder: Path) -> tuple[str, dict[str, str]]:
        files = {name: self.folder / name for name in ("summary", "output", "event.json")}
        files["output"].write_text("")
        variables = {
            "PATH": f"{self.host.bin}:/usr/bin:/bin", "HOME": str(self.folder), "CI": "true", "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": self.event_name, "GITHUB_EVENT_PATH": str(files["event.json"]),
            "GITHUB_OUTPUT": str(files["output"]), "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "GITHUB_SHA": self.sha, "GITHUB_REF": self.ref, "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.folder / "temp"), "PIP_CALLS": str(self.folder / "pip"),
            "GH_CALLS": str(self.host.folder / "gh"), "GH_ISSUE": self.host.issue,
        }  # fmt: skip
        (self.folder / "script.sh").write_text(script)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(self.folder / "script.sh")]
        done = subprocess.run(
            command, cwd=folder, env={**variables, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False, timeout=120,
        )  # fmt: skip
        self.log += done.stdout
        outputs = dict(line.split("=", 1) for line in files["output"].read_text().splitlines())
        return "success" if done.returncode == 0 else "failure", outputs


@dataclass
class CodeHost:
    """A bare repository, and what GitHub keeps of runs."""

    folder: Path
    bin: Path
    pages: bool = True
    """Whether GitHub Pages is enabled."""
    issue: str = ""
    """The number of the issue that `gh issue list` finds."""
    runs: int = 0

    @property
    def repository(self) -> Path:
        """The bare repository."""
        return self.folder / "list.git"

    def commit(self, revision: str) -> str:
        """The id of a commit."""
        return git(self.repository, "rev-parse", revision).strip()

    def run(
        self,
        workflow: str,
        job: str,
        revision: str,
        event_name: str = "push",
        event: Mapping[str, Any] | None = None,
        sha: str | None = None,
    ) -> Job:
        """Run a job of a workflow for a branch or another ref, by default at its last commit."""
        self.runs += 1
        text = git(self.repository, "show", f"{revision}:.github/workflows/{workflow}.yml")
        definition = yaml.safe_load(text)["jobs"][job]
        folder = self.folder / f"run-{self.runs}"
        (folder / "temp").mkdir(parents=True)
        (folder / "summary").write_text("")
        (folder / "event.json").write_text(json.dumps(event or {}), encoding="utf-8")
        ref = revision if revision.startswith("refs/") else f"refs/heads/{revision}"
        running = Job(self, event_name, event or {}, sha or self.commit(revision), ref, folder)
        context = running.run(definition["steps"], {})
        running.outputs = {name: filled(value, context) for name, value in definition.get("outputs", {}).items()}
        return running

    def run_on_gitlab(
        self, job: str, revision: str, variables: Mapping[str, str], files: Iterable[Path] = ()
    ) -> tuple[int, str, Path]:
        """Run a job for GitLab in a clean clone with `files`. Returns its status, what it printed, and the clone."""
        self.runs += 1
        folder = self.folder / f"run-{self.runs}"
        folder.mkdir()
        clone = folder / "workspace"
        git(folder, "clone", "-q", self.repository.as_uri(), str(clone))
        git(clone, "checkout", "-q", "--detach", self.commit(revision))
        for file in files:
            shutil.copy(file, clone)
        jobs = yaml.safe_load((clone / ".gitlab/papertrail.yml").read_text(encoding="utf-8"))
        definition = {**jobs.get(jobs[job].get("extends"), {}), **jobs[job]}
        pushed = "https://gitlab-ci-token:t0ken@gitlab.example/me/list.git"
        (folder / ".gitconfig").write_text(f'[url "{self.repository.as_uri()}"]\n  insteadOf = {pushed}\n')
        environment = {
            "PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(folder), "CI": "true", "PIP_CALLS": str(folder / "pip"),
            "CI_PROJECT_URL": "https://gitlab.example/me/list", "CI_PAGES_URL": "https://me.gitlab.example/list",
            "CI_JOB_TOKEN": "t0ken", "CI_SERVER_HOST": "gitlab.example", "CI_PROJECT_PATH": "me/list",
            "CI_DEFAULT_BRANCH": "trunk", **variables,
        }  # fmt: skip
        own = {name: re.sub(r"\$(\w+)", lambda v: environment[v[1]], str(value)) for name, value in
               definition.get("variables", {}).items()}  # fmt: skip
        script = "\n".join([*definition.get("before_script", ()), *definition["script"]])
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script], cwd=clone, env={**environment, **own}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
        )  # fmt: skip
        return done.returncode, done.stdout, clone

    def artifact(self, name: str) -> Path:
        """The folder of an artifact."""
        return self.folder / "artifacts" / name

    @property
    def actions(self) -> Mapping[str, Callable[[Job, Mapping[str, str]], tuple[str, dict[str, str]]]]:
        """What stands for the actions of others."""
        return {
            "actions/checkout": _checkout,
            "actions/setup-python": lambda *_: ("success", {}),
            "actions/upload-artifact": lambda job, inputs: _upload(job, inputs["path"], inputs["name"]),
            "actions/upload-pages-artifact": lambda job, inputs: _upload(job, inputs["path"], "github-pages"),
            "actions/download-artifact": _download,
            "actions/configure-pages": lambda *_: (
                ("success", {"base_url": "https://me.github.io/list"}) if self.pages else ("failure", {})
            ),
            "actions/deploy-pages": lambda *_: ("success", {"page_url": "https://me.github.io/list/"}),
        }


def _checkout(job: Job, inputs: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    depth = inputs.get("fetch-depth", "1")
    job.workspace.mkdir()
    git(job.workspace, "init", "-q")
    git(job.workspace, "remote", "add", "origin", job.host.repository.as_uri())
    git(job.workspace, "fetch", "-q", "--depth", depth, "origin", job.sha)
    git(job.workspace, "checkout", "-q", "--detach", job.sha)
    return "success", {}


def _upload(job: Job, path: str, name: str) -> tuple[str, dict[str, str]]:
    source, target = job.workspace / path, job.host.artifact(name)
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        target.mkdir(parents=True)
        shutil.copy(source, target)
    return "success", {}


def _download(job: Job, inputs: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    shutil.copytree(job.host.artifact(inputs["name"]), inputs["path"], dirs_exist_ok=True)
    return "success", {}


# Expressions

_TOKEN = re.compile(r"'(?:[^']|'')*'|&&|\|\||!(?!=)|[\w-]+(?:\.[\w-]+)*")


def evaluated(expression: str, context: Mapping[str, Any]) -> Any:
    """The value of an expression, as far as these workflows use them."""
    words = {"&&": " and ", "||": " or ", "!": " not ", "true": "True", "false": "False"}
    functions = {
        "success": lambda: True,
        "cancelled": lambda: False,
        "startsWith": lambda text, start: text.lower().startswith(start.lower()),
    }

    def python(token: re.Match[str]) -> str:
        text = token[0]
        if text in words or text.startswith("'") or text in functions:
            return words.get(text, text)
        return f"value({text!r})"

    def value(path: str) -> Any:
        head, *parts = path.split(".")
        found: Any = context[head]
        for part in parts:
            found = found.get(part, "") if isinstance(found, dict) else getattr(found, part, "")
        return found

    return eval(_TOKEN.sub(python, expression).strip(), {"value": value, **functions})


def filled(text: str, context: Mapping[str, Any]) -> str:
    """A text with the values of its expressions."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluated(found[1], context)), str(text))
