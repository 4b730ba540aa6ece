"""Positions in a text, as papertrail and as the Language Server Protocol count them.

papertrail counts lines and characters from 1, without a byte-order mark. The protocol counts lines and the units of an
encoding, usually UTF-16, from 0. For it, a carriage return also ends a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from papertrail.core.fixes import Span, common_ends

_UNIT_BYTES = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


class Point(NamedTuple):
    """A position as the protocol counts it."""

    line: int
    character: int


class Edit(NamedTuple):
    """A text to write in place of a range, as the protocol counts it."""

    start: Point
    end: Point
    text: str


class TextMap:
    """The text of a file in an editor, with its positions."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text, self._encoding = text, encoding

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of the first character of each line of papertrail."""
        first = 1 if self.text.startswith("\ufeff") else 0
        return [first, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _lsp_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\r\n|\n|\r", self.text))]

    def _units(self, text: str) -> int:
        encoding = self._encoding if self._encoding == "utf-8" else f"{self._encoding}-le"
        return len(text) if text.isascii() else len(text.encode(encoding, "surrogatepass")) // self._unit_bytes

    @property
    def _unit_bytes(self) -> int:
        return _UNIT_BYTES[self._encoding]

    def offset(self, line: int, column: int) -> int:
        """The offset of a position of papertrail, at the latest that of the end of its line or of the text."""
        if line > len(self._starts):
            return len(self.text)
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        if self.text[start:end].endswith("\r"):
            end -= 1
        return min(start + column - 1, end)

    def point(self, offset: int) -> Point:
        """The position of an offset, as the protocol counts it."""
        line = bisect_right(self._lsp_starts, offset) - 1
        return Point(line, self._units(self.text[self._lsp_starts[line] : offset]))

    def offset_of(self, point: Point) -> int:
        """The offset of a position that an editor sent."""
        if point.line >= len(self._lsp_starts):
            return len(self.text)
        start = self._lsp_starts[point.line]
        match = re.compile("[^\r\n]*").match(self.text, start)
        line = match[0] if match else ""
        if line.isascii():
            return start + min(point.character, len(line))
        units = 0
        for number, character in enumerate(line):
            if units >= point.character:
                return start + number
            units += self._units(character)
        return start + len(line)

    def points(self, span: Span) -> tuple[Point, Point]:
        """The start and the end of a span."""
        start = self.offset(span.line, span.column)
        return self.point(start), self.point(max(start, self.offset(span.end_line, span.end_column)))

    def position(self, point: Point) -> tuple[int, int]:
        """The line and the column of papertrail for a position that an editor sent."""
        offset = self.offset_of(point)
        line = max(bisect_right(self._starts, offset), 1)
        return line, max(offset - self._starts[line - 1], 0) + 1

    def edit(self, span: Span, text: str) -> Edit:
        """The edit that replaces a span, with the line ends of the file."""
        return Edit(*self.points(span), text.replace("\n", "\r\n") if "\r\n" in self.text else text)

    def edit_to(self, new: str) -> Edit:
        """The smallest edit that turns the text into another one."""
        start, end = common_ends(self.text, new)
        # An edit neither starts nor ends between the two characters of a line end.
        start -= self.text[:start].endswith("\r")
        end -= end > 0 and self.text[len(self.text) - end] == "\n"
        return Edit(self.point(start), self.point(len(self.text) - end), new[start : len(new) - end])
