"""Trim the markup and punctuation around a part of a source."""

from __future__ import annotations

import re

from papertrail.readers.markdown.cursor import Cursor

_EDGE = " \t\n.,;:|/–—-·•*_<>"
_JOINT = re.compile(r"(?i:by|in):?\s++(?=[^\W_])")
_EMOJI = re.compile(r"[\s\u2190-\u21ff\u2300-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]++")
_QUOTES = ('""', "“”", "«»", "《》")
_BEFORE = re.compile(r"(?:[\s*_]|\\?\[|<[^<>!]*+>)*+")


def clean(cursor: Cursor) -> Cursor:
    """Trim spaces, brackets, marks of emphasis and tags.

    Marks on one side alone belong to a part of the text, and stay.
    """
    source = cursor.source
    if not source.strip():
        return cursor.between(cursor.start, cursor.start)
    left = before.end() if (before := _BEFORE.match(source)) else 0
    right = _start_of_trailing_markup(source)
    if _count_of_marks(source[:left]) != _count_of_marks(source[right:]):
        left, right = len(source) - len(source.lstrip()), len(source.rstrip())
    return cursor.between(cursor.start + left, cursor.start + right) if left < right else cursor


def _count_of_marks(text: str) -> int:
    return text.count("*") + text.count("_")


def _start_of_trailing_markup(text: str) -> int:
    """Where the spaces, closing brackets, marks of emphasis and tags at the end of a text start."""
    end = len(text)
    while end:
        last = text[end - 1]
        if last in "*_" or last.isspace():
            end -= 1
        elif last == "]":
            end -= 2 if text.endswith("\\]", 0, end) else 1
        elif last == ">" and (start := _start_of_tag(text, end)) is not None:
            end = start
        else:
            break
    return end


def _start_of_tag(text: str, end: int) -> int | None:
    start = text.rfind("<", 0, end)
    return start if start >= 0 and not any(sign in text[start : end - 1] for sign in ">!") else None


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


def without_emoji(cursor: Cursor) -> Cursor:
    """Trim emoji at the start and at the end, unless there is nothing else."""
    source = cursor.source
    start = before.end() if (before := _EMOJI.match(source)) else 0
    end = len(source)
    while end > start and _EMOJI.match(source, end - 1):
        end -= 1
    return cursor.between(cursor.start + start, cursor.start + end) if start < end else cursor


def unwrapped(cursor: Cursor) -> Cursor:
    """Trim the brackets around all of it."""
    text = cursor.source
    is_wrapped = text[:1] + text[-1:] in ("()", "[]") and text.count(text[0]) == 1
    return cursor.between(cursor.start + 1, cursor.end - 1) if is_wrapped else cursor


def value_in(cell: Cursor) -> Cursor:
    """Trim what is around the value of a cell, and the word that introduces it: `(in OSDI 2020)`, `by *Jane Doe*`."""
    value = unwrapped(clean(cell))
    return value.at(word.end()) if (word := value.match(_JOINT)) else value


def unquoted(cursor: Cursor) -> Cursor:
    """Trim the quotation marks around all of it."""
    text = cursor.source
    is_quoted = text[:1] + text[-1:] in _QUOTES and sum(map(text.count, set(text[0] + text[-1]))) == 2
    return cursor.between(cursor.start + 1, cursor.end - 1) if is_quoted else cursor
