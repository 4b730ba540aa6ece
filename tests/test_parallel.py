"""Work that is shared out over processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.runtime.processes import shared_out
from papertrail.runtime.text_store import TextStore

FORKED = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def silent(done: int, of: int) -> None:
    """Nobody is told."""


@FORKED
def test_each_task_is_done_once_whoever_does_it() -> None:
    def work(numbers: Iterator[int]) -> list[tuple[int, int]]:
        return [(number, os.getpid()) for number in numbers]

    told: list[tuple[int, int]] = []
    found = shared_out(100, 3, work, 2, lambda done, of: told.append((done, of)))
    assert sorted(number for part in found for number, _ in part) == list(range(100))
    assert len(found) == 2
    assert {of for _, of in told} <= {100}


def test_little_work_stays_here() -> None:
    assert shared_out(5, 3, lambda numbers: (os.getpid(), list(numbers)), 2, silent) == [(os.getpid(), [0, 1, 2, 3, 4])]
    assert shared_out(0, 3, list, 2, silent) == [[]]


@FORKED
@pytest.mark.parametrize("failing", [PapertrailError("no"), KeyboardInterrupt()])
def test_what_goes_wrong_elsewhere_is_told_here(failing: BaseException) -> None:
    parent = os.getpid()

    def work(numbers: Iterator[int]) -> None:
        next(numbers, None)
        if os.getpid() != parent:
            raise failing

    with pytest.raises(type(failing)):
        shared_out(100, 1, work, 2, silent)


@FORKED
def test_a_process_that_is_killed_is_told() -> None:
    parent = os.getpid()

    def work(numbers: Iterator[int]) -> None:
        if os.getpid() != parent:
            os._exit(9)

    with pytest.raises(MemoryError, match="ended from outside"):
        shared_out(100, 1, work, 2, silent)


ABANDONED = """
import os, signal
from papertrail.runtime.processes import SharedWork

def work(numbers):
    list(numbers)
    return b"x" * 10_000_000

shared = SharedWork(100, 1, work, 4)
print(*(process.pid for process, _ in shared._others), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@FORKED
def test_processes_whose_parent_was_killed_end() -> None:
    ended = subprocess.run([sys.executable, "-c", ABANDONED], capture_output=True, timeout=30, check=False)
    # It was read to its end, so nobody has the output open any more.
    assert ended.returncode == -signal.SIGKILL
    assert len(ended.stdout.split()) == 3


def test_texts_of_two_stores_together() -> None:
    one, other = TextStore(), TextStore()
    one["a"], one["b"], other["c"], other["d"] = "Ä", "", "中文\n", "d"
    one.take(other)
    assert [one.get(name) for name in "abcde"] == ["Ä", "", "中文\n", "d", None]
