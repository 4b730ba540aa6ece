"""The inline part of notes: text into HTML, links and images into gaps that are filled when the page is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from markdown_it.token import Token

from papertrail.core.diagnostics import Span
from papertrail.core.limits import NOTES_ADDRESS, NOTES_IMAGES, NOTES_LINKS, NOTES_PARAGRAPH
from papertrail.notes.positions import Positions
from papertrail.text.markdown import html_text, shown_text

_MARKS = frozenset(("em", "strong", "s"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A link or an image of some notes."""

    url: str
    """As an attribute has it: spaces, and what is not ASCII, are spelled with %."""
    text: str
    """The text that is linked, or that stands for the image."""
    span: Span
    is_image: bool


class _End(Enum):
    LINK = "</a>"


LINK_END = _End.LINK
Piece = str | Reference | _End
"""HTML, or what stands in its gaps: a link's beginning, its end, an image."""


def plain(tokens: Iterable[Token] | None) -> str:
    """The text of some inline Markdown without its marks, on one line."""
    return " ".join("".join(_plain(token) for token in tokens or ()).split())


def _plain(token: Token) -> str:
    if token.type == "image":
        return plain(token.children)
    return " " if token.type.endswith("break") else shown_text(token.content)


@dataclass
class PieceWriter:
    """Collects the pieces of one text."""

    positions: Positions
    pieces: list[Piece] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    raw_html: list[Span] = field(default_factory=list)
    beyond: dict[str, Span] = field(default_factory=dict)
    _html: list[str] = field(default_factory=list)
    _links: list[bool] = field(default_factory=list)
    """Of the links that are open, outermost first, whether each is written."""
    _room: dict[bool, int] = field(default_factory=lambda: {True: NOTES_IMAGES, False: NOTES_LINKS})
    """How many more images and links there may be."""

    def html(self, html: str) -> None:
        """Write finished HTML."""
        self._html.append(html)

    def done(self) -> tuple[Piece, ...]:
        """All pieces."""
        self._gap()
        return tuple(self.pieces)

    def _gap(self, *pieces: Piece) -> None:
        if self._html:
            self.pieces.append("".join(self._html))
            self._html.clear()
        self.pieces += pieces

    def too_much(self, what: str, span: Span) -> None:
        """Tell of the first thing that there is too much of."""
        self.beyond.setdefault(what, span)

    def inline(self, inline: Token, cell: int | None = None) -> None:
        """Write the text of a paragraph, a heading or a cell; `cell` as `Positions.cell` gave it."""
        if len(inline.content) > NOTES_PARAGRAPH:
            self.too_much("characters in a paragraph", self.positions.line((inline.map or [0])[0]))
        children = inline.children or []
        for index, token in enumerate(children):
            at: tuple[int, int] | None = token.meta.get("at")
            span = self.positions.span(inline, at[0], at[1], cell) if at else None
            if token.type == "link_open" and span:
                self._open(token, plain(_inside(children, index)), span)
            elif token.type == "link_close":
                self._gap(*[LINK_END] * self._links.pop())
            elif token.type == "image" and span:
                self._image(token, plain(token.children), span)
            else:
                if token.type == "raw_html" and span and not token.content.startswith("</"):
                    self.raw_html.append(span)
                self.html(_html(token))

    def _open(self, token: Token, text: str, span: Span) -> None:
        # Markdown lets an address in <> stand in a link; HTML knows no link in a link.
        found = Reference(url=str(token.attrs.get("href", "")), text=text, span=span, is_image=False)
        self._links.append(not any(self._links) and self._refer(found))

    def _image(self, token: Token, text: str, span: Span) -> None:
        if not self._refer(Reference(url=str(token.attrs.get("src", "")), text=text, span=span, is_image=True)):
            self.html(html_text(text))

    def _refer(self, found: Reference) -> bool:
        """Leave a gap, unless there are too many."""
        if len(found.url) > NOTES_ADDRESS:
            self.too_much("characters in a URL", found.span)
            return False
        if not self._room[found.is_image]:
            self.too_much("images" if found.is_image else "links", found.span)
            return False
        self._room[found.is_image] -= 1
        self.references.append(found)
        self._gap(found)
        return True


def _html(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "<br>"
    if token.tag in _MARKS:
        return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
    text = html_text(shown_text(token.content))
    return f"<code>{text}</code>" if token.type == "code_inline" else text


def _inside(tokens: list[Token], index: int) -> Iterator[Token]:
    """What is inside the link that begins at `index`."""
    for at in range(index + 1, len(tokens)):
        if tokens[at].type == "link_close":
            return
        yield tokens[at]
