"""HTML and Markdown in texts that are shown as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.text.math import change_formulas
from papertrail.yaml.nodes import Mapping, Node, items_of

TAG = re.compile(
    r"(?i)</?(a|abbr|b|big|br|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp"
    r"|small|span|strike|strong|sub|summary|sup|table|td|th|tr|tt|u|ul|var)(?:\s[^<>]{0,300})?/?>"
)
LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\((https?://[^\s()]{1,500})\)")
MARKS = (
    LINK,
    re.compile(r"(?<![\w*])(\*{1,3})(?=\w)([^*]{1,300})(?<=[\w.!?)\"'])\1(?![\w*])"),
    re.compile(r"(?<!`)`([^`']{1,300})`(?!`)"),
)


_FORMULA = "\ue000"
"""Stands for a formula, in which these marks have other meanings. Records cannot contain this character."""


def _without_formulas(text: str) -> tuple[str, list[str]]:
    """A text with a sign for each formula, and the formulas."""
    formulas: list[str] = []

    def replaced(formula: str) -> str:
        formulas.append(formula)
        return _FORMULA

    return change_formulas(text, replaced), formulas


def html_tag(text: str) -> str | None:
    """The first HTML tag in a text. `<b>` and the like may be something else, unless they are closed."""
    if "<" not in text:
        return None
    text, _ = _without_formulas(text)
    for match in TAG.finditer(text):
        if len(match[1]) > 1 or f"</{match[1]}>".casefold() in text.casefold():
            return match[0]
    return None


def markup_in(text: str) -> str | None:
    """The kind of markup in a text that should be plain: HTML or Markdown."""
    if html_tag(text):
        return "HTML"
    text, _ = _without_formulas(text)
    return "Markdown" if any(pattern.search(text) for pattern in MARKS) else None


def without_markup(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without markup, and the labels and URLs of its links. Links are omitted if any other text remains.

    >>> without_markup("**Tofu** [code](https://example.com/tofu)")
    ('Tofu', [('code', 'https://example.com/tofu')])
    """
    text, formulas = _without_formulas(text)
    text = TAG.sub("", text)
    links = [(match[1], match[2]) for match in LINK.finditer(text)]
    rest = LINK.sub("", text)
    text = rest if re.search(r"\w", rest) else LINK.sub(r"\1", text)
    text = MARKS[2].sub(r"\1", MARKS[1].sub(r"\2", text))
    for formula in formulas:
        text = text.replace(_FORMULA, formula, 1)
    return " ".join(text.split()), links


def introductions(item: Node) -> Iterator[Node]:
    """The nodes of the introductions of a topic and its subtopics."""
    if isinstance(item, Mapping):
        yield from items_of(item.get("intro"))
        for subtopic in items_of(item.get("topics")):
            yield from introductions(subtopic)
