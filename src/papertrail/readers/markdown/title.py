"""The title of an entry, and what may stand before it."""

from __future__ import annotations

import re
from itertools import islice

from papertrail.readers.markdown.after_title import LONG, authors_and_venue
from papertrail.readers.markdown.classify import date_of, is_authors, is_label, is_person, is_series, is_venue
from papertrail.readers.markdown.links import add_image, add_link, add_title_link
from papertrail.readers.markdown.markers import (
    GROUP,
    KEY,
    has_label,
    link_within,
    listed_date,
    stripped,
    with_brackets,
    with_period,
    within_marks,
    without_stop,
)
from papertrail.readers.markdown.pieces import Pieces
from papertrail.readers.markdown.tokens import Span, Token, clean, plain

_QUOTED = re.compile(r"[\"“](?P<title>[^\"“”]{4,400})[\"”]")


_CODE = re.compile(r"`([^`]{2,60})`")


def find_title(pieces: Pieces, found: list[Token], start: int, end: int) -> int:
    """Find the title; returns where the text after it begins. What stands before it is read too."""
    text = pieces.source
    place = start
    while place < end:  # what may stand before a title: a badge, a link to the paper, a year or a venue in brackets
        token = next((t for t in found if t.start >= place), None)
        gap = text[place : token.start if token else end]
        code = _CODE.match(text, _skip(text, place, end), end)
        if code and (is_venue(code[1]) or date_of(code[1])) and (token is None or code.end() <= token.start):
            pieces.add("year" if date_of(code[1]) else "venue", *code.span(1))
            place = code.end()
            continue
        group = GROUP.match(text, _skip(text, place, end), end)
        if group and (token is None or group.start() <= token.start) and _tagged(pieces, group):
            place = group.end()
        elif token and token.kind == "image" and not re.search(r"\w", gap):
            add_image(pieces, token)
            place = token.end
        elif token and token.kind == "link" and not re.search(r"\w", gap) and token.images:
            add_image(pieces, token.images[0], outer=token)
            place = token.end
        elif (
            token and token.kind == "link" and not re.search(r"\w", gap) and has_label(text, token) and token.end < end
        ):
            if not re.search(r"\w\w", text[token.end : end]):
                break
            add_link(pieces, token)
            place = with_brackets(text, token, start, end)[1]
        else:
            break
    at = _skip(text, place, end)
    token = next((t for t in found if t.start >= at), None)
    if token and token.start == at and token.kind == "mark" and (strong := within_marks(text, token, found, end)):
        inner, stop = strong
        if (
            is_venue(text[slice(*inner)])
            and re.search(r"\w\w", text[stop:end].split("](")[0])
            and not link_within(found, *inner)
        ):
            pieces.add("venue", *clean(text, *inner))
            return find_title(pieces, [t for t in found if t.start >= stop], stop, end)
        if link := link_within(found, *inner):
            add_title_link(pieces, link)
        else:
            pieces.add("title", *without_stop(text, clean(text, *inner)))
        return stop
    if token and token.start == at and token.kind == "link" and token.label[1] > token.label[0]:
        add_title_link(pieces, token)
        return token.end
    if later := _later_title(pieces, found, at, end):
        return later
    if (quoted := _QUOTED.search(text, at, end)) and _before_quote(text[at : quoted.start()]):
        if authors := text[at : quoted.start()].strip(" ,.:"):
            begin = text.index(authors, at)
            pieces.add("authors", begin, begin + len(authors))
        title = quoted["title"].rstrip(" ,")
        pieces.add("title", *without_stop(text, (quoted.start("title"), quoted.start("title") + len(title))))
        return quoted.end()
    return _plain_title(pieces, found, at, end)


_QUOTES = {'"': '"', "\u201c": "\u201d"}


def _later_title(pieces: Pieces, found: list[Token], start: int, end: int) -> int | None:
    """A linked or bold title behind the authors, a quotation mark or a word such as `Paper:`; returns where it ends."""
    text = pieces.source
    token = next((t for t in found if t.start > start and t.kind in ("link", "mark")), None)
    if token is None:
        return None
    before = text[start : token.start]
    quote = before[-1:] if token.kind == "link" and before[-1:] in _QUOTES else ""
    before = before.removesuffix(quote)
    key = KEY.fullmatch(before.strip() + " ")
    people = is_authors(before) or (before.rstrip().endswith((".", ",", ":")) and is_person(before))
    if not people and not (key and is_label(key["key"])) and not (quote and not before.strip()):
        return None
    inner = within_marks(text, token, found, end) if token.kind == "mark" else None
    shown = plain(text[slice(*inner[0])] if inner else text[slice(*token.label)])
    if len(shown.split()) < 3 or is_label(shown) or is_venue(shown) or is_authors(shown):
        return None
    if people:
        at = stripped(text, start, token.start - len(quote))
        pieces.add("authors", at[0], with_period(text, at[1], token.start, name=True))
    if inner is None:
        add_title_link(pieces, token)
        return token.end + (1 if quote and text[token.end : end].startswith(_QUOTES[quote]) else 0)
    if link := link_within(found, *inner[0]):
        add_title_link(pieces, link)
    else:
        pieces.add("title", *clean(text, *inner[0]))
    return inner[1]


def _before_quote(text: str) -> bool:
    bare = text.strip(" ,.:")
    return not bare or is_authors(text) or (len(bare.split()) <= 4 and all(word[0].isupper() for word in bare.split()))


def _skip(text: str, place: int, end: int) -> int:
    """Past spaces and signs that are neither words nor marks of Markdown."""
    while place < end and not (text[place].isalnum() or text[place] in "[(*_!<\"“{`'‘$\\"):
        place += 1
    return place


def _tagged(pieces: Pieces, group: re.Match[str]) -> bool:
    """A year or a venue in brackets before the title."""
    name = "round" if group["round"] is not None else "square"
    inner = clean(pieces.source, *group.span(name))
    shown = pieces.source[slice(*inner)]
    if date_of(shown):
        pieces.add("year", *inner)
    elif is_venue(shown):
        pieces.add("venue", *inner)
    else:
        return False
    return True


def _plain_title(pieces: Pieces, found: list[Token], start: int, end: int) -> int:
    """A title without marks: up to the first link, or what stands in brackets and is a venue or a year."""
    text = pieces.source
    stop = end
    for token in found:
        if token.start < start:
            continue
        if token.kind in ("link", "image"):
            stop = with_brackets(text, token, start, end)[0]
            break
        if token.kind == "tag" and token.name == "br":
            stop = token.start
            break
        if token.kind == "mark" and (inner := within_marks(text, token, found, end)):
            said = text[slice(*inner[0])]
            if (
                is_venue(said)
                or is_authors(said)
                or not text[inner[1] : end].strip(" .")
                or "](" in text[inner[1] : inner[1] + 80]
            ):
                stop = token.start
                break
    for group in GROUP.finditer(text, start, stop):
        said = (group["round"] or group["square"] or "").strip(" *_")
        if group.start() > start and (date_of(said) or is_venue(said) or listed_date(said)):
            stop = group.start()
            break
    if stop < end and text[stop : stop + 2] not in ("(*", "(_") and text[start:stop].rstrip().endswith(("(", "[")):
        stop = start + len(text[start:stop].rstrip(" ([\\"))
    begin, finish = start, start + len(text[start:stop].rstrip(" \t\n,;:|–—-(["))
    finish = max(finish, begin)
    if text[begin:finish].endswith("\\"):
        finish -= 1
    parts = _citation(text, begin, finish)
    if parts:
        pieces.add("title", *parts[0])
        return parts[0][1]
    pieces.add("title", begin, finish)
    return finish


def _is_dated(text: str) -> bool:
    """Whether a text behind a title is a year, or a venue that is known."""
    bare = text.strip(" .,")
    return date_of(bare) is not None or (is_venue(bare) and any(map(is_series, bare.split())))


def _citation(text: str, start: int, end: int) -> tuple[Span] | None:
    """`Title. Authors. Venue`, `Title, Authors, Venue` and `Title, Venue` without any marks: the title alone."""
    separators = re.finditer(r"\.\s+|,\s+|\s+[-–—]\s+|\s+by\s+", text[start : min(end, start + LONG)])
    for separator in islice(separators, 20):
        rest = text[start + separator.end() : end]
        after = start + separator.end()
        named = re.search(r"\bet al\b|[A-Z]\. [A-Z]", rest) and is_authors(re.split(r"\.\s|\s[-–—]\s", rest)[0])
        if (
            is_authors(rest)
            or named
            or _is_dated(rest)
            or authors_and_venue(text, after, after + len(rest.rstrip(" .,")))
        ):
            stop = start + separator.start()
            return ((start, stop),) if len(text[start:stop].split()) >= 2 else None
    return None
