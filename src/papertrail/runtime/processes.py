"""Runs work in several processes, where that is safe and faster."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from papertrail.runtime.interrupts import leave_signals_to_parent, signals_delayed
from papertrail.runtime.progress import Advance

if sys.platform != "win32":
    import fcntl

T = TypeVar("T")

_MOST_PROCESSES = 8
"""With more processes, the disk and the parent process limit the speed."""


def process_count() -> int:
    """Return how many processes may share work: 1 if a process cannot be forked safely.

    A forked process has all values of its parent without receiving them. Processes are forked on Linux only, as system
    libraries elsewhere do not support it, and only if no other thread is running, as it may hold a lock.
    """
    if sys.platform != "linux" or not hasattr(os, "memfd_create") or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)


class ParallelWork(Generic[T]):
    """Work that other processes start at once, and that this process joins when it calls `finish`.

    Each of `jobs` processes calls `work` once, with an iterator over the numbers of its tasks. Tasks are numbered from
    0. A process takes `block` of them at a time, so that each is processed once. Results must not depend on which
    process took which tasks. With one job, or with fewer tasks than two blocks, this process does all the work.
    """

    def __init__(self, tasks: int, block: int, work: Callable[[Iterator[int]], T], jobs: int) -> None:
        self._tasks, self._block, self._work = tasks, block, work
        self._others: list[tuple[Any, Connection]] = []
        self._counter: SharedCounter | None = None
        if jobs > 1 and tasks >= 2 * block:
            self._parent = os.getpid()
            with suppress(OSError):  # without memory, files or processes to spare, fewer processes do the work
                self._counter = SharedCounter()
                for _ in range(jobs - 1):
                    self._start()

    def finish(self, advance: Advance) -> list[T]:
        """Do the remaining work, and return the results of all processes. An error in one of them is raised here."""
        try:
            numbers = self._numbers(advance) if self._others else iter(range(self._tasks))
            own = self._work(numbers)
            return [own, *(_result(connection) for _, connection in self._others)]
        finally:
            self.end()

    def end(self) -> None:
        """End the other processes, finished or not."""
        for process, _ in self._others:
            process.terminate()
            process.join()
        self._others = []
        if self._counter is not None:
            self._counter.close()
            self._counter = None

    def _numbers(self, advance: Advance) -> Iterator[int]:
        assert self._counter is not None
        while (start := self._counter.take(self._block)) < self._tasks:
            advance(start, self._tasks)
            yield from range(start, min(start + self._block, self._tasks))

    def _start(self) -> None:
        """Start another process. Raise `OSError` if the system has none to spare."""
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        receivers = [*(other for _, other in self._others), receiver]
        process = context.Process(target=self._run_child, args=(sender, receivers), daemon=True)
        try:
            with signals_delayed():
                process.start()
        except OSError:
            receiver.close()
            raise
        finally:
            sender.close()
        self._others.append((process, receiver))

    def _run_child(self, sender: Connection, receivers: list[Connection]) -> None:
        _end_with(self._parent)
        leave_signals_to_parent()
        gc.freeze()  # a collection would write to, and so copy, all memory of the parent
        for receiver in receivers:  # with an open receiver, sending would block for ever if the parent is killed
            receiver.close()
        try:
            _send(sender, (True, self._work(self._numbers(lambda done, total: None))))
        except BrokenPipeError:  # the parent was killed
            pass
        except BaseException as error:  # raised again in the parent
            with suppress(BrokenPipeError):
                _send(sender, (False, error))


class SharedCounter:
    """A number that processes count up together, each value once.

    It needs no folder for shared memory, which some systems do not have. The system unlocks it if a process is killed.
    """

    def __init__(self) -> None:
        """Raise `OSError` if the system cannot share a counter."""
        self._file = os.memfd_create("papertrail")

    def take(self, count: int) -> int:
        """Add `count`, and return the number before that."""
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            number = int.from_bytes(os.pread(self._file, 8, 0))
            os.pwrite(self._file, (number + count).to_bytes(8), 0)
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        return number

    def close(self) -> None:
        """Free the counter in this process."""
        os.close(self._file)


def run_parallel(tasks: int, block: int, work: Callable[[Iterator[int]], T], jobs: int, advance: Advance) -> list[T]:
    """Run work in several processes at once, and return their results; see `ParallelWork`."""
    return ParallelWork(tasks, block, work, jobs).finish(advance)


_PR_SET_PDEATHSIG = 1
"""See https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html"""


def _end_with(parent: int) -> None:
    """Have the system end this process with its parent. Otherwise it would go on, and keep the parent's locks."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent ended before the system call
        os._exit(1)


def _send(connection: Connection, value: object) -> None:
    """Send a value. Large buffers in it are sent without a copy."""
    buffers: list[pickle.PickleBuffer] = []
    rest = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    connection.send_bytes(rest)
    connection.send(len(buffers))
    for buffer in buffers:
        connection.send_bytes(buffer.raw())


def _received(connection: Connection) -> Any:
    rest = connection.recv_bytes()
    buffers = [connection.recv_bytes() for _ in range(connection.recv())]
    return pickle.loads(rest, buffers=buffers)  # noqa: S301 - from a process of this program


def _result(connection: Connection) -> Any:
    try:
        succeeded, value = _received(connection)
    except (EOFError, OSError):  # at the start of a message, or within one
        raise MemoryError(
            "a worker process was killed, possibly because memory ran out; close other programs, and try again"
        ) from None
    if not succeeded:
        raise value
    return value
