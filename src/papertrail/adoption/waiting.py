"""What an import takes from the machine that it runs on: the day, and a terminal that shows how far it is."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from types import TracebackType

_LONG = 100_000
"""Bytes of input from which on progress is shown."""


def today() -> str:
    """The day, as records say when a paper joined the list; that of SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now().astimezone()
    return moment.date().isoformat()


class Progress:
    """A line on a terminal that says what is being done, and how much of it is."""

    def __init__(self, size: int) -> None:
        self._shown = size >= _LONG and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell that `done` of `total` steps of something are done."""
        if self._shown:
            bar = "#" * (24 * done // max(total, 1))
            sys.stderr.write(f"\r\x1b[K[{bar:<24}] {what}")
            sys.stderr.flush()
