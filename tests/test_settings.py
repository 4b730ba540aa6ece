"""Where the settings are found, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.core.settings import find_config
from support.projects import Project

Make = Callable[[str], Project]

LIST = """\
=== papers/tofu.yml
name: Tofu
topic: Training
"""
BIBTEX = "@article{huang, title = {GPipe: Pipeline Parallelism}, year = {2019}}\n"
BROKEN = f"{LIST}=== papers/2019/gpipe.yml\nnaem: GPipe\ntopic: Training\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("plugins: [search]\n", "mkdocs.yml does not enable papertrail; add the line `  - papertrail` under"),
        ("plugins:\n  - papertrail: {paper: lists}\n", 'unknown option "paper" of papertrail; did you mean "papers"?'),
        ("plugins:\n  - papertrail: {papers: ../elsewhere}\n", '"papers" of papertrail must be a folder inside the'),
        ("plugins:\n  - papertrail: {papers: /elsewhere}\n", '"papers" of papertrail must be a folder inside the'),
        ("plugins:\n  - papertrail: {templates: 1}\n", '"templates" of papertrail must be a folder inside the'),
        ("plugins:\n  - papertrail: {split: 0}\n", '"split" of papertrail must be a number of rows, such as 300'),
        ("plugins:\n  - papertrail: {split: true}\n", '"split" of papertrail must be a number of rows, such as 300'),
        ("plugins:\n  - papertrail: {fast: 1}\n", '"fast" of papertrail must be true or false'),
        ("plugins: [\n", "cannot read mkdocs.yml"),
        ("just text\n", "mkdocs.yml contains no settings"),
    ],
)
def test_a_wrong_setting_exits_with_status_2(project: Make, content: str, message: str) -> None:
    result = project(f"{LIST}=== mkdocs.yml\n{content}").run("check")
    assert result.status == 2
    assert message in result.err


def test_unknown_tags_in_the_settings_are_ignored(project: Make) -> None:
    made = project(
        f"{LIST}=== mkdocs.yml\nsite_name: !ENV [NAME, x]\nx: !!python/name:os.system\nplugins: {{papertrail: {{}}}}\n"
    )
    assert made.run("check").status == 0


def test_the_settings_file_can_be_named(project: Make, tmp_path: Path) -> None:
    made, other = project(LIST), Project(tmp_path)
    assert other.run("check", "-f", str(made.root / "mkdocs.yml")).out == "1 paper, no problems\n"
    assert other.run("check", "-f", str(made.root)).out == "1 paper, no problems\n"
    missing = other.run("check", "-f", "other.yml")
    assert (missing.status, missing.err.partition(";")[0]) == (2, "papertrail: other.yml not found")


def test_mkdocs_yaml_is_found_but_mkdocs_yml_comes_first(project: Make) -> None:
    made = project(LIST)
    (made.root / "mkdocs.yml").rename(made.root / "mkdocs.yaml")
    assert made.run("check").out == "1 paper, no problems\n"
    assert made.run("build", "--strict").status == 0
    assert made.run("init").status == 2, "an mkdocs.yml would hide it"
    made.write("mkdocs.yml", "plugins: [papertrail: {papers: other}]\n")
    assert "other" in made.run("check").err


# From a subfolder


def test_without_settings_the_error_says_how_to_go_on(project: Make) -> None:
    made = project(LIST)
    (made.root / "mkdocs.yml").unlink()
    result = made.run("check")
    assert result.status == 2
    assert "mkdocs.yml not found in the current folder or its parents; " in result.err
    assert "papertrail init" in result.err


def test_the_project_is_found_from_a_subfolder(project: Make) -> None:
    made = project(f"{LIST}=== papers/2019/gpipe.yml\nname: GPipe\ntopic: Training\n")
    below = Project(made.root / "papers" / "2019")
    for command in (["check"], ["render"], ["export"]):
        assert below.run(*command) == made.run(*command)
    assert below.run("build").status == 0
    assert (made.root / "site" / "index.html").is_file()


def test_paths_are_relative_to_the_current_folder(project: Make, tmp_path: Path) -> None:
    made = project(BROKEN)
    place = "2019/gpipe.yml:1:1: error[PT103]"
    assert made.run("check").out.startswith(f"papers/{place}")
    assert Project(made.root / "papers").run("check").out.startswith(place)
    assert Project(made.root / "docs").run("check").out.startswith(f"../papers/{place}")
    assert Project(made.root / "docs").run("build").err.startswith(f"../papers/{place}")
    above = Project(tmp_path)
    config = f"{made.root.name}/mkdocs.yml"
    assert above.run("check", "-f", config).out.startswith(f"{made.root.name}/papers/{place}")
    # The line of the file is shown wherever the command runs.
    assert "  1 | naem: GPipe\n" in Project(made.root / "docs").run("check").out


def test_path_arguments_are_relative_to_the_current_folder(project: Make) -> None:
    made = project(BROKEN)
    papers = Project(made.root / "papers")
    assert papers.run("check", "tofu.yml").status == 0
    assert papers.run("check", "2019").status == 1
    assert Project(made.root / "papers" / "2019").run("check", "../tofu.yml").status == 0
    (made.root / "papers" / "2019" / "gpipe.yml").unlink()
    assert papers.run("render", "--write", "../docs/list.md").status == 0
    assert (made.root / "docs" / "list.md").is_file()


def test_json_has_paths_of_the_project(project: Make) -> None:
    made = project(BROKEN)
    assert Project(made.root / "papers").run("check", "--format", "json") == made.run("check", "--format", "json")


def test_github_gets_paths_of_the_repository(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(BROKEN)
    papers = Project(made.root / "papers")
    assert papers.run("check", "--format", "github").out.startswith("::error file=papers/2019/gpipe.yml,")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(made.root.parent))
    path = f"{made.root.name}/papers/2019/gpipe.yml"
    assert papers.run("check", "--format", "github").out.startswith(f"::error file={path},")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(made.root / "docs"))
    assert papers.run("check", "--format", "github").out.startswith("::error file=papers/2019/gpipe.yml,")


def test_import_finds_the_project_from_a_subfolder(project: Make) -> None:
    made = project(LIST)
    made.write("docs/more.bib", BIBTEX)
    result = Project(made.root / "docs").run("import", "more.bib")
    assert result.status == 0, result.err
    assert [path.name for path in (made.root / "papers").rglob("gpipe*.yml")]
    assert not (made.root / "docs" / "mkdocs.yml").exists()


def test_import_into_a_folder_elsewhere_does_not_read_the_settings_here(project: Make, tmp_path: Path) -> None:
    made = project("=== mkdocs.yml\nplugins: [search]\n")
    made.write("more.bib", BIBTEX)
    result = made.run("import", "more.bib", "--into", str(tmp_path / "elsewhere"))
    assert result.status == 0, result.err
    assert (tmp_path / "elsewhere" / "mkdocs.yml").is_file()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_settings_of_another_user_are_not_used_from_a_subfolder(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """As git does: whoever can write to a shared folder such as /tmp could run code, as MkDocs runs hooks."""
    made = project(LIST)
    os.chown(made.root / "mkdocs.yml", 12345, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    assert find_config(made.root) == made.root / "mkdocs.yml", "in the current folder it is the user's choice"
    result = Project(made.root / "docs").run("check")
    assert result.status == 2
    assert f"{made.root / 'mkdocs.yml'} belongs to another user; use it with -f" in result.err
    os.chown(made.root / "docs", 12345, -1)
    assert Project(made.root / "docs").run("check").status == 0
