"""Trim the markup and punctuation around a part of a source."""

from __future__ import annotations

import re

from papertrail.readers.markdown.cursor import Cursor

_EDGE = " \t\n.,;:|/–—-·•*_<>"
_BEFORE = re.compile(r"(?:\s|\\?\[|\*+|_+|<[^<>!]*>)+")
_AFTER = re.compile(r"(?:\s|\\?\]|\*+|_+|<[^<>!]*>)+$")
_SPACES_BEFORE = re.compile(r"\s+")
_SPACES_AFTER = re.compile(r"\s+$")


def clean(cursor: Cursor) -> Cursor:
    """Trim spaces, brackets, marks of emphasis and tags.

    Marks on one side alone belong to a part of the text, and stay.
    """
    source = cursor.source
    if not source.strip():
        return cursor.between(cursor.start, cursor.start)
    left, right = _ends(source, _BEFORE, _AFTER)
    if left.count("*") + left.count("_") != right.count("*") + right.count("_"):
        left, right = _ends(source, _SPACES_BEFORE, _SPACES_AFTER)
    start, end = cursor.start + len(left), cursor.end - len(right)
    return cursor.between(start, end) if start < end else cursor


def _ends(source: str, before: re.Pattern[str], after: re.Pattern[str]) -> tuple[str, str]:
    first, last = before.match(source), after.search(source)
    return first[0] if first else "", last[0] if last else ""


def stripped(cursor: Cursor) -> Cursor:
    """Trim punctuation; empty if there is no word."""
    text, start, end = cursor.text, cursor.start, cursor.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return cursor.between(start, end if re.search(r"\w", text[start:end]) else start)


def without_spaces(cursor: Cursor) -> Cursor:
    """Trim white space."""
    text, start, end = cursor.text, cursor.start, min(cursor.end, len(cursor.text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return cursor.between(start, end)


def without_last(cursor: Cursor, signs: str) -> Cursor:
    """Trim some characters at the end."""
    return cursor.between(cursor.start, cursor.start + len(cursor.source.rstrip(signs)))


def without_stop(cursor: Cursor) -> Cursor:
    """Trim the full stop of a sentence; one that belongs to a name or an abbreviation stays."""
    text = cursor.source
    ends = text.endswith(".") and not text.endswith("..") and not re.search(r"\b(?:al|etc|[A-Z]|Jr|Sr|Inc)\.$", text)
    return cursor.between(cursor.start, cursor.end - 1) if ends and len(text) > 2 else cursor


def with_stop(cursor: Cursor, limit: int) -> Cursor:
    """Include the full stop that follows."""
    return cursor.between(cursor.start, cursor.end + cursor.text.startswith(".", cursor.end, limit))


def with_stop_of_name(cursor: Cursor, limit: int) -> Cursor:
    """Include the full stop that follows names, if it belongs to the last one: `et al.`, `Jr.`, an initial."""
    abbreviated = re.search(r"\b(?:al|etc|[A-Z]|Jr|Sr)$", cursor.text[: cursor.end])
    return with_stop(cursor, limit) if abbreviated else cursor


def unwrapped(cursor: Cursor) -> Cursor:
    """Trim the brackets around all of it."""
    text = cursor.source
    is_wrapped = text[:1] + text[-1:] in ("()", "[]") and text.count(text[0]) == 1
    return cursor.between(cursor.start + 1, cursor.end - 1) if is_wrapped else cursor
