"""A document that was read: its runs of entries, and what is around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from papertrail.core import Column, Paper, TopicPath
from papertrail.readers.markdown.pieces import Reading
from papertrail.text.strings import one_line


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entry of a document."""

    reading: Reading
    paper: Paper
    """Without an id and without topics."""
    start: int
    """Its first line; that of the document is 0."""
    end: int
    """The line after its last one, blank lines before the next entry included."""

    @property
    def raw(self) -> str:
        """How it is spelled."""
        return self.reading.text


@dataclass(frozen=True, kw_only=True)
class Run:
    """Neighbouring entries under one topic, which one line of the prose takes the place of."""

    style: str
    start: int
    end: int
    entries: tuple[Found, ...]
    topic: TopicPath = ()
    """Below the list."""
    columns: tuple[Column, ...] = ()
    """Of a table."""
    frame: str | None = None
    """Of a table, what stands around its rows."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that was read."""

    name: str
    runs: tuple[Run, ...]
    prose: str
    """The document with a line in place of each run."""
    headings: tuple[TopicPath, ...]
    """Every topic that has entries, or has topics with entries, in the order of the document."""
    lines: tuple[str, ...]
    kinds: tuple[str, ...]
    """For each line, `record`, `structure` or `prose`."""
    decisions: tuple[str, ...] = ()


def lines_of(text: str) -> list[str]:
    """The lines of a text; what the last line feed ends is no further line."""
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def text_of_lines(lines: Sequence[str], start: int, end: int) -> str:
    """The source of some lines."""
    return "\n".join(lines[start:end])


def topic_name(text: str) -> str:
    """A heading as a topic's name: ` > ` would part a path."""
    return re.sub(r"(?<=\s)>(?=\s)|^>|>$", "›", one_line(text).strip(" #")).strip()[:200] or "More"
