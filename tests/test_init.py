"""A new list builds at once, and nothing that is there is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml

from conftest import REPOSITORY
from support.projects import Project


def test_a_new_list_checks_and_builds_strictly(tmp_path: Path) -> None:
    result = Project(tmp_path).run("init", "my-list")
    assert result.status == 0
    assert result.out.endswith("Your list is ready: cd my-list && papertrail serve\n")
    made = Project(tmp_path / "my-list")
    assert made.run("check", "--strict").out == "2 papers, no problems\n"
    assert made.run("build", "--strict").status == 0
    env = {**os.environ, "REPO_URL": "https://github.com/me/list", "SITE_URL": "https://me.github.io/list/"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"], cwd=made.root, env=env, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = made.read("site/lists/reading-list/index.html")
    assert "https://github.com/me/list/edit/main/papers/tofu.yml" in page


def test_init_into_the_folder_one_stands_in(tmp_path: Path) -> None:
    result = Project(tmp_path).run("init")
    assert result.out.endswith("Your list is ready: papertrail serve\n")
    assert (tmp_path / "mkdocs.yml").is_file()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    made = Project(tmp_path)
    made.write("papers/tofu.yml", "mine")
    result = made.run("init")
    assert result.status == 2
    assert "papers/tofu.yml would be overwritten, so nothing was written" in result.err
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["tofu.yml"]


def test_a_repository_that_is_there_keeps_its_own_files(tmp_path: Path) -> None:
    made = Project(tmp_path)
    made.write("README.md", "# My awesome list\n")
    made.write(".gitignore", "*.log\n")
    result = made.run("init")
    assert result.status == 0
    assert "README.md" not in result.out
    assert made.read("README.md") == "# My awesome list\n"
    assert made.run("build", "--strict").status == 0


def test_workflows_run_with_read_rights_and_pinned_actions() -> None:
    """Here and in new lists: no `pull_request_target`, no write right but for the deployment, no text of an event."""
    scaffold = REPOSITORY / "src" / "papertrail" / "scaffold" / "files"
    for root in (REPOSITORY, scaffold):
        for path in (root / ".github" / "workflows").glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            workflow = yaml.safe_load(text)
            assert "pull_request_target" not in workflow[True]  # YAML reads `on` as true
            assert workflow["permissions"] in ({"contents": "read"}, {})
            assert "github.event" not in text.replace("github.event_name", "")
            for name, job in workflow["jobs"].items():
                rights = job.get("permissions", {})
                assert name == "deploy" or "write" not in rights.values()
                for step in job["steps"]:
                    if "uses" in step:
                        assert len(step["uses"].partition("@")[2]) == 40, step
                    if step.get("uses", "").startswith("actions/checkout@"):
                        assert step["with"]["persist-credentials"] is False
        check = yaml.safe_load((root / ".github" / "workflows" / "check.yml").read_text())
        assert list(check[True]) == ["pull_request"]
