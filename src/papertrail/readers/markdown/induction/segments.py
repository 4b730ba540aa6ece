"""Segments of an entry: adjacent atoms that may be one field."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from papertrail.readers.markdown.classify import key_of
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.induction.atoms import Atom, Wrapped, lines_of
from papertrail.readers.markdown.markers import BULLET, KEY, content_of
from papertrail.readers.markdown.nested_lines import read_nested
from papertrail.readers.markdown.pieces import Pieces
from papertrail.readers.markdown.tokens import Token

_WRAPPED = re.compile(r"[^\n]*[^\n.\\]\n(?! *(?:[-*+>]|\d+[.)]) )[^\n]*")
"""Text on two lines, the first of which ends within a sentence."""
_QUOTES = ('"', "“", "`", "「", "《")
_LONGEST_SEGMENT = 24
"""The most atoms of a segment, such as the names of a list of authors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Adjacent atoms that may be one field."""

    first: int
    after: int
    """The number of the atom after it."""
    wrapper: str
    """What is around it; with `/` at the end if it is only a part of what that encloses."""
    cursor: Cursor
    """Its text, without what is around it."""
    outer: Offsets
    token: Token | None
    gap: str
    """What separates it from the segment before it."""
    text: str
    sign: str
    """The character after its text, which may be a full stop of it."""
    pieces: Pieces = ()
    """Of a whole line, what it means by itself."""

    @property
    def is_part(self) -> bool:
        """Whether what encloses it also encloses something else."""
        return self.wrapper.endswith("/")


def segments_of(entry: Cursor, atoms: Sequence[Atom]) -> list[list[Segment]]:
    """Return the segments that start with each atom."""
    gaps = [_gap(entry, atoms, number) for number in range(len(atoms))]
    segments = [list(_segments(entry, atoms, first, gaps)) for first in range(len(atoms))]
    if "\n" not in entry.text:
        return segments
    starts = [atom.offsets[0] for atom in atoms]
    for number, line in enumerate(lines_of(entry)):
        first, after = bisect_left(starts, line.start), bisect_left(starts, line.end)
        if number and after > first and (whole := _whole_line(entry, content_of(line), number, segments[first][0])):
            key = content_of(line).match(KEY)
            is_keyed = key and (line.match(BULLET) or key_of(key["key"]) or whole.pieces[0].kind != "remark")
            whole = replace(whole, after=after)
            segments[first] = [whole] if is_keyed else [*segments[first], whole]
    return segments


def _whole_line(entry: Cursor, line: Cursor, number: int, first: Segment) -> Segment | None:
    """A line after the first one, if it has a key, institutions, or nothing but a remark."""
    pieces = read_nested(line, number, frozenset())
    is_keyed = line.match(KEY) is not None
    if not pieces or not (is_keyed or pieces[0].kind in ("institution", "remark")):
        return None
    return replace(first, wrapper="line", outer=line.offsets, cursor=line, token=None, text=line.source, pieces=pieces)


def _gap(entry: Cursor, atoms: Sequence[Atom], number: int) -> str:
    """What is between an atom and the one before it, without the numbers of items."""
    if not number:
        return ""
    before, atom = atoms[number - 1], atoms[number]
    if before.wrapped is not None and before.wrapped is atom.wrapped:
        return entry.text[before.offsets[1] : atom.offsets[0]]
    return re.sub(r"\d+", "1", entry.text[before.outer[1] : atom.outer[0]])


def _segments(entry: Cursor, atoms: Sequence[Atom], first: int, gaps: Sequence[str]) -> Iterator[Segment]:
    """The segments that start with an atom: itself, and itself with those after it."""
    for after in range(first + 1, min(len(atoms), first + _LONGEST_SEGMENT) + 1):
        if after > first + 1 and not _is_joined(atoms[first], atoms[after - 1], gaps[after - 1]):
            return
        part = _part(atoms, first, after)
        if part is None:
            continue
        cursor = entry.between(*part.inner)
        if part.wrapper.endswith("/") and cursor.source.count("[") != cursor.source.count("]"):
            return
        if "\n" in cursor.source and part.wrapper == "text" and not _WRAPPED.fullmatch(cursor.source):
            return
        yield Segment(
            first=first, after=after, wrapper=part.wrapper, cursor=cursor, outer=part.outer, gap=gaps[first],
            text=cursor.source, token=part.token, sign=entry.text[cursor.end : cursor.end + 1],
        )  # fmt: skip


def _part(atoms: Sequence[Atom], first: int, after: int) -> Wrapped | None:
    """Some atoms as one part; None if something encloses only some of them."""
    start, end = atoms[first], atoms[after - 1]
    starts = not first or atoms[first - 1].wrapped is not start.wrapped
    ends = after == len(atoms) or atoms[after].wrapped is not end.wrapped
    offsets = start.offsets[0], end.offsets[1]
    if start.is_rating:
        return Wrapped(wrapper="stars", outer=offsets, inner=offsets, token=None)
    if start.wrapped and start.wrapped is end.wrapped:
        part = replace(start.wrapped, wrapper=f"{start.wrapped.wrapper}/", inner=offsets, outer=offsets)
        return start.wrapped if starts and ends else part
    if (start.wrapped and not starts) or (end.wrapped and not ends):
        return None
    offsets = start.outer[0], end.outer[1]
    return Wrapped(wrapper="text", outer=offsets, inner=offsets, token=None)


def _is_joined(atom: Atom, last: Atom, gap: str) -> bool:
    """Whether a segment that starts with an atom may go on to another one."""
    if last.is_rating or atom.is_rating:
        return False
    if atom.wrapped is not None and last.wrapped is atom.wrapped:
        return True
    has_link = any(one.wrapped and one.wrapped.token for one in (atom, last))
    if has_link:
        return False
    if atom.wrapped is None and (last.wrapped is None or last.wrapped.wrapper in ("(", "$")):
        return True
    are_quoted = any(one.wrapped and one.wrapped.wrapper in _QUOTES for one in (atom, last))
    return gap in ("", " ") and not are_quoted
