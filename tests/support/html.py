"""The text and the elements of a page, parsed with the standard library."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Shown(HTMLParser):
    """The text, elements and ids of HTML.

    Fails at an attribute that runs code, at one that a Content-Security-Policy blocks, and at a URL with a scheme that
    links must not have.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name, value)
            assert name != "style", (tag, value)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                assert re.match(r"(https?:|mailto:|[.#]|[^:]*$)", value or "", re.IGNORECASE), value


ROW_TAGS = frozenset(
    [
        "div",
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "span",
        "strong",
        "em",
        "code",
        "table",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "wbr",
        "button",
    ]
)
"""The elements in rows and documents."""

PAGE_TAGS = ROW_TAGS | frozenset(
    ["article", "nav", "h4", "h5", "h6", "dl", "dt", "dd", "details", "summary", "pre", "section", "bdi"]
)
"""The elements of pages, without those of charts and of parts that need a script."""

_SCRIPTED = (
    "papertrail-add papertrail-browse form label input select option output dialog fieldset legend template menu"
)
SCRIPTED_TAGS = frozenset(_SCRIPTED.split())
CHART_TAGS = frozenset(["svg", "g", "title", "desc", "rect", "line", "text", "tspan", "foreignobject"])


def article(html: str) -> Shown:
    """The content of a page, without the theme."""
    match = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert match
    return Shown(match[0])


def squashed(text: str) -> str:
    """A text without whitespace, which HTML does not preserve."""
    return "".join(text.split())
