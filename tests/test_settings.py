"""Where the settings are found, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.records.config_file import find_config, load_settings
from support.projects import Project

Make = Callable[[str], Project]

LIST = """\
=== papers/tofu.yml
name: Tofu
topic: Training
"""
BIBTEX = "@article{huang, title = {GPipe: Pipeline Parallelism}, year = {2019}}\n"
BROKEN = f"{LIST}=== papers/2019/gpipe.yml\nnaem: GPipe\ntopic: Training\n"


DIGITS = "9" * 5000
NESTED = "[" * 2000 + "]" * 2000
# Ten of ten of ten ..., as an alias or as a merge key.
ALIASES = "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
MERGED = "".join(f"  a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 12))
CHAIN = "".join(f"  a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 2000))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("plugins: [search]\n", ":1: papertrail is not enabled; add the line `  - papertrail` under `plugins:`"),
        ("site_name: A\n", ": papertrail is not enabled"),
        ("plugins: papertrail\n", ":1: plugins must be a list with lines such as `  - papertrail`"),
        (
            "plugins:\n  - papertrail\n  - papertrail: {papers: b}\n",
            ":2: plugin papertrail is enabled twice; a site",
        ),
        ("plugins:\n  - papertrail:\n    papers: b\n", ':2: options of plugin "papertrail" are not indented below it'),
        ("plugins:\n  - search:\n    lang: en\n  - papertrail\n", ':2: options of plugin "search" are not indented'),
        ("plugins:\n  - papertrail: papers\n", ":2: options of papertrail must be lines such as `papers: papers`"),
        (
            "plugins:\n  - papertrail: {paper: lists}\n",
            ':2: unknown option "paper" of papertrail; did you mean',
        ),
        ("plugins:\n  - papertrail: {papers: ../elsewhere}\n", '"papers" of papertrail must be a folder inside the'),
        ("plugins:\n  - papertrail: {papers: my\\papers}\n", "inside the project, with / between folders"),
        ("plugins:\n  - papertrail: {papers: /elsewhere}\n", '"papers" of papertrail must be a folder inside the'),
        ('plugins:\n  - papertrail: {papers: "a\\0b"}\n', '"papers" of papertrail must be a folder inside the'),
        ("plugins:\n  - papertrail: {templates: 1}\n", '"templates" of papertrail must be a folder inside the'),
        (
            "plugins:\n  - papertrail:\n      split: 0\n",
            ':3: option "split" of papertrail must be a number of rows, such',
        ),
        ("plugins:\n  - papertrail: {split: true}\n", '"split" of papertrail must be a number of rows, such as 300'),
        ("plugins:\n  - papertrail: {fast: 1}\n", '"fast" of papertrail must be true or false'),
        ("plugins: [papertrail]\ndocs_dir: 1\n", ":2: docs_dir must be a folder, such as docs"),
        (
            "plugins: [papertrail]\ndocs_dir: ./papers/x\n",
            ':2: the folders "papers" and "docs_dir" must not',
        ),
        (
            "plugins: [papertrail]\ndocs_dir: docs/../papers\n",
            ':2: the folders "papers" and "docs_dir" must not',
        ),
        (
            "plugins: [papertrail]\nsite_dir: papers/x\n",
            ':2: the folders "papers" and "site_dir" must not',
        ),
        ("plugins: [papertrail]\nsite_dir: templates\n", ':2: the folders "templates" and "site_dir" must not'),
        ("plugins: [\n", ':1: unclosed "["; add ] at the end'),
        ("site_name: a: b\n", ':1: a value that contains ": " must be in quotes; write site_name: "a: b"'),
        ("a:\n\t- b\n", ":2: line is indented with a tab; replace the tab with two spaces"),
        ("a: 1\nplugins: [search]\na: 2\n", ':3: duplicate setting "a" (first defined on line 1); delete one of them'),
        ("a: 1\n---\nb: 2\n", ":2: second document in the file; delete the line ---, and what follows it"),
        ("a: 'x\0'\n", ":1: invisible character U+0000; delete it"),
        ("just text\n", " contains no settings"),
        ("- a list\n", " contains no settings"),
        ("", " contains no settings"),
        ("site_description: 2020-13-45\n", ':1: "2020-13-45" is not a valid date; correct it, or put it in quotes'),
        ("a:\n  b: 2020-01-01T00:00:00+99:99\n", ':2: "2020-01-01T00:00:00+99:99" is not a valid date'),
        (f"a:\n  b: {DIGITS}\n", "is not a valid number; correct it, or put it in quotes"),
        (f"a: 1{':59' * 3000}\n", "is not a valid number"),
        (f"a: 0x{'f' * 5000}\n", "is not a valid number"),
        ("a: !!timestamp soon\n", ':1: "soon" is not a valid date'),
        ("a: !!float [1]\n", ":1: expected a scalar node, but found sequence; correct the value, or put it in quotes"),
        ("a: {{ b }}\n", ":1: found unhashable key; correct the value, or put it in quotes"),
        ("a: !ENV [UNSET, 2020-13-45]\n", ':1: "2020-13-45" is not a valid date'),
        ("a: !ENV DAY\n", ':1: "2021-02-30" is not a valid date'),
        ("a: !ENV {b: c}\n", ":1: expected a scalar or sequence node, but found mapping"),
        (f"a: 1\nb: {NESTED}\n", ":2: values are nested more than 64 levels deep"),
        (f"a:\n  a0: &a0 [x, x]\n{ALIASES}", ": aliases (*name) expand to too much text; write out the values"),
        (f"a:\n  a0: &a0 {{x: y}}\n{MERGED}", ": aliases (*name) expand to too much text; write out the values"),
        (f"a:\n  a0: &a0 [x]\n{CHAIN}", ": values are nested more than 64 levels deep"),
        ("a: &a {b: *a}\n", ':1: alias "*a" is inside the value that it refers to; write out the value'),
        ("a: *b\n", ":1: found undefined alias 'b'; correct the value"),
        (f"# {'x' * 1024 * 1024}\n", " is larger than 1 MiB"),
    ],
)
def test_a_wrong_setting_exits_with_status_2(
    project: Make, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    monkeypatch.setenv("DAY", "2021-02-30")
    result = project(f"{LIST}=== mkdocs.yml\n{content}").run("check")
    assert result.status == 2
    assert message in result.err
    assert result.err.startswith("papertrail: mkdocs.yml")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("command", ["check", "render", "export", "build", "serve", "import more.bib"])
def test_all_commands_report_a_wrong_setting_alike(project: Make, command: str) -> None:
    made = project(f"{LIST}=== mkdocs.yml\nsite_description: 2020-13-45\n=== more.bib\n{BIBTEX}")
    assert made.run(*command.split()) == made.run("check")


@pytest.mark.parametrize("data", ["site_name: é\n".encode("latin-1"), "site_name: é\n".encode("utf-16")])
def test_settings_must_be_utf8(project: Make, data: bytes) -> None:
    made = project(LIST)
    (made.root / "mkdocs.yml").write_bytes(data)
    result = made.run("check")
    assert result.status == 2
    assert result.err.startswith("papertrail: mkdocs.yml:1: ")
    assert "save the file as UTF-8" in result.err


@pytest.mark.parametrize(
    "setting", ["\ufeffsite_name: A\n", "extra: {a: &a {b: 1}, c: {<<: *a, b: 2}}\n", "a: 👩\u200d💻\n"]
)
def test_other_yaml_is_read(project: Make, setting: str) -> None:
    made = project(f"{LIST}=== mkdocs.yml\n{setting}plugins: [/papertrail]\n")
    assert made.run("check").status == 0


def test_a_configuration_that_is_not_a_file_is_reported(project: Make) -> None:
    made = project(LIST)
    (made.root / "mkdocs.yml").unlink()
    (made.root / "mkdocs.yml").mkdir()
    for arguments in ((), ("-f", "mkdocs.yml")):
        result = made.run("check", *arguments)
        assert (result.status, result.err) == (2, "papertrail: mkdocs.yml is not a file; rename or remove it\n")


# Inherited settings


BASE = "=== base.yml\nplugins:\n  search: {}\n  papertrail:\n    papers: papers\n"


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ("INHERIT: mkdocs.yml\n", "mkdocs.yml:2: INHERIT leads back to mkdocs.yml; delete the line"),
        ("INHERIT: a.yml\n=== a.yml\nINHERIT: ./mkdocs.yml\n", "a.yml:1: INHERIT leads back to mkdocs.yml; delete"),
        ("INHERIT: a.yml\n", 'mkdocs.yml:2: inherited file "a.yml" not found; correct the path'),
        ("INHERIT: docs\n", 'mkdocs.yml:2: inherited file "docs" not found'),
        ("INHERIT: https://example.org/a.yml\n", 'inherited file "https://example.org/a.yml" not found'),
        ("INHERIT: 3\n", "mkdocs.yml:2: INHERIT must be the path of a configuration file"),
        ("INHERIT:\n", "mkdocs.yml:2: INHERIT must be the path of a configuration file"),
        ("INHERIT: a.yml\n=== a.yml\na: [\n", 'a.yml:1: unclosed "["'),
        ("INHERIT: a.yml\n=== a.yml\n- a\n", "a.yml contains no settings"),
        (
            f"INHERIT: base.yml\n{BASE.replace(': papers', ': 3')}",
            'base.yml:4: option "papers" of papertrail must be a',
        ),
        ("".join(f"INHERIT: {n}.yml\n=== {n}.yml\n" for n in range(20)), "14.yml:1: more than 16 files inherit from"),
    ],
)
def test_what_is_wrong_with_inherited_settings(project: Make, tree: str, message: str) -> None:
    result = project(f"{LIST}=== mkdocs.yml\nsite_name: A\n{tree}").run("check")
    assert result.status == 2
    assert message in result.err


def test_inherited_settings_are_merged(project: Make) -> None:
    made = project(
        f"{LIST}=== mkdocs.yml\nINHERIT: !ENV [UNSET, base.yml]\nplugins: {{papertrail: {{split: 7}}}}\n{BASE}"
        "    split: 5\n=== docs/about.md\n# About\n"
    )
    settings = load_settings(made.root / "mkdocs.yml")
    assert (settings.split, settings.papers) == (7, "papers")


# Other files


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
