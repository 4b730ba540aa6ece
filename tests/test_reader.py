"""Which files are read, and which are not read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from papertrail.core.settings import load_settings
from papertrail.pipeline.check import ListChecker
from papertrail.records import files as sources
from papertrail.records.parse import parse_file
from support.projects import Project, checked, sources_of

COUNT = 300
LIST = "".join(f"=== papers/p{n:03}.yml\nname: P{n}\nvenue: OSDI\ntopic: T\n" for n in range(COUNT))
BLOCK = 128


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are parsed, in one process."""
    found: list[str] = []

    def counted(path: str, *args: object) -> object:
        found.append(path)
        return parse_file(path, *args)  # type: ignore[arg-type]

    monkeypatch.setattr("papertrail.pipeline.loader.parse_file", counted)
    monkeypatch.setattr("papertrail.pipeline.loader.processes", lambda: 1)
    return found


def test_after_an_edit_one_block_is_read_again(parsed: list[str]) -> None:
    checker = ListChecker()
    checker.check(sources_of(LIST))
    assert len(parsed) == COUNT
    parsed.clear()
    again = checker.check(sources_of(LIST.replace("P7\n", "Seven\n")))
    assert 0 < len(parsed) <= BLOCK
    assert "Seven" in {paper.name for paper in again.catalog.papers}
    parsed.clear()
    checker.check(sources_of(LIST.replace("P7\n", "Seven\n")))
    assert parsed == []


@pytest.mark.parametrize(
    "changed",
    [
        LIST.replace("P7\n", "Seven\n"),
        LIST.replace("name: P7\n", "naem: P7\n"),
        LIST + "=== papers/a.yml\nname: A\ntopic: T\n=== papers/z.yml\nname: Z\ntopic: T\n",
        LIST.replace("=== papers/p128.yml", "=== papers/q.yml"),
        LIST.partition("=== papers/p200.yml")[0],
        LIST + "=== papers/_venues.yml\n- OSDI\n- SOSP\n",
        LIST + "=== papers/_venues.yml\n- SOSP\n",
        "=== papers/a.yml\nname: A\ntopic: T\n",
    ],
)
def test_what_was_read_before_makes_no_difference(changed: str) -> None:
    checker = ListChecker()
    checker.check(sources_of(LIST))
    again, afresh = checker.check(sources_of(changed)), checked(changed)
    assert again.diagnostics == afresh.diagnostics
    assert again.library.papers == afresh.library.papers


def test_processes_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = LIST.replace("P7\n", "[]\n").replace("name: P200", "naem: P200").replace("P9\n", "P8\n")
    monkeypatch.setattr("papertrail.pipeline.loader._MANY", 1)
    found = []
    for jobs in (1, 2):
        monkeypatch.setattr("papertrail.pipeline.loader.processes", lambda jobs=jobs: jobs)
        found.append(checked(tree))
    assert found[0].diagnostics == found[1].diagnostics != ()
    assert found[0].catalog == found[1].catalog


def test_files_that_did_not_change_are_not_read_from_the_disk_again(
    project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project("=== papers/a.yml\nname: A\ntopic: T\n=== papers/b.yml\nname: B\ntopic: T\n")
    settings, known = load_settings(made.root / "mkdocs.yml"), sources.Known()
    monkeypatch.setattr(sources, "_SETTLED", -1)
    read: list[str] = []
    bytes_of = sources._bytes

    def counted(path: str, *more: Any) -> object:
        read.append(Path(path).name)
        return bytes_of(path, *more)

    monkeypatch.setattr(sources, "_bytes", counted)
    first = sources.read(settings, known)
    read.clear()
    assert sources.read(settings, known) == first
    assert read == []
    made.write("papers/b.yml", "name: Bee\ntopic: T\n")
    assert dict(sources.read(settings, known).records)["papers/b.yml"] == b"name: Bee\ntopic: T\n"
    assert read == ["b.yml"]
