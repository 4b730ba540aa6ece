"""The commands, as a user calls them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.rules import RULES
from support.projects import Project

Make = Callable[[str], Project]

LIST = """\
=== papers/tofu.yml
name: Tofu
venue: EuroSys 2019
institutions: [NYU]
links: {Paper: https://example.com/tofu}
topic: Training > Parallelism
=== papers/orca.yml
name: Orca
topic: Serving
"""
BROKEN = LIST + "=== papers/broken.yml\nnaem: Broken\ntopic: Serving\n"
WARNED = LIST + '=== papers/warned.yml\nname: Warned\nremarks: "a *stray mark"\ntopic: Serving\n'


def test_check_reports_no_problems(project: Make) -> None:
    result = project(LIST).run("check")
    assert (result.status, result.out, result.err) == (0, "2 papers, no problems\n", "")


def test_check_reports_problems_of_all_files_in_order(project: Make) -> None:
    result = project(BROKEN + "=== papers/also.yml\nname: A\n").run("check")
    assert result.status == 1
    places = [line.split(" error")[0] for line in result.out.splitlines() if " error[" in line]
    assert places == ["papers/also.yml:1:1:", "papers/broken.yml:1:1:"]
    assert result.out.endswith("\n4 papers, 2 errors\n")


def test_check_with_a_path_filters_the_report_but_reads_all_files(project: Make) -> None:
    made = project(BROKEN + "=== papers/more/tofu.yml\nname: Other\ntopic: Serving\n")
    assert made.run("check", "papers/orca.yml").status == 0
    result = made.run("check", "papers/more")
    assert result.status == 1, "a problem of two files is reported for each of them"
    assert 'duplicate id "tofu" (also used by papers/more/tofu.yml)' in result.out
    assert "broken" not in result.out


def test_check_rejects_a_path_outside_the_project(project: Make, tmp_path: Path) -> None:
    result = project(LIST).run("check", str(tmp_path))
    assert result.status == 2
    assert "is not inside the project" in result.err


def test_warnings_fail_only_with_strict(project: Make) -> None:
    made = project(WARNED)
    assert made.run("check").status == 0
    assert made.run("check", "--strict").status == 1
    assert made.run("build").status == 0


def test_check_prints_json(project: Make) -> None:
    result = project(BROKEN).run("check", "--format", "json")
    assert result.status == 1
    first = json.loads(result.out)["diagnostics"][0]
    assert (first["path"], first["line"], first["column"], first["severity"]) == (
        "papers/broken.yml",
        1,
        1,
        "error",
    )
    assert set(first) == {
        "path", "line", "column", "end_line", "end_column", "severity", "code", "message", "help",
    }  # fmt: skip


def test_check_for_github_prints_annotations_and_writes_the_summary(
    project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(BROKEN + '=== papers/fence.yml\nname: a\ntopic: b\n"```": "%, ::error::x"\n')
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    result = made.run("check", "--format", "github")
    assert result.status == 1
    commands = [line for line in result.out.splitlines() if line.startswith("::")]
    assert commands[0].startswith(
        '::error file=papers/broken.yml,line=1,col=1,title=PT103%3A unknown field "naem",endCol'
    )
    assert len(commands) == len([line for line in result.out.splitlines() if "::" in line])
    written = summary.read_text()
    assert written.startswith("before\n### papertrail: 4 papers, 2 errors\n\n````text\n")
    assert written.endswith("\n````\n")


@pytest.mark.parametrize(
    "command",
    [
        ["build"],
        ["render", "serving"],
        ["export"],
        ["render", "--out", "out"],
        ["render", "serving", "--write", "a.md"],
    ],
)
def test_commands_write_nothing_if_there_is_an_error(project: Make, command: list[str]) -> None:
    made = project(BROKEN)
    before = sorted(path for path in made.root.rglob("*"))
    result = made.run(*command)
    assert result.status == 1
    assert result.out == ""
    assert "papers/broken.yml:1:1: error[PT103]" in result.err
    assert result.err.endswith("papertrail: nothing was written\n")
    assert sorted(path for path in made.root.rglob("*")) == before


def test_explain_prints_the_documentation_of_a_rule(project: Make) -> None:
    made = project(LIST)
    assert made.run("explain", "pt103").out.startswith("PT103 unknown-field\n\nAn unknown field.\n\n## Why\n")
    assert made.run("explain", "unknown-field").out == made.run("explain", "PT103").out
    result = made.run("explain", "PT130")
    assert result.status == 2
    assert 'unknown rule "PT130"; did you mean "PT1' in result.err


def test_explain_without_a_rule_lists_all_rules(project: Make) -> None:
    result = project(LIST).run("explain")
    assert result.status == 0
    lines = [re.split(r"  +", line, maxsplit=2) for line in result.out.splitlines()]
    assert lines == [[rule.CODE, rule.NAME, (rule.__doc__ or "").strip().partition("\n")[0]] for rule in RULES]


def test_render_finds_a_list_by_name_slug_or_path(project: Make) -> None:
    made = project(LIST)
    assert made.run("render").status == 2
    assert "specify a list: serving, training" in made.run("render").err
    assert made.run("render", "Training").out == made.run("render", "training").out
    assert made.run("render", "Training > Parallelism").out.startswith("# Parallelism\n")
    assert 'did you mean "Training"' in made.run("render", "Trainign").err


def test_render_check_fails_if_the_document_is_out_of_date(project: Make) -> None:
    made = project(LIST)
    missing = made.run("render", "training", "--check", "README.md")
    assert missing.status == 1
    assert "papertrail render Training --write README.md" in missing.err
    assert made.run("render", "training", "--write", "README.md").out == ""
    assert made.read("README.md") == made.run("render", "training").out
    made.write("README.md", made.read("README.md").replace("\n", "\r\n"))
    assert made.run("render", "training", "--check", "README.md").status == 0
    made.write("papers/new.yml", "name: New\ntopic: Training\n")
    assert made.run("render", "training", "--check", "README.md").status == 1


def test_render_warns_if_github_would_truncate_the_document(project: Make) -> None:
    made = project(LIST)
    for number in range(150):
        made.write(f"papers/p{number}.yml", f"name: P{number}\nremarks: {'x' * 3900}\ntopic: Training > Large\n")
    result = made.run("render", "training")
    assert result.status == 0
    assert len(result.out) > 512 * 1024
    assert "larger than 512 KiB" in result.err
    assert "papertrail render 'Training > Large' --write large.md" in result.err


@pytest.mark.parametrize("other", [["training"], ["--style", "bullets"], ["--check", "a.md"], ["--write", "a.md"]])
def test_render_out_cannot_be_combined(project: Make, other: list[str]) -> None:
    result = project(LIST).run("render", "--out", "pages", *other)
    assert result.status == 2
    assert "it can only be used with --builder" in result.err


def test_a_builder_needs_a_folder(project: Make) -> None:
    assert "--builder needs --out" in project(LIST).run("render", "--builder", "hugo").err


def test_render_keeps_the_text_around_a_list(project: Make) -> None:
    made = project(
        LIST
        + "=== papers/_lists/training.md\n# My list\n\nBefore.\n\n## Parallel\n\n"
        + "<!-- papers: Parallelism -->\n\nAfter.\n"
    )
    out = made.run("render", "training", "--style", "bullets").out
    assert out == (
        "# My list\n\nBefore.\n\n## Parallel\n\n- Tofu (*EuroSys 2019*) [[Paper]](https://example.com/tofu)\n\nAfter.\n"
    )


def test_export_prints_json_in_list_order(project: Make) -> None:
    papers = json.loads(project(LIST).run("export", "--format", "json").out)["papers"]
    assert [paper["id"] for paper in papers] == ["orca", "tofu"]
    assert papers[1] == {
        "id": "tofu",
        "name": "Tofu",
        "title": None,
        "type": "article",
        "authors": [],
        "venue": "EuroSys 2019",
        "venues": ["EuroSys 2019"],
        "year": 2019,
        "institutions": [{"name": "NYU", "url": None}],
        "links": [{"label": "Paper", "url": "https://example.com/tofu"}],
        "remarks": [],
        "keywords": [],
        "topics": [["Training", "Parallelism"]],
        "custom": {},
        "people": [],
        "date": None,
        "status": None,
        "publication": {},
        "ids": {},
        "language": None,
        "awards": [],
        "abstract": None,
        "added": None,
    }


def test_a_file_system_error_is_one_line(project: Make) -> None:
    made = project(LIST)
    result = made.run("render", "--out", "mkdocs.yml/pages")
    assert result.status == 2
    assert result.err.count("\n") == 1
    assert "mkdocs.yml" in result.err


def test_an_internal_error_exits_with_status_2(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(LIST)

    def divide(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("papertrail.cli.check.check_from_disk", divide)
    result = made.run("check")
    assert result.status == 2
    assert "ZeroDivisionError" in result.err
    assert "internal error; please report it with the lines above" in result.err


def test_check_does_not_import_mkdocs() -> None:
    """A pre-commit hook runs it at every commit."""
    code = "import sys, papertrail.cli as c; c.main(['--version']); print([m for m in sys.modules if 'mkdocs' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_a_closed_pipe_prints_no_traceback(project: Make) -> None:
    made = project(LIST)
    done = subprocess.run(
        f"{sys.executable} -m papertrail explain PT101 | head -1", shell=True, capture_output=True, text=True,
        cwd=made.root, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "status", "err"),
    [
        ("check", 0, ""),
        ("check --nonsense", 2, "No such option"),
        ("check >&-", 0, ""),
        ("export --format json > /dev/full", 2, "No space left on device"),
    ],
)
def test_the_program_exits_with_the_status_of_its_command(project: Make, command: str, status: int, err: str) -> None:
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    made = project(LIST)
    done = subprocess.run(
        f"{sys.executable} -m papertrail {command}", shell=True, capture_output=True, text=True,
        cwd=made.root, check=False,
    )  # fmt: skip
    assert (done.returncode, err in done.stderr) == (status, True)
    assert "Traceback" not in done.stderr


def test_the_program_flushes_long_output(project: Make) -> None:
    made = project("".join(f"=== papers/p{number}.yml\nname: P{number}\ntopic: Some\n" for number in range(1000)))
    done = subprocess.run(
        [sys.executable, "-m", "papertrail", "export", "--format", "json"], capture_output=True, text=True,
        cwd=made.root, check=True,
    )  # fmt: skip
    assert len(json.loads(done.stdout)["papers"]) == 1000
