"""What an entry's parts are told apart by: markers, keys, brackets, marks of emphasis, and what is around them."""

from __future__ import annotations

import re

from papertrail.readers.markdown.classify import is_label
from papertrail.readers.markdown.tokens import Span, Token, plain

HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
"""The marker of a heading, where one is the title of an entry."""


_NUMBER = re.compile(r"\[\d{1,4}\]\s+")
_TASK = re.compile(r"\[[ xX]\]\s+")
BULLET = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<space>[ \t]+|$)")


KEY = re.compile(
    r"(?P<open>[*_]{0,3})(?P<key>[^\W\d_][\w /&;.'-]{0,30}?)(?P<close>[*_]{0,3})"
    r"\s{0,2}(?P<colon>[:：])(?P<after>[*_]{0,3})(?=\s|\[|h|<|\\|$)\s*"
)


GROUP = re.compile(r"\((?P<round>[^()]*(?:\([^()]*\)[^()]*)*)\)|(?<!\\)\[(?P<square>[^\[\]]*)\](?!\()")


_EDGE = " \t\n.,;:|/–—-·•*_<>"


def within_marks(text: str, token: Token, found: list[Token], end: int) -> tuple[Span, int] | None:
    """What stands between a mark of emphasis and its counterpart, and where that ends."""
    for other in found:
        if other.start > token.start and other.kind == "mark" and other.name == token.name:
            return (token.end, other.start), other.end
    return None


def without_stop(text: str, span: Span) -> Span:
    """A span in marks without the full stop that ends it: it ends the sentence, and is no part of a name."""
    said = text[slice(*span)]
    ends = said.endswith(".") and not said.endswith("..") and not re.search(r"\b(?:al|etc|[A-Z]|Jr|Sr|Inc)\.$", said)
    return (span[0], span[1] - 1) if ends and len(said) > 2 else span


def link_within(found: list[Token], start: int, end: int) -> Token | None:
    """The first link between two places."""
    return next((t for t in found if t.kind == "link" and start <= t.start and t.end <= end), None)


def listed_date(text: str) -> bool:
    """Whether a text ends with a year behind a comma: `Book, Jan 2017`."""
    return bool(re.search(r",\s*(?:[A-Z][a-z]{2,8}\.? )?(?:19|20)\d\d$", text))


def with_brackets(text: str, token: Token, start: int, end: int) -> Span:
    """A link with the brackets right around it: `\\[[Paper](url)\\]`, `([Paper](url))`."""
    for opening, closing in (("\\[", "\\]"), ("[", "]"), ("(", ")"), ("**[", "]**"), ("`", "`")):
        begin = token.start - len(opening)
        if begin >= start and text.startswith(opening, begin) and text.startswith(closing, token.end):
            if opening == "[" and text[begin - 1 : begin] == "\\":
                continue
            return begin, token.end + len(closing)
    return token.start, token.end


def has_label(text: str, token: Token) -> bool:
    """Whether the text of a link is a label, see `is_label`."""
    return is_label(plain(text[slice(*token.label)]))


def escaped_with(text: str, start: int, end: int, places: list[tuple[Span, str]]) -> str:
    """Source as a pattern in which some places are fields."""
    from papertrail.text.patterns import escaped

    found, place = "", start
    for (begin, stop), name in sorted(places):
        found += escaped(text[place:begin]) + name
        place = stop
    return found + escaped(text[place:end])


def with_period(text: str, stop: int, end: int, *, name: bool = False) -> int:
    """A full stop at the end of `et al.`, of an initial or of a sentence is part of it; that behind names is not."""
    if not text[stop:end].startswith("."):
        return stop
    return stop if name and not re.search(r"\b(?:al|etc|[A-Z]|Jr|Sr)$", text[:stop]) else stop + 1


def stripped(text: str, start: int, end: int) -> Span:
    """A span without the signs at its ends that part words; empty where it has no word."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if re.search(r"\w", text[start:end]) else (start, start)


def stripped_space(text: str, start: int, end: int) -> Span:
    """A span without white space at its end."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def without(text: str, found: list[Token], start: int, end: int) -> str:
    """The text between two places without the tokens in it."""
    kept, place = "", start
    for token in found:
        if token.start >= place:
            kept += text[place : token.start]
            place = token.end
    return kept + text[place:end]


def content_of(text: str, span: Span) -> Span:
    """A line without its marker and check box."""
    start, end = span
    if bullet := BULLET.match(text, start, end):
        start = bullet.end()
        if task := _TASK.match(text, start, end):
            start = task.end()
    elif (mark := HEADING.match(text, start, end)) or (mark := _NUMBER.match(text, start, end)):
        start = mark.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
