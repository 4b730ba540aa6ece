"""Ending the program when a person or the system asks for it: Ctrl-C, `kill`, or a terminal that is closed."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_SAME = 1.0
"""Seconds in which a repeated signal means the same: wrappers often pass on what the terminal has sent already."""


class Interrupted(KeyboardInterrupt):
    """A signal asked the program to end. Everything that handles Ctrl-C handles it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def status_of(error: BaseException | None) -> int:
    """The exit status of a program that was interrupted, as shells report it."""
    return 128 + (error.number if isinstance(error, Interrupted) else signal.SIGINT)


def end_on_signals() -> None:
    """End at once when a signal arrives: for a program that has not begun yet."""
    _handle_signals(_end)


def raise_on_signals() -> None:
    """Raise `Interrupted` in the main thread when a signal arrives, and end at once if another one follows later."""
    first = 0.0

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal first
        if not first:
            first = time.monotonic()
            raise Interrupted(number)
        if time.monotonic() - first > _SAME:
            _end(number)

    def unraisable(lost: sys.UnraisableHookArgs) -> None:
        if isinstance(lost.exc_value, Interrupted):  # it arrived while Python removed a value
            _end(lost.exc_value.number)
        sys.__unraisablehook__(lost)

    sys.unraisablehook = unraisable
    _handle_signals(handle)


def leave_signals_to_parent() -> None:
    """Have a child process ignore Ctrl-C, which its parent gets too, and end at once when the parent ends it."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


@contextmanager
def signals_delayed() -> Iterator[None]:
    """Deliver signals only after the block, and in a process that is forked in the block when it is ready for them."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _handle_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` has it
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None = None) -> NoReturn:
    with suppress(OSError):
        os.write(2, b"papertrail: interrupted\n")
    os._exit(128 + number)
