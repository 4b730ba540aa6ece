"""Entries of a run, read by one layout."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from papertrail.core import Paper
from papertrail.readers.markdown.classify import date_of
from papertrail.readers.markdown.cursor import NO_REFERENCES, Cursor, References
from papertrail.readers.markdown.document import DocumentSource
from papertrail.readers.markdown.entry import lines_of
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.induction.atoms import atoms_of, entry_of
from papertrail.readers.markdown.induction.layout import Candidates, Labelled, Layout, Reading, best_reading
from papertrail.readers.markdown.induction.segments import Segment, segments_of
from papertrail.readers.markdown.induction.weights import Texts, Weights, weights_of
from papertrail.readers.markdown.institutions import institutions_among
from papertrail.readers.markdown.links import badge_venue, image, label_link, title_link, venue_link
from papertrail.readers.markdown.paper import authors_of
from papertrail.readers.markdown.pieces import CUSTOM, ParsedEntry, Piece, Pieces, Unit, as_piece, as_unit
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import is_image
from papertrail.readers.markdown.tokens import Token
from papertrail.readers.markdown.trimming import stripped, with_stop

_ROUNDS = 3
_SAMPLE = 200
"""The most entries from which a layout is learned."""
_REGULAR = 0.3
"""The share of texts with the layout from which on they are entries: paragraphs of prose may be between them."""
_PAPER_LABELS = frozenset(["paper", "pdf", "arxiv", "doi", "html", "link", "url", "论文"])
"""Labels of links that lead to the paper."""
_EXPECTED = 30.0
_AND_OTHERS = re.compile(r"(?i)(?<![\s,]),?+\s++(?:etc|et\.? al)\.?+$")

KeepsStop = Callable[[str, Segment], bool]
"""Whether a full stop after a segment is a part of its field."""

Weigh = Callable[[Segment, Texts], Weights]
"""Weighs the fields that a segment may be, from what is known of the texts of the run."""


@dataclass(frozen=True)
class InducedRun:
    """Entries that were read by their common layout, by their texts."""

    entries: Mapping[str, ParsedEntry]
    regular: frozenset[str]
    """The texts that have the layout, if most of them have: a title, and authors, a venue or a year."""


def read_run(texts: Sequence[str], references: References = NO_REFERENCES) -> InducedRun:
    """Read the entries of a run by their common layout."""
    cursors = {text: entry_of(text, references) for text in texts}
    segments = {text: segments_of(cursor, atoms_of(cursor)) for text, cursor in cursors.items()}
    layout, readings = readings_of(segments)
    regular = frozenset(text for text, reading in readings.items() if layout.has(reading))
    return InducedRun(
        entries={text: _parsed(cursors[text], reading, layout.keeps_stop) for text, reading in readings.items()},
        regular=regular if len(regular) >= max(3, _REGULAR * len(texts)) else frozenset(),
    )


def readings_of(
    segments: Mapping[str, Sequence[Sequence[Segment]]], weigh: Weigh = weights_of
) -> tuple[Layout, Mapping[str, Reading]]:
    """Return the common layout of entries and the reading of each, by their texts."""
    known = Texts.of({one.text for starting in entry for one in starting} for entry in segments.values())
    candidates = {
        text: [[(one, weigh(one, known)) for one in starting] for starting in entry] for text, entry in segments.items()
    }
    layout = _induced(list(candidates.values()))
    return layout, {text: best_reading(entry, layout) for text, entry in candidates.items()}


def _induced(candidates: Sequence[Candidates]) -> Layout:
    """The layout of some entries: that of their best readings, which depend on it."""
    sample = candidates[:: len(candidates) // _SAMPLE + 1]
    layout = Layout()
    readings: list[Reading] = []
    for _ in range(_ROUNDS):
        before, readings = readings, [best_reading(entry, layout) for entry in sample]
        if readings == before:
            break
        layout = Layout.of(readings)
    return layout


def read_in(source: DocumentSource, text: str) -> ParsedEntry:
    """Read an entry of a document, by the layout of the document if it is one of a list or a paragraph."""
    return source.readings.get(text) or read_entry(text, source.references)


def read_entry(text: str, references: References = NO_REFERENCES) -> ParsedEntry:
    """Read an entry by itself."""
    return read_run([text], references).entries[text]


def read_as(text: str, paper: Paper, references: References = NO_REFERENCES) -> ParsedEntry:
    """Read an entry as that of a paper, whose values are what its layout says."""
    cursor = entry_of(text, references)
    segments = segments_of(cursor, atoms_of(cursor))
    known = Texts()
    candidates = [[(one, expected(cursor, one, paper, known)) for one in starting] for starting in segments]
    reading = best_reading(candidates, Layout())
    return _parsed(cursor, reading, keeps_stop_of(paper))


def keeps_stop_of(paper: Paper) -> KeepsStop:
    """Return whether a full stop after a segment is a part of a field of a paper."""
    return lambda kind, one: plain(one.cursor) + "." in _texts(paper, kind)


def _texts(paper: Paper, kind: str) -> Collection[str]:
    """The texts of a field that may end with a full stop."""
    return (paper.full_title,) if kind == "title" else [", ".join(map(str, paper.authors))]


def expected(entry: Cursor, segment: Segment, paper: Paper, known: Texts) -> Weights:
    """Return the weights of a segment, the greatest for the fields of a paper that have its value."""
    weights = weights_of(segment, known)
    if segment.token and is_image(segment.token):
        return weights
    kinds = dict.fromkeys([*weights, "title", "authors", "venue", "year", "remark"])
    weight = _EXPECTED * (segment.after - segment.first)
    return {**weights, **{kind: weight for kind in kinds if _is_value(entry, segment, kind, paper)}}


def _is_value(entry: Cursor, segment: Segment, kind: str, paper: Paper) -> bool:
    """Whether a paper has the values of a segment that is a field of it, with or without a full stop."""
    pieces = [_piece(entry, (kind, segment), lambda *_, keeps=keeps: keeps) for keeps in (False, True)]
    return any(found and all(piece.text in _values(paper, piece) for piece in found) for found in pieces)


def _values(paper: Paper, piece: Piece) -> Collection[str]:
    """The texts of a paper that a piece of a kind may have."""
    match piece.kind:
        case "title":
            return (paper.full_title,)
        case "name":
            return (paper.name,) if paper.title else ()
        case "authors":
            same = ", ".join(map(str, authors_of(piece.text))) == ", ".join(map(str, paper.authors))
            return (piece.text,) if same and paper.authors else ()
        case "venue":
            return [venue.text for venue in paper.venues]
        case "year":
            return (piece.text,) if paper.date and date_of(piece.text) == paper.date else ()
        case "institution":
            return paper.institutions
        case "keyword":
            return paper.keywords
        case "link":
            return [link.label for link in paper.links]
        case "remark":
            return paper.remarks
        case custom:
            return [value for key, value in paper.custom if custom == CUSTOM + key]


def _parsed(entry: Cursor, reading: Reading, keeps_stop: KeepsStop) -> ParsedEntry:
    pieces = _with_paper_link(entry, pieces_of(entry, reading, keeps_stop))
    units = tuple(_units(entry, pieces))
    return ParsedEntry(text=entry.text, units=units, html=entry.html, references=entry.references)


def pieces_of(entry: Cursor, reading: Reading, keeps_stop: KeepsStop) -> Pieces:
    """Return the pieces that the fields of an entry are."""
    pieces: Pieces = ()
    for labelled in reading:
        pieces += _piece(entry, labelled, keeps_stop, pieces)
    return pieces


def _with_paper_link(entry: Cursor, pieces: Pieces) -> Pieces:
    """Pieces with the URL of a venue as that of the paper, if no other link may lead to it."""
    venue = next((piece for piece in pieces if piece.kind == "venue" and piece.url), None)
    if venue is None or any(p.url and (p.kind == "title" or p.text.casefold() in _PAPER_LABELS) for p in pieces):
        return pieces
    linked = replace(venue, form=venue.form.replace("{venue_url}", "{url Paper}"), url=None)
    link = as_piece("link", entry.between(venue.end - 1, venue.end), text="Paper", url=venue.url, form="")
    position = pieces.index(venue)
    return (*pieces[:position], linked, *link, *pieces[position + 1 :])


def _units(entry: Cursor, pieces: Pieces) -> Iterator[Unit]:
    """The lines, each with its pieces; a piece on two lines joins them."""
    rest = deque(sorted(pieces, key=lambda piece: piece.start))
    inside: list[Piece] = []
    start: int | None = None
    for line in lines_of(entry):
        start = line.start if start is None else start
        while rest and rest[0].start < line.end:
            inside.append(rest.popleft())
        if not inside or inside[-1].end <= line.end:
            yield as_unit(entry.between(start, line.end), tuple(inside))
            start, inside = None, []


def _piece(entry: Cursor, labelled: Labelled, keeps_stop: KeepsStop, before: Pieces = ()) -> Pieces:
    name, segment = labelled
    token = segment.token
    if segment.pieces:
        return segment.pieces
    if token and name == "image":
        line, shown = EntryLine(entry, (), before), next(iter(token.images), token)
        return image(line, shown, outer=token if token.images else None) + badge_venue(entry, token, shown)
    if token and segment.is_part:
        return _part_of_link(entry, name, segment, token)
    if token and name in ("title", "name"):
        return title_link(entry, token, kind=name)
    if token and name == "venue":
        return venue_link(entry, token)
    if token:
        return label_link(entry.between(*segment.outer), token)
    if name == "institution" and (institutions := _institutions(segment.cursor)):
        return institutions
    if name in ("remark", "institution"):
        return as_piece("remark", with_stop(entry.between(*segment.outer), entry.end))
    is_whole = segment.sign == "." and keeps_stop(name, segment)
    return as_piece(name, with_stop(segment.cursor, entry.end) if is_whole else segment.cursor)


def _institutions(cursor: Cursor) -> Pieces:
    """`@UC Berkeley, Meta`."""
    others = _AND_OTHERS.search(cursor.source)
    cursor = cursor._replace(text=cursor.text.replace("@", " "), end=cursor.end - (len(others[0]) if others else 0))
    parts = institutions_among(cursor.source)
    cursors = (stripped(cursor.between(cursor.start + start, cursor.start + end)) for start, end in parts)
    return tuple(chain.from_iterable(as_piece("institution", cursor) for cursor in cursors))


def _part_of_link(entry: Cursor, name: str, segment: Segment, token: Token) -> Pieces:
    """A part of the text of a link; the last part is followed by its URL."""
    piece = as_piece(name, segment.cursor)
    if segment.cursor.end + 2 < token.label[1]:
        return piece
    return (*piece, *as_piece("link", entry.between(*token.url_at), text="Paper", url=token.url, form="{url Paper}"))
