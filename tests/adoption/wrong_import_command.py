"""What `papertrail import` does wrong on a disk (not collected: the code is to be mended first)."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from adoption.test_import_command import (
    LIST,
    Stop,
    begun,
    full,
    held,
    inside,
    interrupted,
    killed,
    place,
    rendered,
    stopped,
)
from support.projects import Project

__all__ = ["begun", "place"]


def test_a_sign_in_the_name_of_a_file_parts_no_topic(place: Project) -> None:
    """The list's name is that of the file where it has no title; markdown._file_title must be a topic's name."""
    (place.root / "a > b.md").write_text(LIST.removeprefix("# A List\n\n"), encoding="utf-8", newline="")
    result = place.run("import", "a > b.md", "--into", "new")
    assert result.status == 0, result.err


@pytest.mark.parametrize("topic", ["a > b", " a", "a >", "x\ny", "", "  ", "# a"])
def test_any_name_for_the_list_will_do_or_is_refused(place: Project, topic: str) -> None:
    before = held(place.root)
    result = place.run("import", "LIST.md", "--into", "new", "--topic", topic)
    assert result.status in (0, 2), result.err
    if result.status == 2:
        assert held(place.root) == before
    else:
        assert inside(place, "new").run("check").status == 0
        assert rendered(inside(place, "new")) == LIST


@pytest.mark.parametrize("stop", [full, interrupted])
def test_what_fails_while_writing_a_new_project_leaves_nothing(
    place: Project, monkeypatch: pytest.MonkeyPatch, stop: Stop
) -> None:
    before = held(place.root)
    for calls in range(1000):
        with stopped(monkeypatch, calls, stop) as count:
            result = place.run("import", "LIST.md", "--into", "new")
        if count[0] <= calls:
            break
        assert (result.status, held(place.root)) == (2, before), calls
    assert calls > 10
    assert (result.status, rendered(inside(place, "new"))) == (0, LIST)


def test_after_a_kill_in_a_new_project_the_next_import_puts_all_right(place: Project) -> None:
    assert place.run("import", "LIST.md", "--into", "kept").status == 0
    wanted = held(place.root / "kept")
    for calls in range(100):
        shutil.rmtree(place.root / "new", ignore_errors=True)
        if not killed(place, calls, "import", "LIST.md", "--into", "new"):
            break
        result = place.run("import", "LIST.md", "--into", "new")
        assert result.status == 0, (calls, result.err)
        assert held(place.root / "new") == wanted, calls
    assert calls > 5


def test_an_interrupt_while_cleaning_up_leaves_a_whole_project(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """swap.grown: the folder is in place already when the old one is removed."""
    before = held(begun.root / "mine")
    real, first = shutil.rmtree, [True]

    def rmtree(*args: Any, **options: Any) -> None:
        if first.pop():
            raise KeyboardInterrupt
        real(*args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", rmtree)
        result = begun.run("import", "LIST.md", "--into", "mine")
    assert result.status != 0
    assert held(begun.root / "mine") == before
