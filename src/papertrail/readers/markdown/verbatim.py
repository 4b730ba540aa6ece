"""Whether the spelling of an entry may stand in a document in place of what its record says.

A record is anyone's to send, and its `source` is written into documents as it is. So it is read anew: it must give the
fields that the record has now, hold no words and addresses beside them, and no HTML but harmless tags.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from papertrail.core import Column, Paper
from papertrail.readers.markdown.classify import KEYS
from papertrail.readers.markdown.markers import BULLET, HEADING
from papertrail.readers.markdown.reader import read_again
from papertrail.readers.markdown.tokens import is_tame, plain, tokens
from papertrail.readers.urls import Place, resolved
from papertrail.text.markdown import plain_inline

_TAGS = frozenset([
    "a", "b", "br", "center", "code", "del", "details", "div", "em", "font", "i", "img", "kbd", "li", "ol", "p",
    "s", "small", "span", "strong", "sub", "summary", "sup", "td", "tr", "u", "ul",
])  # fmt: skip
_OPENING = re.compile(r"<[A-Za-z/!?]")
_DANGER = re.compile(r"(?i)<[^<>]*[\s\"'/](?:on[a-z]+|style)\s*=|javascript:|data:text|vbscript:")
_CONNECTING = frozenset(
    ["a", "and", "at", "by", "et", "al", "for", "from", "in", "is", "of", "on", "or", "the", "to", "und", "via", "with"]
)
_MONTHS = frozenset([
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july",
    "aug", "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december",
])  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def says_the_same(
    raw: str, paper: Paper, style: str, columns: Sequence[Column], place: Place, urls: Collection[str] = ()
) -> bool:
    """Whether a spelling, read as an entry of a style, says what the paper does, and nothing else.

    `urls` are the addresses of its institutions, which stand in their registry.
    """
    html = style == "html-table"
    if not is_tame(raw):
        return False
    read = read_again(raw, style, columns)
    if read is None or not _is_harmless(raw, html=html) or not _is_one_block(raw, style):
        return False
    text = _TASK.sub(r"\1", raw)
    return _same(resolved(read, place), paper, style) and not _others(text, paper, columns, place, urls, html=html)


_TASK = re.compile(r"^([-*+][ \t]+)\[[ xX]\][ \t]")
"""A box to tick: it says what the reader did, not what the work is."""
_BLOCK = re.compile(r"(?m)^ {0,3}(?:=+|-+|(?:[-*_][ \t]*){3,}|#{1,6}(?:[ \t].*)?|>.*)$")


_FENCE = re.compile(r"(?m)^\s*(?:`{3,}|~{3,})")


def _is_one_block(raw: str, style: str) -> bool:
    """Whether nothing in a spelling begins a block of its own: a rule, a heading, a fence, a second row."""
    if style == "markdown-table":
        lines = [line for line in raw.split("\n") if line.strip()]
        return "|" in lines[0] and not any(re.search(r"[^\s|]", line) for line in lines[1:])
    if style in ("bullets", "paragraphs") and bool(BULLET.match(raw)) != (style == "bullets"):
        return False  # the list has another style now
    first, _, rest = raw.partition("\n")
    if item := BULLET.match(raw):  # a quotation that belongs to the item is no block of its own
        rest = re.sub(rf"(?m)^ {{{item.end()}}}(?=>)", " " * 4, rest)
    if len(_FENCE.findall(raw)) % 2:
        return False
    return style == "html-table" or not (_BLOCK.search(rest) or (_BLOCK.match(first) and not HEADING.match(first)))


def _same(read: Paper, paper: Paper, style: str) -> bool:
    titles = (paper.full_title, paper.name) if style.endswith("table") else (paper.full_title,)
    return (
        read.full_title in titles
        and ", ".join(read.authors) == ", ".join(paper.authors)
        and read.venues == paper.venues
        and read.date in (None, paper.date)
        and read.institutions == paper.institutions
        and read.links == paper.links
        and read.remarks == paper.remarks
        and read.keywords == paper.keywords
        and read.custom == paper.custom
    )


def _is_harmless(raw: str, *, html: bool) -> bool:
    if _DANGER.search(raw):
        return False
    known = {token.start for token in tokens(raw, html=html) if token.kind != "tag" or token.name.lstrip("/") in _TAGS}
    covered = [(token.start, token.end) for token in tokens(raw, html=html) if token.kind in ("link", "code")]
    for found in _OPENING.finditer(raw):
        inside = any(start < found.start() < end for start, end in covered)
        if found.start() not in known and not inside and not _is_autolink(raw, found.start()):
            return False
    return _is_balanced(raw, html=html)


def _is_balanced(raw: str, *, html: bool) -> bool:
    """Whether each tag is closed: one that is not would take what follows in."""
    opened: list[str] = []
    for token in tokens(raw, html=html):
        if token.kind != "tag" or token.name in ("br", "img", "!--"):
            continue
        if not token.name.startswith("/"):
            opened.append(token.name)
        elif not opened or opened.pop() != token.name[1:]:
            return False
    return not opened


def _is_autolink(raw: str, place: int) -> bool:
    return bool(re.match(r"<(?:https?|mailto):[^\s<>]*>", raw[place : place + 2000]))


def _others(
    raw: str, paper: Paper, columns: Sequence[Column], place: Place, urls: Collection[str], *, html: bool
) -> bool:
    """Whether a spelling has words, addresses or images that the record has not."""
    images = set(dict(paper.custom).values())
    known = {link.url for link in paper.links} | {venue.url for venue in paper.venues} | images | {*urls}
    text = " ".join(paper.remarks)
    for token in tokens(raw, html=html):
        for part in (*token.images, token):
            wanted = images if part.kind == "image" else known
            if part.kind not in ("link", "image") or part.url in wanted or place.resolve(part.url) in wanted:
                continue
            if part.kind == "image" or not (part.url in text or place.resolve(part.url) in text):
                return True
    said = [
        paper.name, paper.title or "", *paper.authors, *(venue.text for venue in paper.venues), paper.date or "",
        *paper.institutions, *(link.label for link in paper.links), *(link.url for link in paper.links),
        *map(plain_inline, paper.remarks), *paper.remarks, *paper.keywords, *(f"{k} {v}" for k, v in paper.custom),
        *(column.header for column in columns),
    ]  # fmt: skip
    allowed = {word.casefold() for word in _WORD.findall(" ".join(said))} | _CONNECTING
    allowed |= {word for key in KEYS for word in _WORD.findall(key)}
    if paper.date and len(paper.date) > 4:
        allowed |= _MONTHS
    apart = plain(re.sub(r"(?<=[)>])(?=[\[<])", " ", raw), html=html)
    return any(
        word.casefold() not in allowed and not (word.isdigit() and len(word) < 5) for word in _WORD.findall(apart)
    )
