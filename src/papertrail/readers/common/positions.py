"""Mappings of a file with their lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class PositionedMapping(dict[str, Any]):
    """A mapping of a file."""

    def __init__(self, pairs: Iterable[tuple[str, Any]], start: int, end: int) -> None:
        super().__init__(pairs)
        self.start = start
        """The first line, counted from 0."""
        self.end = end
        """The line after the last one."""
