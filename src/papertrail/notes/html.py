"""Render notes as HTML for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import unquote

from papertrail.inserts import BlockInsert, CitationInsert, Insert
from papertrail.notes.inline import LINK_END, Piece, Reference
from papertrail.notes.parse import NotesHeading, parse_notes
from papertrail.text.markdown import html_text
from papertrail.text.urls import fault_of, is_internal


class Image(NamedTuple):
    """The URL of an image relative to the page, and its size in pixels if known."""

    src: str
    width: int | None = None
    height: int | None = None


class RenderedNotes(NamedTuple):
    """Notes as part of a page."""

    html: str
    """One block without empty lines; empty for notes without content."""
    headings: tuple[NotesHeading, ...]


def render_notes(
    text: str,
    *,
    link: Callable[[str], str | None],
    image: Callable[[str], Image | None],
    insert: Callable[[Insert], str | None] = lambda insert: None,
) -> RenderedNotes:
    """Render notes as HTML. `link` and `image` resolve relative URLs; for None, only the text of the link or image is
    rendered. `insert` renders lists of papers and citations; for None, they are shown as they are written. All ids
    start with `n-`, except those of bibliographies.
    """
    notes = parse_notes(text)

    def fragment(name: str) -> str | None:
        anchor = notes.anchors.get(name)
        return anchor and f"#{anchor}"

    html = render_pieces(notes.pieces, link=link, image=image, fragment=fragment, insert=insert)
    return RenderedNotes(html.strip(), notes.headings)


def render_pieces(
    pieces: Iterable[Piece],
    *,
    link: Callable[[str], str | None],
    image: Callable[[str], Image | None],
    fragment: Callable[[str], str | None],
    insert: Callable[[Insert], str | None],
) -> str:
    """Render pieces as HTML. `fragment` resolves the fragment of a link to the same text, as `link` other ones."""
    parts: list[str] = []
    linked = False
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece is LINK_END:
            parts.append("</a>" if linked else "")
        elif isinstance(piece, BlockInsert | CitationInsert):
            html = insert(piece)
            parts.append(_as_written(piece) if html is None else html)
        elif piece.is_image:
            parts.append(_image(piece, image(piece.url) if _is_relative(piece.url) else None))
        else:
            href = _href(piece.url, link, fragment)
            linked = href is not None
            parts.append("" if href is None else f'<a href="{html_text(href)}">')
    return "".join(parts)


def _as_written(insert: Insert) -> str:
    text = html_text(insert.text)
    return text if isinstance(insert, CitationInsert) else f"<pre><code>{text.replace(chr(10), '&#10;')}</code></pre>\n"


def _is_relative(url: str) -> bool:
    return bool(url) and is_internal(url) and fault_of(url, internal=True) is None


def _href(url: str, link: Callable[[str], str | None], fragment: Callable[[str], str | None]) -> str | None:
    if _is_relative(url):
        return link(url)
    if url.startswith("#"):
        return fragment(unquote(url[1:]))
    return url if fault_of(url, internal=False) is None else None


def _image(shown: Reference, image: Image | None) -> str:
    if image is None:
        return html_text(shown.text)
    size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
    return f'<img src="{html_text(image.src)}" alt="{html_text(shown.text)}"{size} loading="lazy">'
