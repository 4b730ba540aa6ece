"""Work that several processes share, and the texts that they return."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import Pipe

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.runtime.processes import SharedCounter, _result, run_parallel
from papertrail.runtime.text_store import TextStore

if sys.platform != "win32":
    import fcntl

FORKED = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def ignore(done: int, total: int) -> None:
    """Ignore the progress."""


@FORKED
def test_each_task_is_done_once() -> None:
    def work(numbers: Iterator[int]) -> list[tuple[int, int]]:
        return [(number, os.getpid()) for number in numbers]

    progress: list[tuple[int, int]] = []
    results = run_parallel(100, 3, work, 2, lambda done, total: progress.append((done, total)))
    assert sorted(number for result in results for number, _ in result) == list(range(100))
    assert len(results) == 2
    assert {total for _, total in progress} <= {100}


def test_few_tasks_are_done_by_this_process() -> None:
    def work(numbers: Iterator[int]) -> tuple[int, list[int]]:
        return os.getpid(), list(numbers)

    assert run_parallel(5, 3, work, 2, ignore) == [(os.getpid(), [0, 1, 2, 3, 4])]
    assert run_parallel(0, 3, work, 2, ignore) == [(os.getpid(), [])]


@FORKED
@pytest.mark.parametrize("error", [PapertrailError("no"), KeyboardInterrupt()])
def test_an_error_in_another_process_is_raised_here(error: BaseException) -> None:
    parent = os.getpid()

    def work(numbers: Iterator[int]) -> None:
        next(numbers, None)
        if os.getpid() != parent:
            raise error

    with pytest.raises(type(error)):
        run_parallel(100, 1, work, 2, ignore)


@FORKED
def test_a_killed_process_is_reported() -> None:
    parent = os.getpid()

    def work(numbers: Iterator[int]) -> None:
        if os.getpid() != parent:
            os._exit(9)

    with pytest.raises(MemoryError, match="a worker process was killed"):
        run_parallel(100, 1, work, 2, ignore)


def test_a_process_that_is_killed_while_it_sends_is_reported() -> None:
    receiver, sender = Pipe(duplex=False)
    os.write(sender.fileno(), (100).to_bytes(4) + b"ten bytes.")
    sender.close()
    with pytest.raises(MemoryError, match="a worker process was killed"):
        _result(receiver)


@FORKED
def test_a_counter_stays_usable_if_the_process_that_locks_it_is_killed() -> None:
    counter = SharedCounter()
    if (process := os.fork()) == 0:
        fcntl.lockf(counter._file, fcntl.LOCK_EX)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(process, 0)
    assert [counter.take(3), counter.take(1), counter.take(1)] == [0, 3, 4]
    counter.close()


@FORKED
@pytest.mark.parametrize("function", ["fork", "pipe", "memfd_create"])
def test_fewer_processes_do_the_work_if_the_system_has_none_to_spare(
    monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    def fail(*arguments: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, function, fail)
    assert run_parallel(10, 1, list, 4, ignore) == [list(range(10))]


ABANDONED = """
import os, signal
from papertrail.runtime.processes import ParallelWork

def work(numbers):
    list(numbers)
    return b"x" * 10_000_000

parallel = ParallelWork(100, 1, work, 4)
print(*(process.pid for process, _ in parallel._others), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@FORKED
def test_processes_end_if_their_parent_is_killed() -> None:
    ended = subprocess.run([sys.executable, "-c", ABANDONED], capture_output=True, timeout=30, check=False)
    # The output was read to its end, so no process has it open any more.
    assert ended.returncode == -signal.SIGKILL
    assert len(ended.stdout.split()) == 3


def test_a_store_takes_the_texts_of_another() -> None:
    one, other = TextStore(), TextStore()
    one["a"], one["b"], other["c"], other["d"] = "Ä", "", "中文\n", "d"
    one.take(other)
    assert [one.get(name) for name in "abcde"] == ["Ä", "", "中文\n", "d", None]
    assert len(other) == 0
