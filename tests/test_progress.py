"""What a command shows of its progress: on a terminal, in CI, and elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from papertrail.runtime import progress as progress_module
from papertrail.runtime.progress import SILENT, Progress
from support.projects import Project


def take_steps(progress: Progress) -> None:
    with progress.step("reading") as advance:
        advance(1, 4)
        advance(2, 4)
    with progress.step("checking"):
        pass


def test_a_terminal_shows_a_line_that_disappears_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "_DELAY", -1.0)
    monkeypatch.setattr(progress_module, "_INTERVAL", -1.0)
    stream = io.StringIO()
    take_steps(Progress(stream, live=True))
    lines = stream.getvalue().split("\r\x1b[K")
    assert lines == [
        "",
        "reading",
        "[######                  ] reading 1 of 4",
        "[############            ] reading 2 of 4",
        "",
        "checking",
        "",
    ]


def test_a_terminal_shows_nothing_in_the_first_second() -> None:
    stream = io.StringIO()
    take_steps(Progress(stream, live=True))
    assert stream.getvalue() == ""


def test_ci_logs_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "_SHORTEST_LOGGED", -1.0)
    stream = io.StringIO()
    take_steps(Progress(stream, log=True))
    assert re.sub(r"\d+\.\d", "0.0", stream.getvalue()) == (
        "papertrail: reading took 0.0 s\npapertrail: checking took 0.0 s\n"
    )


def test_ci_does_not_log_short_steps() -> None:
    stream = io.StringIO()
    take_steps(Progress(stream, log=True))
    assert stream.getvalue() == ""


def test_steps_are_measured_even_if_nothing_is_shown() -> None:
    progress = Progress()
    take_steps(progress)
    take_steps(progress)
    assert list(progress.seconds) == ["reading", "checking"]
    assert [line.split("s  ")[1] for line in progress.profile().splitlines()] == ["reading", "checking", "other"]
    with SILENT.step("reading"):
        pass


def test_a_step_that_fails_clears_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "_DELAY", -1.0)
    monkeypatch.setattr(progress_module, "_INTERVAL", -1.0)
    stream = io.StringIO()
    progress = Progress(stream, live=True, log=True)
    with pytest.raises(ValueError, match="no"), progress.step("reading"):
        raise ValueError("no")
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("command", ["check", "build"])
def test_profile_prints_each_step(project: Callable[[str], Project], command: str) -> None:
    result = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\n").run(command, "--profile")
    assert result.status == 0
    lines = [line.partition(" s  ")[2] for line in result.err.splitlines() if re.match(r" +\d+\.\d{3} s  ", line)]
    assert lines[:3] == ["reading files", "reading records", "checking"]
    assert lines[-1] == "other"
    assert ("rendering pages" in lines) == (command == "build")
