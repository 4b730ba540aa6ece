"""Parse the Markdown of notes to HTML with placeholders for links and images, and to what the rules need.

The result is small and cached, so that the check and the page share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markdown_it.token import Token

from papertrail.core.diagnostics import Span
from papertrail.core.limits import NOTES_HEADINGS
from papertrail.inserts import BlockInsert, Insert, kind_of
from papertrail.notes.grammar import BEYOND, grammar
from papertrail.notes.inline import Piece, PieceWriter, Reference, plain
from papertrail.notes.positions import Positions
from papertrail.text.markdown import html_text
from papertrail.text.strings import UNPRINTABLE, slug, unique_slug

_MARKDOWN = grammar()
_HIGHEST = 3
"""Level of the highest heading. The page has the name of the paper and the heading of the notes above it."""
_LANGUAGE = re.compile(r"[A-Za-z0-9_-]{1,30}")
_ALIGNED = {f"text-align:{side}": f' align="{side}"' for side in ("left", "center", "right")}
_WITHOUT_TEXT = frozenset(("ul", "ol", "blockquote", "table", "thead", "tbody", "tr"))
_TAGS = _WITHOUT_TEXT | {"p", "li"}


class NotesHeading(NamedTuple):
    """A heading in notes."""

    level: int
    """Its level on the page."""
    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedNotes:
    """Parsed notes."""

    pieces: tuple[Piece, ...]
    references: tuple[Reference, ...]
    inserts: tuple[Insert, ...]
    """The lists of papers and the citations."""
    headings: tuple[NotesHeading, ...]
    anchors: Mapping[str, str]
    """The id of each heading by the fragments that links can use: those of papertrail and of code hosts."""
    raw_html: tuple[Span, ...]
    """HTML tags and comments, which are shown as text."""
    beyond: tuple[tuple[str, Span], ...]
    """Limits that are exceeded, each with the first position that is not rendered as written."""


@lru_cache(maxsize=512)
def parse_notes(text: str) -> ParsedNotes:
    """Parse notes. Any text is valid, and takes bounded time for its length."""
    return _NotesParser(printable_lines(text)).parse()


def printable_lines(text: str) -> str:
    """Return a text without unprintable characters, and with line feeds only."""
    return UNPRINTABLE.sub("", re.sub(r"\r\n?", "\n", text))


class _NotesParser:
    """Renders the blocks of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._positions = Positions(text)
        self._out = PieceWriter(self._positions)
        self._headings: list[NotesHeading] = []
        self._levels = HeadingLevels(_HIGHEST)
        self._anchors = Anchors()

    def parse(self) -> ParsedNotes:
        env: dict[str, int] = {}
        tokens = iter(_MARKDOWN.parse(self._text, env))
        for token in tokens:
            self._block(token, tokens)
        if BEYOND in env:
            self._out.too_much("table cells", self._positions.line(env[BEYOND]))
        return ParsedNotes(
            pieces=self._out.done(),
            references=tuple(self._out.references),
            inserts=tuple(self._out.inserts),
            headings=tuple(self._headings),
            anchors=self._anchors.known,
            raw_html=tuple(self._out.raw_html),
            beyond=tuple(self._out.beyond.items()),
        )

    def _block(self, token: Token, following: Iterator[Token]) -> None:
        match token.type:
            case "inline":
                self._out.inline(token)
            case "heading_open":
                self._heading(int(token.tag[1:]), next(following))
                next(following)
            case _:
                write_block(self._out, token, following)

    def _heading(self, level: int, inline: Token) -> None:
        text = plain(inline.children)
        if not text:
            return
        tag = f"h{self._levels.shown(level)}"
        if len(self._headings) < NOTES_HEADINGS:
            anchor = self._anchors.add(text)
            self._headings.append(NotesHeading(int(tag[1:]), anchor, text))
            self._out.html(f'<{tag} id="{html_text(anchor)}">')
        else:
            self._out.too_much("headings", self._positions.line((inline.map or [0])[0]))
            self._out.html(f"<{tag}>")
        self._out.inline(inline)
        self._out.html(f"</{tag}>\n")


class HeadingLevels:
    """The levels of headings on a page: one below the last higher one, so that the page skips no level."""

    def __init__(self, highest: int) -> None:
        self._highest = highest
        self._open: list[int] = []

    def shown(self, level: int) -> int:
        """Return the level on the page of the next heading."""
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return min(6, self._highest - 1 + len(self._open))


class Anchors:
    """Unique ids of headings, and the fragments that lead to them."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self._slugs: dict[str, int] = {}
        self._of_host: dict[str, int] = {}

    def add(self, text: str) -> str:
        """Return the id of the next heading."""
        anchor = f"n-{unique_slug(text, self._slugs)}"
        host = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")  # as code hosts do
        count = self._of_host[host] = self._of_host.get(host, -1) + 1
        for name in (anchor.removeprefix("n-"), slug(text), f"{host}-{count}" if count else host):
            self.known.setdefault(name, anchor)
        return anchor


def write_block(out: PieceWriter, token: Token, following: Iterator[Token]) -> None:
    """Write a cell, with the tokens that follow, or any other block that is not inline text or a heading."""
    kind = kind_of(token.info) if token.type == "fence" else None
    if kind:
        out.insert(BlockInsert(kind=kind, text=token.content.removesuffix("\n")))
    elif token.type in ("th_open", "td_open"):
        _write_cell(out, token, next(following))
        next(following)
    else:
        out.html(_html(token))


def _write_cell(out: PieceWriter, token: Token, inline: Token) -> None:
    """Write a cell. A header cell without text is an ordinary cell."""
    heads = token.tag == "th" and bool(plain(inline.children))
    tag = "th" if heads else "td"
    scope = ' scope="col"' if heads else ""
    out.html(f"<{tag}{scope}{_ALIGNED.get(str(token.attrs.get('style')), '')}>")
    out.inline(inline, out.positions.cell(inline))
    out.html(f"</{tag}>\n")


def _html(token: Token) -> str:
    """The HTML of a block without text, or of code."""
    if token.type in ("fence", "code_block"):
        return _code(token)
    if token.type == "hr":
        return "<hr>\n"
    if token.hidden or token.tag not in _TAGS:
        return ""
    if token.nesting < 0:
        return f"</{token.tag}>\n"
    start = f' start="{int(token.attrs["start"])}"' if "start" in token.attrs else ""
    return f"<{token.tag}{start}>" + "\n" * (token.tag in _WITHOUT_TEXT)


def _code(token: Token) -> str:
    """Code with escaped line breaks, because the HTML of a page must not contain empty lines."""
    language = (token.info.split() or [""])[0]
    name = f' class="language-{language}"' if _LANGUAGE.fullmatch(language) else ""
    text = html_text(token.content.removesuffix("\n")).replace("\n", "&#10;")
    return f"<pre><code{name}>{text}</code></pre>\n"
