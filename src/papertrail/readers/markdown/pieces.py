"""An entry taken apart: which stretch of its source says what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from papertrail.core import Link, Paper, Venue
from papertrail.core.limits import ITEMS, TEXT
from papertrail.readers.common.name_and_title import name_and_title
from papertrail.readers.markdown.classify import date_of
from papertrail.readers.markdown.remarks import as_remark
from papertrail.readers.markdown.tokens import plain, tokens
from papertrail.text.strings import one_line


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of the source that says one thing."""

    kind: str
    """`title`, `name`, `authors`, `venue`, `year`, `institution`, `keyword`, `link`, `remark`, or `custom KEY`."""
    start: int
    end: int
    form: str
    """How it is spelled, as a part of a pattern: `{venue}`, `[{title}]({url Paper})`."""
    text: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A line of an entry, or a cell of a row: the frame in which its pieces stand."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An entry and its units, in order; what stands between two units is the frame's."""

    text: str
    units: tuple[Unit, ...]
    html: bool = False
    doubts: tuple[str, ...] = ()
    year: str | None = None
    """A date that stands outside the entry, such as in the heading above it."""

    @property
    def pieces(self) -> list[Piece]:
        """All pieces, in order."""
        return [piece for unit in self.units for piece in unit.pieces]

    @property
    def institution_urls(self) -> Mapping[str, str]:
        """Where its institutions are linked to."""
        return {p.text: p.url for p in self.pieces if p.kind == "institution" and p.url}


_PERSON = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,4}")


def paper_of(reading: Reading) -> Paper | None:
    """The paper that an entry tells of, without an id; None where nothing in it could be its name."""
    found: dict[str, list[Piece]] = {}
    for piece in reading.pieces:
        found.setdefault(piece.kind, []).append(piece)
    titles = [piece.text for piece in found.get("title", []) if piece.text]
    names = [piece.text for piece in found.get("name", []) if piece.text]
    links = [Link(label=piece.text or "Link", url=piece.url) for piece in found.get("link", []) if piece.url]
    full = titles[0] if titles else names[0] if names else None
    if full is None:
        return None
    name, title = (names[0], full if full != names[0] else None) if names and titles else name_and_title(full)
    if names and not titles:
        name, title = full, None
    for piece in found.get("title", []) + found.get("name", []):
        if piece.url:
            links.insert(0, Link(label="Paper", url=piece.url))
    links += _others(reading, found)
    venues = tuple(Venue(text=piece.text, url=piece.url) for piece in found.get("venue", []) if piece.text)
    date = next((date_of(piece.text) for piece in found.get("year", [])), None) or reading.year
    if date and reading.year == date and any(venue.year is not None for venue in venues):
        date = None
    remarks = [piece.text for piece in found.get("remark", []) if piece.text]
    return Paper(
        id="",
        name=name[:TEXT],
        title=title,
        authors=tuple(authors for piece in found.get("authors", []) for authors in authors_of(piece.text)),
        venues=venues,
        date=date,
        institutions=tuple(dict.fromkeys(piece.text for piece in found.get("institution", []) if piece.text))[:ITEMS],
        links=tuple(dict.fromkeys(links)),
        remarks=tuple(remarks),
        keywords=tuple(dict.fromkeys(piece.text for piece in found.get("keyword", []) if piece.text)),
        custom=_custom(found),
    )


def _others(reading: Reading, found: Mapping[str, Sequence[Piece]]) -> list[Link]:
    """The addresses of an entry that no piece of it has, such as those in an image of a remark: none may be lost."""
    pieces = [piece for kind in found.values() for piece in kind]
    known = {piece.url for piece in pieces} | {piece.text for piece in pieces if piece.kind.startswith("custom ")}
    texts = [piece.text for piece in pieces if piece.kind in ("remark", "title", "name", "authors", "venue")]
    links = {}
    for token in tokens(reading.text, html=reading.html):
        for part in (*token.images, token):
            told = part.url in known or any(part.url in text for text in texts)
            if part.kind in ("link", "image") and part.url and not told:
                label = plain(reading.text[slice(*part.label)], html=reading.html)
                links[part.url] = Link(label=label[:80] or "Link", url=part.url)
    return list(links.values())


def _custom(found: Mapping[str, Sequence[Piece]]) -> tuple[tuple[str, str], ...]:
    values: dict[str, str] = {}
    for kind, pieces in found.items():
        if kind.startswith("custom "):
            key = kind.removeprefix("custom ")
            text = " ".join(dict.fromkeys(piece.text for piece in pieces if piece.text))
            if text:
                values[key] = text
    return tuple(values.items())


def authors_of(text: str) -> tuple[str, ...]:
    """Authors as a list where the text is one, joined by commas; else the text as it is.

    >>> authors_of("Minjie Wang, Jinyang Li"), authors_of("A. Nguyen et al.")
    (('Minjie Wang', 'Jinyang Li'), ('A. Nguyen et al.',))
    """
    names = text.split(", ")
    if 1 < len(names) <= 200 and all(_PERSON.fullmatch(name) and " and " not in f" {name} " for name in names):
        return tuple(names)
    return (text,) if text else ()


@dataclass
class Pieces:
    """The pieces of a unit while it is being read."""

    source: str
    html: bool
    found: list[Piece] = field(default_factory=list)

    def add(
        self,
        kind: str,
        start: int,
        end: int,
        *,
        form: str | None = None,
        text: str | None = None,
        url: str | None = None,
    ) -> None:
        """Take a stretch for one thing; without `form` it is spelled as its text."""
        if start >= end:
            return
        if text is None:
            raw = self.source[start:end]
            text = as_remark(raw, html=self.html) if kind == "remark" else plain(raw, html=self.html)
        name = kind.removeprefix("custom ")
        if kind == "year" and (month := re.fullmatch(r"\d{4}([-./])\d\d(?:\1\d\d)?", text)):
            name = "date" if month[1] == "-" else f"date {month[1]}"
        shown = form if form is not None else "{" + name + "}"
        self.found.append(Piece(kind=kind, start=start, end=end, form=shown, text=one_line(text), url=url))

    def unit(self, start: int, end: int) -> Unit:
        """The unit, its pieces in their order."""
        return Unit(start=start, end=end, pieces=tuple(sorted(self.found, key=lambda piece: (piece.start, piece.end))))
