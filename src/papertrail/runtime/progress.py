"""Shows what a command is doing, and measures how long each step takes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

Advance = Callable[[int, int], None]
"""Called with the number of finished items of a step, and with the number of all."""

_DELAY = 1.0
"""Seconds before a command shows its progress."""
_INTERVAL = 0.1
"""Seconds between two updates."""
_SHORTEST_LOGGED = 0.1
"""Seconds that a step must take to be logged."""
_BAR_WIDTH = 24


class Progress:
    """The progress of a command, written to a stream.

    On a terminal, a line shows the current step after a second, and disappears at the end. In CI, each step that takes
    noticeable time is logged. Elsewhere nothing is written.
    """

    def __init__(self, stream: TextIO | None = None, *, live: bool = False, log: bool = False) -> None:
        self._stream, self._live, self._log = stream, live, log
        self._start = self._last_update = time.monotonic()
        self._line_shown = False
        self.seconds: dict[str, float] = {}
        """The seconds that each step took, in the order of the steps."""

    @classmethod
    def on_stderr(cls) -> Progress:
        """Return the progress that suits what standard error is connected to."""
        terminal = sys.stderr.isatty()
        return cls(sys.stderr, live=terminal, log=bool(os.environ.get("CI")) and not terminal)

    @contextmanager
    def step(self, name: str) -> Iterator[Advance]:
        """Measure and show a step. Yield a function that reports how far it is."""
        start = time.monotonic()
        self.show(name)
        try:
            yield lambda done, total: self.show(name, done, total)
        finally:
            seconds = time.monotonic() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + seconds
            self.clear()
        if self._log and self._stream and seconds >= _SHORTEST_LOGGED:
            self._stream.write(f"papertrail: {name} took {seconds:.1f} s\n")

    def profile(self) -> str:
        """Return a table of the seconds that each step took."""
        rest = time.monotonic() - self._start - sum(self.seconds.values())
        rows = [*self.seconds.items(), ("other", rest)]
        return "".join(f"{seconds:8.3f} s  {name}\n" for name, seconds in rows)

    def show(self, name: str, done: int = 0, total: int = 0) -> None:
        """Show a step, and how many of its items are done."""
        now = time.monotonic()
        if not self._live or not self._stream:
            return
        if now - self._start < _DELAY or now - self._last_update < _INTERVAL:
            return
        self._last_update, self._line_shown = now, True
        bar = f"[{'#' * (_BAR_WIDTH * done // total):<{_BAR_WIDTH}}] " if total else ""
        count = f" {done:,} of {total:,}" if total else ""
        self._stream.write(f"\r\x1b[K{bar}{name}{count}")
        self._stream.flush()

    def clear(self) -> None:
        """Clear the line for other output."""
        if self._line_shown and self._stream:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._line_shown = False


SILENT = Progress()
"""Writes nothing."""
