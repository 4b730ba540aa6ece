"""`check --changed-since` reports the problems that came with changes, at files that changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.pipeline.changed import check_changes
from support.projects import Project, sources_of
from support.repositories import NEEDS_GIT, commit_all, git

Make = Callable[[str], Project]
BEFORE = """\
=== papers/_topics.yml
- Training
=== papers/_venues.yml
- EuroSys
- SOSP
=== papers/m.yml
name: M
title: Supporting Very Large Models using Dataflow Graph Partitioning
venue: EuroSys 2019
topic: Training
=== papers/n.yml
name: N
venue: Unheard 2019
topic: Training
keywords: [graph theory]
=== papers/o.yml
name: O
venue: SOSP 2019
topic: Trainin
"""
PROBLEMS_BEFORE = {"PT201", "PT202"}
M = "title: Supporting Very Large Models using Dataflow Graph Partitioning\n"


def reported(after: str) -> list[tuple[str, int, str, str]]:
    checked = check_changes(sources_of(BEFORE), sources_of(after))
    return [(d.path.removeprefix("papers/"), d.span.line, d.code, d.message) for d in checked.diagnostics]


CASES = {
    "nothing": (BEFORE, []),
    "other line ends": (BEFORE.replace("name: N\n", "name: N\r\n"), []),
    "a sound record": (f"{BEFORE}=== papers/a.yml\nname: A\ntopic: Training\n", []),
    "a record with its own problem": (f"{BEFORE}=== papers/a.yml\nname: A\n", [("a.yml", 1, "PT102")]),
    "a changed record keeps its problem": (BEFORE.replace("name: N\n", "name: N\n\ntitle: N and more\n"), []),
    "a changed record gets a problem": (BEFORE.replace("name: N\n", "name: N\nyear: 2019\n"), [("n.yml", 2, "PT103")]),
    "a record that equals an older one, which comes later": (
        f"{BEFORE}=== papers/a.yml\nname: A\n{M}topic: Training\n", [("a.yml", 2, "PT301")],
    ),
    "even if the older one was dated later": (
        f"{BEFORE.replace('name: M', 'added: 2026-01-01' + chr(10) + 'name: M')}"
        f"=== papers/a.yml\nname: A\n{M}topic: Training\nadded: 2020-01-01\n", [("a.yml", 2, "PT301")],
    ),
    "a similar title": (
        f"{BEFORE}=== papers/a.yml\nname: A\n{M.replace('Very', 'the')}topic: Training\n", [("a.yml", 2, "PT302")],
    ),
    "an id that is taken": (
        f"{BEFORE}=== papers/a/m.yml\nname: A\ntopic: Training\n", [("a/m.yml", 1, "PT105")],
    ),
    "a name in another form, reported at the older record": (
        f"{BEFORE}=== papers/a.yml\nname: A\ntopic: Training\nkeywords: [Graph Theory]\n", [("a.yml", 1, "PT206")],
    ),
    "a registry that lost an entry": (BEFORE.replace("- EuroSys\n", ""), [("m.yml", 3, "PT202")]),
    "a registry that gained one": (BEFORE.replace("- SOSP\n", "- SOSP\n- Unheard\n"), []),
    "a record that is gone": (BEFORE.partition("=== papers/n.yml")[0], []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_problems_of_changes(case: str) -> None:
    after, expected = CASES[case]
    assert [problem[:3] for problem in reported(after)] == expected


def test_a_problem_at_another_file_names_it() -> None:
    _, _, _, message = reported(CASES["a name in another form, reported at the older record"][0])[0]
    assert message == ('together with papers/n.yml:4: keyword "graph theory" differs from "Graph Theory" only by case')


def test_an_unknown_name_in_many_records_is_that_of_the_new_record() -> None:
    records = [f"=== papers/r{n}.yml\nname: R{n}\nvenue: Nowhere 2019\ntopic: Training\n" for n in range(6)]
    before, after = sources_of(BEFORE + "".join(records[1:])), sources_of(BEFORE + "".join(records))
    assert [(d.path, d.code) for d in check_changes(before, after).diagnostics] == [("papers/r0.yml", "PT202")]
    assert not check_changes(after, before).diagnostics


def test_a_waiver_holds_although_the_older_record_changes() -> None:
    waived = f"=== papers/z.yml\nname: Z\n{M.rstrip()}  # papertrail: allow PT301 another work\ntopic: Training\n"
    after = BEFORE.replace("name: M\n", "name: M\nauthors: [A. B.]\n") + waived
    assert not check_changes(sources_of(BEFORE + waived), sources_of(after)).diagnostics


@NEEDS_GIT
@pytest.mark.parametrize("folder", [".", "my list"])
def test_the_command_reads_the_base_from_git(
    project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    made = project(BEFORE)
    root = made.root
    if folder != ".":
        root = root.rename(tmp_path / folder)
        commit_all(tmp_path)
    else:
        commit_all(root)
    monkeypatch.chdir(root)
    git(root, "checkout", "-q", "-b", "mine")
    (root / "papers/a b.yml").write_text("name: A\ntopic: Training\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Mine")
    (root / "papers/untracked.yml").write_text("name: B\n")
    (root / "papers/m.yml").write_text("name: M\nyear: 2019\ntopic: Training\n")
    git(root, "checkout", "-q", "main", "--", "papers/n.yml")
    run = Project(root).run
    result = run("check", "--changed-since", "main")
    assert result.status == 1
    assert [line.split(" ")[0] for line in result.out.splitlines() if line.startswith("papers/")] == [
        "papers/a", "papers/m.yml:2:1:", "papers/untracked.yml:1:1:",
    ]  # fmt: skip
    assert "PT201" not in result.out
    assert run("check", "--changed-since", "nope").err == (
        'papertrail: git knows no revision "nope"; use the name of a branch, a tag or a commit\n'
    )


@NEEDS_GIT
def test_a_sound_change_passes_in_a_list_with_problems(project: Make) -> None:
    made = project(f"{BEFORE}=== docs/read.md\nSee [@nope].\n")
    commit_all(made.root)
    assert made.run("check").status == 1
    made.write("papers/a.yml", "name: A\ntopic: Training\n")
    made.write("docs/read.md", "# Read\n\nSee [@nope].\n")
    assert made.run("check", "--strict", "--changed-since", "HEAD").status == 0
    made.write("docs/read.md", "# Read\n\nSee [@nope] and [@neither].\n")
    assert 'unknown paper "neither"' in made.run("check", "--changed-since", "HEAD").out
