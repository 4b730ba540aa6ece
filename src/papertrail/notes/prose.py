"""Parse the owner's text of a list, `papers/_lists/<slug>.md`, into blocks that start at headings or after entries.

The Markdown is that of notes, with the same limits. Tags and comments of HTML are omitted: lists use them for alignment
and badges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from markdown_it.token import Token

from papertrail.core.limits import PROSE_HEADINGS
from papertrail.core.prose_marker import MARKER
from papertrail.notes.grammar import grammar
from papertrail.notes.inline import Piece, PieceWriter, plain
from papertrail.notes.parse import Anchors, printable_lines, write_block
from papertrail.notes.positions import Positions
from papertrail.text.markdown import html_text
from papertrail.text.strings import composed, width

_MARKDOWN = grammar(html=True)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
_HEADING = re.compile(r"\s*+(?:<(?!h[1-6])[^<>]*>\s*+)*+<h([1-6])(?:\s[^<>]*)?>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"""\s(?:name|id)=["']?([^"'<>\s]{1,200})""", re.IGNORECASE)
_SHORT = 20
"""Columns of a paragraph that is too short to describe a list: a badge, or a slogan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProseHeading:
    """A heading of the text."""

    level: int
    """Its level in the text."""
    anchor: str
    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProseBlock:
    """A part of the text: from a heading, or from entries, to the next ones."""

    heading: ProseHeading | None
    pieces: tuple[Piece, ...]
    """The text after the heading."""
    summary: str
    """The first paragraph that is long enough to describe the list, as plain text; possibly empty."""
    marker: str | None
    """The topic whose entries follow, as in `prose_marker`; None if none follow."""
    first: str | None = None
    """The first of these entries, if others of the topic are before the block."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedProse:
    """The parsed text of a list."""

    blocks: tuple[ProseBlock, ...]
    anchors: Mapping[str, str]
    """The anchor of a heading by the fragments of links that lead to it, in lower case."""


@lru_cache(maxsize=128)
def parse_prose(text: str) -> ParsedProse:
    """Parse the text of a list. Any text is valid."""
    return _ProseParser(_FRONT_MATTER.sub("", printable_lines(text))).parse()


@dataclass
class _Fragments:
    """The fragments that lead to headings."""

    known: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    """Names that HTML gives to a position; they lead to the next heading."""

    def add(self, html: str) -> None:
        self.waiting += _NAME.findall(html)

    def lead_to(self, anchor: str) -> None:
        for name in self.waiting:
            self.known.setdefault(name.lower(), anchor)
        self.waiting.clear()


class _ProseParser:
    """Collects the blocks of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out = PieceWriter(Positions(text))
        self._blocks: list[ProseBlock] = []
        self._heading: ProseHeading | None = None
        self._headings = 0
        self._summary = ""
        self._taken = 0
        """How many pieces belong to blocks."""
        self._anchors, self._names = Anchors(), _Fragments()

    def parse(self) -> ParsedProse:
        tokens = iter(_MARKDOWN.parse(self._text, {}))
        for token in tokens:
            self._block(token, tokens)
        self._end_block(None)
        names = {name.lower(): anchor for name, anchor in self._anchors.known.items()}
        return ParsedProse(blocks=tuple(self._blocks), anchors=names | self._names.known)

    def _block(self, token: Token, following: Iterator[Token]) -> None:
        match token.type:
            case "heading_open" if token.level == 0:
                self._start_block(int(token.tag[1:]), next(following))
                next(following)
            case "heading_open" | "heading_close":  # in a quote or a list
                self._out.html("<p><strong>" if token.nesting > 0 else "</strong></p>\n")
            case "html_block":
                self._html_block(token)
            case "inline":
                self._inline(token)
            case _:
                write_block(self._out, token, following)

    def _start_block(self, level: int, inline: Token) -> None:
        """Start a block at a heading, whose images are omitted: they are badges."""
        inline.children = [token for token in inline.children or () if token.type != "image"]
        if self._may_start(plain(inline.children)):
            self._add_names(inline)
            self._out.inline(inline)
            self._start(level, plain(inline.children))

    def _may_start(self, text: str) -> bool:
        """End the last block, unless a heading has no text or there are too many."""
        may_start = bool(text) and self._headings < PROSE_HEADINGS
        if may_start:
            self._end_block(None)
        return may_start

    def _start(self, level: int, text: str) -> None:
        self._headings += 1
        anchor = self._anchors.add(text)
        self._names.lead_to(anchor)
        self._heading = ProseHeading(level=level, anchor=anchor, text=text, pieces=self._pieces())

    def _inline(self, inline: Token) -> None:
        self._add_names(inline)
        words = plain(token for token in inline.children or () if token.type != "image")
        if not self._summary and width(words) >= _SHORT and inline.level == 1:
            self._summary = words
        self._out.inline(inline)

    def _add_names(self, inline: Token) -> None:
        for token in inline.children or ():
            if token.type == "html_inline":
                self._names.add(token.content)

    def _html_block(self, token: Token) -> None:
        parts = MARKER.split(token.content) if token.level == 0 else [token.content]
        for text, first, topic in zip(parts[::3], [*parts[1::3], None], [*parts[2::3], None], strict=True):
            self._html(_COMMENT.sub("", text), is_top=token.level == 0)
            if topic is not None:
                self._end_block(composed(topic.strip()), first)

    def _html(self, html: str, *, is_top: bool) -> None:
        self._names.add(html)
        heading = _HEADING.match(html) if is_top else None
        if heading and self._may_start(text := _words(heading[2])):
            self._out.html(html_text(text))
            self._start(int(heading[1]), text)
            html = html[heading.end() :]
        words = _words(html)
        self._out.html(f"<p>{html_text(words)}</p>\n" if words else "")

    def _end_block(self, marker: str | None, first: str | None = None) -> None:
        pieces = self._pieces()
        if self._heading or pieces or marker is not None:
            self._blocks.append(
                ProseBlock(heading=self._heading, pieces=pieces, summary=self._summary, marker=marker, first=first)
            )
        self._heading, self._summary = None, ""

    def _pieces(self) -> tuple[Piece, ...]:
        """Take the pieces since the last call."""
        pieces = self._out.done()
        taken, self._taken = self._taken, len(pieces)
        return pieces[taken:]


def _words(html: str) -> str:
    """Return the text of HTML."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())
