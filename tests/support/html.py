"""What a page shows and is made of, by the standard library's reader of HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Shown(HTMLParser):
    """The text, elements and ids of some HTML. Fails at once on an attribute that runs code, and on an address that
    may not be linked.
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
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                assert re.match(r"(https?:|mailto:|[.#]|[^:]*$)", value or "", re.IGNORECASE), value


OUR_TAGS = frozenset(
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
"""The elements that our rows and documents are made of."""

PAGE_TAGS = OUR_TAGS | frozenset(
    ["article", "nav", "h4", "h5", "h6", "dl", "dt", "dd", "details", "summary", "pre", "section"]
)
"""Those of our pages; the parts that only a script brings to life, and charts, have more."""

_IN_A_BAR = "papertrail-browse form label input select option output dialog fieldset legend template menu"
SCRIPTED_TAGS = frozenset(_IN_A_BAR.split())
CHART_TAGS = frozenset(["svg", "g", "title", "desc", "rect", "line", "text", "tspan"])


def article(html: str) -> Shown:
    """The part of a page that is not the theme's."""
    found = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert found
    return Shown(found[0])


def squashed(text: str) -> str:
    """A text without white space, which HTML does not keep."""
    return "".join(text.split())
