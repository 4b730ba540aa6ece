"""Work shared out over processes, where that is safe and pays."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from papertrail.runtime.progress import Advance

T = TypeVar("T")

_MOST = 8
"""Processes: with more of them the disk and the parent are what is waited for."""


def processes() -> int:
    """How many processes may share the work: 1 where a process cannot be forked safely.

    A forked process has everything that its parent has read without being sent it. Elsewhere than on Linux, libraries
    of the system do not stand being forked, nor do locks that other threads hold.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST)


class SharedWork(Generic[T]):
    """Work that other processes have begun on; this one joins in when it has nothing else to do.

    `work` is called once in each of `jobs` processes with the numbers of its tasks. The numbers from 0 to `tasks` are
    dealt out in blocks, whoever is done first takes the next; each is dealt once. What is returned must not hang on
    who got which. With one job, or fewer tasks than two blocks, all is left to this process.
    """

    def __init__(self, tasks: int, block: int, work: Callable[[Iterator[int]], T], jobs: int) -> None:
        self._tasks, self._block, self._work = tasks, block, work
        self._others: list[tuple[Any, Connection]] = []
        self._dealt: Any = None
        if jobs > 1 and tasks >= 2 * block:
            context = multiprocessing.get_context("fork")
            self._dealt = context.Value("q", 0)
            for _ in range(jobs - 1):
                self._others.append(self._started(context))

    def finish(self, advance: Advance) -> list[T]:
        """Do what is left, and give what each process returned. An exception in any of them is raised here. `advance`
        is told how many tasks are dealt.
        """
        try:
            found = [self._work(self._numbers(advance) if self._others else iter(range(self._tasks)))]
            return found + [_answer(answer) for _, answer in self._others]
        finally:
            self.end()

    def end(self) -> None:
        """End the other processes, wherever they are."""
        for process, _ in self._others:
            process.terminate()
            process.join()
        self._others = []

    def _numbers(self, advance: Advance) -> Iterator[int]:
        while True:
            with self._dealt.get_lock():
                start = self._dealt.value
                self._dealt.value = start + self._block
            if start >= self._tasks:
                return
            advance(start, self._tasks)
            yield from range(start, min(start + self._block, self._tasks))

    def _started(self, context: Any) -> tuple[Any, Connection]:
        receiver, sender = context.Pipe(duplex=False)
        receivers = [*(other for _, other in self._others), receiver]
        process = context.Process(target=self._child, args=(sender, receivers), daemon=True)
        process.start()
        sender.close()
        return process, receiver

    def _child(self, answer: Connection, receivers: list[Connection]) -> None:
        gc.freeze()  # looking through what the parent has for cycles would copy all of it
        for receiver in receivers:  # while someone could still read the answer, it would wait for that for ever
            receiver.close()
        try:
            _send(answer, (True, self._work(self._numbers(lambda done, of: None))))
        except BrokenPipeError:  # the parent is gone
            pass
        except BaseException as error:  # told where the work was asked for
            with suppress(BrokenPipeError):
                _send(answer, (False, error))


def shared_out(tasks: int, block: int, work: Callable[[Iterator[int]], T], jobs: int, advance: Advance) -> list[T]:
    """Do work at once that is shared out, as `SharedWork` says."""
    return SharedWork(tasks, block, work, jobs).finish(advance)


def _send(answer: Connection, value: object) -> None:
    """Send a value; what is large in it is not copied for that."""
    large: list[pickle.PickleBuffer] = []
    rest = pickle.dumps(value, protocol=5, buffer_callback=large.append)
    answer.send_bytes(rest)
    answer.send(len(large))
    for part in large:
        answer.send_bytes(part.raw())


def _received(answer: Connection) -> Any:
    rest = answer.recv_bytes()
    return pickle.loads(rest, buffers=[answer.recv_bytes() for _ in range(answer.recv())])  # noqa: S301 - our own


def _answer(answer: Connection) -> Any:
    try:
        done, value = _received(answer)
    except EOFError:
        raise MemoryError("a process that shared the work was ended from outside") from None
    if not done:
        raise value
    return value
