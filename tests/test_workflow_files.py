"""What the workflows of this repository and of new lists may do. `test_workflows.py` runs them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import REPOSITORY
from papertrail.scaffold.new_list import NewList
from papertrail.scaffold.origin import Origin
from support.projects import Project

ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
FILES = {
    **{path: data.decode() for path, data in NewList(origin=Origin("papertrail")).files().items()},
    **{f"own {path.name}": path.read_text("utf-8") for path in (REPOSITORY / ".github/workflows").glob("*.yml")},
}
WORKFLOWS = {path: text for path, text in FILES.items() if "workflows/" in path or path.startswith("own ")}
WRITING = {"commit": {"contents"}, "issue": {"issues"}, "propose": {"contents", "issues", "pull-requests"}}
"""The tasks that write, which install nothing, and the permissions that they need."""
OF_JOBS = {
    "deploy": {"pages", "id-token"}, "publish": {"id-token", "attestations"}, "announce": {"contents"},
}  # fmt: skip
"""The permissions of jobs without a task, by name."""


def jobs(text: str) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    """The jobs of a workflow with their names and tasks."""
    for name, job in yaml.safe_load(text)["jobs"].items():
        tasks = [step["with"]["task"] for step in job["steps"] if "task" in step.get("with", {})]
        yield name, job, tasks[0] if tasks else None


@pytest.mark.parametrize("path", sorted(WORKFLOWS))
def test_permissions_are_minimal(path: str) -> None:
    text = WORKFLOWS[path]
    workflow = yaml.safe_load(text)
    assert "pull_request_target" not in workflow[True]  # YAML reads `on` as true
    assert "workflow_run" not in workflow[True]
    assert workflow["permissions"] in ({"contents": "read"}, {})
    for name, job, task in jobs(text):
        granted = {right for right, level in job.get("permissions", {}).items() if level == "write"}
        needed = WRITING[task] if task in WRITING else OF_JOBS.get(name, set())
        assert granted == needed, name
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is ("contents" in granted), name


@pytest.mark.parametrize("path", sorted(WORKFLOWS))
def test_actions_are_pinned_and_no_script_contains_an_expression(path: str) -> None:
    steps = [step for _, job, _ in jobs(WORKFLOWS[path]) for step in job["steps"]]
    for step in (*steps, *ACTION["runs"]["steps"]):
        assert "${{" not in step.get("run", "")
        if "uses" in step and not step["uses"].startswith("./"):
            assert len(step["uses"].partition("@")[2]) == 40, step["uses"]
    used = {line for line in WORKFLOWS[path].splitlines() if "github.event" in line}
    assert used <= {
        "    if: startsWith(github.event.issue.title, 'Add paper:')",
        "  group: add-${{ github.event.issue.number }}",
    }


def test_each_action_has_one_version_everywhere() -> None:
    """Dependabot updates those of this repository; those of new lists follow."""
    texts = [*FILES.values(), (REPOSITORY / "action.yml").read_text("utf-8")]
    pins = {match for text in texts for match in re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40} # \S+)", text)}
    assert len({action for action, _ in pins}) == len(pins) > 5


def test_tasks_that_write_run_no_installed_package() -> None:
    ran = {task: [s for s in ACTION["runs"]["steps"] if f"== '{task}'" in s["if"]] for task in WRITING}
    assert all(ran.values())
    for step in (step for steps in ran.values() for step in steps):
        assert "papertrail " not in step.get("run", "").replace("papertrail/issue", "")
        assert "python" not in step.get("run", "")
    for step in ACTION["runs"]["steps"][:2]:
        assert step["if"].count("!=") == len(WRITING)


def test_packages_are_installed_from_the_lock_only() -> None:
    (install,) = (step["run"] for step in ACTION["runs"]["steps"] if "pip install" in step.get("run", ""))
    first, second = install.splitlines()
    assert first == 'python -m pip install --only-binary :all: --require-hashes -r "$LOCK"'
    assert second == 'python -m pip install --only-binary :all: --no-deps --no-build-isolation -r "$PACKAGE"'
    gitlab = yaml.safe_load((REPOSITORY / "gitlab-ci.yml").read_text(encoding="utf-8"))
    assert gitlab[".papertrail"]["before_script"] == [
        first.replace('"$LOCK"', "requirements.txt"),
        second.replace('"$PACKAGE"', "requirements.in"),
    ]


def test_jobs_that_push_on_gitlab_install_nothing() -> None:
    gitlab = yaml.safe_load((REPOSITORY / "gitlab-ci.yml").read_text(encoding="utf-8"))
    pushing = [job for job in gitlab.values() if "git push" in str(job)]
    assert len(pushing) == 1
    assert "extends" not in pushing[0]


def linter(name: str) -> str:
    found = shutil.which(name, path=f"{Path(sys.executable).parent}") or shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name}; install it to run this test")
    return found


@pytest.fixture
def linted(tmp_path: Path) -> Path:
    """A new list, next to the workflows of this repository."""
    assert Project(tmp_path).run("init", "list").status == 0
    (tmp_path / "list/.git").mkdir()
    shutil.copytree(REPOSITORY / ".github", tmp_path / "own/.github")
    shutil.copy(REPOSITORY / "action.yml", tmp_path / "own")
    (tmp_path / "own/.git").mkdir()
    return tmp_path


@pytest.mark.parametrize("folder", ["list", "own"])
def test_zizmor_finds_nothing(linted: Path, folder: str) -> None:
    command = [linter("zizmor"), "--offline", "--no-progress", "--pedantic", "."]
    done = subprocess.run(command, cwd=linted / folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ["list", "own"])
def test_actionlint_finds_nothing(linted: Path, folder: str) -> None:
    done = subprocess.run([linter("actionlint")], cwd=linted / folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
