"""What a command is at, and how long each part took: for whoever waits, and for whoever wants it faster."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

Advance = Callable[[int, int], None]
"""Told how many steps of a stage are done, and of how many."""

_PATIENCE = 1.0
"""Seconds after which people want to see that something happens."""
_EVERY = 0.1
_WORTH = 0.1
"""Seconds from which on a stage is worth a line of a log."""
_WIDTH = 24


class Stages:
    """The stages of a command, told on a stream.

    On a terminal, a line says what is being done once a second has passed, and is gone when all is done. In CI a line
    stays for each stage that took its time. Elsewhere nothing is said.
    """

    def __init__(self, stream: TextIO | None = None, *, live: bool = False, lines: bool = False) -> None:
        self._stream, self._live, self._lines = stream, live, lines
        self._begun = self._told = time.monotonic()
        self._drawn = False
        self.seconds: dict[str, float] = {}
        """Seconds that each stage took, in order."""

    @classmethod
    def on_stderr(cls) -> Stages:
        """As suits where standard error leads to."""
        return cls(sys.stderr, live=sys.stderr.isatty(), lines=bool(os.environ.get("CI")) and not sys.stderr.isatty())

    @contextmanager
    def __call__(self, name: str) -> Iterator[Advance]:
        """A stage; it may be told how far it is. One within another counts for itself only."""
        start = time.monotonic()
        self.tell(name)
        try:
            yield lambda done, of: self.tell(name, done, of)
        finally:
            took = time.monotonic() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + took
            self.clear()
        if self._lines and self._stream and took >= _WORTH:
            self._stream.write(f"papertrail: {name} took {took:.1f} s\n")

    def table(self) -> str:
        """The seconds of each stage, below one another."""
        rest = time.monotonic() - self._begun - sum(self.seconds.values())
        rows = [*self.seconds.items(), ("other", rest)]
        return "".join(f"{seconds:8.3f} s  {name}\n" for name, seconds in rows)

    def tell(self, name: str, done: int = 0, of: int = 0) -> None:
        """Say what is being done, and how many steps of it are."""
        now = time.monotonic()
        if not self._live or not self._stream or now - self._begun < _PATIENCE or now - self._told < _EVERY:
            return
        self._told, self._drawn = now, True
        bar = f"[{'#' * (_WIDTH * done // of):<{_WIDTH}}] " if of else ""
        count = f" {done:,} of {of:,}" if of else ""
        self._stream.write(f"\r\x1b[K{bar}{name}{count}")
        self._stream.flush()

    def clear(self) -> None:
        """Leave the line empty for what others have to say."""
        if self._drawn and self._stream:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False


QUIET = Stages()
"""Says nothing."""
