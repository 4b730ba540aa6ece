"""What a command is at: on a terminal, in CI, and nowhere else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from papertrail.runtime import progress as stages
from papertrail.runtime.progress import QUIET, Stages
from support.projects import Project


def steps(told: Stages) -> None:
    with told("reading") as advance:
        advance(1, 4)
        advance(2, 4)
    with told("checking"):
        pass


def test_on_a_terminal_a_line_says_how_far_it_is_and_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_PATIENCE", -1.0)
    monkeypatch.setattr(stages, "_EVERY", -1.0)
    stream = io.StringIO()
    steps(Stages(stream, live=True))
    shown = stream.getvalue().split("\r\x1b[K")
    assert shown == [
        "",
        "reading",
        "[######                  ] reading 1 of 4",
        "[############            ] reading 2 of 4",
        "",
        "checking",
        "",
    ]


def test_what_takes_no_second_is_not_told() -> None:
    stream = io.StringIO()
    steps(Stages(stream, live=True))
    assert stream.getvalue() == ""


def test_in_ci_each_stage_leaves_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_WORTH", -1.0)
    stream = io.StringIO()
    steps(Stages(stream, lines=True))
    assert re.sub(r"\d+\.\d", "0.0", stream.getvalue()) == (
        "papertrail: reading took 0.0 s\npapertrail: checking took 0.0 s\n"
    )


def test_in_ci_nothing_is_said_of_what_takes_no_time() -> None:
    stream = io.StringIO()
    steps(Stages(stream, lines=True))
    assert stream.getvalue() == ""


def test_stages_are_timed_even_where_nothing_is_said() -> None:
    told = Stages()
    steps(told)
    steps(told)
    assert list(told.seconds) == ["reading", "checking"]
    assert [line.split("s  ")[1] for line in told.table().splitlines()] == ["reading", "checking", "other"]
    with QUIET("reading"):
        pass


def test_a_stage_that_fails_leaves_no_line_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_PATIENCE", -1.0)
    stream = io.StringIO()
    told = Stages(stream, live=True, lines=True)
    told._told = -1.0
    with pytest.raises(ValueError, match="no"), told("reading"):
        raise ValueError("no")
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("command", ["check", "build"])
def test_profile_prints_each_stage(project: Callable[[str], Project], command: str) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\n")
    told = made.run(command, "--profile")
    assert told.status == 0
    lines = [line.partition(" s  ")[2] for line in told.err.splitlines() if re.match(r" +\d+\.\d{3} s  ", line)]
    assert lines[:3] == ["reading files", "reading records", "checking"]
    assert lines[-1] == "other"
    assert ("making pages" in lines) == (command == "build")
