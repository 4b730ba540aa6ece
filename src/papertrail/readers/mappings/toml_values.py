"""TOML: values whose tables have lines."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import Any

from papertrail.readers.common.json_values import Parsed
from papertrail.readers.common.positions import PositionedMapping
from papertrail.readers.entry import NotAList

_HEADER = re.compile(r"[ \t]*\[\[?([^\[\]]+)\]\]?[ \t]*(?:#.*)?")
_DEEP = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){64}")
"""A key with many dots; the time that they take grows with the square of their number."""


def parse_toml(text: str) -> Parsed:
    """The value of a file. Raises `NotAList` for invalid TOML."""
    if deep := _DEEP.search(text):
        number = text.count("\n", 0, deep.start()) + 1
        raise NotAList(f"line {number}: invalid TOML: too deeply nested")
    try:
        return _Tables(text.split("\n")).positioned(tomllib.loads(text), "", 0), []
    except (ValueError, RecursionError) as error:
        where = re.search(r"\(at line (\d+)", str(error))
        line = f"line {where[1]}: " if where else ""
        reason = str(error).partition(" (at ")[0] if where else "it ends too early, or is too deeply nested"
        raise NotAList(f"{line}invalid TOML: {reason}") from error


class _Tables:
    """The lines of the headers of tables, which the parser does not give."""

    def __init__(self, lines: list[str]) -> None:
        headers = [(number, header[1]) for number, line in enumerate(lines) if (header := _HEADER.fullmatch(line))]
        self.starts = [number for number, _ in headers]
        self.count = len(lines)
        self.unread: dict[str, list[int]] = {}
        for number, name in reversed(headers):
            self.unread.setdefault(_path(name), []).append(number)

    def positioned(self, value: Any, path: str, line: int) -> Any:
        """A value with positioned tables; `line` is that of the table that contains it."""
        match value:
            case dict():
                numbers = self.unread.get(path)
                line = numbers.pop() if numbers else line
                pairs = [
                    (key, self.positioned(inner, f"{path}.{key}".lstrip("."), line)) for key, inner in value.items()
                ]
                return PositionedMapping(
                    pairs, line, max(self._end(line), *(_end(inner) for _, inner in pairs), line + 1)
                )
            case list():
                return [self.positioned(inner, path, line) for inner in value]
        return value if isinstance(value, str | int | float | bool) else str(value)  # dates and times

    def _end(self, line: int) -> int:
        """The line of the next header."""
        after = bisect_right(self.starts, line)
        return self.starts[after] if after < len(self.starts) else self.count


def _path(header: str) -> str:
    return ".".join(part.strip(" \t\"'") for part in header.split("."))


def _end(value: Any) -> int:
    if isinstance(value, PositionedMapping):
        return value.end
    return max(map(_end, value), default=0) if isinstance(value, list) else 0
