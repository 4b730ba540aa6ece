"""The text around the entries of a table in a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from papertrail.core import Column
from papertrail.text.patterns import ENTRIES

_TAG = re.compile(r"<[^<>]*>")
# Without the end of the text as an alternative, each unclosed cell would be searched for its end.
_HEADING = re.compile(r"(?is)<th\b[^<>]*+>(.*?)(?:(?P<closed></th>)|\Z)")
_CELL = re.compile(r"(?is)<td\b[^<>]*+>(.*?)(?:(?P<closed></td>)|\Z)")
_PIPE = re.compile(r"(?<!\\)\|")


def split_frame(frame: str, columns: Sequence[Column], *, table: bool) -> tuple[str, str] | None:
    """Return the text before and after the entries; None if the frame does not match the columns.

    A frame is the verbatim head of a table, which is outdated once a maintainer changes the columns.
    """
    before, place, after = frame.partition(ENTRIES)
    if not place or (
        table and before.strip() and headings(before) not in ((), tuple(plain(column.header) for column in columns))
    ):
        return None
    return before, after


def headings(head: str) -> tuple[str, ...]:
    """Return the headings of a table head in HTML or Markdown as plain text."""
    if "<" in head and "|" not in head:
        return tuple(map(plain, _contents(_HEADING, head) or _contents(_CELL, head)))
    line = head.strip("\n").split("\n")[0].strip()
    return tuple(map(plain, _PIPE.split(line.removeprefix("|").removesuffix("|"))))


def _contents(cell: re.Pattern[str], head: str) -> list[str]:
    return [match[1] for match in cell.finditer(head) if match["closed"]]


def plain(text: str) -> str:
    """Return a heading without tags and Markdown markup."""
    return " ".join(re.sub(r"[*_`\\]", "", unescape(_TAG.sub(" ", text))).split())
