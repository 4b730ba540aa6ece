"""The text after the title of an entry: links, venue, authors, year, and the rest as remarks."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import NamedTuple

from papertrail.readers.markdown.classify import (
    date_of,
    ends_with_year,
    is_authors,
    is_person,
    is_venue,
    is_venue_with_year,
    key_of,
)
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.links import image, is_venue_link, label_link, venue_link
from papertrail.readers.markdown.markers import GROUP, KEY, group_content
from papertrail.readers.markdown.pieces import Pieces, as_piece
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import with_brackets, within_marks
from papertrail.readers.markdown.tokens import Token, tokens_from
from papertrail.readers.markdown.trials import first_answer
from papertrail.readers.markdown.trimming import (
    clean,
    stripped,
    unwrapped,
    with_stop,
    with_stop_of_name,
    without_spaces,
    without_stop,
)

_STARS = re.compile(r"(?:[★☆⭐🌟✨🔥👍]️?\s*)+|(?::(?:star|fire|\+1)2?:\s*)+")
_IN = re.compile(r"(?i:in):?\s+(?=[^\W\d_])")
_ENDING_IN = re.compile(r"(?:[.,]|(?<!\s))\s++(?i:in):?$")
_BY = re.compile(r"(?i:by)\s+(?=[^\W\d_])")
_CONNECTING = frozenset(["in", "by", "and", "at", "from", "to appear in"])
"""Text that only connects the parts around it."""
_AUTHORS_END = re.compile(r"(?<=et al)\.?,?\s++|[.,]\s++|(?<!\s)\s++(?:[-–—|]\s++|(?=in ))")

LONGEST = 2000
"""The limit in characters of a sentence with title, authors and venue."""


def read_rest(line: EntryLine) -> EntryLine:
    """Read what follows a title: links, images, venue, authors, dates, and the rest as remarks."""
    for token in line.tokens:
        if token.start >= line.cursor.start:
            line = _read_token(line, token)
    return _read_text(line, line.cursor.end)


def _read_token(line: EntryLine, token: Token) -> EntryLine:
    """Read up to the end of a token; marks of emphasis are read with the text."""
    match token.kind:
        case "link":
            return _read_link(line, token)
        case "image":
            line = _read_text(line, token.start)
            return line.add(image(line, token)).at(token.end)
        case "tag":
            return _read_text(line, token.start).at(token.end)
        case _:
            return line


def _read_link(line: EntryLine, token: Token) -> EntryLine:
    outer = with_brackets(line.cursor, token)
    line = _read_text(line, outer.start)
    if token.images:
        return line.add(image(line, token.images[0], outer=token)).at(token.end)
    if is_venue_link(line, token):
        return line.add(venue_link(line.cursor, token)).at(token.end)
    return line.add(label_link(outer, token)).at(outer.end)


# Text between links


def _read_text(line: EntryLine, end: int) -> EntryLine:
    """Read text without links: groups in brackets, emphasised text, and phrases."""
    gap = line.cursor.between(line.cursor.start, end)
    if venue := _venue_with_brackets(gap):
        return line.add(_venue(venue)).at(end)
    while line.cursor.start < end:
        line = _read_part(line, end)
    return line


def _venue_with_brackets(gap: Cursor) -> Cursor | None:
    """A venue that has brackets in it: `Nature 521 (2015)`."""
    whole = stripped(gap)
    venue, text = whole.source, gap.text
    if not venue.count("(") or venue[0] in "([" or text[whole.start - 1] in "*_" or not is_venue(venue):
        return None
    is_unclosed = venue.count("(") > venue.count(")")
    return whole.between(whole.start, whole.end + (is_unclosed and text.startswith(")", whole.end, gap.end)))


def _read_part(line: EntryLine, end: int) -> EntryLine:
    """Read up to the end of the next group in brackets or of the next emphasised text."""
    start = line.cursor.start
    group = line.cursor.between(start, end).search(GROUP)
    inside = takewhile(lambda token: token.start < end, tokens_from(line.tokens, start))
    mark = next((token for token in inside if token.kind == "mark" and token.end <= end), None)
    marked = within_marks(mark, line.tokens) if mark else None
    if mark is None or marked is None or marked[1] > end:
        mark = marked = None
    if group and (mark is None or group.start() < mark.start):
        line = _read_phrase(line, group.start())
        return line.add(_group(line, group)).at(group.end())
    if mark and marked:
        line = _read_phrase(line, mark.start)
        inner = line.cursor.between(*marked[0])
        return line.add(_emphasised(line, inner, line.cursor.between(mark.start, marked[1]))).at(marked[1])
    return _read_phrase(line, end)


def _group(line: EntryLine, group: re.Match[str]) -> Pieces:
    """The text of a group in brackets."""
    inner = clean(group_content(line.cursor, group))
    text = plain(inner)
    if not text:
        return ()
    if date_of(text) and not line.has("year"):
        return as_piece("year", inner)
    if is_venue(text) or ends_with_year(text):
        return _venue(inner)
    if is_authors(text) and not line.has("authors"):
        return as_piece("authors", inner)
    return as_piece("remark", line.cursor.between(*group.span()))


def _emphasised(line: EntryLine, inner: Cursor, outer: Cursor) -> Pieces:
    """Emphasised text; `outer` includes its marks."""
    inner = unwrapped(clean(inner))
    text = plain(inner)
    if not text:
        return ()
    if date_of(text) and not line.has("year"):
        return as_piece("year", inner)
    if _are_people(text) and not line.has("authors"):
        return as_piece("authors", without_stop(inner))
    if is_venue(text):
        return _venue(without_stop(inner))
    return as_piece("remark", outer)


def _are_people(text: str) -> bool:
    return is_authors(text) or is_person(text)


def _venue(cursor: Cursor) -> Pieces:
    """A venue, without the word that introduces it: `In NAACL, 2019`."""
    word = cursor.match(_IN)
    return as_piece("venue", cursor.at(word.end()) if word else cursor)


# Phrases: text without brackets and emphasis


class _Phrase(NamedTuple):
    """A phrase, the line as read so far, and the end of the text that contains the phrase."""

    cursor: Cursor
    line: EntryLine
    end: int

    @property
    def text(self) -> str:
        return self.cursor.source


def _read_phrase(line: EntryLine, end: int) -> EntryLine:
    """Read text without brackets and emphasis."""
    while stars := line.cursor.between(line.cursor.start, end).search(_STARS):
        line = _read_unrated(line, stars.start())
        rating = without_spaces(line.cursor.between(*stars.span()))
        line = line.add(as_piece("custom Rating", rating)).at(stars.end())
    return _read_unrated(line, end)


def _read_unrated(line: EntryLine, end: int) -> EntryLine:
    """Read text without brackets, emphasis and stars of a rating."""
    cursor = line.cursor.between(line.cursor.start, end)
    if cursor.source.startswith("~~"):  # the end of a title that is struck through
        cursor = cursor.at(cursor.start + 2)
    phrase = stripped(cursor)
    if phrase.source and phrase.source.casefold() not in _CONNECTING:
        line = line.add(first_answer(_PHRASES, _Phrase(phrase, line, end)) or ())
    return line.at(end)


def _keyed(phrase: _Phrase) -> Pieces | None:
    """`Venue: OSDI 2020`. With keys of other parts, only the value is read, like any phrase."""
    cursor = phrase.cursor
    key = cursor.match(KEY)
    kind = key_of(key["key"]) if key else None
    if key is None or kind is None or kind == "title" or key.end() >= cursor.end:
        return None
    value = cursor.at(key.end())
    if kind == "year":
        return as_piece("year" if date_of(value.source) else "remark", value)
    if kind in ("venue", "authors", "remark"):
        return as_piece(kind, value)
    return first_answer(_VALUES, _without_joints(phrase._replace(cursor=value)))


def _value(phrase: _Phrase) -> Pieces | None:
    """A phrase without a key."""
    return first_answer(_VALUES, _without_joints(phrase))


_PHRASES = (_keyed, _value)


def _without_joints(phrase: _Phrase) -> _Phrase:
    """Trim the words that connect authors to the title before and the venue after them: `by`, `in`."""
    cursor = phrase.cursor
    joint = _ENDING_IN.search(cursor.source)
    if joint and _are_people(cursor.source[: joint.start()]):
        cursor = cursor.between(cursor.start, cursor.start + joint.start())
    if by := cursor.match(_BY):
        names = cursor.at(by.end())
        cursor = names if _are_people(names.source) or authors_and_venue(names) else cursor
    return phrase._replace(cursor=cursor)


def _year_value(phrase: _Phrase) -> Pieces | None:
    if not date_of(phrase.text):
        return None
    return as_piece("remark" if phrase.line.has("year") else "year", phrase.cursor)


def _authors_and_venue_value(phrase: _Phrase) -> Pieces | None:
    both = authors_and_venue(phrase.cursor)
    return as_piece("authors", both[0]) + _venue(both[1]) if both else None


def _authors_value(phrase: _Phrase) -> Pieces | None:
    if not _are_people(phrase.text) or phrase.line.has("authors"):
        return None
    return as_piece("authors", with_stop_of_name(phrase.cursor, phrase.end))


def _venue_value(phrase: _Phrase) -> Pieces | None:
    return _venue(phrase.cursor) if is_venue(phrase.text) else None


def _venue_and_sentence(phrase: _Phrase) -> Pieces | None:
    """`OSDI 2018. It shares GPUs.`"""
    venue, _, sentence = phrase.text.partition(". ")
    is_sentence = len(sentence.split()) > 1 and not is_venue(sentence) and not is_authors(sentence)
    if not is_sentence or not is_venue_with_year(venue):
        return None
    start = phrase.cursor.start
    rest = phrase.cursor.at(start + len(venue) + 2)
    return _venue(phrase.cursor.between(start, start + len(venue))) + as_piece("remark", with_stop(rest, phrase.end))


def _remark_value(phrase: _Phrase) -> Pieces | None:
    return as_piece("remark", with_stop(phrase.cursor, phrase.end))


_VALUES = (_year_value, _authors_and_venue_value, _authors_value, _venue_and_sentence, _venue_value, _remark_value)


def authors_and_venue(cursor: Cursor) -> tuple[Cursor, Cursor] | None:
    """Split `J. Yosinski et al., NIPS 2014` and `Sina Lin, Alex Aiken. ICML 2018`."""
    start, end = cursor.offsets
    if end - start > LONGEST:
        return None
    for separator in reversed(list(_AUTHORS_END.finditer(cursor.source))):
        people = cursor.between(start, start + separator.start())
        venue = cursor.between(start + separator.end(), end)
        if is_venue(venue.source) and _are_people(people.source):
            return people, venue
    return None
