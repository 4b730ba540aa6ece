"""The HTML that the theme puts around a page, parsed into the parts that all pages share and those that differ.

The theme renders a page whose title, address, headings and content are placeholders. Wherever a placeholder is found in
the result, the value of a page is inserted; the rest is the same for all pages of a kind in a folder. Placeholders
contain characters that filters change, so that their form in the result shows which filter they passed through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from jinja2.filters import do_urlencode
from markupsafe import Markup, escape

Filter = Callable[[str], str]


def _without_tags(text: str) -> str:
    return Markup(text).striptags()  # noqa: S704 - the theme does the same with it


def _escaped(text: str) -> str:
    return str(escape(text))


def _escaped_without_tags(text: str) -> str:
    return _escaped(_without_tags(text))


def _quoted_without_tags(text: str) -> str:
    return do_urlencode(_without_tags(text))


_TEXT_FILTERS: tuple[Filter, ...] = (
    str,
    _without_tags,
    _escaped,
    _escaped_without_tags,
    do_urlencode,
    _quoted_without_tags,
)
"""The filters that themes apply to texts."""


def _quoted_twice(text: str) -> str:
    return quote(quote(text))


_PATH_FILTERS: tuple[Filter, ...] = (str, quote, _quoted_twice)
"""The filters that themes apply to parts of an address. URLs are quoted, and in parameters of others quoted again."""


@dataclass(frozen=True, slots=True)
class ShellPlaceholder:
    """A text that stands for a value which differs from page to page."""

    name: str
    text: str
    filters: tuple[Filter, ...] = (str,)
    """The filters that the theme may apply to it."""

    @property
    def source(self) -> str:
        """The placeholder as plain text; `text` is its HTML."""
        return self.text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


_PREFIX = "ZqPt"
"""What every placeholder starts with. Mixed case shows filters that change the case."""
_PADDING = " and so on" * 40
"""Makes a placeholder longer than the length to which themes cut titles and descriptions."""


def _unique(name: str) -> str:
    return f"{_PREFIX}{name}qZ"


def text_placeholder(name: str) -> ShellPlaceholder:
    """Return a placeholder for a text that is already HTML."""
    return ShellPlaceholder(name, f"{_unique(name)}&amp;  &lt;z&gt;{_PADDING}", _TEXT_FILTERS)


def path_placeholder(name: str) -> ShellPlaceholder:
    """Return a placeholder for a part of an address, or for an anchor."""
    return ShellPlaceholder(name, f"{_unique(name)}é", _PATH_FILTERS)


def html_placeholder(name: str) -> ShellPlaceholder:
    """Return a placeholder for finished HTML, which no theme filters."""
    return ShellPlaceholder(name, _unique(name))


@dataclass(frozen=True, slots=True)
class Shell:
    """The parts of a page that are the same for all pages, and the slots between them."""

    pieces: tuple[bytes, ...]
    slots: tuple[tuple[str, Filter], ...]
    """The names and filters of the values that belong between each two pieces."""

    def filled(self, values: Mapping[str, str]) -> bytes:
        """Return a page with its values inserted."""
        parts = [self.pieces[0]]
        for (name, apply_filter), piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (encoded(apply_filter(values[name])), piece)
        return b"".join(parts)


def shell_of(html: str, placeholders: Iterable[ShellPlaceholder]) -> Shell | None:
    """Parse a rendered page of placeholders. Return None if the theme applies an unknown filter to one of them."""
    slots = {
        apply_filter(placeholder.text): (placeholder.name, apply_filter)
        for placeholder in placeholders
        for apply_filter in reversed(placeholder.filters)
    }
    longest_first = sorted(slots, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", html)
    pieces = parts[::2]
    if any(_PREFIX.lower() in piece.lower() for piece in pieces):
        return None
    return Shell(tuple(map(encoded, pieces)), tuple(slots[text] for text in parts[1::2]))


def encoded(html: str) -> bytes:
    """Return HTML as the bytes that MkDocs writes."""
    return html.encode("utf-8", errors="xmlcharrefreplace")
