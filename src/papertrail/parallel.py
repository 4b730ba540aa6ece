"""Work shared out over processes, where that is safe and pays."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from papertrail.stages import Advance

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


def shared_out(tasks: int, block: int, work: Callable[[Iterator[int]], T], jobs: int, advance: Advance) -> list[T]:
    """Call `work` once in each of `jobs` processes with the numbers of its tasks, and give what each returns.

    The numbers from 0 to `tasks` are dealt out in blocks, whoever is done first takes the next; each is dealt once.
    What is returned must not hang on who got which. With one job, or fewer tasks than two blocks, `work` is called
    here. An exception in any process is raised here. `advance` is told how many are dealt.
    """
    if jobs < 2 or tasks < 2 * block:
        return [work(iter(range(tasks)))]
    context = multiprocessing.get_context("fork")
    dealt = context.Value("q", 0)

    def numbers(advance: Advance) -> Iterator[int]:
        while True:
            with dealt.get_lock():
                start = dealt.value
                dealt.value = start + block
            if start >= tasks:
                return
            advance(start, tasks)
            yield from range(start, min(start + block, tasks))

    def child(answer: Connection) -> None:
        try:
            answer.send((True, work(numbers(lambda done, of: None))))
        except BaseException as error:  # told where the work was asked for
            answer.send((False, error))

    others = [_started(context, child) for _ in range(jobs - 1)]
    try:
        found = [work(numbers(advance))]
        found += [_answer(answer) for _, answer in others]
    finally:
        for process, _ in others:
            process.terminate()
            process.join()
    return found


def _started(context: Any, child: Callable[[Connection], None]) -> tuple[Any, Connection]:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(sender,), daemon=True)
    process.start()
    sender.close()
    return process, receiver


def _answer(answer: Connection) -> Any:
    try:
        done, value = answer.recv()
    except EOFError:
        raise MemoryError("a process that shared the work was ended from outside") from None
    if not done:
        raise value
    return value
