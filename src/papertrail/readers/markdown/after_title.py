"""What stands beside the title of an entry: links, venue, authors, year, and what is left as remarks."""

from __future__ import annotations

import re

from papertrail.readers.markdown.classify import date_of, is_authors, is_person, is_venue, key_of
from papertrail.readers.markdown.links import add_image, add_link, add_venue_link
from papertrail.readers.markdown.markers import (
    GROUP,
    KEY,
    listed_date,
    stripped,
    stripped_space,
    with_brackets,
    with_period,
    within_marks,
    without_stop,
)
from papertrail.readers.markdown.pieces import Pieces
from papertrail.readers.markdown.tokens import Span, Token, clean, plain

_STARS = re.compile(r"(?:[★☆⭐🌟✨🔥👍]️?\s*)+|(?::(?:star|fire|\+1)2?:\s*)+")
_IN = re.compile(r"(?i:in):?\s+(?=[^\W\d_])")
_LEADING = re.compile(r"[.,]?\s+(?i:in):?$")
_BY = re.compile(r"(?i:by)\s+(?=[^\W\d_])")

LONG = 2000
"""Characters beyond which nothing is title, authors and venue in one sentence."""


def others(pieces: Pieces, found: list[Token], start: int, end: int) -> None:
    """Read what stands beside a title: links, images, venue, authors, dates, and what is left as remarks."""
    text = pieces.source
    place = start
    marks = [token for token in found if token.kind == "mark"]
    for token in found:
        if token.start < place:
            continue
        if token.kind == "link":
            outer = with_brackets(text, token, place, end)
            _gap(pieces, marks, place, outer[0])
            if token.images:
                add_image(pieces, token.images[0], outer=token)
                place = token.end
            elif add_venue_link(pieces, token):
                place = token.end
            else:
                add_link(pieces, token, outer)
                place = outer[1]
        elif token.kind == "image":
            _gap(pieces, marks, place, token.start)
            add_image(pieces, token)
            place = token.end
        elif token.kind == "tag":
            _gap(pieces, marks, place, token.start)
            place = token.end
    _gap(pieces, marks, place, end)


def _gap(pieces: Pieces, marks: list[Token], start: int, end: int) -> None:
    """Read the text between two links: groups in brackets, marked text, and what is left."""
    text = pieces.source
    whole = stripped(text, start, end)
    said = text[slice(*whole)]
    if said.count("(") and said[0] not in "([" and text[whole[0] - 1] not in "*_" and is_venue(said):
        _venue(pieces, whole[0], _closed(text, whole, end))
        return
    place = start
    while place < end:
        group = GROUP.search(text, place, end)
        mark = next((t for t in marks if t.start >= place and t.end <= end), None)
        inner = within_marks(text, mark, marks, end) if mark else None
        if inner and inner[1] > end:
            inner = None
        if group and (inner is None or mark is None or group.start() < mark.start):
            _words(pieces, place, group.start())
            _group(pieces, group)
            place = group.end()
        elif inner and mark:
            _words(pieces, place, mark.start)
            _emphasis(pieces, mark, *inner)
            place = inner[1]
        else:
            _words(pieces, place, end)
            place = end


def _closed(text: str, span: Span, end: int) -> int:
    """The end of a span, with the bracket that closes one within it."""
    unclosed = text[slice(*span)].count("(") - text[slice(*span)].count(")")
    return span[1] + 1 if unclosed > 0 and text[span[1] : end][:1] == ")" else span[1]


def _group(pieces: Pieces, group: re.Match[str]) -> None:
    name = "round" if group["round"] is not None else "square"
    inner = clean(pieces.source, *group.span(name))
    shown = plain(pieces.source[slice(*inner)])
    if not shown:
        return
    if date_of(shown) and not has_piece(pieces, "year"):
        pieces.add("year", *inner)
    elif is_venue(shown) or listed_date(shown):
        _venue(pieces, *inner)
    elif is_authors(shown) and not has_piece(pieces, "authors"):
        pieces.add("authors", *inner)
    else:
        pieces.add("remark", group.start(), group.end())


def _unwrapped(text: str, span: Span) -> Span:
    """A span without the brackets around all of it."""
    said = text[slice(*span)]
    return (span[0] + 1, span[1] - 1) if said[:1] + said[-1:] in ("()", "[]") and said.count(said[0]) == 1 else span


def _emphasis(pieces: Pieces, mark: Token, inner: Span, stop: int) -> None:
    at = _unwrapped(pieces.source, clean(pieces.source, *inner))
    shown = plain(pieces.source[slice(*at)])
    if not shown:
        return
    if date_of(shown) and not has_piece(pieces, "year"):
        pieces.add("year", *at)
    elif (is_authors(shown) or is_person(shown)) and not has_piece(pieces, "authors"):
        pieces.add("authors", *without_stop(pieces.source, at))
    elif is_venue(shown):
        _venue(pieces, *without_stop(pieces.source, at))
    else:
        pieces.add("remark", mark.start, stop)


def _venue(pieces: Pieces, start: int, end: int) -> None:
    """A venue, without the word that leads to it: `In NAACL, 2019`."""
    joined = _IN.match(pieces.source, start, end)
    pieces.add("venue", joined.end() if joined else start, end)


def has_piece(pieces: Pieces, kind: str) -> bool:
    """Whether something was taken for a piece of that kind."""
    return any(piece.kind == kind for piece in pieces.found)


def _words(pieces: Pieces, start: int, end: int) -> None:
    """Text without any marks: authors, a venue, a year, or else a remark."""
    text = pieces.source
    if stars := _STARS.search(text, start, end):
        _words(pieces, start, stars.start())
        pieces.add("custom Rating", *stripped_space(text, *stars.span()))
        _words(pieces, stars.end(), end)
        return
    if text[start:end].startswith("~~"):  # the end of a title that is struck through
        start += 2
    begin, stop = stripped(text, start, end)
    if begin >= stop:
        return
    shown = text[begin:stop]
    if shown.casefold() in ("in", "by", "and", "at", "from", "to appear in"):
        return  # it only joins what is around it
    key = KEY.match(text, begin, stop)
    kind = key_of(key["key"]) if key else None
    if key and kind and kind != "title" and key.end() < stop:
        begin = key.end()
        shown = text[begin:stop]
        if kind in ("venue", "authors", "year", "remark"):
            pieces.add(kind if kind != "year" or date_of(shown) else "remark", begin, stop)
            return
    if (led := _LEADING.search(shown)) and (is_authors(shown[: led.start()]) or is_person(shown[: led.start()])):
        stop = begin + led.start()
        shown = text[begin:stop]
    if named := _BY.match(text, begin, stop):
        said = text[named.end() : stop]
        if is_authors(said) or is_person(said) or authors_and_venue(text, named.end(), stop):
            begin, shown = named.end(), said
    if date_of(shown):
        pieces.add("year" if not has_piece(pieces, "year") else "remark", begin, stop)
    elif split := authors_and_venue(text, begin, stop):
        pieces.add("authors", *split[0])
        _venue(pieces, *split[1])
    elif (is_authors(shown) or is_person(shown)) and not has_piece(pieces, "authors"):
        pieces.add("authors", begin, with_period(text, stop, end, name=True))
    elif is_venue(shown):
        _venue(pieces, begin, stop)
    else:
        pieces.add("remark", begin, with_period(text, stop, end))


def authors_and_venue(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    """`J. Yosinski et al., NIPS 2014`, `Sina Lin, Alex Aiken. ICML 2018`."""
    if end - start > LONG:
        return None
    separators = re.finditer(r"(?<=et al)\.?,?\s+|\.\s+|,\s+|\s+[-–—|]\s+|\s+(?=in )", text[start:end])
    for separator in sorted(separators, key=lambda found: -found.start()):
        first = (start, start + separator.start())
        second = (start + separator.end(), end)
        people = text[slice(*first)]
        if is_venue(text[slice(*second)]) and (is_authors(people) or is_person(people)):
            return first, second
    return None
