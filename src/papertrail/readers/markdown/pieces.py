"""A parsed entry: the parts of its source, and the values that they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from papertrail.core.authors import split_names
from papertrail.readers.markdown.cursor import NO_REFERENCES, Cursor, References
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.remarks import as_remark
from papertrail.text.strings import one_line

_PERSON = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){,4}")

_STOP_LAST = re.compile(r"\w\w\w\.$")
"""A full stop that ends a sentence, and no initial."""

CUSTOM = "custom "
"""The prefix of the kind of a custom value; the name of the value follows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A part of the source that holds one value."""

    kind: str
    """`title`, `name`, `authors`, `venue`, `year`, `institution`, `keyword`, `link`, `remark`, or `custom KEY`."""
    start: int
    end: int
    form: str
    """How it is written, as a part of an entry pattern: `{venue}`, `[{title}]({url Paper})`."""
    text: str
    url: str | None = None


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A line of an entry, or a cell of a row, with the pieces in it."""

    start: int
    end: int
    pieces: Pieces


@dataclass(frozen=True, kw_only=True)
class ParsedEntry:
    """An entry and its units, in order."""

    text: str
    units: tuple[Unit, ...]
    html: bool = False
    references: References = field(default_factory=lambda: NO_REFERENCES)
    doubts: tuple[str, ...] = ()
    year: str | None = None
    """A date from outside the entry, such as from the heading above it."""
    venue: str | None = None
    """A venue from the heading above it."""

    @property
    def pieces(self) -> list[Piece]:
        """All pieces, in order."""
        return [piece for unit in self.units for piece in unit.pieces]

    @property
    def institution_urls(self) -> Mapping[str, str]:
        """The URLs that its institutions are linked to."""
        return {p.text: p.url for p in self.pieces if p.kind == "institution" and p.url}


def as_piece(
    kind: str, cursor: Cursor, *, form: str | None = None, text: str | None = None, url: str | None = None
) -> Pieces:
    """Return a part of the source as a piece, or nothing if it is empty. The form defaults to its field."""
    if cursor.start >= cursor.end:
        return ()
    if text is None:
        text = as_remark(cursor) if kind == "remark" else plain(cursor)
    form = form if form is not None else "{" + _field(kind, text) + "}"
    return (Piece(kind=kind, start=cursor.start, end=cursor.end, form=form, text=one_line(text), url=url),)


def _field(kind: str, text: str) -> str:
    if kind == "year" and (month := re.fullmatch(r"\d{4}([-./])\d\d(?:\1\d\d)?", text)):
        return "date" if month[1] == "-" else f"date {month[1]}"
    if kind == "authors" and (people := people_in(text)) and people[1] != ",":
        return f"authors {people[1]}"
    return kind.removeprefix(CUSTOM)


def people_in(text: str) -> tuple[list[str], str] | None:
    """Return the names in a text and their joint; None if they are not those of several people."""
    names, joint = split_names(text) or ([], "")
    are_people = 1 < len(names) <= 200 and all(_PERSON.fullmatch(n) and not _STOP_LAST.search(n) for n in names)
    return (names, joint) if are_people and sum(" " in name for name in names) * 2 >= len(names) else None


def as_unit(cursor: Cursor, pieces: Pieces) -> Unit:
    """Return a line or a cell with its pieces in order."""
    ordered = sorted(pieces, key=lambda piece: (piece.start, piece.end))
    return Unit(start=cursor.start, end=cursor.end, pieces=tuple(ordered))
