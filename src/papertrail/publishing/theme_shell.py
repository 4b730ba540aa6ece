"""What the theme puts around a page, taken apart where pages differ.

The theme renders a page whose title, address, headings and content are marks that no page has. Wherever a mark comes
out, the page's own value goes; all else is the same for every page of its kind in its folder. A mark holds signs that
filters change, so that it also tells by which filter it went.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from jinja2.filters import do_urlencode
from markupsafe import Markup, escape

Spelling = Callable[[str], str]


def _bare(text: str) -> str:
    return Markup(text).striptags()  # noqa: S704 - the theme does the same with it


def _escaped(text: str) -> str:
    return str(escape(text))


_TEXT: tuple[Spelling, ...] = (
    str, _bare, _escaped, lambda text: _escaped(_bare(text)), do_urlencode, lambda text: do_urlencode(_bare(text)),
)  # fmt: skip
"""The filters that themes send texts through."""
_PATH: tuple[Spelling, ...] = (str, quote)
"""A part of an address as it is and as it stands in a URL."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A text that stands for a value which differs from page to page."""

    name: str
    text: str
    spellings: tuple[Spelling, ...] = (str,)


_START = "ZqPt"
"""What every mark begins with, in small and capital letters so that a filter that changes them is noticed."""
_LONG = " and so on" * 40
"""Longer than what themes cut titles and descriptions to."""


def _sign(name: str) -> str:
    return f"{_START}{name}qZ"


def text_mark(name: str) -> Mark:
    """A mark for a text that is HTML already."""
    return Mark(name, f"{_sign(name)}&amp;  &lt;z&gt;{_LONG}", _TEXT)


def path_mark(name: str) -> Mark:
    """A mark for a part of an address or an anchor."""
    return Mark(name, f"{_sign(name)}é", _PATH)


def plain_mark(name: str) -> Mark:
    """A mark for finished HTML, which no theme changes."""
    return Mark(name, _sign(name))


@dataclass(frozen=True, slots=True)
class Shell:
    """A page around what differs: pieces of HTML, and between them what to put there and how it is spelled."""

    pieces: tuple[bytes, ...]
    slots: tuple[tuple[str, Spelling], ...]
    """One between each two pieces."""

    def filled(self, values: Mapping[str, str]) -> bytes:
        """A page with its values in place."""
        found = [self.pieces[0]]
        for (name, spelling), piece in zip(self.slots, self.pieces[1:], strict=True):
            found += (_encoded(spelling(values[name])), piece)
        return b"".join(found)


def shell_of(html: str, marks: Iterable[Mark]) -> Shell | None:
    """The shell that a rendered page of marks shows; None where a mark came out changed in a way that is not known."""
    slots = {spelling(mark.text): (mark.name, spelling) for mark in marks for spelling in reversed(mark.spellings)}
    longest_first = sorted(slots, key=len, reverse=True)
    found = re.split(f"({'|'.join(map(re.escape, longest_first))})", html)
    literal = found[::2]
    if any(_START.lower() in piece.lower() for piece in literal):
        return None
    return Shell(tuple(map(_encoded, literal)), tuple(slots[text] for text in found[1::2]))


def _encoded(html: str) -> bytes:
    return html.encode("utf-8", errors="xmlcharrefreplace")  # as MkDocs writes pages
