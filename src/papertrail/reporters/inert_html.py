"""Text of strangers as HTML for a comment on a code host, in which nothing acts.

Code hosts turn `@name`, `#12`, hashes of commits and addresses into links, and notify people and other threads. They do
so in the text between two tags, but not in code. HTML in Markdown is not parsed as Markdown up to an empty line, so no
line here is empty.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from papertrail.text.strings import printable

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_TAGS = {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "ol",
    "li",
    "p",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "code",
    "br",
}
_ACTIVE = re.compile(
    r"[@#!~%&$](?=[\w\"\[{(\\`])"  # people, issues, and what code hosts name with other signs; formulas
    r"|(?<=\bgh)-(?=\d)"
    r"|:(?=//)|(?<=www)\.|:(?=[\w+-]{1,50}:)"  # addresses, and emoji
    r"|\b[0-9a-f]{7,64}\b",  # hashes of commits
    re.IGNORECASE,
)
_LONGEST_TEXT, _LONGEST_URL = 300, 120
"""Characters of one text and of one URL in a row."""
_LONGEST_ROW = 2_000
_MOST_TAGS = 400


def inert_text(text: str) -> str:
    """Plain text as HTML on one line, in which nothing acts.

    >>> inert_text("@ann <b>")
    '<span>@</span>ann &lt;b&gt;'
    """
    shown = printable(text, newline=" ")
    parts, end = [], 0
    for found in _ACTIVE.finditer(shown):
        tag = "span" if len(found[0]) == 1 else "code"
        parts += [escape(shown[end : found.start()]), f"<{tag}>{escape(found[0])}</{tag}>"]
        end = found.end()
    return "".join([*parts, escape(shown[end:])])


def inert_code(text: str, longest: int = 200) -> str:
    """Plain text as code on one line, cut to a number of characters.

    >>> inert_code("<b>")
    '<code>&lt;b&gt;</code>'
    """
    shown = printable(cut(text, longest))
    return f"<code>{escape(shown)}</code>"


def cut(text: str, longest: int) -> str:
    """A text with at most this many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def inert_row(markdown: str) -> str:
    """A rendered row as HTML on one line with few tags, no links and no images. URLs are shown as code."""
    row = _InertRow()
    row.feed(_MARKDOWN.render(markdown))
    row.close()
    return row.html()


class _InertRow(HTMLParser):
    """Collects what is shown of a row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._urls: list[str] = []
        self._left = _LONGEST_ROW
        self._tags = _MOST_TAGS

    def html(self) -> str:
        """The row with all tags closed."""
        closing = (f"</{tag}>" for tag in reversed(self._open))
        return " ".join("".join([*self._parts, *closing]).split())

    def set_cdata_mode(self, *args: object, **options: object) -> None:
        """Read what is between the tags of scripts as anything else, so that it is shown."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag, unless it is none of a row."""
        if tag == "a":
            self._urls.append(dict(attrs).get("href") or "")
        elif tag == "img":
            self._code(dict(attrs).get("src") or "")
        elif tag in _TAGS and self._tags > 0:
            self._tags -= 1
            self._parts.append(f"<{tag}>")
            self._open += [tag] if tag != "br" else []

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, with those that are open in it."""
        if tag == "a" and self._urls:
            self._code(self._urls.pop())
        elif tag in self._open:
            while (last := self._open.pop()) != tag:
                self._parts.append(f"</{last}>")
            self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Show a text, cut if it or the row is long."""
        if self._left > 0:
            shown = cut(data, min(_LONGEST_TEXT, self._left))
            self._left -= len(shown)
            self._parts.append(inert_text(shown))

    def _code(self, text: str) -> None:
        if self._left > 0 and text:
            self._left -= min(len(text), _LONGEST_URL)
            self._parts.append(f" {inert_code(text, _LONGEST_URL)}")
