"""`papertrail init`: a new list builds at once, and no existing file is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

from conftest import REPOSITORY
from support.projects import Project
from support.repositories import NEEDS_GIT, git


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
    assert 'data-edit="add/?edit="' in page
    assert "https://github.com/me/list/edit/main/" in made.read("site/add/index.html")


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


def test_the_name_is_a_text_wherever_it_is_written(tmp_path: Path) -> None:
    name = 'GPUs: "fast" {x} # & <b>@BRANCH@'
    assert Project(tmp_path).run("init", "--name", f" {name}\n").status == 0
    assert yaml.safe_load((tmp_path / "mkdocs.yml").read_text("utf-8").replace("!ENV", ""))["site_name"] == name
    assert (tmp_path / "README.md").read_text("utf-8").startswith(f"# {name}\n")
    assert "--name is empty" in Project(tmp_path).run("init", "b", "--name", " ").err


def test_a_list_for_gitlab_has_no_files_for_github(tmp_path: Path) -> None:
    made = Project(tmp_path)
    assert made.run("init", "--host", "gitlab").status == 0
    assert not (tmp_path / ".github").exists()
    assert yaml.safe_load(made.read(".gitlab-ci.yml")) == {"include": [{"local": "/.gitlab/papertrail.yml"}]}
    assert made.read(".gitlab/papertrail.yml") == (REPOSITORY / "gitlab-ci.yml").read_text("utf-8")
    assert "edit_uri: -/edit/main/docs/\n" in made.read("mkdocs.yml")
    assert made.run("build", "--strict").status == 0


@NEEDS_GIT
@pytest.mark.parametrize(
    ("commands", "branch"),
    [
        ("init -q -b trunk", "trunk"),
        ("init -q -b trunk; commit -q --allow-empty -m x; switch -q -c topic/new", "topic/new"),
        ("init -q -b main; commit -q --allow-empty -m x; switch -q -c topic/new", "main"),
        ("init -q -b master; commit -q --allow-empty -m x; switch -q -c topic/new", "master"),
        ("init -q -b a+b!", "a+b!"),
        ("init -q -b trunk; commit -q --allow-empty -m x; branch main; checkout -q --detach", "main"),
        ("", "main"),
    ],
)
def test_workflows_follow_the_branch_of_the_repository(tmp_path: Path, commands: str, branch: str) -> None:
    for command in filter(None, commands.split("; ")):
        git(tmp_path, *command.split())
    made = Project(tmp_path)
    assert made.run("init").status == 0
    filters = yaml.safe_load(made.read(".github/workflows/publish.yml"))[True]["push"]["branches"]
    assert filters == [branch.replace("+", r"\+")]
    assert f"edit_uri: edit/{quote(branch)}/docs/\n" in made.read("mkdocs.yml")
    assert f"every change of the branch `{branch}`" in made.read("README.md")


@NEEDS_GIT
def test_a_clone_follows_the_branch_and_the_host_that_it_was_cloned_from(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "live", "gitlab.example")
    git(tmp_path / "gitlab.example", "commit", "-q", "--allow-empty", "-m", "Start")
    git(tmp_path, "clone", "-q", "gitlab.example", "list")
    git(tmp_path / "list", "switch", "-q", "-c", "main")
    made = Project(tmp_path / "list")
    assert made.run("init").status == 0
    assert "edit_uri: -/edit/live/docs/\n" in made.read("mkdocs.yml")
    assert (made.root / ".gitlab-ci.yml").is_file()


@NEEDS_GIT
def test_a_list_below_the_root_of_a_repository_gets_a_note(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    result = Project(tmp_path).run("init", "lists/papers")
    assert result.status == 0
    assert f"move .github to {tmp_path}" in result.err
