"""Inline Markdown and HTML with positions: links, images, code, tags and marks of emphasis.

A Markdown parser returns what a document means and drops how it is written. To write an entry back as it was, the
position of each of its parts must be known, so they are found in the source itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from papertrail.readers.markdown.cursor import Cursor, Offsets, folded
from papertrail.readers.markdown.trimming import clean
from papertrail.text.math import formula_at

MOST_NESTED = 20
"""The limit for nested brackets; a hostile source could nest a million."""
_LONGEST_LABEL = 2000
_LONGEST_TARGET = 4000

_NEXT = re.compile(r"[\\`!\[<*_~h$]")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^\s<>]*)>")
_BARE_URL = re.compile(r"https?://[^\s<>\"\\^`{|}]+")
_CODE = re.compile(r"(`++)(.{1,1000}?)(?<!`)\1(?!`)", re.DOTALL)
_BACKTICKS = re.compile(r"`*+")
_MARK = re.compile(r"\*{1,3}|_{1,3}|~~")
_ATTRIBUTE = re.compile(r"""\b(href|src|alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_CLOSE_A = re.compile(r"</a\s*>", re.IGNORECASE)
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_TARGET = re.compile(
    r"\s*+(?:<([^<>\n]*+)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()\\]*+\))*+\))*+))\s*+"
    r"(?:(?:\"[^\"]*+\"|'[^']*+')\s*+)?\)"
)
_BRACKET = re.compile(r"[\\\[\]$]|\n\n")
_NOT_IN_FORMULA = re.compile(r"\]\(|\n")
"""Two dollars around a link or a line break are prices rather than a formula."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PUNCTUATION = ".,;:!?'\"*_~)]"

_MOST = {"[": 400, "`": 200, "*": 1000, "_": 1000, "~": 400, "<": 2000}


def is_within_limits(text: str) -> bool:
    """Whether an entry is small enough: parsing takes quadratic time in the number of special characters."""
    return len(text) <= 20_000 and all(text.count(sign) <= most for sign, most in _MOST.items())


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A part of the source: `link`, `image`, `code`, `tag`, `mark`; the rest is text."""

    kind: str
    start: int
    end: int
    name: str = ""
    """Of a tag, with `/` if it closes; of a mark its signs; of code its content."""
    label: Offsets = (0, 0)
    """Of a link or an image: its text, without the brackets and marks around it."""
    url: str = ""
    url_at: Offsets = (0, 0)
    """`BY_REFERENCE` if the URL is defined elsewhere in the document."""
    images: tuple[Token, ...] = ()
    """The images in the text of a link."""

    @property
    def offsets(self) -> Offsets:
        """Where it starts and ends."""
        return self.start, self.end

    @property
    def is_bare(self) -> bool:
        """Whether a link has no text and shows its URL."""
        return self.label[1] <= self.label[0]


BY_REFERENCE: Offsets = (-1, -1)


def tokens(cursor: Cursor) -> list[Token]:
    """Return the tokens between the position and the end. Formulas are text, as is Markdown in HTML."""
    parts: list[Token] = []
    ends = _Ends(cursor)
    position, end = cursor.start, cursor.end
    while sign := _NEXT.search(cursor.text, position, end):
        position = sign.start()
        if token := _token(cursor.at(position), ends):
            parts.append(token)
            position = token.end
        else:
            position += _width(cursor, position)
    return parts


def tokens_from(parts: Sequence[Token], position: int) -> Iterator[Token]:
    """Yield the tokens that start at a position or after it."""
    first = bisect_left(parts, position, key=lambda token: token.start)
    return (parts[number] for number in range(first, len(parts)))


def _width(cursor: Cursor, position: int) -> int:
    """Return how many characters to skip where no token starts."""
    text = cursor.text
    if text[position] == "$" and not cursor.html and (formula := formula_at(text, position)):
        width = len(formula.source)
        is_within = position + width <= cursor.end and not _NOT_IN_FORMULA.search(formula.tex)
        return width if is_within else 1
    if text[position] == "`":
        run = _BACKTICKS.match(text, position, cursor.end)
        return run.end() - position if run else 1
    return 2 if text[position] == "\\" and not cursor.html else 1


class _Ends:
    """Where the last comment and the last link in HTML end: after them, no end needs to be searched for."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    @cached_property
    def comment(self) -> int:
        """Where the end of the last comment starts; -1 if there is none."""
        return self._cursor.text.rfind("-->", *self._cursor.offsets)

    @cached_property
    def link(self) -> int:
        """Where the tag that closes the last link starts; -1 if there is none."""
        return max((tag.start() for tag in _CLOSE_A.finditer(self._cursor.text, *self._cursor.offsets)), default=-1)


def _token(cursor: Cursor, ends: _Ends) -> Token | None:
    match cursor.text[cursor.start]:
        case "<":
            return _autolink(cursor) or _comment(cursor, ends) or _tag(cursor, ends)
        case "h":
            return _bare_url(cursor)
        case _ if cursor.html:
            return None
        case "`":
            return _code(cursor)
        case "!" | "[":
            return _bracketed(cursor)
        case "*" | "_" | "~":
            return _mark(cursor)
        case _:
            return None


def _code(cursor: Cursor) -> Token | None:
    code = cursor.match(_CODE)
    return Token(kind="code", start=cursor.start, end=code.end(), name=code[2].strip()) if code else None


def _mark(cursor: Cursor) -> Token | None:
    mark = cursor.match(_MARK)
    return Token(kind="mark", start=cursor.start, end=mark.end(), name=mark[0]) if mark else None


def _bare_url(cursor: Cursor) -> Token | None:
    """A URL by itself; punctuation at its end belongs to the sentence."""
    start = cursor.start
    match = cursor.match(_BARE_URL) if start == 0 or not cursor.text[start - 1].isalnum() else None
    if match is None:
        return None
    url = match[0]
    length, opened, closed = len(url), url.count("("), url.count(")")
    while length and url[length - 1] in _PUNCTUATION and not (url[length - 1] == ")" and opened >= closed):
        length -= 1
        closed -= url[length] == ")"
    if length < 10:
        return None
    url, end = url[:length], start + length
    return Token(kind="link", start=start, end=end, url=url, url_at=(start, end))


def _autolink(cursor: Cursor) -> Token | None:
    link = cursor.match(_AUTOLINK)
    return Token(kind="link", start=cursor.start, end=link.end(), url=link[1], url_at=link.span(1)) if link else None


def _comment(cursor: Cursor, ends: _Ends) -> Token | None:
    if not cursor.text.startswith("<!--", cursor.start) or ends.comment < cursor.start + 4:
        return None
    end = cursor.text.find("-->", cursor.start + 4, cursor.end)
    return Token(kind="tag", start=cursor.start, end=end + 3, name="!--") if end > 0 else None


def _tag(cursor: Cursor, ends: _Ends) -> Token | None:
    tag = cursor.match(_TAG)
    if tag is None:
        return None
    name, closing = tag[1].lower(), tag[0].startswith("</")
    attributes = _attributes(tag)
    may_be_link = name == "a" and not closing and "href" in attributes and ends.link >= tag.end()
    if may_be_link and (close := cursor.at(tag.end()).search(_CLOSE_A)):
        return _anchor(cursor.between(tag.end(), close.start()), tag, close, attributes["href"])
    if name == "img" and "src" in attributes:
        return _image(cursor, tag, attributes)
    return Token(kind="tag", start=cursor.start, end=tag.end(), name=("/" if closing else "") + name)


def _anchor(content: Cursor, tag: re.Match[str], close: re.Match[str], href: Offsets) -> Token:
    inner = tokens(content._replace(html=True)) if "<" in content.source else []
    return Token(
        kind="link", start=tag.start(), end=close.end(), label=clean(content).offsets,
        url=_attribute_url(content, href), url_at=href, images=tuple(t for t in inner if t.kind == "image"),
    )  # fmt: skip


def _image(cursor: Cursor, tag: re.Match[str], attributes: dict[str, Offsets]) -> Token:
    src = attributes["src"]
    return Token(
        kind="image", start=tag.start(), end=tag.end(), label=attributes.get("alt", (tag.start(), tag.start())),
        url=_attribute_url(cursor, src), url_at=src,
    )  # fmt: skip


def _attributes(tag: re.Match[str]) -> dict[str, Offsets]:
    attributes: dict[str, Offsets] = {}
    for attribute in _ATTRIBUTE.finditer(tag.string, *tag.span(2)):
        group = next(number for number in (2, 3, 4) if attribute[number] is not None)
        attributes.setdefault(attribute[1].lower(), attribute.span(group))
    return attributes


def _attribute_url(cursor: Cursor, offsets: Offsets) -> str:
    """The URL of an attribute as a browser reads it: without the line breaks and tabs in it."""
    return re.sub(r"[\n\r\t]", "", unescape(cursor.text[slice(*offsets)])).strip()


def _bracketed(cursor: Cursor) -> Token | None:
    """`[label](URL)`, `![alt](URL)`, `[![alt](image)](URL)`, or a link by reference."""
    text = cursor.text
    is_image = text[cursor.start] == "!"
    opening = cursor.start + is_image
    if text[opening : opening + 1] != "[":
        return None
    closing = _closing(cursor.at(opening))
    if closing is None:
        return None
    label = cursor.between(opening + 1, closing)
    return _inline_link(cursor, label, is_image=is_image) or _reference_link(cursor, label, is_image=is_image)


def _closing(cursor: Cursor) -> int | None:
    """Where the bracket at the position is closed, in the same paragraph."""
    position, depth = cursor.start, 0
    limit = min(cursor.end, cursor.start + _LONGEST_LABEL + 1)
    while sign := _BRACKET.search(cursor.text, position, limit):
        if sign[0] == "\n\n":
            return None
        depth += (sign[0] == "[") - (sign[0] == "]")
        if depth == 0:
            return sign.start()
        if depth > MOST_NESTED:
            return None
        position = sign.start() + _width(cursor, sign.start())
    return None


def _inline_link(cursor: Cursor, label: Cursor, *, is_image: bool) -> Token | None:
    """`[label](URL)`; None if no URL follows the label."""
    text, after = cursor.text, label.end + 1
    if text[after : after + 1] != "(":
        return None
    target = _TARGET.match(text, after + 1, min(cursor.end, after + 1 + _LONGEST_TARGET))
    if target is None:
        return None
    url_at = target.span(1) if target[1] is not None else target.span(2)
    return Token(
        kind="image" if is_image else "link", start=cursor.start, end=target.end(), label=clean(label).offsets,
        url=_unescaped(text[slice(*url_at)]), url_at=url_at, images=() if is_image else _images(label),
    )  # fmt: skip


def _reference_link(cursor: Cursor, label: Cursor, *, is_image: bool) -> Token | None:
    """`[label][name]`, `[label][]` and `[name]`; None if the document does not define the name."""
    if not cursor.references:
        return None
    reference = cursor.at(label.end + 1).match(_REFERENCE)
    url = cursor.references.get(folded((reference[1] if reference else "") or label.source))
    if url is None:
        return None
    return Token(
        kind="image" if is_image else "link", start=cursor.start,
        end=reference.end() if reference else label.end + 1, label=clean(label).offsets,
        url=_unescaped(url), url_at=BY_REFERENCE,
    )  # fmt: skip


def _images(label: Cursor) -> tuple[Token, ...]:
    if "![" not in label.source and "<img" not in label.source:
        return ()
    return tuple(token for token in tokens(label) if token.kind == "image")


def _unescaped(url: str) -> str:
    return unescape(_ESCAPE.sub(r"\1", url)) if "\\" in url or "&" in url else url
