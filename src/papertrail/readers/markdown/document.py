"""A document before parsing (its lines and blocks) and after (its runs of entries, and the prose around them)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from papertrail.core import Column, Paper, TopicPath
from papertrail.readers.markdown.blocks import Block, blocks_of
from papertrail.readers.markdown.cursor import Cursor, References, link_references
from papertrail.readers.markdown.pieces import ParsedEntry
from papertrail.readers.markdown.plain_text import plain
from papertrail.text.strings import one_line

FEW = 10
"""A list without entries that has fewer items may be one of links to pages that are no works."""


@dataclass(frozen=True)
class DocumentSource:
    """The lines and blocks of a document, and the link references that apply to all of them."""

    lines: Sequence[str]
    blocks: Sequence[Block]
    references: References
    readings: Mapping[str, ParsedEntry] = field(default_factory=lambda: MappingProxyType({}))
    """Entries that were read together, by their texts."""
    regular: frozenset[str] = frozenset()
    """The texts of those that are works by their common layout."""

    @classmethod
    def of(cls, text: str) -> DocumentSource:
        """Find the blocks and link references of a document."""
        return cls(text.split("\n"), blocks_of(text), link_references(text))

    def text(self, start: int, end: int) -> str:
        """Return the source of some lines."""
        return "\n".join(self.lines[start:end])

    def text_of(self, block: Block) -> str:
        """Return the source of a block."""
        return self.text(block.start, block.end)

    def plain(self, text: str, *, html: bool = False) -> str:
        """Return the visible text of a part of the source, on one line."""
        return plain(Cursor.of(text, html=html, references=self.references))


@dataclass(frozen=True, kw_only=True)
class DocumentEntry:
    """An entry of a document."""

    parsed: ParsedEntry
    paper: Paper
    """Without an id and without topics."""
    start: int
    """Its first line, counted from 0."""
    end: int
    """The line after its last one; blank lines before the next entry belong to it."""
    venue_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Full names of venue series, by their short names."""
    key: str = ""
    """The name of an entry of a data file, if it has one."""

    @property
    def raw(self) -> str:
        """Its source."""
        return self.parsed.text


@dataclass(frozen=True, kw_only=True)
class Run:
    """The entries of one topic. A marker line in the prose replaces those between which there is no other text."""

    style: str
    start: int
    end: int
    entries: tuple[DocumentEntry, ...]
    topic: TopicPath = ()
    """Without the name of the list."""
    columns: tuple[Column, ...] = ()
    """Of a table."""
    frame: str | None = None
    """Of a table, the source around its rows."""
    further: tuple[Run, ...] = ()
    """The parts of it that are after other text. Their entries are also its own."""

    @property
    def parts(self) -> list[tuple[DocumentEntry, ...]]:
        """The entries of each part."""
        further = [part.entries for part in self.further]
        return [self.entries[: len(self.entries) - sum(map(len, further))], *further]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The lines of each part."""
        return [(self.start, self.end), *((part.start, part.end) for part in self.further)]


@dataclass(frozen=True, kw_only=True)
class ListCoverage:
    """A list or a table, and what became of its items."""

    kind: str
    """`list item`, `table row` or `paragraph`."""
    read: int
    """The number of items that are entries, or belong to one."""
    left: tuple[int, ...]
    """The first lines, counted from 0, of items that are no entries although they may be works."""
    likely: int
    """How many of these are probably works."""
    reason: str

    @property
    def is_mostly_left(self) -> bool:
        """Whether most works of the list may be missing."""
        return self.likely > self.read > 0 or (not self.read and self.likely >= FEW)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A parsed document."""

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
    lists: tuple[ListCoverage, ...] = ()
    """The lists and tables with entries, or with items that may be entries."""
    titles: tuple[tuple[int, str], ...] = ()
    """The headings with their lines, counted from 0."""


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; a newline at its end adds no line."""
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def topic_name(text: str) -> str:
    """Return a heading as the name of a topic, without ` > `, which separates the topics of a path."""
    return re.sub(r"(?<=\s)>(?=\s)|^>|>$", "›", one_line(text).strip(" #")).strip()[:200] or "More"
