"""Render the inline Markdown of notes, with placeholders for links and images, whose URLs depend on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from markdown_it.token import Token

from papertrail.core.diagnostics import Span
from papertrail.core.limits import NOTES_ADDRESS, NOTES_ADDRESSES, NOTES_IMAGES, NOTES_LINKS, NOTES_PARAGRAPH
from papertrail.inserts import Insert
from papertrail.notes.positions import Positions
from papertrail.text.markdown import html_text, shown_text
from papertrail.text.math import math_html

_MARKS = frozenset(("em", "strong", "s"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A link or an image in notes."""

    url: str
    """With spaces and non-ASCII characters percent-encoded, as in an attribute."""
    text: str
    """The text of the link, or the alternative text of the image."""
    span: Span
    is_image: bool


class _End(Enum):
    LINK = "</a>"


LINK_END = _End.LINK
Piece = str | Reference | Insert | _End
"""HTML, or a placeholder: the start of a link, its end, an image, a list of papers or a citation."""


def plain(tokens: Iterable[Token] | None) -> str:
    """The text of inline Markdown without marks, on one line."""
    return " ".join("".join(_plain(token) for token in tokens or ()).split())


def _plain(token: Token) -> str:
    if token.type == "image":
        return plain(token.children)
    if token.type == "html_inline":
        return ""
    return " " if token.type.endswith("break") else shown_text(token.content)


@dataclass
class PieceWriter:
    """Collects the pieces of a text."""

    positions: Positions
    pieces: list[Piece] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    inserts: list[Insert] = field(default_factory=list)
    raw_html: list[Span] = field(default_factory=list)
    beyond: dict[str, Span] = field(default_factory=dict)
    _html: list[str] = field(default_factory=list)
    _links: list[bool] = field(default_factory=list)
    """Whether each open link is rendered, outermost first."""
    _room: dict[bool, int] = field(default_factory=lambda: {True: NOTES_IMAGES, False: NOTES_LINKS})
    """How many more images and links are allowed."""
    _characters: int = NOTES_ADDRESSES
    """How many more characters of URLs are allowed."""

    def html(self, html: str) -> None:
        """Write finished HTML."""
        self._html.append(html)

    def insert(self, insert: Insert) -> None:
        """Write a list of papers or a citation."""
        self.inserts.append(insert)
        self._placeholder(insert)

    def done(self) -> tuple[Piece, ...]:
        """All pieces."""
        self._placeholder()
        return tuple(self.pieces)

    def _placeholder(self, *pieces: Piece) -> None:
        if self._html:
            self.pieces.append("".join(self._html))
            self._html.clear()
        self.pieces += pieces

    def too_much(self, what: str, span: Span) -> None:
        """Record the first position at which a limit is exceeded."""
        self.beyond.setdefault(what, span)

    def inline(self, inline: Token, cell: int | None = None) -> None:
        """Write the text of a paragraph, a heading or a cell, with the result of `Positions.cell` for a cell."""
        if len(inline.content) > NOTES_PARAGRAPH:
            self.too_much("characters in a paragraph", self.positions.line((inline.map or [0])[0]))
        children = inline.children or []
        for index, token in enumerate(children):
            at: tuple[int, int] | None = token.meta.get("at")
            span = self.positions.span(inline, at[0], at[1], cell) if at else None
            if token.type == "link_open" and span:
                self._open(token, plain(_inside(children, index)), span)
            elif token.type == "link_close":
                self._placeholder(*[LINK_END] * self._links.pop())
            elif token.type == "citation":
                self.insert(token.meta["citation"])
            elif token.type == "image" and span:
                self._image(token, plain(token.children), span)
            else:
                if token.type == "raw_html" and span and not token.content.startswith("</"):
                    self.raw_html.append(span)
                self.html(_html(token))

    def _open(self, token: Token, text: str, span: Span) -> None:
        # Markdown allows a URL in <> inside a link, but HTML allows no nested links.
        reference = Reference(url=str(token.attrs.get("href", "")), text=text, span=span, is_image=False)
        self._links.append(not any(self._links) and self._refer(reference))

    def _image(self, token: Token, text: str, span: Span) -> None:
        if not self._refer(Reference(url=str(token.attrs.get("src", "")), text=text, span=span, is_image=True)):
            self.html(html_text(text))

    def _refer(self, reference: Reference) -> bool:
        """Add a placeholder, unless there are too many."""
        if len(reference.url) > NOTES_ADDRESS:
            self.too_much("characters in a URL", reference.span)
            return False
        if len(reference.url) > self._characters:
            self.too_much("characters in all URLs", reference.span)
            return False
        if not self._room[reference.is_image]:
            self.too_much("images" if reference.is_image else "links", reference.span)
            return False
        self._room[reference.is_image] -= 1
        self._characters -= len(reference.url)
        self.references.append(reference)
        self._placeholder(reference)
        return True


def _html(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "<br>"
    if token.type == "html_inline":
        return "<br>" if token.content[:3].lower() == "<br" else ""
    if token.tag in _MARKS:
        return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
    if token.type == "math":
        return math_html(token.meta["formula"])
    text = html_text(shown_text(token.content))
    return f"<code>{text}</code>" if token.type == "code_inline" else text


def _inside(tokens: list[Token], index: int) -> Iterator[Token]:
    """The tokens inside the link that starts at `index`."""
    for at in range(index + 1, len(tokens)):
        if tokens[at].type == "link_close":
            return
        yield tokens[at]
