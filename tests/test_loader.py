"""Files that did not change are neither read nor parsed again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from papertrail.pipeline.check import ListChecker
from papertrail.records import files
from papertrail.records.config_file import load_settings
from papertrail.records.parse import parse_file
from papertrail.runtime.safe_folder import SafeFolder
from support.projects import Project, checked, sources_of

COUNT = 300
LIST = "".join(f"=== papers/p{n:03}.yml\nname: P{n}\nvenue: OSDI\ntopic: T\n" for n in range(COUNT))
BLOCK = 128
"""Records that are parsed together."""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are parsed, in one process."""
    paths: list[str] = []

    def counted(path: str, *args: object) -> object:
        paths.append(path)
        return parse_file(path, *args)  # type: ignore[arg-type]

    monkeypatch.setattr("papertrail.pipeline.loader.parse_file", counted)
    monkeypatch.setattr("papertrail.pipeline.loader.process_count", lambda: 1)
    return paths


def test_an_edit_parses_one_block_again(parsed: list[str]) -> None:
    checker = ListChecker()
    checker.check(sources_of(LIST))
    assert len(parsed) == COUNT
    parsed.clear()
    edited = checker.check(sources_of(LIST.replace("P7\n", "Seven\n")))
    assert 0 < len(parsed) <= BLOCK
    assert "Seven" in {paper.name for paper in edited.catalog.papers}
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
def test_a_changed_list_is_checked_as_if_it_were_new(changed: str) -> None:
    checker = ListChecker()
    checker.check(sources_of(LIST))
    updated, new = checker.check(sources_of(changed)), checked(changed)
    assert updated.diagnostics == new.diagnostics
    assert updated.library.papers == new.library.papers


def test_one_process_and_two_load_the_same_list(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = LIST.replace("P7\n", "[]\n").replace("name: P200", "naem: P200").replace("P9\n", "P8\n")
    monkeypatch.setattr("papertrail.pipeline.loader._MANY_RECORDS", 1)
    results = []
    for jobs in (1, 2):
        monkeypatch.setattr("papertrail.pipeline.loader.process_count", lambda jobs=jobs: jobs)
        results.append(checked(tree))
    assert results[0].diagnostics == results[1].diagnostics != ()
    assert results[0].catalog == results[1].catalog


def test_unchanged_files_are_not_read_from_disk_again(
    project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project("=== papers/a.yml\nname: A\ntopic: T\n=== papers/b.yml\nname: B\ntopic: T\n")
    settings, known = load_settings(made.root / "mkdocs.yml"), files.Known()
    monkeypatch.setattr(files, "_SETTLED", -1)
    read: list[str] = []
    bytes_of = SafeFolder.read

    def counted(folder: SafeFolder, name: str, most: int) -> bytes:
        read.append(name)
        return bytes_of(folder, name, most)

    monkeypatch.setattr(SafeFolder, "read", counted)
    first = files.read(settings, known)
    read.clear()
    assert files.read(settings, known) == first
    assert read == []
    made.write("papers/b.yml", "name: Bee\ntopic: T\n")
    assert dict(files.read(settings, known).records)["papers/b.yml"] == b"name: Bee\ntopic: T\n"
    assert read == ["b.yml"]
