"""`papertrail init`: a new list builds at once, and no existing file is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml

from conftest import REPOSITORY
from support.projects import Project


def test_a_new_list_passes_the_strict_check_and_build(tmp_path: Path) -> None:
    result = Project(tmp_path).run("init", "my-list")
    assert result.status == 0
    assert result.out.endswith("Created a new list. To see it, run: cd my-list && papertrail serve\n")
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


def test_init_uses_the_current_folder_by_default(tmp_path: Path) -> None:
    result = Project(tmp_path).run("init")
    assert result.out.endswith("Created a new list. To see it, run: papertrail serve\n")
    assert (tmp_path / "mkdocs.yml").is_file()


def test_no_existing_file_is_overwritten(tmp_path: Path) -> None:
    made = Project(tmp_path)
    made.write("papers/tofu.yml", "mine")
    result = made.run("init")
    assert result.status == 2
    assert "nothing was written, as these files exist: papers/tofu.yml; choose" in result.err
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["tofu.yml"]


def test_an_interrupted_init_can_be_repeated(tmp_path: Path) -> None:
    made = Project(tmp_path)
    assert made.run("init").status == 0
    whole = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / "mkdocs.yml").unlink()  # which is written last
    (tmp_path / "schema/paper.schema.json").unlink()
    assert made.run("init").status == 0
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == whole
    assert "these files exist" in made.run("init").err
    (tmp_path / "mkdocs.yml").unlink()
    made.write("papers/tofu.yml", "mine")
    assert "these files exist: papers/tofu.yml;" in made.run("init").err


def test_an_existing_repository_keeps_its_own_files(tmp_path: Path) -> None:
    made = Project(tmp_path)
    made.write("README.md", "# My awesome list\n")
    made.write(".gitignore", "*.log\n")
    result = made.run("init")
    assert result.status == 0
    assert "README.md" not in result.out
    assert made.read("README.md") == "# My awesome list\n"
    assert made.run("build", "--strict").status == 0


def test_workflows_are_read_only_and_pin_actions() -> None:
    """Here and in new lists: no `pull_request_target`, only the deployment may write, no text of an event is used."""
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
