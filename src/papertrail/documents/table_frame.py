"""What stands around the entries of a table in a document: its head and its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from papertrail.core import Column
from papertrail.text.patterns import ENTRIES

_TAG = re.compile(r"<[^<>]*>")
_HEADING = re.compile(r"(?is)<th\b[^<>]*>(.*?)</th>")
_CELL = re.compile(r"(?is)<td\b[^<>]*>(.*?)</td>")
_PIPE = re.compile(r"(?<!\\)\|")


def around(frame: str, columns: Sequence[Column], *, table: bool) -> tuple[str, str] | None:
    """What a frame puts before and after the entries; None for one that is not (or no longer) of these columns.

    A frame is how the head of a table was spelled; once a maintainer changes the columns it would say something else.
    """
    before, place, after = frame.partition(ENTRIES)
    if not place or (
        table and before.strip() and headings(before) != tuple(plain(column.header) for column in columns)
    ):
        return None
    return before, after


def headings(head: str) -> tuple[str, ...]:
    """The headings of a table's head in HTML or Markdown, as plain text."""
    if "<" in head and (found := _HEADING.findall(head) or _CELL.findall(head)):
        return tuple(map(plain, found))
    line = head.strip("\n").split("\n")[0].strip()
    return tuple(map(plain, _PIPE.split(line.removeprefix("|").removesuffix("|"))))


def plain(text: str) -> str:
    """A heading without tags and marks of Markdown."""
    return " ".join(re.sub(r"[*_`\\]", "", unescape(_TAG.sub(" ", text))).split())
